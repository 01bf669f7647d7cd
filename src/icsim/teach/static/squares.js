/** How many pairs of worlds went which way: a square for each, and the count beside in words. */

import { freshId, svg } from "./dom.js";

const [SIDE, STEP, ROWS] = [11, 13, 2];
const INK = "var(--pen)";

/** Squares of pairs in which the first world had more, then the second (striped), then those without a difference (hollow).
 * @param {import("./types.js").Tally} tally @returns {SVGElement} */
export function pairSquares({ pairs, more, less, same }) {
  const id = freshId("striped");
  const stripes = svg("pattern", { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 5, height: 5, fill: "var(--paper)" }), svg("rect", { width: 3, height: 5, fill: "var(--paint-1)" }));
  const fill = (/** @type {number} */ at) => (at < more ? "var(--paint-0)" : at < more + less ? `url(#${id})` : "var(--paper)");
  const columns = Math.ceil(pairs / ROWS);
  return svg("svg", { viewBox: `0 0 ${columns * STEP} ${ROWS * STEP}`, class: "squares", role: "img", "aria-label": `Of ${pairs} pairs ${more} are full squares, ${less} striped and ${same} hollow.` }, svg("defs", {}, stripes),
    ...Array.from({ length: pairs }, (_, at) => svg("rect", { x: (at % columns) * STEP + 1, y: Math.floor(at / columns) * STEP + 1, width: SIDE, height: SIDE, rx: 2, fill: fill(at), stroke: INK, "stroke-width": 1 })));
}
