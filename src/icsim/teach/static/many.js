/** 200 pairs of worlds, each with a luck of its own: nobody is to take one run for the truth. */

import { button, el, makeDialog, refill, svg } from "./dom.js";
import { serverQuery } from "./query.js";
import { isAborted, Trouble } from "./source.js";
import { figure } from "./words.js";

const PAIRS = 200; // asked for; a file holds as many as whoever saved it ran
const WIDE = 640;
const HIGH = 252;
const FOOT = 56;
const ROOM = 1.5; // the scale holds this many smallest differences that count, so that small gaps look small
const BINS = 41;
const DOT = 5;

/** @param {import("./page.js").Page} page */
export function makeMany(page) {
  const dialog = makeDialog("Many pairs: how often, how much?", "wide");
  const chooser = el("select", { "aria-label": "Measure", onchange: () => ask() });
  const answer = el("div", { "aria-live": "polite" });
  refill(dialog.body, el("p", { class: "control" }, chooser), answer);

  async function ask() {
    const series = page.run?.measure(chooser.value);
    if (!series) return;
    refill(answer, el("p", { class: "quiet" }, page.source.served ? `Running ${PAIRS} pairs, for ${asked(page, series)} …` : ""));
    try {
      const many = await page.source.many(`${serverQuery(page.ask)}&measure=${encodeURIComponent(series.name)}&pairs=${PAIRS}`);
      const here = thisPair(series, many);
      const [one, other] = many.worlds.map((world) => page.run?.names[world]);
      refill(answer, el("p", { class: "said" }, many.said), dots(page, many, here), el("p", { class: "quiet" },
        `Each dot is one pair: ${series.display} in “${one}” minus “${other}”, in week ${many.weeks[many.weeks.length - 1]}. The ring is this run; on grey, the gap is too small to count.`), manyTable(many));
    } catch (error) {
      if (isAborted(error)) return;
      refill(answer, el("p", {}, error instanceof Trouble ? error.message : "This could not be worked out."));
    }
  }

  async function open() {
    if (page.run?.sent.brief) await page.request(); // a slider has just moved, and only what was seen has come
    const run = page.run;
    if (!run) return;
    const predicted = page.lesson?.predict.reading; // what was predicted comes first
    const known = run.measures.filter((one) => (one.name === predicted || page.start.measures.some((measure) => measure.name === one.name)) && (page.source.measures?.includes(one.name) ?? true));
    const lines = page.lines();
    const first = known.filter((one) => one.name === predicted || lines.some((line) => (line.measure ?? line.name) === one.name));
    refill(chooser, ...[...first, ...known.filter((one) => !first.includes(one))].sort((one, other) => Number(other.name === predicted) - Number(one.name === predicted)).map((one) => ({ name: one.name, said: asked(page, one) })).filter((one, at, all) => all.findIndex((other) => other.said === one.said) === at) // a reading may be the measure itself
      .map((one) => el("option", { value: one.name }, one.said)));
    dialog.open();
    ask();
  }

  const opener = button(page.source.served ? `${PAIRS} pairs` : "Many pairs", open, { title: "Many pairs of worlds, each with a luck of its own" });
  page.on(["stage", "lesson"], () => (opener.disabled = page.locked || page.unfolding));
  return { button: opener, dialog: dialog.dialog };
}

/** What is counted, so that no two have one name: which line, in which week, and of three worlds between which two.
 * @param {import("./page.js").Page} page @param {import("./decode.js").Series} series @returns {string} */
function asked(page, { display, week, pair = [0, 1] }) {
  const names = page.run?.names ?? [];
  return `${display}, week ${week ?? page.run?.weeks}${names.length > 2 ? `, “${names[pair[0]]}” and “${names[pair[1]]}”` : ""}`;
}

/** @param {import("./decode.js").Series} series @param {import("./types.js").Many} many @returns {number|null} the same gap in the run on show */
function thisPair(series, many) {
  const week = many.weeks[many.weeks.length - 1];
  const [one, other] = many.worlds.map((world) => series.rows[world][week]);
  return one === null || other === null || other === undefined ? null : one - other;
}

/** A pile of dots over a scale: one for each pair. @param {import("./page.js").Page} page
 * @param {import("./types.js").Many} many @param {number|null} here @returns {SVGElement} */
function dots(page, many, here) {
  const known = many.last.filter((gap) => gap !== null);
  const { smallest } = many;
  const most = Math.max(ROOM * smallest, ...known.map(Math.abs), Math.abs(here ?? 0)) * 1.05;
  const bin = (/** @type {number} */ gap) => Math.min(BINS - 1, Math.max(0, Math.floor(((gap + most) / (2 * most)) * BINS)));
  /** @type {number[]} */
  const piles = new Array(BINS).fill(0);
  known.forEach((gap) => (piles[bin(gap)] += 1));
  const step = Math.min(2 * DOT + 1, (HIGH - FOOT - 8) / Math.max(...piles, 1));
  const x = (/** @type {number} */ at) => (at + 0.5) * (WIDE / BINS);
  const drawn = piles.flatMap((count, at) => Array.from({ length: count }, (_, up) => svg("circle", {
    cx: x(at), cy: HIGH - FOOT - DOT - up * step, r: Math.min(DOT, step / 2 + 1), fill: at === bin(0) ? "var(--edge)" : at > bin(0) ? "var(--world-0)" : "var(--world-1)", "fill-opacity": 0.8,
  })));
  if (here !== null) drawn.push(svg("circle", { cx: x(bin(here)), cy: HIGH - FOOT - DOT, r: DOT + 3, fill: "none", stroke: "var(--ink)", "stroke-width": 2.5 }));
  const names = many.worlds.map((world) => page.run?.names[world] ?? "");
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "dots", role: "img", "aria-label": many.said },
    svg("rect", { x: (WIDE / 2) * (1 - smallest / most), width: (WIDE * smallest) / most, y: 0, height: HIGH - FOOT, fill: "var(--wash)" }),
    svg("line", { x1: 0, x2: WIDE, y1: HIGH - FOOT, y2: HIGH - FOOT, stroke: "var(--quiet)" }),
    svg("line", { x1: WIDE / 2, x2: WIDE / 2, y1: 4, y2: HIGH - FOOT + 5, stroke: "var(--quiet)", "stroke-dasharray": "3 3" }), ...drawn,
    svg("text", { x: WIDE / 2, y: HIGH - 34, class: "axis", "text-anchor": "middle" }, "no gap"),
    svg("text", { x: 2, y: HIGH - 34, class: "axis" }, figure(-most)), svg("text", { x: WIDE - 2, y: HIGH - 34, class: "axis", "text-anchor": "end" }, figure(most)),
    svg("text", { x: 2, y: HIGH - 7, class: "axis" }, `◂ more in “${names[1] ?? ""}”`), svg("text", { x: WIDE - 2, y: HIGH - 7, class: "axis", "text-anchor": "end" }, `more in “${names[0] ?? ""}” ▸`));
}

/** @param {import("./types.js").Many} many @returns {HTMLElement} */
function manyTable(many) {
  const every = Math.max(1, Math.ceil(many.weeks.length / 12));
  const rows = many.weeks.map((week, at) => ({ week, at })).filter(({ at }) => at % every === 0 || at === many.weeks.length - 1)
    .map(({ week, at }) => el("tr", {}, el("th", { scope: "row" }, String(week)), ...[many.gap.low, many.gap.median, many.gap.high].map((row) => el("td", {}, figure(row[at])))));
  const head = el("tr", {}, ...["Week", "Low", "In the middle", "High"].map((name) => el("th", { scope: "col" }, name)));
  return el("details", { class: "table" }, el("summary", {}, "Table: the gap by week"), el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
}
