/** One slider, and what a lever stands at in a world and week. */

import { el, freshId, refill } from "./dom.js";
import { worldKey } from "./query.js";
import { figure } from "./words.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{root: HTMLElement, show: () => void}} Control */

/** A slider with its name and figure. @param {string} name @param {{low?: number, high?: number, help?: string}} lever
 * @param {(value: number) => void} set @returns {{root: HTMLElement, put: (value: number|string|null|undefined) => void}} */
export function makeSlider(name, lever, set) {
  const id = freshId("slider");
  const [low, high] = [lever.low ?? 0, lever.high ?? 1];
  const input = el("input", { id, type: "range", min: low, max: high, step: high - low > 5 ? 1 : (high - low) / 20 || 0.05 });
  const output = el("output", { for: id });
  input.addEventListener("input", () => {
    refill(output, figure(Number(input.value)));
    set(Number(input.value));
  });
  const root = el("span", { class: "control slider", title: lever.help ?? "" }, el("label", { for: id }, name), input, output);
  return {
    root,
    put: (value) => {
      if (document.activeElement === input && input.matches(":active")) return; // the finger is on it
      if (typeof value === "number") input.value = String(value);
      refill(output, figure(Number(input.value)));
    },
  };
}

/** @param {Page} page @param {string} path @returns {Control|null} */
export function contextSlider(page, path) {
  const lever = page.start.context.find((one) => one.path === path);
  if (!lever) return null;
  const slider = makeSlider(lever.display, lever, (value) => page.setForAll(path, value));
  return { root: slider.root, show: () => slider.put(inForce(page, 0, path) ?? lever.default) };
}

/** @param {Page} page @param {number} world @param {string} path @returns {number|string|null|undefined} what counts now */
export function inForce(page, world, path) {
  const key = worldKey(world);
  const later = page.ask.forks.filter((fork) => fork.world === key && fork.key === path && fork.week <= page.week);
  const text = later.length ? later[later.length - 1].value : page.ask.worlds[key]?.[path] ?? page.ask.set[path];
  if (text !== undefined && text !== "" && Number.isFinite(Number(text))) return Number(text);
  return text ?? page.run?.sent.settings?.[world]?.[path];
}

/** @param {Page} page @param {string} path @returns {string} what a lever or context variable is called */
export function displayOf(page, path) {
  const mechanism = page.start.mechanisms.find((one) => one.slider.paths.includes(path));
  if (mechanism) return mechanism.short ?? mechanism.display; // as the slider is called
  const levers = page.start.mechanisms.flatMap((one) => one.levers);
  return [...levers, ...page.start.context].find((one) => one.path === path || one.paths?.includes(path))?.display ?? path;
}
