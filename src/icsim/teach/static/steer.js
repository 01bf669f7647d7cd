/** A class that steers, on the facilitator's screen: the vote, its count, both roads up to the next decision, the road not taken. */

import { bigChart } from "./bigchart.js";
import { Run } from "./decode.js";
import { button, el, lessMotion, refill } from "./dom.js";
import { badge, heroOf, makeFigure } from "./figures.js";
import { isAborted, Trouble } from "./source.js";
import { spreadView } from "./spread.js";
import { backRowSentence, capital, titleOf } from "./words.js";

/** @typedef {import("./types.js").Room} Room */
/** @typedef {import("./types.js").SeenSteering} SeenSteering */
/** @typedef {import("./page.js").Page} Page */

const A_SECOND = 8; // weeks
const HOW = { most: "Most votes", tie: "As many votes as another, and voted for first", host: "Decided without the class" };

/** @param {SeenSteering} steering @returns {HTMLElement} which decision of how many, and of which week */
export function momentLine(steering) {
  return el("p", { class: "quiet steer-moment" }, `You are ${steering.who}. Decision ${steering.moment + 1} of ${steering.moments}, week ${steering.week}`);
}

/** @param {Room} room @param {(choice: number) => void} decide @param {boolean} open whether nobody else can @returns {HTMLElement} */
export function decideAlone(room, decide, open) {
  const choices = room.steering?.choices ?? [];
  return el("details", { class: "steer-alone", open }, el("summary", {}, "Decide without the class"), el("div", { class: "class-row" }, ...choices.map((text, at) => button(text, () => decide(at)))));
}

/** What was decided, how the votes spread, and which way runs beside it. @param {SeenSteering} steering @returns {(HTMLElement|null)[]} */
export function votedParts(steering) {
  const { choices, counts, taken, other, how, wanted } = steering;
  const beside = wanted ? "Beside it runs" : "Nobody voted otherwise. Beside it runs all the same";
  return [el("p", { class: "steer-way" }, badge(0), ` ${choices[taken ?? 0]}`, el("span", { class: "quiet" }, ` ${HOW[how ?? "most"]}`)),
    el("p", { class: "steer-way" }, badge(1), ` ${choices[other ?? 1]}`, el("span", { class: "quiet" }, ` ${beside}, with the same luck`)),
    counts?.some((one) => one > 0) ? spreadView({ ask: "", choices, curve: null }, { counts, lines: null, middle: null }, null, null) : null];
}

/** What was decided so far. @param {SeenSteering} steering @returns {HTMLElement|null} */
export function pastList(steering) {
  if (!steering.past.length) return null;
  return el("ol", { class: "steer-past" }, ...steering.past.map((one) => el("li", {}, `Week ${one.week}: ${one.choices[one.taken]}`, el("span", { class: "quiet" }, ` (beside it: ${one.choices[one.other]})`))));
}

/** Both roads, from the decision of now up to the next: who is there, one line, one sentence.
 * @param {Page} page @returns {{root: HTMLElement, ready: (room: Room) => Promise<void>, play: (room: Room) => Promise<void>, stop: () => void}} */
export function makeRoads(page) {
  const stage = { run: /** @type {Run|null} */ (null), week: 0, locked: false, lesson: /** @type {import("./types.js").Lesson|null} */ (null), protagonist: () => heroOf(stage.lesson, stage.run?.sent) };
  const figures = [0, 1].map((world) => makeFigure(stage, world));
  const tabs = el("div", { class: "present-tabs", role: "group", "aria-label": "Which line" });
  const week = el("output", { class: "present-week" });
  const worlds = el("div", { class: "front-worlds" });
  const title = el("h3", { class: "steer-title" });
  const chart = el("div", { class: "front-chart" });
  const sentence = el("p", { class: "steer-sentence", "aria-live": "polite" });
  const again = button("Play again", () => begin());
  const root = el("div", { class: "steer-roads" }, el("div", { class: "present-top" }, tabs, week, again), worlds, title, chart, sentence);
  /** @type {Map<string, number>} */
  const tops = new Map(); // ends of axes that only ever widen
  let shown = "";
  let line = "";
  let weeks = 0; // of the whole lesson
  let from = 0;
  let clock = 0;
  let last = 0;
  let playing = false;

  /** @param {Room} room */
  async function ready(room) {
    if (shown === room.query) return;
    const wanted = room.query;
    stage.lesson = await page.source.lesson(room.lesson);
    const run = new Run(await /** @type {(query: string) => Promise<import("./types.js").Worlds>} */ (page.source.roads)(wanted));
    shown = wanted;
    line = run.sent.lesson?.leading[0] ?? "";
    stage.run = run;
    const own = stage.lesson.steer?.moments ?? [];
    weeks = Math.max(run.weeks, stage.lesson.weeks);
    from = Math.max(0, (room.steering?.week ?? 1) - 1);
    if (own.length && room.steering?.moment === 0) from = 0;
  }

  /** @param {Room} room */
  async function play(room) {
    try {
      if (shown !== room.query) refill(sentence, "Both roads are run …");
      await ready(room);
    } catch (error) {
      if (!isAborted(error)) refill(sentence, error instanceof Trouble ? error.message : "The roads could not be shown. Load the page again.");
      return;
    }
    refill(worlds, ...(stage.run?.names ?? []).map((name, world) => el("div", { class: "front-world" }, el("p", {}, badge(world), " ", el("strong", {}, name)), figures[world].root)));
    begin();
  }

  function begin() {
    clock = lessMotion() ? stage.run?.weeks ?? 0 : from;
    playing = true;
    last = performance.now();
    show();
    requestAnimationFrame(frame);
  }

  /** @param {number} now */
  function frame(now) {
    const end = stage.run?.weeks ?? 0;
    if (!playing || !root.isConnected) return;
    clock = Math.min(end, clock + (Math.min(Math.max(0, now - last), 250) / 1000) * A_SECOND);
    last = now;
    if (Math.floor(clock) !== stage.week) show();
    playing = clock < end;
    if (playing) requestAnimationFrame(frame);
  }

  function show() {
    const run = stage.run;
    if (!run) return;
    stage.week = Math.floor(clock);
    const known = (run.sent.lesson?.leading ?? []).map((name) => run.measure(name)).filter((one) => one !== undefined && one !== null);
    const found = known.find((one) => one?.name === line) ?? known[0];
    if (!found) return;
    const series = { ...found, rows: found.rows.map((row) => [...row, ...new Array(Math.max(0, weeks + 1 - row.length)).fill(null)]) };
    tops.set(series.name, Math.max(tops.get(series.name) ?? series.high, series.high));
    refill(tabs, ...known.map((one) => button(capital(one?.display ?? ""), () => {
      line = one?.name ?? "";
      show();
    }, { "aria-pressed": String(one === found) })));
    refill(week, `Week ${stage.week} of ${weeks}`);
    refill(title, titleOf(series), series.users ? el("span", { class: "assumed" }, "no evidence in the review: our assumption") : null);
    figures.forEach((one) => one.tell());
    const who = stage.protagonist();
    const marks = run.sent.gone.filter((one) => one.kind === "left" && who?.kind === "leader" && one.leader === who.index);
    const box = chart.clientWidth || 1000;
    refill(chart, bigChart({ series, before: null, names: run.names, weeks, until: stage.week, axis: [series.low, tops.get(series.name) ?? series.high], marks }, { wide: box, high: Math.max(200, innerHeight * 0.36), text: innerWidth < 900 ? 16 : 24 }));
    refill(sentence, stage.week >= run.weeks ? backRowSentence(series, run.names, stage.week) : "");
  }

  return { root, ready, play, stop: () => (playing = false) };
}
