/** Numbers and sentences as people read them. */

const OF_WHOM = /, (the |a |team leaders|staff|social care|health care)/; // “fairness, the doctors” is spoken as “fairness of the doctors”

/** A number as it is written everywhere, by the server too (`number` of page_text.py). @param {number|null|undefined} value
 * @param {boolean} [count] whether it counts events @returns {string} */
export function figure(value, count = false) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  const whole = count && Number.isInteger(value);
  const said = value.toFixed(size >= 100 || whole ? 0 : size >= 10 || count ? 1 : 2);
  return (Number(said) === 0 ? said.replace("-", "") : said).replace("-", "−");
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
  const said = names.map((name, world) => `${figure(series.rows[world][week], series.count)} in “${name}”`);
  return `In week ${week} of this run, ${series.display} stood at ${listed(said)}. ${gapSentence(series, names, week)}`;
}

/** How far apart all worlds are, by the smallest difference that counts in this line: two worlds or three alike.
 * @param {import("./decode.js").Series} series @param {string[]} names @param {number} week @returns {string} */
export function gapSentence(series, names, week) {
  const there = names.map((name, world) => ({ name, value: series.rows[world][week] })).filter((one) => one.value !== null);
  if (there.length < 2) return "";
  const order = [...there].sort((one, other) => Number(other.value) - Number(one.value));
  const [most, least] = [order[0], order[order.length - 1]];
  const gap = Number(most.value) - Number(least.value);
  if (gap < series.smallest) return there.length > 2 ? "No two of them differ by enough to matter." : "The difference is too small to matter.";
  if (there.length < 3) return `That is ${figure(gap, series.count)} more in “${most.name}”.`;
  const near = order.filter((one) => Number(most.value) - Number(one.value) < series.smallest).map((one) => `“${one.name}”`);
  return `It was highest in ${listed(near)} and lowest in “${least.name}”, ${figure(gap, series.count)} apart.`;
}

/** @param {{display: string, unit: string}} series @returns {string} what a chart is called, with its unit where that tells something */
export function titleOf({ display, unit }) {
  return `${capital(display)}${["weeks", "hours a week"].includes(unit) ? ` (${unit})` : ""}`;
}

/** @param {string} text @returns {string} with a capital */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One sentence with two numbers at most. @param {import("./decode.js").Series} series @param {string[]} names @param {number} week @returns {string} */
export function backRowSentence(series, names, week) {
  const there = names.map((name, world) => ({ name, value: series.rows[world][week] })).filter((one) => one.value !== null)
    .sort((one, other) => Number(other.value) - Number(one.value));
  const what = series.display.replace(OF_WHOM, " of $1");
  if (there.length < 2) return `In week ${week} ${what} could not be compared.`;
  const [most, least] = [there[0], there[there.length - 1]];
  if (Number(most.value) - Number(least.value) < series.smallest) return `Nothing followed${week < series.rows[0].length - 1 ? " yet" : ""}: ${what} did not differ by enough to matter.`;
  const high = there.filter((one) => Number(most.value) - Number(one.value) < series.smallest).map((one) => `“${one.name}”`);
  return `${capital(what)} was higher in ${listed(high)}: ${figure(most.value, series.count)} against ${figure(least.value, series.count)}.`;
}
