/** A number as it is read, how far apart two are, and whether that is enough to matter: every sentence, ribbon and hatching asks here. */

/** A number as it is written everywhere, by the server too (`number` of page_text.py). @param {number|null|undefined} value
 * @param {boolean} [count] whether it counts events @returns {string} */
export function figure(value, count = false) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  const whole = count && Number.isInteger(value);
  const said = value.toFixed(size >= 100 || whole ? 0 : size >= 10 || count ? 1 : 2);
  return (Number(said) === 0 ? said.replace("-", "") : said).replace("-", "−");
}

/** How far apart two figures are as they are written: what is said to be the difference is always the difference of what is seen
 * (`apart` of page_text.py does the same). @param {number|null|undefined} one @param {number|null|undefined} other @param {boolean} [count] @returns {string} */
export function apartFigure(one, other, count = false) {
  const said = [figure(one, count), figure(other, count)];
  if (said.includes("–")) return "–";
  const [first, second] = said.map((text) => Number(text.replace("−", "-")));
  return Math.abs(first - second).toFixed(Math.max(...said.map((text) => text.split(".")[1]?.length ?? 0)));
}

/** Whether two figures are apart by enough to matter, as they are written: who reads 0.60 and 0.55 reads a difference of 0.05
 * (`matters` of page_text.py does the same). @param {number|null|undefined} one @param {number|null|undefined} other
 * @param {{smallest: number, count: boolean}} series @returns {boolean} */
export function matters(one, other, { smallest, count }) {
  return Number(apartFigure(one, other, count)) >= smallest; // of none, “–”, is never
}
