/** What a place begins with, so that there is something to see at once: one difference, by the control that moves most there. */

import { emptyAsk, worldKey } from "./query.js";

const FIRST = 0.9; // of the first slider, in the second world

/** What moves most over all places that were tried out: the best guess for one of one's own. @param {import("./types.js").Place[]} places
 * @returns {string[]} controls */
export function usualOrder(places) {
  const tried = places.map((one) => (one.moves ?? []).map((each) => each.control)).filter((one) => one.length);
  const rank = (/** @type {string} */ control) => tried.reduce((sum, one) => sum + (one.includes(control) ? one.indexOf(control) : one.length), 0);
  return [...new Set(tried.flat())].sort((one, other) => rank(one) - rank(other));
}

/** A place on its own defaults: of what was set, only what every place has is kept; where nobody has set anything yet, and the second
 * world is as a place before began, it begins with a difference of its own. @param {import("./page.js").Page} page @param {{place?: string, form?: string}} where
 * @returns {import("./types.js").Ask} */
export function askOfPlace(page, { place, form }) {
  /** @type {Record<string, string>} */
  const set = place ? { place } : {};
  const ask = { ...emptyAsk(), stage: "look", place_form: form ?? "", set, measure: page.ask.measure };
  const known = page.start.mechanisms.flatMap((one) => [...one.slider.paths, ...one.levers.flatMap((lever) => lever.paths ?? [lever.path])]);
  for (const [key, levers] of Object.entries(page.lesson ? {} : page.ask.worlds)) {
    ask.worlds[key] = Object.fromEntries(Object.entries(levers).filter(([path]) => known.includes(path)));
  }
  const own = Object.values(ask.worlds).filter((levers) => Object.keys(levers).length);
  const second = ask.worlds[worldKey(1)];
  if (!own.length || (own.length === 1 && same(second, first(page, page.placeNow().place)))) ask.worlds[worldKey(1)] = first(page, place);
  return ask;
}

/** @param {import("./page.js").Page} page @param {string} [place] none for one of one's own @returns {Record<string, string>} */
function first(page, place) {
  const slider = page.mechanismsAt(place ?? "")[0]?.slider;
  return Object.fromEntries((slider?.paths ?? []).map((path) => [path, String(FIRST * (slider?.high ?? 1))]));
}

/** @param {Record<string, string>|undefined} one @param {Record<string, string>} other @returns {boolean} whether they set the same */
function same(one = {}, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
