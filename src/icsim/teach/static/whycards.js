/** Why, in three cards: what was given, how people took it, what came of it; each with two bars and where it comes from. */

import { storyOf } from "./captions.js";
import { WORLD_LINES } from "./colour.js";
import { el, svg } from "./dom.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./captions.js").Told} Told */

const PARTS = [
  { name: "What was given", kinds: ["action", "event", "resource"] },
  { name: "How people took it", kinds: ["reasoning"] },
  { name: "What came of it", kinds: ["outcome", "secondary"] },
];
const NUMBERS = /([\d.]+)[^“\d]* in “[^”]*”(?: and|,) ([\d.]+)/; // of both worlds, as captions say them
const [WIDE, BAR] = [280, 12];

/** @param {Page} page @returns {HTMLElement|null} null where nothing is told yet, or a lesson's run is still under way */
export function whyCards(page) {
  const told = page.locked || page.unfolding ? [] : storyOf(page);
  const found = PARTS.map((part) => ({ part, one: part.kinds.map((kind) => told.find((each) => each.kind === kind)).find((each) => each !== undefined) }));
  if (!found.some(({ one }) => one)) return null;
  return el("ol", { class: "why-cards" }, ...found.map(({ part, one }) => el("li", { class: "why-card" }, el("h3", {}, part.name), el("p", {}, one ? one.text : "Nothing that is large enough to matter."), one ? bars(one) : null, one ? el("p", {}, el("span", { class: `badge ${one.badge ?? ""}` }, sourceOf(page, one))) : null)));
}

/** @param {Page} page @param {Told} one @returns {string} where it comes from */
function sourceOf(page, one) {
  if (one.badgetext) return one.badgetext;
  return page.lesson?.group === "box" ? "the review tells it so" : "this is what was set to differ";
}

/** The two numbers of a caption as bars, by the larger one. @param {Told} told @returns {SVGElement|null} */
function bars(told) {
  const found = NUMBERS.exec(told.detail ?? told.text);
  const values = found ? [Number(found[1]), Number(found[2])] : [];
  const most = Math.max(...values, 0);
  if (!found || !most) return null;
  return svg("svg", { viewBox: `0 0 ${WIDE} ${2 * BAR + 6}`, class: "why-bars", role: "img", "aria-label": `${found[1]} against ${found[2]}.` }, ...values.map((value, world) =>
    svg("rect", { x: 1, y: 1 + world * (BAR + 4), width: Math.max(2, ((WIDE - 2) * value) / most), height: BAR, fill: world ? "var(--paper)" : WORLD_LINES[0].ink, stroke: WORLD_LINES[world].ink, "stroke-width": 2, "stroke-dasharray": WORLD_LINES[world].dash.join(" ") })));
}
