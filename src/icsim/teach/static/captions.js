/** Says beside the picture what happened, tied to the time line; each caption leads to its week. */

import { button, el, lessMotion, refill } from "./dom.js";

const KINDS = /** @type {Record<string, string>} */ ({
  action: "who did what", resource: "what came of it", reasoning: "how they took it", outcome: "what they then did",
  secondary: "what followed", event: "the first thing done differently", quiet: "where nothing changed", luck: "luck", lesson: "in this lesson", people: "what happened to somebody",
});

/** @typedef {{week: number, until: number, kind: string, text: string, badge: string|null, badgetext: string|null,
 *   team: number|null, detail?: string, leader?: number, line?: string}} Told */

/** @param {import("./page.js").Page} page */
export function makeCaptions(page) {
  const list = el("ol", { class: "captions" });
  const none = el("p", { class: "quiet" });
  const root = el("div", { class: "guide-part" }, none, list);
  /** @type {{told: Told, item: HTMLElement}[]} */
  let shown = [];

  function rebuild() {
    const run = page.run;
    if (!run || page.locked || page.loading) {
      shown = [];
      refill(list);
      refill(none, page.loading ? "The worlds are on their way …" : page.locked ? "What happened is told here once your prediction is locked." : "");
      return;
    }
    const told = storyOf(page).filter((one) => !page.unfolding || one.until <= page.week);
    shown = told.map((one) => ({ told: one, item: captionItem(page, one) }));
    refill(list, ...shown.map((one) => one.item));
    refill(none, told.length ? "" : page.unfolding ? "Play, and see what happens." : run.sent.brief ? "What happened is being worked out …" : "Nothing to tell: the worlds did not part.");
    mark();
  }

  function mark() {
    let latest = null;
    for (const { told, item } of shown) {
      const now = told.until <= page.week;
      item.classList.toggle("past", now);
      item.classList.remove("current");
      if (now) latest = item;
    }
    latest?.classList.add("current");
    if (latest && list.dataset.at !== latest.textContent) {
      list.dataset.at = latest.textContent ?? "";
      const box = list.closest(".guide-body");
      if (box && box.scrollHeight > box.clientHeight) {
        const top = latest.offsetTop - box.clientHeight / 3;
        box.scrollTo({ top, behavior: lessMotion() ? "auto" : "smooth" });
      }
    }
  }

  let count = 0;
  page.on(["run", "stage", "lesson", "loading"], rebuild);
  page.on("week", () => {
    const due = page.unfolding ? storyOf(page).filter((one) => one.until <= page.week).length : -1;
    if (due !== count) {
      count = due;
      rebuild();
    } else mark();
  });
  return { root };
}

/** Where they parted and the captions, by the week that their numbers are of. @param {import("./page.js").Page} page @returns {Told[]} */
export function storyOf(page) {
  const run = page.run;
  if (!run) return [];
  const { parting } = run.sent;
  const event = parting.event ? [{ ...parting.event, until: parting.event.week, kind: "event", badge: null, badgetext: null, team: parting.event.team ?? parting.team }] : [];
  const first = parting.week === null ? [] : [{ week: parting.week, until: parting.week, kind: "where the worlds parted", text: parting.text, badge: null, badgetext: null, team: parting.team }];
  const deeds = run.sent.captions.filter((one) => one.kind === "action"); // of the same week, what was done comes first
  const others = run.sent.captions.filter((one) => one.kind !== "action");
  const twice = run.sent.captions.some((one) => one.leader !== undefined && one.leader === parting.event?.leader && one.until === parting.event.week); // a departure is told once
  const told = event.length ? (twice ? [] : event) : first; // what somebody did says more than which number moved first
  return [...deeds, ...told, ...others].sort((one, other) => one.until - other.until);
}

/** A caption, and its numbers one click away. @param {import("./page.js").Page} page @param {Told} told @returns {HTMLElement} */
export function captionItem(page, told) {
  const more = told.detail && told.detail !== told.text ? el("details", { class: "numbers" }, el("summary", { "aria-label": `Numbers: ${told.text}` }, "Numbers"), el("p", {}, told.detail)) : null;
  return el("li", { class: `caption ${told.badge ?? ""}` }, captionButton(page, told), more);
}

/** @param {import("./page.js").Page} page @param {Told} told @returns {HTMLButtonElement} */
function captionButton(page, told) {
  const made = button("", () => {
    page.toWeek(told.until);
    if (told.leader !== undefined) page.pick({ kind: "leader", index: told.leader, world: 0 });
    else if (told.team !== null) page.pick({ kind: "team", index: told.team, world: 0 });
  }, { class: "caption-button" });
  const weeks = told.until > told.week ? `Weeks ${told.week}–${told.until}` : `Week ${told.week}`;
  made.append(el("span", { class: "when" }, weeks, el("span", { class: "kind" }, ` ${KINDS[told.kind] ?? told.kind}`)), el("span", { class: "what" }, told.text));
  if (told.badgetext) made.append(el("span", { class: `badge ${told.badge}` }, told.badgetext));
  return made;
}
