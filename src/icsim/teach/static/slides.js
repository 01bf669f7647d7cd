/** What a lesson says before its run and after it, a slide at a time, for the back row: so that a clicker alone can give all of it. */

import { el } from "./dom.js";
import { choiceForm } from "./predict.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{name: string, parts: HTMLElement[]}} Slide */

export const NOBODY = "-"; // a guess that nobody made

/** The story, a paragraph each, and the question; whoever has a hand free chooses an answer, and a clicker goes on without.
 * @param {Page} page @param {(guess: string) => void} chosen @returns {Slide[]} */
export function slidesBefore(page, chosen) {
  const lesson = page.lesson;
  if (!lesson) return [];
  /** @type {HTMLElement[]} */
  const asked = [el("p", {}, lesson.predict.ask)];
  if (page.room?.lesson === lesson.name) asked.push(el("p", { class: "quiet" }, "The class predicts on its phones."));
  else asked.push(lesson.predict.choices ? choiceForm(lesson.predict.choices, chosen) : el("p", { class: "quiet" }, "Show with a finger how the line will run."));
  return [...lesson.story.map((text) => ({ name: lesson.title, parts: /** @type {HTMLElement[]} */ ([el("p", {}, text)]) })), { name: "What do you expect?", parts: asked }];
}

/** What happened, what the study found, and the closing questions. @param {Page} page @returns {Slide[]} */
export function slidesAfter(page) {
  const lesson = page.lesson;
  if (!lesson || page.ask.stage === "look") return [];
  const { choices } = lesson.predict;
  const told = page.run?.sent.lesson?.truth;
  const mine = page.ask.guess === NOBODY || !choices ? null : choices[Number(page.ask.guess)] ?? null;
  const right = choices && told && typeof told.choice === "number" ? choices[told.choice] : null;
  const happened = [mine ? el("p", { class: "quiet" }, `Predicted: ${mine}.`) : null, right ? el("p", {}, `In this run: ${right}.`) : null, el("p", {}, told?.said ?? "What happened cannot be told for this run.")];
  return [{ name: "What happened", parts: happened.filter((one) => one !== null) }, ...(lesson.afterwards ? [{ name: "What the study found", parts: [el("p", {}, lesson.afterwards)] }] : []),
    ...lesson.closing.map((text) => ({ name: "Before you leave", parts: [el("p", {}, text)] }))];
}
