/** A team or leader that was picked: its story, and the terms of its decision as bars, one for each world. */

import { WORLD_LINES } from "./colour.js";
import { button, el, refill, settled, svg } from "./dom.js";
import { captionItem } from "./captions.js";
import { serverQuery } from "./query.js";
import { isAborted, Trouble } from "./source.js";
import { whyCards } from "./whycards.js";
import { whoIs } from "./network.js";
import { capital, figure, sumOfFigures } from "./words.js";

const QUIET = 120; // milliseconds: the week may be on the move
const WIDE = 300; // units of the drawing of bars
const BAR = 9;
const LEAST = 0.02; // of the longest bar: what is shorter stands in the table only

/** @param {import("./page.js").Page} page */
export function makeWhy(page) {
  const who = el("h2", {});
  const why = el("div", { class: "why" });
  const story = el("ol", { class: "captions" });
  const hint = el("p", { class: "quiet" }, "Choose a team or a leader in the picture: by pointer, or with Tab and the arrow keys.");
  const clear = button("Choose nobody", () => page.pick(null), { class: "plain" });
  const cards = el("div");
  const root = el("div", { class: "guide-part" }, cards, hint, who, why, story, clear);
  const askWhySoon = settled(() => askWhy(), QUIET);

  /** @returns {string} the picked one, as the server names it */
  function key() {
    const picked = page.picked;
    const run = page.run;
    if (!picked || !run) return "";
    const found = picked.kind === "team" ? run.sent.teams[picked.index] : run.sent.leaders[picked.index];
    return found ? `${picked.kind}=${encodeURIComponent(found.id)}${picked.world === 2 ? "&world=2" : ""}` : "";
  }

  function tell() {
    const picked = page.picked;
    const known = picked !== null && page.run !== null && key() !== "";
    hint.hidden = known;
    clear.hidden = !known;
    refill(cards, known ? null : whyCards(page));
    refill(who, known && picked && page.run ? capital(whoIs(page.run, picked.kind, picked.index)) : "");
    if (!known || page.locked) {
      refill(why, known ? "Lock your prediction first." : "");
      refill(story);
      return;
    }
    refill(why, "One moment …");
    refill(story);
    askWhySoon();
    askStory();
  }

  async function askStory() {
    try {
      const told = await page.source.story(`${serverQuery(page.ask)}&${key()}`);
      const seen = told.captions.filter((one) => !page.unfolding || one.until <= page.week);
      refill(story, ...seen.map((one) => captionItem(page, one)));
    } catch (error) {
      refill(story, said(error));
    }
  }

  async function askWhy() {
    if (!key() || page.locked) return;
    try {
      const told = await page.source.why(`${serverQuery(page.ask)}&${key()}&week=${Math.max(1, page.week)}`); // before the first week nobody has chosen
      refill(why, el("h3", {}, `Why, in week ${told.week}?`), el("p", {}, told.said), bars(told), whyTable(told));
    } catch (error) {
      refill(why, said(error));
    }
  }

  page.on(["picked", "run", "stage", "lesson"], tell);
  page.on("week", () => page.picked && askWhySoon());
  return { root };
}

/** @param {unknown} error @returns {string} */
function said(error) {
  if (isAborted(error)) return "";
  return error instanceof Trouble ? error.message : "This could not be told.";
}

/** The terms' names in their order, and each world's value. @param {import("./types.js").Why} told */
function termsOf(told) {
  const names = [...new Set(told.worlds.flatMap((world) => world.terms.map((term) => term.display)))];
  const value = (/** @type {number} */ world, /** @type {string} */ name) => told.worlds[world].terms.find((term) => term.display === name)?.value ?? null;
  return { names, value };
}

/** @param {import("./types.js").Why} told @returns {SVGElement} */
function bars(told) {
  const { names, value } = termsOf(told);
  const most = Math.max(1e-9, ...told.worlds.flatMap((world) => world.terms.map((term) => Math.abs(term.value))));
  const step = 20 + told.worlds.length * (BAR + 2);
  const middle = WIDE / 2;
  const drawable = names.filter((name) => told.worlds.some((_, world) => Math.abs(value(world, name) ?? 0) >= LEAST * most));
  const rows = drawable.map((name, row) => {
    const top = row * step;
    const drawn = told.worlds.map((_, world) => {
      const size = ((value(world, name) ?? 0) / most) * (middle - 4);
      return svg("rect", {
        x: Math.min(middle, middle + size), y: top + 18 + world * (BAR + 2), width: Math.max(1, Math.abs(size)), height: BAR,
        fill: world === 0 ? WORLD_LINES[0].ink : "var(--paper)", stroke: WORLD_LINES[world].ink, "stroke-width": 1.5,
      });
    });
    return svg("g", {}, svg("text", { x: 0, y: top + 13, class: "bar-name" }, name), ...drawn);
  });
  const height = drawable.length * step + 4;
  return svg("svg", { viewBox: `0 0 ${WIDE} ${height}`, class: "bars", "aria-hidden": "true" },
    svg("line", { x1: middle, x2: middle, y1: 0, y2: height, stroke: "var(--quiet)", "stroke-width": 1 }), ...rows);
}

/** @param {import("./types.js").Why} told @returns {HTMLElement} */
function whyTable(told) {
  const { names, value } = termsOf(told);
  const head = el("tr", {}, el("th", { scope: "col" }, "What counted"),
    ...told.worlds.map((world, at) => el("th", { scope: "col" }, el("span", { class: `swatch world-${at}`, "aria-hidden": "true" }), world.name)));
  const rows = names.map((name) => el("tr", {}, el("th", { scope: "row" }, name), ...told.worlds.map((_, world) => el("td", {}, figure(value(world, name))))));
  const total = el("tr", { class: "total" }, el("th", { scope: "row" }, "all together"), ...told.worlds.map((_, world) => el("td", {}, figure(sumOfFigures(names.map((name) => value(world, name)))))));
  return el("details", { class: "table" }, el("summary", {}, "Table: to the right speaks for it, to the left against"),
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows, total)));
}
