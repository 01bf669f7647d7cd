/** Everything that can be changed, with a search: each lever in each world, and the circumstances of all. */

import { button, el, freshId, refill } from "./dom.js";
import { contextSlider, inForce, makeSlider } from "./levers.js";

/** @typedef {import("./page.js").Page} Page */

const STILL = "by itself it moves nothing that counts here";

/** Fills the window anew, since it shows the run of the moment. @param {Page} page @param {HTMLElement} body */
export function makeMore(page, body) {
  const id = freshId("search");
  const search = el("input", { id, type: "search", autocomplete: "off" });
  const found = el("p", { class: "quiet", "aria-live": "polite" });
  const parts = [contextPart(page), ...page.start.mechanisms.map((mechanism) => mechanismPart(page, mechanism))];
  const undo = button("Undo my changes", () => {
    undoAll(page);
    body.closest("dialog")?.close();
  });
  refill(body, el("div", { class: "more-head" }, el("label", { for: id }, "Search"), search, undo), found, ...parts.map((part) => part.root));

  search.addEventListener("input", () => {
    const word = search.value.trim().toLowerCase();
    let count = 0;
    for (const part of parts) {
      let here = 0;
      for (const row of part.rows) {
        const fits = !word || row.words.includes(word);
        row.root.hidden = !fits;
        here += fits ? 1 : 0;
      }
      part.root.hidden = here === 0;
      if (word) part.root.open = here > 0;
      count += here;
    }
    refill(found, word ? `${count} found` : "");
  });
}

/** Whether a control was tried out at this place and moved nothing. @param {Page} page @param {string} control @returns {boolean} */
export function isStill(page, control) {
  const moves = page.moves();
  return moves.length > 0 && !moves.some((one) => one.control === control);
}

/** @typedef {{root: HTMLDetailsElement, rows: {root: HTMLElement, words: string}[]}} Part */

/** @param {Page} page @returns {Part} */
function contextPart(page) {
  const rows = page.start.context.flatMap((lever) => {
    const slider = contextSlider(page, lever.path);
    slider?.show();
    const said = lever.path === "context.power_imbalance" && isStill(page, "power_imbalance") ? ` (${STILL})` : "";
    return slider ? [row("", `${lever.help ?? lever.about ?? ""}${said}`, [slider.root], `${lever.display} ${lever.path}`)] : [];
  });
  return { root: el("details", { open: true }, el("summary", {}, "Circumstances, in every world"), ...rows.map((one) => one.root)), rows };
}

/** @param {Page} page @param {import("./types.js").Mechanism} mechanism @returns {Part} */
function mechanismPart(page, mechanism) {
  const overall = { path: mechanism.slider.paths[0], display: mechanism.display, ...mechanism.slider };
  const levers = mechanism.levers.some((lever) => lever.path === overall.path) ? mechanism.levers : [overall, ...mechanism.levers];
  const rows = levers.map((lever) => {
    const inputs = (page.run?.names ?? []).map((name, world) => leverInput(page, lever, world, name));
    return row(lever.display, ("help" in lever ? lever.help : "") ?? "", inputs, lever.path);
  });
  const names = el("p", { class: "quiet" }, mechanism.about ?? "");
  return { root: el("details", {}, el("summary", {}, mechanism.display, isStill(page, mechanism.name) ? el("span", { class: "quiet" }, ` (${STILL})`) : null), names, ...rows.map((one) => one.root)), rows };
}

/** @param {string} name @param {string} help @param {HTMLElement[]} inputs @param {string} path */
function row(name, help, inputs, path) {
  const root = el("div", { class: "more-row" }, el("div", { class: "more-name" }, name ? el("strong", {}, name) : null, el("span", { class: "quiet" }, help)), el("div", { class: "more-inputs" }, ...inputs));
  return { root, words: `${name} ${help} ${path}`.toLowerCase() };
}

/** @param {Page} page @param {import("./types.js").Lever} lever @param {number} world @param {string} name @returns {HTMLElement} */
function leverInput(page, lever, world, name) {
  const paths = lever.paths ?? [lever.path];
  const now = inForce(page, world, paths[0]);
  if (!lever.choices) {
    const slider = makeSlider(name, lever, (value) => page.setLevers([world], paths, value));
    slider.put(typeof now === "number" ? now : Number(lever.default ?? 0.5));
    return slider.root;
  }
  const id = freshId("choice");
  const choose = el("select", { id, onchange: () => page.setLevers([world], paths, choose.value) },
    ...lever.choices.map((one) => el("option", { value: one.value }, one.display)));
  choose.value = String(now ?? lever.default);
  return el("span", { class: "control" }, el("label", { for: id }, name), choose);
}

/** Back to what was opened; the luck stays. @param {Page} page */
function undoAll(page) {
  page.change((ask) => {
    const { set, worlds, forks, place_form } = structuredClone(page.opened);
    Object.assign(ask, { set, worlds, forks, place_form });
  });
}
