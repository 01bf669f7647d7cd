/** The story's person or team, drawn as people who are there or not, in each world; ringed, and named. */

import { el, refill, svg } from "./dom.js";
import { capital } from "./words.js";

/** @typedef {import("./page.js").Page} Page */

const STEP = 22; // from figure to figure
const HIGH = 44;
const MOST = 12; // figures that are drawn one by one

/** @param {import("./types.js").Lesson|null} lesson @param {import("./types.js").Worlds|undefined} sent
 * @returns {{kind: "team"|"leader", index: number, called: string}|null} whom the lesson's story is about, in a run */
export function heroOf(lesson, sent) {
  const one = lesson?.protagonist;
  if (!one || !sent) return null;
  const index = (one.kind === "team" ? sent.teams : sent.leaders).findIndex((each) => each.id === one.id);
  return index < 0 ? null : { kind: one.kind, index, called: one.called };
}

/** How it stands with whom the story is about: for a leader, whether somebody left and who came; for a team, how many come.
 * @param {Stage} page @param {number} world @returns {{there: number, of: number, fresh: boolean, said: string}|null} */
export function standing(page, world) {
  const [who, run] = [page.protagonist(), page.run];
  if (!who || !run) return null;
  if (who.kind === "team") {
    const size = run.sent.teams[who.index].size;
    const share = run.team.at(world, run.team.row("attendance"), page.week, who.index);
    const there = Number.isNaN(share) ? size : Math.round(share * size);
    return { there, of: size, fresh: false, said: `${there} of ${size} came to joint meetings` };
  }
  const mine = run.sent.gone.filter((one) => one.leader === who.index && one.world === world && one.week <= page.week);
  const left = mine.find((one) => one.kind === "left");
  const fresh = left !== undefined && mine.some((one) => one.kind === "came" && one.week >= left.week);
  return { there: left ? 0 : 1, of: 1, fresh, said: left ? `left in week ${left.week}${fresh ? "; somebody new came" : ""}` : "is there" };
}

/** One person: a head and shoulders; whoever is not there is an outline. @param {number} x @param {boolean} there @param {number} by larger
 * @returns {SVGElement} */
function person(x, there, by) {
  const look = there ? { fill: "currentColor", stroke: "#171a21", "stroke-width": 1.5 } : { fill: "none", stroke: "#4b505b", "stroke-width": 1.5, "stroke-dasharray": "3 3" };
  return svg("g", { transform: `translate(${x} ${HIGH - 4}) scale(${by})` },
    svg("path", { d: "M-8 0V-9Q-8 -16 0 -16Q8 -16 8 -9V0Z", ...look }), svg("circle", { cx: 0, cy: -22, r: 5.5, ...look, fill: there ? "#ffffff" : "none" }));
}

/** @param {{there: number, of: number, fresh: boolean}} now @returns {SVGElement} */
function drawing(now) {
  const many = Math.min(now.of, MOST);
  const one = now.of === 1;
  const wide = one ? 74 : many * STEP + 22;
  const shown = Math.round((now.there / now.of) * many);
  const parts = one ? [person(26, now.there === 1, 1.25), now.fresh ? person(58, true, 0.9) : null] : Array.from({ length: many }, (_, at) => person(20 + at * STEP, at < shown, 1));
  const ring = svg("ellipse", { cx: one ? 26 : wide / 2, cy: HIGH - 4, rx: one ? 20 : wide / 2 - 4, ry: 6, fill: "#ffe39a", stroke: "#171a21", "stroke-width": 2 });
  return svg("svg", { width: wide, height: HIGH + 6, viewBox: `0 0 ${wide} ${HIGH + 6}`, "aria-hidden": "true" }, ring, ...parts.filter((each) => each !== null));
}

/** What the figure needs of a page. @typedef {Pick<Page, "run"|"week"|"locked"|"protagonist">} Stage */

/** @param {Stage} page @param {number} world @returns {{root: HTMLElement, tell: () => void}} */
export function makeFigure(page, world) {
  const root = el("p", { class: `figure-of world-${world}-ink` });
  let told = "";
  return {
    root,
    tell: () => {
      const [who, now] = [page.protagonist(), page.locked ? null : standing(page, world)];
      root.hidden = !who || !now;
      const key = who && now ? `${who.called} ${now.there} ${now.of} ${now.said}` : "";
      if (!who || !now || key === told) return;
      told = key;
      const said = who.kind === "team" ? `: ${now.said}` : ` ${now.said}`;
      refill(root, drawing(now), el("span", {}, el("strong", {}, capital(who.called)), said));
    },
  };
}
