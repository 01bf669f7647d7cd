/** A prediction: a choice, or a curve drawn by pointer, touch or keys. It is locked before the run. */

import { WORLD_LINES } from "./colour.js";
import { el, freshId, refill, svg } from "./dom.js";
import { figure } from "./words.js";

const WIDE = 320;
const HIGH = 190;
const LEFT = 38;
const FOOT = 24;
const RIGHT = 14;
const HANDLES = 7; // points of a drawn curve
const STEP = 0.02; // of the scale, with an arrow key
const TOP = 100; // a guess is written in hundredths of the scale
export const CURVE_BOX = { wide: WIDE, high: HIGH };

/** @param {string[]} choices @param {(guess: string) => void} chosen @param {string} [said] what is chosen
 * @param {string} [draft] what was chosen before, and not yet said @returns {HTMLElement} */
export function choiceForm(choices, chosen, said = "Your prediction", draft = "") {
  const name = freshId("guess");
  return el("div", { class: "guess-choices", role: "radiogroup", "aria-label": said }, ...choices.map((text, index) => el("label", { class: "choice" },
    el("input", { type: "radio", name, value: index, checked: draft === String(index), onchange: () => chosen(String(index)) }), text)));
}

/** @typedef {{low: number, high: number, weeks: number, label: string}} Frame */

/** @param {Frame} frame @param {number} week @returns {number} */
export function across(frame, week) {
  return LEFT + (week / frame.weeks) * (WIDE - LEFT - RIGHT);
}

/** @param {number} share of the scale @returns {number} */
export function up(share) {
  return HIGH - FOOT - share * (HIGH - FOOT - 8);
}

/** Axes and names of a small drawing. @param {Frame} frame @returns {SVGElement[]} */
export function axes(frame) {
  const ends = [0, 0.5, 1].map((share) => svg("text", { x: LEFT - 5, y: up(share) + 4, class: "axis", "text-anchor": "end" }, figure(frame.low + share * (frame.high - frame.low))));
  const lines = [0, 0.5, 1].map((share) => svg("line", { x1: LEFT, x2: WIDE - RIGHT, y1: up(share), y2: up(share), stroke: "var(--line)" }));
  const weeks = [0, Math.round(frame.weeks / 2), frame.weeks].map((week, at) => svg("text", { x: across(frame, week), y: HIGH - 7, class: "axis", "text-anchor": ["start", "middle", "end"][at] }, `week ${week}`));
  return [...lines, ...ends, ...weeks];
}

/** A curve to draw: press and move, or choose a point and use the arrow keys. @param {Frame} frame @param {number} start
 * where the line begins, as a share of the scale @param {(guess: string) => void} drawn @param {string} [draft] what was drawn before
 * @returns {HTMLElement} */
export function curveForm(frame, start, drawn, draft = "") {
  const before = draft.split(",").map((one) => Number(one) / TOP);
  const values = before.length === HANDLES ? [start, ...before.slice(1)] : new Array(HANDLES).fill(start);
  const week = (/** @type {number} */ at) => Math.round((at * frame.weeks) / (HANDLES - 1));
  const line = svg("polyline", { fill: "none", stroke: WORLD_LINES[1].ink, "stroke-width": 2.5, "stroke-dasharray": "7 4" });
  const handles = values.map((_, at) => svg("circle", { r: at ? 9 : 5, cx: across(frame, week(at)), class: at ? "handle" : "handle fixed", ...(at ? {
    tabindex: 0, role: "slider", "aria-label": `${frame.label} in week ${week(at)}`, "aria-valuemin": frame.low, "aria-valuemax": frame.high, "aria-orientation": "vertical",
  } : {}) }));
  const drawing = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "curve", role: "group", "aria-label": "Draw your prediction" }, ...axes(frame), line, ...handles);

  function show() {
    line.setAttribute("points", values.map((value, at) => `${across(frame, week(at))},${up(value)}`).join(" "));
    handles.forEach((handle, at) => {
      const value = frame.low + values[at] * (frame.high - frame.low);
      handle.setAttribute("cy", String(up(values[at])));
      handle.setAttribute("aria-valuenow", value.toFixed(3));
      handle.setAttribute("aria-valuetext", figure(value));
    });
  }

  /** @param {number} at @param {number} value */
  function put(at, value) {
    if (at < 1 || at >= HANDLES) return;
    values[at] = Math.min(1, Math.max(0, value));
    show();
    drawn(values.map((one) => Math.round(one * TOP)).join(","));
  }

  /** @param {PointerEvent} event */
  function follow(event) {
    const box = drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDE;
    const y = ((event.clientY - box.top) / box.height) * HIGH;
    put(Math.round(((x - LEFT) / (WIDE - LEFT - RIGHT)) * (HANDLES - 1)), (HIGH - FOOT - y) / (HIGH - FOOT - 8));
  }

  let pressed = false;
  drawing.addEventListener("pointerdown", (event) => {
    pressed = true;
    drawing.setPointerCapture(event.pointerId);
    follow(event);
  });
  drawing.addEventListener("pointermove", (event) => pressed && follow(event));
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) drawing.addEventListener(end, () => (pressed = false));
  handles.forEach((handle, at) => handle.addEventListener("keydown", (event) => {
    const moves = /** @type {Record<string, number>} */ ({ ArrowUp: STEP, ArrowDown: -STEP, PageUp: 5 * STEP, PageDown: -5 * STEP });
    const aside = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 });
    if (event.key in moves) put(at, values[at] + moves[event.key]);
    else if (event.key === "Home") put(at, 0);
    else if (event.key === "End") put(at, 1);
    else if (event.key in aside) handles[at + aside[event.key]]?.focus();
    else return;
    event.preventDefault();
  }));
  show();
  return el("div", { class: "guess-curve" }, el("p", { class: "quiet" }, "Press and draw; or Tab to a point and use the arrow keys."), drawing);
}

/** What was drawn, and what happened. @param {Frame} frame @param {string} guess @param {(number|null)[]} truth by week
 * @returns {{root: HTMLElement, off: number|null}} with the mean distance in the measure's unit */
export function compareCurves(frame, guess, truth) {
  const points = guess.split(",").map((one) => Number(one) / TOP);
  const share = (/** @type {number} */ value) => (value - frame.low) / (frame.high - frame.low || 1);
  const at = (/** @type {number} */ week) => {
    const place = (week / frame.weeks) * (points.length - 1);
    const below = Math.min(Math.floor(place), points.length - 2);
    return points[below] + (points[below + 1] - points[below]) * (place - below);
  };
  const seen = truth.map((value, week) => ({ week, value })).filter((one) => one.value !== null);
  const off = seen.length ? (seen.reduce((sum, { week, value }) => sum + Math.abs(share(value ?? 0) - at(week)), 0) / seen.length) * (frame.high - frame.low) : null;
  const path = (/** @type {{week: number, share: number}[]} */ all) => all.map((one) => `${across(frame, one.week).toFixed(1)},${up(one.share).toFixed(1)}`).join(" ");
  const drawing = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "curve", role: "img", "aria-label": "Your prediction and what happened" }, ...axes(frame),
    svg("polyline", { points: path(points.map((one, index) => ({ week: (index * frame.weeks) / (points.length - 1), share: one }))), fill: "none", stroke: WORLD_LINES[1].ink, "stroke-width": 2, "stroke-dasharray": "7 4" }),
    svg("polyline", { points: path(seen.map(({ week, value }) => ({ week, share: share(value ?? 0) }))), fill: "none", stroke: "var(--ink)", "stroke-width": 2.5 }));
  const keys = el("p", { class: "quiet" }, el("span", { class: "swatch world-1", "aria-hidden": "true" }), "dashed: your prediction; full: what happened");
  const root = el("div");
  refill(root, drawing, keys);
  return { root, off };
}
