/** Plays the run at the screen's own rate: nothing is asked of the server. Also step, speed, scrub, and two ways to run again. */

import { button, el, freshId, lessMotion, refill, svg } from "./dom.js";
import { capital } from "./words.js";

const SPEEDS = [2, 4, 8, 16, 32]; // weeks a second
const LUCKS = 1_000_000;
const APART = 26; // pixels between two marks

/** @param {import("./page.js").Page} page */
export function makePlayer(page) {
  let playing = false;
  let last = 0;
  const playButton = button("Play", () => (playing ? stop() : play()), { class: "primary play" });
  const scrub = el("input", { type: "range", min: 0, max: 1, step: 1, value: 0, class: "scrub", "aria-label": "Week" });
  const markers = el("div", { class: "markers" });
  const weekSaid = el("output", { class: "week" });
  const speed = makeSpeed();
  const back = button("◀", () => step(-1), { "aria-label": "One week back", class: "step" });
  const on = button("▶", () => step(1), { "aria-label": "One week on", class: "step" });
  const again = button("Again, same luck", () => restart(false), { class: "plain" });
  const fresh = button("Again, new luck", () => restart(true), { class: "plain" });
  const luck = el("span", { class: "luck" });
  const usual = el("p", { class: "luck-said" });
  const root = el("section", { class: "player", "aria-label": "Time" },
    el("div", { class: "player-row" }, playButton, back, on, el("div", { class: "time" }, markers, scrub), weekSaid));
  const below = el("div", { class: "player-row low" }, speed.root, again, fresh, luck);

  function play() {
    if (page.locked || !page.run) return;
    if (page.clock >= page.run.weeks) page.toWeek(0);
    playing = true;
    last = performance.now();
    tell();
    page.emit("play");
    requestAnimationFrame(frame);
  }

  function stop() {
    playing = false;
    if (page.clock !== page.week) page.toWeek(page.week);
    tell();
    page.writeLinkSoon();
  }

  /** @param {number} now */
  function frame(now) {
    if (!playing || !page.run) return;
    const clock = page.clock + (Math.min(now - last, 250) / 1000) * speed.weeks();
    if (!lessMotion()) {
      page.setClock(clock);
      last = now;
    } else if (Math.floor(clock) > page.week) {
      page.setClock(Math.floor(clock)); // whole weeks only, for those who want less movement
      last = now;
    }
    if (page.clock >= page.run.weeks) stop();
    else requestAnimationFrame(frame);
  }

  /** @param {number} weeks */
  function step(weeks) {
    if (playing) stop();
    page.toWeek(page.week + weeks);
  }

  /** @param {boolean} newLuck */
  function restart(newLuck) {
    if (playing) stop();
    page.toWeek(0);
    if (newLuck) page.change((ask) => (ask.replicate = String(1 + Math.floor(Math.random() * LUCKS))));
  }

  function tell() {
    refill(playButton, playing ? "Pause" : "Play");
    playButton.setAttribute("aria-pressed", String(playing));
  }

  scrub.addEventListener("input", () => {
    const week = Number(scrub.value); // before anything is stopped, for that puts the slider back to where the run stood
    if (playing) stop();
    page.toWeek(week);
  });

  /** The luck, and how usual it is; not before the prediction, for that would tell how it went. */
  function tellLuck() {
    const sent = page.run?.sent;
    refill(luck, sent ? `Luck ${sent.replicate}` : "");
    refill(usual, sent && !page.locked && !page.unfolding ? sent.representative_text : "");
  }

  function showWeek() {
    const run = page.run;
    if (!run) return;
    scrub.value = String(page.week);
    scrub.setAttribute("aria-valuetext", `week ${page.week} of ${run.weeks}`);
    refill(weekSaid, `Week ${page.week}`, el("span", { class: "of" }, ` of ${run.weeks}`));
  }

  page.on("run", () => {
    scrub.max = String(page.run?.weeks ?? 1);
    scrub.value = String(page.week);
    tellLuck();
    refill(markers, ...makeMarkers(page, markers.clientWidth));
    showWeek();
  });
  page.on("week", () => {
    showWeek();
    if (page.unfolding) refill(markers, ...makeMarkers(page, markers.clientWidth));
  });
  page.on(["stage", "lesson"], () => {
    if (playing) stop();
    tellLuck();
    for (const one of [playButton, scrub, back, on, again, fresh]) one.disabled = page.locked || (one === fresh && page.source.offline === true);
    refill(markers, ...makeMarkers(page, markers.clientWidth));
  });
  return { root, below, usual, play, stop, isPlaying: () => playing };
}

function makeSpeed() {
  const id = freshId("speed");
  const choose = el("select", { id }, ...SPEEDS.map((weeks) => el("option", { value: weeks }, String(weeks))));
  choose.value = "8";
  return { root: el("span", { class: "speed" }, el("label", { for: id }, "Weeks a second"), choose), weeks: () => Number(choose.value) };
}

/** @typedef {{week: number, texts: string[], kind: string, sign: string}} Mark */

/** What stands on the time line: where the worlds part, who leaves, dated events. What would overlap is one mark.
 * @param {import("./page.js").Page} page @param {number} width of the line in pixels @returns {HTMLButtonElement[]} */
function makeMarkers(page, width) {
  const run = page.run;
  if (!run || page.locked) return [];
  const { gone } = run.sent;
  const parting = page.parting();
  /** @type {Mark[]} */
  const marks = [];
  const apart = (APART * run.weeks) / Math.max(width, 100);
  const all = gone.map((one) => ({ ...one, kind: "event", sign: one.leader < 0 ? "■" : "◆" }));
  if (parting) all.unshift({ ...parting, world: 0, leader: -1, kind: "parting", sign: "" });
  for (const one of all.filter((each) => !page.unfolding || each.week <= page.week).sort((first, second) => first.week - second.week)) {
    const last = marks[marks.length - 1];
    const near = last && one.week - last.week < apart;
    if (near) last.texts.push(`week ${one.week}: ${one.text}`);
    if (near && one.kind === "parting") Object.assign(last, { week: one.week, kind: one.kind });
    if (!near) marks.push({ week: one.week, texts: [`week ${one.week}: ${one.text}`], kind: one.kind, sign: one.sign });
  }
  return marks.map((mark) => {
    const said = capital(mark.texts.join("; "));
    const made = button("", () => page.toWeek(mark.week), { class: `marker ${mark.kind}`, "aria-label": said, title: said });
    made.append(mark.kind === "parting" ? forkSign() : mark.sign, mark.texts.length > 1 && mark.kind !== "parting" ? String(mark.texts.length) : "");
    made.style.left = `${(100 * mark.week) / run.weeks}%`;
    return made;
  });
}

/** @returns {SVGElement} one way that becomes two */
function forkSign() {
  return svg("svg", { width: 18, height: 20, viewBox: "0 0 18 20", "aria-hidden": "true" },
    svg("path", { d: "M9 20V11L3 3M9 11L15 3", fill: "none", stroke: "currentColor", "stroke-width": 2.5, "stroke-linecap": "round" }));
}
