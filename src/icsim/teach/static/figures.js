/** The story's person or team, drawn as people who are there or not, in each world; ringed, and named. */

import { el, refill, svg } from "./dom.js";
import { capital, figure } from "./words.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./decode.js").Run} Run */

const STEP = 22; // from figure to figure
const HIGH = 44;
const SEATS = 10; // drawn for a team: so many of ten joint meetings
const GROUP = 3; // figures that stand for a team whose meetings are not what differs
const TELLS = 0.05; // of a field's range: worlds that differ less in it are alike
const COMING = "attendance";

/** The letter of a world: in a square, a disc, or neither, so that no colour is needed. @param {number} world @returns {HTMLElement} */
export function badge(world) {
  return el("strong", { class: `badge-letter world-${world}-ink` }, el("span", {}, "ABC"[world]));
}

/** @param {import("./types.js").Lesson|null} lesson @param {import("./types.js").Worlds|undefined} sent
 * @returns {{kind: "team"|"leader", index: number, called: string}|null} whom the lesson's story is about, in a run */
export function heroOf(lesson, sent) {
  const one = lesson?.protagonist;
  if (!one || !sent) return null;
  const index = (one.kind === "team" ? sent.teams : sent.leaders).findIndex((each) => each.id === one.id);
  return index < 0 ? null : { kind: one.kind, index, called: one.called };
}

/** @typedef {{there: number, of: number, fresh: boolean, said: string}} Standing how many of the figures are there, and what is said of them */

/** How it stands with whom the story is about: whether a leader is there or left and who came; how many of its joint meetings a team comes
 * to; and the number that tells the worlds apart most, or that nothing does. @param {Stage} page @param {number} world @returns {Standing|null} */
export function standing(page, world) {
  const [who, run] = [page.protagonist(), page.run];
  if (!who || !run) return null;
  const field = tellsApart(run, who);
  const values = run.names.map((_, each) => (field ? run[who.kind].at(each, run[who.kind].row(field.name), page.week, who.index) : NaN)).filter((value, each) => !Number.isNaN(value) || each === world);
  const mine = field ? run[who.kind].at(world, run[who.kind].row(field.name), page.week, who.index) : NaN;
  const alike = !field || (values.length > 1 && Math.max(...values) - Math.min(...values) < TELLS * (field.high - field.low));
  const equal = values.every((value) => figure(value) === figure(values[0]));
  const as = alike ? `, ${equal ? "" : "nearly "}as in the other world${run.names.length > 2 ? "s" : ""}` : "";
  if (who.kind === "team") {
    const comes = !Number.isNaN(mine) && field?.name === COMING;
    const said = Number.isNaN(mine) ? (field ? "its leader’s post is empty" : "at work") : comes ? `came to ${Math.round(mine * 100)} of 100 joint meetings` : `${field?.display} ${figure(mine)}`;
    return { there: comes ? Math.round(mine * SEATS) : GROUP, of: comes ? SEATS : GROUP, fresh: false, said: said + as };
  }
  const theirs = run.sent.gone.filter((one) => one.leader === who.index && one.week <= page.week);
  const own = theirs.filter((one) => one.world === world);
  const left = own.find((one) => one.kind === "left");
  const fresh = left !== undefined && own.some((one) => one.kind === "came" && one.week >= left.week);
  const others = theirs.some((one) => one.kind === "left" && one.world !== world);
  const said = left ? `left in week ${left.week}${fresh ? "; somebody new came" : ""}` : `is there${Number.isNaN(mine) ? "" : `; ${field?.display} ${figure(mine)}`}${others ? "" : as}`;
  return { there: left ? 0 : 1, of: 1, fresh, said };
}

/** @type {WeakMap<Run, import("./types.js").Field|null>} */
const told = new WeakMap();

/** The lines and states that are seen now: all that has to come while a slider moves. @param {Page} page
 * @returns {string} in order, so that a class asks one question and not many */
export function namesOnShow(page) {
  const [run, who] = [page.run, page.protagonist()];
  const told = run && who ? tellsApart(run, who)?.name : "";
  const names = [...page.ask.lines, page.colour()?.name ?? page.ask.measure, told].filter((name) => name && !name.startsWith("reading."));
  return [...new Set(names)].sort().join();
}

/** The number of a team or leader that comes apart most between the worlds of a run; of a team whether it comes, where that does.
 * @param {Run} run @param {{kind: "team"|"leader", index: number}} who @returns {import("./types.js").Field|null} null where none does */
function tellsApart(run, who) {
  if (told.has(run)) return told.get(run) ?? null;
  const grid = run[who.kind];
  const gap = (/** @type {import("./types.js").Field} */ field) => {
    const row = grid.row(field.name);
    const gaps = Array.from({ length: run.weeks + 1 }, (_, week) => run.names.map((__, world) => grid.at(world, row, week, who.index)).filter((value) => !Number.isNaN(value)));
    return Math.max(0, ...gaps.filter((values) => values.length > 1).map((values) => Math.max(...values) - Math.min(...values))) / (field.high - field.low || 1);
  };
  const ranked = grid.fields.filter((field) => !["present", "power"].includes(field.name)).map((field) => ({ field, gap: gap(field) })).sort((one, other) => other.gap - one.gap);
  const coming = ranked.find((one) => one.field.name === COMING && one.gap >= 2 * TELLS);
  const most = coming ?? ranked.find((one) => one.gap >= TELLS);
  told.set(run, most?.field ?? null);
  return most?.field ?? null;
}

/** One person: a head and shoulders; whoever is not there is an outline. @param {number} x @param {boolean} there @param {number} by larger
 * @returns {SVGElement} */
function person(x, there, by) {
  const look = there ? { fill: "currentColor", stroke: "var(--pen)", "stroke-width": 1.5 } : { fill: "none", stroke: "var(--soft)", "stroke-width": 1.5, "stroke-dasharray": "3 3" };
  return svg("g", { transform: `translate(${x} ${HIGH - 4}) scale(${by})` },
    svg("path", { d: "M-8 0V-9Q-8 -16 0 -16Q8 -16 8 -9V0Z", ...look }), svg("circle", { cx: 0, cy: -22, r: 5.5, ...look, fill: there ? "var(--paper)" : "none" }));
}

/** @param {Standing} now @returns {SVGElement} */
function drawing(now) {
  const many = now.of;
  const one = now.of === 1;
  const wide = one ? 74 : many * STEP + 22;
  const parts = one ? [person(26, now.there === 1, 1.25), now.fresh ? person(58, true, 0.9) : null] : Array.from({ length: many }, (_, at) => person(20 + at * STEP, at < now.there, 1));
  const ring = svg("ellipse", { cx: one ? 26 : wide / 2, cy: HIGH - 4, rx: one ? 20 : wide / 2 - 4, ry: 6, fill: "var(--spot)", stroke: "var(--pen)", "stroke-width": 2 });
  return svg("svg", { width: wide, height: HIGH + 6, viewBox: `0 0 ${wide} ${HIGH + 6}`, "aria-hidden": "true" }, ring, ...parts.filter((each) => each !== null));
}

/** What the figure needs of a page. @typedef {Pick<Page, "run"|"week"|"locked"|"protagonist">} Stage */

/** Whom the story is about, before anything has run. @param {{kind: "team"|"leader"}} who @returns {Standing} */
function unmoved({ kind }) {
  const count = kind === "team" ? GROUP : 1;
  return { there: count, of: count, fresh: false, said: ", whom this story is about" };
}

/** @param {Stage} page @param {number} world @returns {{root: HTMLElement, tell: () => void}} */
export function makeFigure(page, world) {
  const root = el("p", { class: `figure-of world-${world}-ink` });
  let drawn = "";
  return {
    root,
    tell: () => {
      const who = page.protagonist();
      const now = who && page.locked ? unmoved(who) : standing(page, world);
      root.hidden = !who || !now;
      const key = who && now ? `${who.called} ${now.there} ${now.of} ${now.said}` : "";
      if (!who || !now || key === drawn) return;
      drawn = key;
      const said = page.locked ? now.said : now.of === GROUP ? `: ${now.said}` : ` ${now.said}`;
      refill(root, drawing(now), el("span", {}, el("strong", {}, capital(who.called)), said));
    },
  };
}
