/** Numbers and sentences as people read them. */

/** @param {number|null|undefined} value @returns {string} */
export function figure(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2).replace(/^(-?\d{2,})\.0$/, "$1");
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
 * @param {number} week @param {number} smallest the smallest difference that counts @returns {string} */
export function chartSentence(series, names, week, smallest) {
  const said = names.map((name, world) => `${figure(series.rows[world][week])} in “${name}”`);
  const [one, two] = [series.rows[0][week], series.rows[1]?.[week]];
  let end = "";
  if (one !== null && two !== null && two !== undefined) {
    const gap = two - one;
    end = Math.abs(gap) < smallest ? " The difference is too small to count."
      : ` That is ${figure(Math.abs(gap))} ${gap > 0 ? "more" : "less"} in “${names[1]}”.`;
  }
  return `In week ${week} of this run, ${series.display} stood at ${listed(said)}.${end}`;
}

/** @param {string} text @returns {string} with a capital */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
