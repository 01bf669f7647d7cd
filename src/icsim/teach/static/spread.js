/** How a class predicted, and what happened: bars for choices, lines for drawn curves. The same on the screen and on a phone. */

import { WORLD_LINES } from "./colour.js";
import { el, svg } from "./dom.js";
import { across, axes, CURVE_BOX, up } from "./predict.js";
import { capital, figure } from "./words.js";

/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Spread} Spread */
/** @typedef {import("./types.js").Truth} Truth */

const FULL = 100; // a guess is written in hundredths of the scale

/** @param {Asked} asked @param {Spread} spread @param {number|number[]|null} mine @param {Truth|null} truth @param {string} [own] what stands at
 * one's own choice @returns {HTMLElement} */
export function spreadView(asked, spread, mine, truth, own = "● your prediction") {
  if (asked.choices) return choiceSpread(asked.choices, spread.counts ?? [], typeof mine === "number" ? mine : null, truth?.choice ?? null, own);
  return lineSpread(frameFor(asked), spread, Array.isArray(mine) ? mine : null, truth?.curve ?? null);
}

/** @param {Asked} asked @returns {import("./predict.js").Frame} */
export function frameFor(asked) {
  const curve = asked.curve ?? { display: "", low: 0, high: 1, weeks: 1 };
  return { low: curve.low, high: curve.high, weeks: curve.weeks, label: capital(curve.display) };
}

/** @param {string[]} choices @param {number[]} counts @param {number|null} mine @param {number|null} right
 * @param {string} own @returns {HTMLElement} */
function choiceSpread(choices, counts, mine, right, own) {
  const all = counts.reduce((sum, one) => sum + one, 0);
  return el("ul", { class: "tally" }, ...choices.map((text, at) => {
    const share = all ? counts[at] / all : 0;
    const bar = svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "tally-bar", "aria-hidden": "true" },
      svg("rect", { x: 0, y: 0, width: 100, height: 8, class: "tally-all" }), svg("rect", { x: 0, y: 0, width: 100 * share, height: 8, class: right === null || right === at ? "tally-part" : "tally-part other" }));
    return el("li", { class: right === at ? "right" : null }, el("span", { class: "tally-text" }, text), el("strong", { class: "tally-count" }, String(counts[at])), bar,
      right === at ? el("span", { class: "tally-mark" }, "✓ what happened") : null, mine === at ? el("span", { class: "tally-mark" }, own) : null);
  }));
}

/** @param {import("./predict.js").Frame} frame @param {Spread} spread @param {number[]|null} mine @param {(number|null)[]|null} truth @returns {HTMLElement} */
function lineSpread(frame, spread, mine, truth) {
  const lines = spread.lines ?? [];
  const path = (/** @type {(number|null)[]} */ shares) => shares.flatMap((share, at) => (share === null ? [] : [`${across(frame, (at * frame.weeks) / (shares.length - 1)).toFixed(1)},${up(share).toFixed(1)}`])).join(" ");
  const drawn = (/** @type {number[]} */ line) => path(line.map((one) => one / FULL));
  const onAxis = (/** @type {number|null} */ value) => (value === null ? null : (value - frame.low) / (frame.high - frame.low || 1));
  const line = (/** @type {string} */ points, /** @type {string} */ kind) => svg("polyline", { points, class: kind });
  const middle = spread.middle?.length ? spread.middle : null;
  const end = middle ? figure(frame.low + (middle[middle.length - 1] / FULL) * (frame.high - frame.low)) : "";
  const last = truth?.filter((value) => value !== null).at(-1);
  const said = `${frame.label}: ${lines.length} lines of the class${middle ? `; the middle one ends at ${end}` : ""}${last === undefined ? "" : `; what happened ends at ${figure(last)}`}.`;
  const drawing = svg("svg", { viewBox: `0 0 ${CURVE_BOX.wide} ${CURVE_BOX.high}`, class: "curve", role: "img", "aria-label": said }, ...axes(frame),
    ...lines.map((one) => line(drawn(one), "class-line")), middle && line(drawn(middle), "class-middle"),
    mine && svg("polyline", { points: drawn(mine), class: "class-mine", stroke: WORLD_LINES[1].ink }), truth && line(path(truth.map(onAxis)), "class-truth"));
  const keys = [lines.length > 0 && ["class-line", "one for each phone"], middle && ["class-middle", "the middle of the class"], mine && ["class-mine", "your prediction"], truth && ["class-truth", "what happened"]];
  return el("figure", { class: "class-lines" }, el("figcaption", {}, frame.label), drawing, el("p", { class: "quiet class-keys" }, ...keys.flatMap((one) => (one ? [el("span", { class: "key" }, keySign(one[0]), one[1])] : []))));
}

/** @param {string} kind @returns {SVGElement} */
function keySign(kind) {
  return svg("svg", { viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" }, svg("polyline", { points: "0,5 28,5", class: `${kind} sign` }));
}
