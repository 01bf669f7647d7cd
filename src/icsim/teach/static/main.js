/** Puts the page together. `openPage` takes a source of data, so that the server's page and an offline file are one. */

import { makeCaptions } from "./captions.js";
import { makeCharts } from "./charts.js";
import { makeClass } from "./class.js";
import { makeControls } from "./controls.js";
import { button, el, freshId, refill } from "./dom.js";
import { makeExports } from "./exports.js";
import { makeFront } from "./front.js";
import { makeGuide } from "./guide.js";
import { makeHelp } from "./help.js";
import { makeLesson } from "./lesson.js";
import { makeMany } from "./many.js";
import { Page } from "./page.js";
import { makePresent } from "./present.js";
import { makePlayer } from "./player.js";
import { Trouble } from "./source.js";
import { makeTwin } from "./twin.js";
import { makeWhy } from "./whyview.js";

const LESSON_TAB = 0;
const CAPTIONS_TAB = 1;
const WHY_TAB = 2;

/** @typedef {{query: string, write: (query: string) => void, whole: () => string}} Address where the link stands */

/** @param {HTMLElement} root @param {import("./types.js").Source} source @param {Address} address @returns {Promise<Page|null>} */
export async function openPage(root, source, address) {
  const trouble = el("div", { class: "trouble", role: "alert" });
  let start;
  try {
    start = await source.start();
  } catch (error) {
    refill(root, trouble);
    refill(trouble, error instanceof Trouble ? error.message : "The page could not be opened. Load it again.");
    return null;
  }
  const page = new Page(source, start, address.write);
  const status = el("div", { class: "hidden", role: "status" });
  const say = (/** @type {string} */ said) => refill(status, said);
  const front = build(page, root, trouble, status, say, address);
  if (page.source.served && (address.query === "front" || (!address.query && !page.start.open))) await front.open();
  else await page.open(address.query);
  root.removeAttribute("aria-busy");
  return page;
}

/** @param {Page} page @param {HTMLElement} root @param {HTMLElement} trouble @param {HTMLElement} status
 * @param {(said: string) => void} say @param {Address} address @returns {{open: () => Promise<void>}} the front page */
function build(page, root, trouble, status, say, address) {
  const twin = makeTwin(page);
  const player = makePlayer(page);
  const charts = makeCharts(page);
  const controls = makeControls(page);
  const present = makePresent(page, player, (guess) => lesson.runFor(guess));
  const many = makeMany(page);
  const help = makeHelp(page);
  const captions = makeCaptions(page);
  const why = makeWhy(page);
  const lesson = makeLesson(page, player, () => guide.open(CAPTIONS_TAB));
  const guide = makeGuide([{ name: "Lesson", root: lesson.root }, { name: "What happened", root: captions.root }, { name: "Why?", root: why.root }]);
  const group = makeClass(page, lesson.runFor);
  const front = makeFront(page, {
    lesson: async (name, cls) => {
      front.close();
      await page.open(`lesson=${name}&stage=story`);
      if (cls) page.emit("class");
    },
    answered: (name, guess, replicate) => { // what was asked on the front is not asked again: the lesson goes on where it is compared
      front.close();
      page.open(`lesson=${name}&replicate=${replicate}&stage=compare&guess=${guess}`).then(() => page.toWeek(page.run?.weeks ?? 0));
    },
    lab: (place) => {
      front.close();
      page.openPlace({ place });
    },
    ours: async (place) => {
      front.close();
      await page.openPlace({ place });
      controls.openOurs?.();
    },
  });
  const tools = el("div", { class: "tools" }, group?.button, present.button, many.button, ...help.buttons, makeExports(page, say, address.whole));

  refill(root,
    el("header", { class: "top" }, el("h1", {}, page.source.served ? el("a", { href: "/?front", class: "to-front" }, "icsim") : "icsim"), makeLessonChooser(page), tools),
    front.root,
    present.root,
    el("main", { class: "work", id: "main" },
      el("div", { class: "stage-column" }, trouble, twin.difference, controls.shared, twin.root, twin.who, controls.worlds, controls.note, controls.forks, player.root, player.below, charts.root, player.usual),
      guide.root),
    el("footer", { class: "foot" }, "This explores a theory of leadership in integrated care. It is no forecast for any real place."),
    ...controls.dialogs, many.dialog, group?.dialog, ...help.dialogs, status);

  const coming = el("p", { class: "coming", role: "status" });
  twin.root.before(coming);
  page.on("loading", () => {
    guide.root.parentElement?.classList.toggle("loading", page.loading && page.run !== null);
    const where = page.lesson?.title ?? page.start.places.find((one) => one.name === page.ask.set.place)?.display;
    refill(coming, page.loading && page.run && !page.trouble ? `${where ?? "The worlds"}: on the way …` : "");
  });
  page.on("lesson", () => page.loading && page.emit("loading")); // its name is known by now
  page.on("trouble", () => refill(trouble, ...(page.trouble ? [el("span", {}, page.trouble), page.run && page.strayed ? button("Go back", () => page.goBack()) : null] : [])));
  page.on("picked", () => page.picked && guide.open(WHY_TAB));
  page.on("lesson", () => guide.open(page.lesson && page.ask.stage !== "look" ? LESSON_TAB : CAPTIONS_TAB));
  page.on(["lesson", "stage"], () => {
    const main = guide.root.parentElement;
    main?.classList.toggle("locked", page.locked);
    main?.classList.toggle("first-run", page.locked || page.unfolding); // nothing to change before it has been seen once
    if (page.locked !== (main?.firstElementChild === guide.root)) main?.[page.locked ? "prepend" : "append"](guide.root); // read first what comes first
  });
  page.on("stage", () => ["story", "predict", "compare", "tasks", "closing"].includes(page.ask.stage) && guide.open(LESSON_TAB));
  page.on("week", () => page.unfolding && page.week >= (page.run?.weeks ?? 0) && guide.open(LESSON_TAB));
  page.on("run", () => say(`${page.run?.sent.difference ?? ""} ${page.locked ? "" : page.run?.sent.parting.text ?? ""}`));
  page.on("lesson", () => front.close());
  page.on("lesson", () => (document.title = page.lesson ? `${page.lesson.title} · icsim` : "icsim"));
  return front;
}

/** @param {Page} page @returns {HTMLElement} */
function makeLessonChooser(page) {
  const id = freshId("lesson");
  const groups = [["box", "The review’s boxes"], ["more", "More lessons"]];
  const known = groups.map(([group]) => group);
  const choose = el("select", { id, onchange: () => (choose.value ? page.open(`lesson=${choose.value}&stage=story`) : page.source.offline ? page.look() : page.openPlace()) },
    el("option", { value: "" }, "Look around"),
    ...groups.map(([group, name]) => el("optgroup", { label: name }, ...page.start.lessons
      .filter((one) => (known.includes(one.group) ? one.group : "more") === group)
      .map((one) => el("option", { value: one.name }, `${one.title} (${one.minutes} min)`)))));
  page.on("lesson", () => (choose.value = page.ask.stage !== "look" ? page.lesson?.name ?? "" : ""));
  return el("span", { class: "control" }, el("label", { for: id }, "Lesson"), choose);
}
