/** One chart that the back row can read: lines with their names at the tips, a ribbon where the difference is large enough to
 * matter, what was there before as a ghost, and in words where nothing followed. */

import { WORLD_LINES } from "./colour.js";
import { apart, ribbons, whatFollowed } from "./difference.js";
import { svg } from "./dom.js";
import { apartFigure, capital, figure, figureOf, gapSentence } from "./words.js";

/** @typedef {import("./decode.js").Series} Series */
/** @typedef {{wide: number, high: number, text: number}} Size */
/** @typedef {{series: Series, before: Series|null, names: string[], weeks: number, until: number, axis: [number, number],
 *   marks: {week: number, world: number, text: string}[]}} Picture */

const NARROW = 24; // letters
const READ = 24; // pixels of letters: below, a phone, which has no room for a name
const LETTERS = "ABC";
const INK = "var(--pen)";
const SOFT = "var(--soft)";

/** @param {(number|null)[]} row @param {number} until @param {(week: number) => number} x @param {(value: number) => number} y @returns {string} */
function path(row, until, x, y) {
  let joined = false;
  return row.slice(0, until + 1).map((value, week) => {
    const mark = value === null ? "" : `${joined ? "L" : "M"}${x(week).toFixed(1)} ${y(value).toFixed(1)}`;
    joined = value !== null;
    return mark;
  }).join("");
}

/** @param {Picture} picture @param {Size} size @returns {SVGElement} */
export function bigChart(picture, size) {
  const { series, before, names, weeks, until, axis } = picture;
  const { wide, high, text } = size;
  const longest = Math.max(...series.rows.map((row) => Math.max(...row.map((value) => figure(value, series.count).length)))); // of what stands at the tips
  const [left, right, top, foot] = [3.1 * text, Math.max(4.2, 2 + 0.7 * longest) * text, 0.8 * text, 1.7 * text];
  const x = (/** @type {number} */ week) => left + (week / weeks) * (wide - left - right);
  const y = (/** @type {number} */ value) => high - foot - ((value - axis[0]) / (axis[1] - axis[0] || 1)) * (high - foot - top);
  const ticks = [0, 0.5, 1].map((share) => axis[0] + share * (axis[1] - axis[0]));
  const grid = ticks.flatMap((value) => [svg("line", { x1: left, x2: wide - right, y1: y(value), y2: y(value), stroke: "var(--grid)", "stroke-width": 1.5 }),
    svg("text", { x: left - 8, y: y(value) + text / 3, "text-anchor": "end", "font-size": 0.86 * text, fill: SOFT }, figure(value, series.count))]);
  const narrow = wide < NARROW * text; // a phone: what has no room beside the lines is in the sentence below
  const along = (narrow ? [0, 1] : [0, 0.5, 1]).map((share) => svg("text", { x: x(share * weeks), y: high - 4, "text-anchor": ["start", "middle", "end"][2 * share], "font-size": 0.86 * text, fill: SOFT },
    `${share ? "" : "week "}${Math.round(share * weeks)}`));
  const hatch = svg("defs", {}, svg("pattern", { id: "hatch", width: 10, height: 10, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 10, height: 10, fill: "var(--hatch)" }), svg("line", { x1: 0, x2: 0, y1: 0, y2: 10, stroke: "var(--hatching)", "stroke-width": 4 })));
  const parts = ribbons(picture);
  const ribbon = parts.filter((part) => part.length > 1).map((part) => {
    const ends = part.map((week) => /** @type {[number, number]} */ (apart(series, week)));
    const points = [...part.map((week, at) => `${x(week)},${y(ends[at][1])}`), ...part.map((week, at) => `${x(week)},${y(ends[at][0])}`).reverse()];
    return svg("polygon", { points: points.join(" "), fill: "url(#hatch)", class: "ribbon", "data-from": part[0], "data-to": part[part.length - 1] });
  });
  const ghosts = before ? before.rows.map((row) => svg("path", { d: path(row, weeks, x, y), fill: "none", stroke: "var(--ghost)", "stroke-width": 2, class: "ghost" })) : [];
  const lines = series.rows.map((row, world) => svg("path", { d: path(row, until, x, y), fill: "none", stroke: WORLD_LINES[world].ink, "stroke-width": 5,
    "stroke-dasharray": WORLD_LINES[world].dash.map((dash) => dash * 2).join(" "), class: "big-line" }));
  return svg("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, class: "big", role: "img", "aria-label": `${capital(series.display)}, week ${until}. ${gapSentence(series, names, until)}` },
    hatch, ...grid, ...along, ...ghosts, ...ribbon, ...lines, ...leavings(picture, x, y, text), ...tips(picture, x, y, size), ...bracket(picture, x, y, narrow ? 0 : text), nothing(picture, size, left, right));
}

/** Who left, where the own line ended or stood that week. @param {Picture} picture @param {(week: number) => number} x @param {(value: number) => number} y
 * @param {number} text @returns {SVGElement[]} */
function leavings({ series, marks, until, axis }, x, y, text) {
  return marks.filter((one) => one.week <= until).flatMap((one) => {
    const row = series.rows[one.world];
    const value = row[one.week] ?? row[Math.max(0, one.week - 1)] ?? axis[0];
    return [svg("circle", { cx: x(one.week), cy: y(Number(value)), r: text / 3, fill: "var(--paper)", stroke: INK, "stroke-width": 4 }),
      svg("text", { x: x(one.week), y: y(Number(value)) - 0.6 * text, "text-anchor": one.week > row.length / 2 ? "end" : "start", "font-size": text, "font-weight": 700, fill: WORLD_LINES[one.world].ink, stroke: "var(--sheet)", "stroke-width": 6, "paint-order": "stroke", class: "leaving" }, text < READ ? "left" : capital(one.text))];
  });
}

/** Letters and values at the tips, kept apart. @param {Picture} picture @param {(week: number) => number} x @param {(value: number) => number} y @param {Size} size
 * @returns {SVGElement[]} */
function tips({ series, until }, x, y, { high, text }) {
  const ends = series.rows.map((row, world) => {
    let week = until;
    while (week > 0 && row[week] === null) week -= 1;
    return { world, week, value: row[week] };
  }).filter((one) => one.value !== null).sort((one, other) => y(Number(one.value)) - y(Number(other.value)));
  const places = ends.map((one) => y(Number(one.value)) + text / 3);
  for (let at = 1; at < places.length; at += 1) places[at] = Math.max(places[at], places[at - 1] + text * 1.05);
  const over = Math.max(0, places[places.length - 1] - (high - 1.4 * text));
  for (let at = places.length - 1; at >= 0; at -= 1) places[at] = Math.min(places[at], at === places.length - 1 ? places[at] - over : places[at + 1] - text * 1.05);
  return ends.map((one, order) => {
    const at = places[order];
    return svg("text", { x: x(one.week) + 10, y: at, "font-size": text, "font-weight": 700, fill: WORLD_LINES[one.world].ink, class: "tip" }, `${LETTERS[one.world]} ${figureOf(series, one.world, until)}`);
  });
}

/** How far apart they are in the week on show. @param {Picture} picture @param {(week: number) => number} x @param {(value: number) => number} y @param {number} text
 * 0 for the line alone @returns {SVGElement[]} */
function bracket({ series, until }, x, y, text) {
  const ends = apart(series, until);
  if (!ends) return [];
  const line = svg("line", { x1: x(until), x2: x(until), y1: y(ends[0]), y2: y(ends[1]), stroke: INK, "stroke-width": 2.5 });
  if (!text) return [line];
  const size = apartFigure(ends[1], ends[0], series.count);
  const early = x(until) < 14 * text; // no room on the left yet
  const near = series.rows.flatMap((row) => row.slice(Math.max(0, until - Math.round(row.length / 4)), until + 1)).filter((value) => value !== null).map((value) => y(Number(value)));
  const middle = (y(ends[0]) + y(ends[1])) / 2;
  const clear = early || near.every((one) => Math.abs(one - middle) > 0.8 * text); // else it would lie on a line
  const at = clear ? middle + text / 3 : Math.max(text, Math.min(...near) - 0.5 * text);
  return [line, svg("text", { x: early ? x(until) + 5.2 * text : x(until) - 10, y: at, "text-anchor": early ? "start" : "end", "font-size": text, "font-weight": 700, fill: INK, stroke: "var(--sheet)", "stroke-width": 6, "paint-order": "stroke", class: "gap" }, `${size} apart`)];
}

/** Said loudly, and never a blank. @param {Picture} picture @param {Size} size @param {number} left @param {number} right @returns {SVGElement|null} */
function nothing({ series, until, weeks }, { wide, high, text }, left, right) {
  const followed = whatFollowed(series, until);
  if (followed === "something" || (followed === "little" && until < weeks)) return null;
  const said = followed === "little" ? "=  Next to nothing followed" : until >= weeks ? "=  Nothing followed" : "=  No difference yet";
  const [width, tall] = [said.length * text * 0.62, 1.8 * text];
  const middle = left + (wide - left - right) / 2;
  return svg("g", { class: "nothing" }, svg("rect", { x: middle - width / 2, y: high / 4 - tall / 2, width, height: tall, fill: "var(--sheet)", stroke: INK, "stroke-width": 3, rx: 8 }),
    svg("text", { x: middle, y: high / 4 + text / 3, "text-anchor": "middle", "font-size": text, "font-weight": 700, fill: INK }, said));
}
