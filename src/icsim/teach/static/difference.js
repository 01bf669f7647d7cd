/** Whether the worlds differ in a line, when, and by how much: one threshold for every chart and every sentence. */

import { matters } from "./numbers.js";

/** @typedef {import("./decode.js").Series} Series */

const SEEN = 0.1; // of a line's axis: less than that is not seen from the back row

/** @param {Series} series @param {number} week @returns {[number, number]|null} the lowest and the highest of the worlds; null where they hardly differ */
export function apart(series, week) {
  const values = valuesAt(series, week);
  if (values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return matters(low, high, series) ? [low, high] : null;
}

/** @param {Series} series @param {number} week @returns {number[]} of the worlds that have one */
function valuesAt(series, week) {
  return series.rows.map((row) => row[week]).filter((value) => value !== null && value !== undefined).map(Number);
}

/** The stretches in which the difference is as large as matters. @param {{series: Series, until: number}} picture @returns {number[][]} weeks */
export function ribbons({ series, until }) {
  /** @type {number[][]} */
  const found = [];
  for (let week = 0; week <= until; week += 1) {
    if (!apart(series, week)) continue;
    const last = found[found.length - 1];
    if (last && last[last.length - 1] === week - 1) last.push(week);
    else found.push([week]);
  }
  return found;
}

/** What came of it until a week: nothing that matters in any week; so little that it is a tenth of the axis in none; or something.
 * @param {Series} series @param {number} until @returns {"nothing"|"little"|"something"} */
export function whatFollowed(series, until) {
  if (!ribbons({ series, until }).length) return "nothing";
  const gaps = Array.from({ length: until + 1 }, (_, week) => valuesAt(series, week)).filter((values) => values.length > 1);
  const most = Math.max(...gaps.map((values) => Math.max(...values) - Math.min(...values)));
  return most < SEEN * (series.high - series.low) ? "little" : "something";
}

/** How far a world stays from the first: the mean difference over the second half of the run, as a share of the axis. Weeks that jump
 * to and fro cancel out. @param {Series} series @returns {number} */
export function lastingGap({ rows: [first, ...others], low, high }) {
  const means = others.map((row) => {
    const gaps = first.map((value, week) => (value === null || row[week] === null ? null : value - Number(row[week])));
    const late = gaps.slice(Math.floor(gaps.length / 2)).filter((gap) => gap !== null);
    return late.length ? Math.abs(late.reduce((sum, gap) => sum + gap, 0) / late.length) : 0;
  });
  return Math.max(0, ...means) / (high - low || 1);
}
