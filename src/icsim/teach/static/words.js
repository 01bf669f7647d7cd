/** Numbers and sentences as people read them. */

import { apart, whatFollowed } from "./difference.js";
import { apartFigure, figure, matters } from "./numbers.js";

export { apartFigure, figure };

export const MOST_WORDS = 20; // of a sentence for the back row
const OF_WHOM = /, (the |a |team leaders|staff|social care|health care)/; // “fairness, the doctors” is spoken as “fairness of the doctors”

/** The sum of figures as they are written, so that a column adds up. @param {(number|null)[]} values @returns {number} */
export function sumOfFigures(values) {
  return values.filter((value) => value !== null).reduce((/** @type {number} */ sum, value) => sum + Number(figure(value).replace("−", "-")), 0);
}

/** Two figures that fit into a disc: “.52”, “1”, “12”. @param {number} value @returns {string} */
export function short(value) {
  if (Number.isNaN(value)) return "";
  if (Math.abs(value) >= 9.95) return value.toFixed(0);
  if (Math.abs(value) >= 0.995) return value.toFixed(1).replace(/\.0$/, "");
  return value.toFixed(2).replace("0.", ".");
}

/** @param {string[]} names @returns {string} “one”, “one and two”, “one, two and three” */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** What a chart shows, for those who cannot see it. @param {import("./decode.js").Series} series @param {string[]} names
 * @param {number} week @returns {string} */
export function chartSentence(series, names, week) {
  const said = names.map((name, world) => `${goneBy(series, world, week) === null ? figure(series.rows[world][week], series.count) : "no value (the leader had left)"} in “${name}”`);
  return `In week ${week} of this run, ${series.subject} stood at ${listed(said)}. ${gapSentence(series, names, week)}`;
}

/** How far apart all worlds are, by the smallest difference that counts in this line: two worlds or three alike.
 * @param {import("./decode.js").Series} series @param {string[]} names @param {number} week @returns {string} */
export function gapSentence(series, names, week) {
  const there = names.map((name, world) => ({ name, value: series.rows[world][week] })).filter((one) => one.value !== null);
  if (there.length < 2) return "";
  const order = [...there].sort((one, other) => Number(other.value) - Number(one.value));
  const [most, least] = [order[0], order[order.length - 1]];
  if (!matters(most.value, least.value, series)) return there.length > 2 ? "No two of them differ by enough to matter." : "The difference is too small to matter.";
  if (there.length < 3) return `That is ${apartFigure(most.value, least.value, series.count)} more in “${most.name}”.`;
  const near = order.filter((one) => !matters(most.value, one.value, series)).map((one) => `“${one.name}”`);
  return `It was highest in ${listed(near)} and lowest in “${least.name}”, ${apartFigure(most.value, least.value, series.count)} apart.`;
}

/** @param {{display: string, unit: string}} series @returns {string} what a chart is called, with its unit where that tells something */
export function titleOf({ display, unit }) {
  return `${capital(display)}${["weeks", "hours a week"].includes(unit) ? ` (${unit})` : ""}`;
}

/** @param {string} text @returns {string} with a capital */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One sentence about people with two numbers at most, by what the chart shows: the same line, the same threshold, the same weeks.
 * @param {import("./decode.js").Series} series @param {string[]} names @param {number} week @returns {string} */
export function backRowSentence(series, names, week) {
  const there = names.map((name, world) => ({ name, value: series.rows[world][week] })).filter((one) => one.value !== null)
    .sort((one, other) => Number(other.value) - Number(one.value));
  const what = series.subject.replace(OF_WHOM, " of $1");
  if (there.length < 2) return alone(series, names, week) || `In week ${week} ${what} could not be compared.`;
  const ended = week >= series.rows[0].length - 1;
  const followed = whatFollowed(series, week);
  if (followed === "nothing") return `Nothing followed${ended ? "" : " yet"}: ${what} did not differ by enough to matter.`;
  if (followed === "little" && ended) return `Next to nothing followed: ${what} never differed by a tenth of its scale.`;
  const [most, least] = [there[0], there[there.length - 1]];
  const [high, low] = [figure(most.value, series.count), figure(least.value, series.count)];
  if (!apart(series, week)) return readable(`By week ${week} ${what} no longer differed by enough to matter: ${high} against ${low}.`, `By week ${week} ${what} no longer differed much: ${high} against ${low}.`);
  const where = there.filter((one) => !matters(most.value, one.value, series)).map((one) => `“${one.name}”`);
  const did = `${capital(series.who)} ${series.did} in`;
  if (there.length > 2 && where.length === 1) { // nobody is dropped between the highest and the lowest
    const [, middle] = there;
    const rest = matters(middle.value, least.value, series) ? `“${most.name}”, then “${middle.name}”, then “${least.name}”` : `“${most.name}” than in the other two`;
    return readable(`${did} ${rest}: ${high} against ${low}.`, `${did} “${most.name}”: ${high} against ${low} in “${least.name}”.`);
  }
  return readable(`${did} ${listed(where)}: ${high} against ${low}.`, `${did} all but “${least.name}”: ${high} against ${low}.`, where.length === there.length - 1);
}

/** In which week a leader's own line ended in a world, because that leader left. @param {import("./decode.js").Series} series @param {number} world @param {number} week
 * @returns {number|null} null where it has not, by a week */
export function goneBy({ rows, leader }, world, week) {
  if (leader === undefined || rows[world][week] !== null) return null;
  let last = week;
  while (last > 0 && rows[world][last - 1] === null) last -= 1;
  return last > 0 ? last : null;
}

/** What stands where a line has no value: that a leader left, or nothing. @param {import("./decode.js").Series} series @param {number} world @param {number} week @returns {string} */
export function figureOf(series, world, week) {
  return goneBy(series, world, week) === null ? figure(series.rows[world][week], series.count) : "left";
}

/** That a leader left, so that there is nobody to compare. @param {import("./decode.js").Series} series @param {string[]} names @param {number} week @returns {string} */
function alone(series, names, week) {
  const gone = names.map((name, world) => ({ name, at: goneBy(series, world, week) })).filter((one) => one.at !== null);
  return gone.length ? `${capital(series.who)} left ${listed(gone.map((one) => `“${one.name}” in week ${one.at}`))}: nobody is left to compare.` : "";
}

/** The longer of two sentences, where the back row reads it at one look. @param {string} long @param {string} brief @param {boolean} [both] whether they say the same
 * @returns {string} */
function readable(long, brief, both = true) {
  return both && long.split(/\s+/).length > MOST_WORDS ? brief : long;
}

/** Of a line in which nothing followed, or next to nothing, so that it is said loudly. @param {import("./decode.js").Series} series @param {string[]} names
 * @returns {string} empty where something did */
export function nothingFollowed(series, names) {
  const last = series.rows[0].length - 1;
  return whatFollowed(series, last) === "something" ? "" : `=  ${backRowSentence(series, names, last)}`;
}
