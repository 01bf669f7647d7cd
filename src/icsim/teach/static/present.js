/** For the back row: one chart over two thirds of the screen, large letters, one sentence, and keys that a clicker has; of a lesson its
 * story and question before, and what happened and the closing questions after. */

import { bigChart } from "./bigchart.js";
import { storyOf } from "./captions.js";
import { button, el, refill } from "./dom.js";
import { badge, makeFigure } from "./figures.js";
import { NOBODY, slidesAfter, slidesBefore } from "./slides.js";
import { backRowSentence, capital, MOST_WORDS, titleOf } from "./words.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{week: number, line: string, text: string}} Beat */

const NEAR = 4; // weeks for which an event stays the sentence
const MOST_BEATS = 12;
const PHONE = 900; // pixels: below, nobody sits in a back row
const EVENTS = ["people", "lesson", "event"];

/** @param {Page} page @param {{play: () => void, stop: () => void, isPlaying: () => boolean}} player @param {(guess: string) => void} runFor locks a guess and runs */
export function makePresent(page, player, runFor) {
  let presenting = false;
  let line = "";
  let target = -1; // the week at which the play stops
  const opener = button("Present", () => toggle(), { title: "One chart, for the back row; Page Down goes on, Escape comes back" });
  const tabs = el("div", { class: "present-tabs", role: "group", "aria-label": "Which line" });
  const week = el("output", { class: "present-week" });
  const title = el("h2", { class: "present-title" });
  const chart = el("div", { class: "present-chart" });
  const figures = [0, 1, 2].map((world) => makeFigure(page, world));
  const worlds = el("div", { class: "present-worlds" });
  const slide = el("div", { class: "present-slide", hidden: true, "aria-live": "polite" });
  let guess = "";
  let at = 0; // of the slides before a run
  let after = -1; // of those after it
  const sentence = el("p", { class: "present-sentence", "aria-live": "polite" });
  const back = button("‹ Back", () => step(-1), { class: "big-step" });
  const on = button("Next ›", () => step(1), { class: "primary big-step" });
  const leave = button("Leave", () => toggle(), { class: "plain" });
  const root = el("section", { class: "present", hidden: true, "aria-label": "For the back row" },
    el("div", { class: "present-top" }, tabs, week, leave), title, slide, chart, el("div", { class: "present-foot" }, worlds, el("div", { class: "present-said" }, sentence, el("div", { class: "row" }, back, on))));

  function toggle() {
    presenting = !presenting && (!page.locked || page.lesson !== null);
    root.hidden = !presenting;
    document.documentElement.classList.toggle("presenting", presenting);
    opener.setAttribute("aria-pressed", String(presenting));
    if (presenting) {
      if (page.unfolding) player.stop();
      show();
      on.focus();
    } else opener.focus();
  }

  const series = () => page.lines().find((one) => one.name === line) ?? page.lines()[0];

  /** The stops of a clicker: what happened, one after the other; then each line at the end. @returns {Beat[]} */
  function beats() {
    const run = page.run;
    if (!run) return [];
    const lines = page.lines();
    const told = storyOf(page).filter((one) => EVENTS.includes(one.kind)).slice(0, MOST_BEATS)
      .map((one) => ({ week: one.until, line: lines.some((each) => each.name === one.line) ? one.line ?? "" : "", text: one.text })).sort((one, other) => one.week - other.week);
    const [lead, ...others] = lines; // what moves most comes last: it is what the room remembers
    const ends = [...others, lead].map((one) => ({ week: run.weeks, line: one.name, text: "" }));
    return [{ week: 0, line: lines[0].name, text: run.sent.difference }, ...told, ...ends];
  }

  let beat = 0;
  /** Through the story to the question, and on to the run. @param {number} by */
  function stepBefore(by) {
    const last = slidesBefore(page, () => {}).length - 1;
    if (at + by <= last) {
      at = Math.max(0, at + by);
      show();
      return;
    }
    runFor(guess || NOBODY);
    player.stop();
    page.toWeek(0);
  }

  /** @param {number} by */
  function step(by) {
    if (page.locked) return stepBefore(by);
    const all = beats();
    const told = slidesAfter(page).length;
    const over = beat === all.length - 1 && page.week >= (page.run?.weeks ?? 0) && !player.isPlaying();
    if (told && (after >= 0 || (by > 0 && over))) {
      after = Math.min(Math.max(after + by, -1), told - 1);
      show();
      return;
    }
    beat = Math.min(Math.max(beat + by, 0), all.length - 1);
    while (by > 0 && beat < all.length - 1 && all[beat].week < page.week) beat += 1; // onwards never goes back in time
    const next = all[beat];
    if (next.line) line = next.line;
    if (by > 0 && next.week > page.week) {
      target = next.week;
      if (!player.isPlaying()) player.play();
    } else {
      player.stop();
      page.toWeek(next.week);
    }
    show();
  }

  /** @returns {boolean} whether there is a slide in place of the chart */
  function showSlide() {
    const slides = page.locked ? slidesBefore(page, (said) => (guess = said)) : slidesAfter(page);
    const one = page.locked ? slides[Math.min(at, slides.length - 1)] : slides[after];
    slide.hidden = !one;
    root.classList.toggle("of-slides", Boolean(one));
    back.disabled = page.locked && at === 0;
    if (!one) return false;
    const key = `${page.locked} ${at} ${after} ${one.name}`;
    if (slide.dataset.at !== key) {
      slide.dataset.at = key; // what was chosen stays chosen
      refill(slide, ...one.parts);
    }
    refill(title, one.name);
    refill(week);
    return true;
  }

  function show() {
    const run = page.run;
    const now = series();
    if (!presenting || !run || !now) return;
    if (showSlide()) return;
    const text = innerWidth < PHONE ? 18 : Math.max(28, Math.round(innerHeight * 0.037));
    const who = page.protagonist();
    const marks = run.sent.gone.filter((one) => one.kind === "left" && who?.kind === "leader" && one.leader === who.index);
    refill(tabs, ...page.lines().map((one) => button(capital(one.display), () => {
      line = one.name;
      show();
    }, { "aria-pressed": String(one === now) })));
    refill(week, `Week ${page.week}`);
    refill(title, titleOf(now), now.users ? el("span", { class: "assumed" }, "no evidence in the review: our assumption") : null, page.beforeOf(now) ? el("span", { class: "assumed" }, "grey: before your change") : null);
    refill(worlds, ...run.names.map((name, world) => el("div", {}, badge(world), ` ${name}`, figures[world].root)));
    figures.forEach((one) => one.tell());
    refill(sentence, said(now));
    const box = chart.getBoundingClientRect(); // what stands around it has taken its room by now
    refill(chart, bigChart({ series: now, before: page.beforeOf(now), names: run.names, weeks: run.weeks, until: page.week, axis: page.axisOf(now), marks }, { wide: Math.max(320, box.width), high: Math.max(240, box.height), text }));
    back.disabled = beat === 0 && page.week === 0;
  }

  /** What happened lately, or how far apart the worlds are. @param {import("./decode.js").Series} now @returns {string} */
  function said(now) {
    const lately = storyOf(page).filter((one) => EVENTS.includes(one.kind) && one.until <= page.week && page.week - one.until <= NEAR && isShort(one.text)).pop();
    if (page.week === 0 && isShort(page.run?.sent.difference ?? "")) return page.run?.sent.difference ?? "";
    return lately?.text ?? backRowSentence(now, page.run?.names ?? [], page.week);
  }

  document.addEventListener("keydown", (event) => {
    if (!presenting || document.querySelector("dialog[open]")) return;
    if (event.key === "PageDown" || event.key === "PageUp") step(event.key === "PageDown" ? 1 : -1);
    else if (event.key === "Escape") toggle();
    else return;
    event.preventDefault();
  });
  addEventListener("resize", () => show());
  page.on(["run", "lines"], show);
  page.on("week", () => {
    if (target >= 0 && page.week >= target) {
      const reached = target;
      target = -1; // before anything moves: to stop is to be told of the week once more
      player.stop();
      page.setClock(reached);
    }
    show();
  });
  page.on(["stage", "lesson"], () => {
    opener.disabled = page.locked && page.lesson === null;
    [beat, after] = [0, -1];
    if (page.locked && page.ask.stage === "story") [at, guess] = [0, ""];
    show();
  });
  return { root, button: opener };
}

/** @param {string} text @returns {boolean} whether the back row reads it at one look: 20 words, two numbers beside the week */
export function isShort(text) {
  return text.split(/\s+/).length <= MOST_WORDS && (text.replace(/\b[Ww]eek \d+/g, "").match(/\d+(\.\d+)?/g) ?? []).length <= 2;
}
