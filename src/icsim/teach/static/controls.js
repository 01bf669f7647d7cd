/** What can be changed: the place, power imbalance and a few sliders for each world; “from this week on”; the rest behind “more”. */

import { button, el, freshId, makeDialog, refill } from "./dom.js";
import { contextSlider, displayOf, inForce, makeSlider } from "./levers.js";
import { isStill, makeMore } from "./more.js";
import { makeOurs } from "./ours.js";
import { NO_ENGINE } from "./source.js";
import { figure } from "./words.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./levers.js").Control} Control */

const OURS = "ours"; // among the places: one of our own
const IMBALANCE = "context.power_imbalance";
const IN_VIEW = 6; // mechanism sliders in view: three in each of two worlds, two in each of three

/** @param {Page} page */
export function makeControls(page) {
  const ours = makeOurs(page);
  const place = makePlace(page, ours?.open ?? null);
  const imbalance = contextSlider(page, IMBALANCE);
  const help = imbalance?.root.title ?? "";
  const worlds = el("div", { class: "world-controls" });
  const more = makeDialog("Everything that can be changed", "wide");
  const moreButton = button("More…", () => {
    makeMore(page, more.body);
    more.open();
  });
  const fork = makeFork(page);
  const shared = el("div", { class: "shared" }, place.root, imbalance?.root, fork.root, moreButton);
  const offline = page.source.offline === true; // and never undefined, which `toggleAttribute` takes for a wish to toggle
  if (offline) for (const root of [shared, worlds]) root.classList.add("off");
  const forks = makeForks(page);
  /** @type {Control[]} */
  let sliders = [];
  let inView = "";

  page.on("run", () => {
    const count = page.run?.names.length ?? 0;
    const now = inViewOf(page).slice(0, Math.floor(IN_VIEW / count)).map((one) => one.name).join(" ");
    if (worlds.childElementCount !== count || now !== inView) {
      inView = now;
      sliders = [];
      refill(worlds, ...Array.from({ length: count }, (_, world) => worldSliders(page, world, Math.floor(IN_VIEW / count), sliders)));
      worlds.className = `world-controls of-${count}`;
    }
    place.show();
    imbalance?.show();
    if (imbalance) imbalance.root.title = `${help}${isStill(page, "power_imbalance") ? " By itself it moves nothing that counts here." : ""}`;
    sliders.forEach((one) => one.show());
  });
  page.on("loading", () => place.show());
  page.on(["stage", "lesson"], () => {
    for (const root of [shared, worlds]) root.toggleAttribute("inert", page.locked || offline);
  });
  return { shared, worlds, note: offline ? el("p", { class: "quiet" }, NO_ENGINE) : null, forks: forks.root, openOurs: ours?.open ?? null, dialogs: ours ? [more.dialog, ours.dialog] : [more.dialog] };
}

/** @param {Page} page @param {(() => void)|null} openOurs the form for a place of one's own @returns {Control} */
function makePlace(page, openOurs) {
  const id = freshId("place");
  const choose = el("select", { id, onchange: () => {
    if (choose.value === OURS) {
      openOurs?.();
      choose.value = shown();
    } else page.openPlace({ place: choose.value });
  } }, ...page.start.places.map((one) => el("option", { value: one.name }, one.display)), openOurs && el("option", { value: OURS }, "Our place …"));
  const now = () => (page.loading ? page.ask : page.shown); // whose numbers are on show, unless others are on their way
  const shown = () => (now().place_form ? OURS : now().set.place ?? page.run?.sent.place?.name ?? "");
  return {
    root: el("span", { class: "control" }, el("label", { for: id }, "Place"), choose),
    show: () => {
      choose.value = shown();
    },
  };
}

/** In the free lab what moves most at the place; in a lesson as they come. @param {Page} page @returns {import("./types.js").Mechanism[]} */
const inViewOf = (page) => (page.lesson ? page.start.mechanisms : page.mechanismsAt());

/** @param {Page} page @param {number} world @param {number} many @param {Control[]} sliders filled @returns {HTMLElement} */
function worldSliders(page, world, many, sliders) {
  const made = inViewOf(page).slice(0, many).map((mechanism) => {
    const { slider: lever, display, short } = mechanism;
    const slider = makeSlider(short ?? display, { ...lever, help: mechanism.about }, (value) => page.setLevers([world], lever.paths, value));
    sliders.push({ root: slider.root, show: () => slider.put(inForce(page, world, lever.paths[0]) ?? lever.default) });
    return slider.root;
  });
  return el("div", { role: "group", "aria-label": `Leadership in “${page.run?.names[world]}”`, class: "sliders" },
    el("span", { class: `swatch world-${world}`, "aria-hidden": "true" }), el("span", { class: "sliders-name", "aria-hidden": "true" }, page.run?.names[world] ?? ""), ...made);
}

/** @param {Page} page @returns {{root: HTMLElement}} whether a change counts from the start or from the week on show */
function makeFork(page) {
  const box = el("input", { type: "checkbox", onchange: () => (page.fromHereOn = box.checked) });
  const week = el("span");
  page.on(["week", "run"], () => refill(week, `Change from week ${page.week} on`));
  page.on("lesson", () => (box.checked = false));
  return { root: el("label", { class: "control fork-box" }, box, week) };
}

/** The changes from a week on, each with a way to take it back. @param {Page} page @returns {{root: HTMLElement}} */
function makeForks(page) {
  const root = el("div", { class: "forks", role: "group", "aria-label": "Changes from a week on" });
  page.on("run", () => {
    const groups = new Map();
    for (const fork of page.ask.forks) {
      const name = `${fork.world}/${fork.week}/${displayOf(page, fork.key)}`;
      groups.set(name, [...(groups.get(name) ?? []), fork]);
    }
    refill(root, ...[...groups.values()].map((forks) => {
      const one = forks[0];
      const world = page.run?.names["abc".indexOf(one.world)] ?? "";
      const said = `From week ${one.week} on: ${displayOf(page, one.key)} ${figure(Number(one.value))} in “${world}”`;
      return button(`${said}  ✕`, () => page.change((ask) => {
        ask.forks = ask.forks.filter((fork) => !forks.some((/** @type {import("./types.js").Fork} */ gone) => gone.world === fork.world && gone.week === fork.week && gone.key === fork.key));
      }), { class: "chip", "aria-label": `Take back: ${said}` });
    }));
  });
  return { root };
}
