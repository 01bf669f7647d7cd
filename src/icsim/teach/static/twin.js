/** The two or three worlds side by side, what differs between them, and how to read the picture. */

import { onTheme, scaleColour } from "./colour.js";
import { el, freshId, refill, svg } from "./dom.js";
import { whoIsWho } from "./layout.js";
import { NetworkView } from "./network.js";
import { figure } from "./words.js";

const TAG = "no evidence in the review: our assumption";

/** @param {import("./page.js").Page} page */
export function makeTwin(page) {
  const views = [0, 1, 2].map((world) => new NetworkView(page, world));
  const worlds = el("div", { class: "worlds" });
  const difference = el("p", { class: "difference" }, "The worlds are on their way …");
  const legend = makeLegend(page);
  const users = el("p", { class: "tag" }, el("span", { class: "people", "aria-hidden": "true" }, "●"), " ", TAG);
  const who = el("p", { class: "who" });
  const root = el("section", { class: "twin", "aria-label": "The worlds, side by side" }, worlds, el("div", { class: "below" }, users, legend.root));

  /** Who is who, where the circles have numbers for names. */
  views[0].arranged = () => {
    const [run, layout] = [page.run, views[0].layout];
    who.hidden = !run || !layout || layout.named;
    if (run && layout && !layout.named) refill(who, ...whoIsWho(run.sent, layout).flatMap((one) => [el("span", {}, el("strong", {}, one.organisation), ` ${one.teams.join(", ")}`), " "]));
  };

  page.on("run", () => {
    const count = page.run?.names.length ?? 0;
    if (worlds.childElementCount !== count) refill(worlds, ...views.slice(0, count).map((view) => view.root));
    worlds.className = `worlds of-${count}`;
    refill(difference, page.run?.sent.difference ?? "");
    for (const view of views) {
      view.refresh();
      view.mark();
      view.tellUsers();
    }
  });
  page.on("clock", () => views.forEach((view) => view.draw()));
  page.on("week", () => views.forEach((view) => view.tellUsers()));
  page.on(["picked"], () => views.forEach((view) => view.mark()));
  onTheme(() => views.forEach((view) => view.draw()));
  page.on("colour", () => views.forEach((view) => view.draw()));
  return { root, who, difference, views };
}

/** @param {import("./page.js").Page} page */
function makeLegend(page) {
  const id = freshId("colour");
  const choose = el("select", { id, onchange: () => page.turn({ measure: choose.value }, "colour") });
  const low = el("span");
  const high = el("span");
  const root = el("div", { class: "legend" },
    el("label", { for: id }, "Colour"), choose, low, ramp(), high,
    el("span", { class: "key" }, sizes(), "power"),
    el("span", { class: "key" }, taperSign(), "trust"),
    el("span", { class: "key" }, diamond(), "leader"));
  page.on(["run", "colour"], () => {
    const fields = page.run?.colours() ?? [];
    const whole = !page.run?.sent.brief || !choose.childElementCount; // all there is comes when a slider rests
    const now = page.colour();
    const names = fields.map((field) => field.name).join();
    if (whole && choose.dataset.names !== names) {
      refill(choose, ...fields.map((field) => el("option", { value: field.name }, field.display)));
      choose.dataset.names = names;
    }
    if (now) choose.value = now.name;
    refill(low, figure(now?.low));
    refill(high, figure(now?.high));
  });
  return { root };
}

/** @returns {SVGElement} the colours from low to high */
function ramp() {
  const steps = Array.from({ length: 12 }, (_, at) => svg("rect", { x: at * 8, y: 0, width: 8.5, height: 12, fill: scaleColour(at / 11) }));
  return svg("svg", { width: 72, height: 12, viewBox: "0 0 96 12", preserveAspectRatio: "none", "aria-hidden": "true", class: "ramp" }, ...steps);
}

/** @returns {SVGElement} */
function sizes() {
  const discs = [[5, 4], [17, 7]].map(([x, r]) => svg("circle", { cx: x, cy: 8, r, fill: "none", stroke: "var(--ink)" }));
  return svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" }, ...discs);
}

/** @returns {SVGElement} */
function taperSign() {
  return svg("svg", { width: 30, height: 12, viewBox: "0 0 30 12", "aria-hidden": "true" }, svg("path", { d: "M0 3L30 5V7L0 9Z", fill: "var(--tie)" }));
}

/** @returns {SVGElement} */
function diamond() {
  return svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, svg("path", { d: "M7 1L13 7L7 13L1 7Z", fill: "var(--ink)" }));
}
