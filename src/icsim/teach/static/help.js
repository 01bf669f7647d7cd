/** Windows with words: what the words mean, and notes for those who teach. */

import { button, el, makeDialog, refill } from "./dom.js";

/** @param {import("./page.js").Page} page */
export function makeHelp(page) {
  const words = makeDialog("Words and signs");
  const notes = makeDialog("Notes for the facilitator");
  refill(words.body,
    el("p", {}, "A simulation explores a theory. It is no forecast for any real place. The people served are on the screen throughout; how they fare rests on no evidence in the review: it is our assumption."),
    el("h3", {}, "Signs"),
    el("dl", { class: "glossary" },
      el("dt", {}, "A disc"), el("dd", {}, "is a team: as large as the power it uses; its colour and its number tell the measure that you choose."),
      el("dt", {}, "A line"), el("dd", {}, "is trust between two teams, thicker at the end of the team that trusts more."),
      el("dt", {}, "A diamond"), el("dd", {}, "is a leader; an empty one, a post that nobody holds. On the time line, somebody left or came."),
      el("dt", {}, "The fork on the time line"), el("dd", {}, "is the first week in which somebody did something else in the other world.")),
    el("h3", {}, "Keys"), el("p", {}, "Tab goes from part to part. In a picture, arrow keys go from one team to the next, Enter chooses it. On the time line, arrow keys step by weeks."),
    page.start.glossary.length ? el("h3", {}, "Words") : null,
    el("dl", { class: "glossary" }, ...page.start.glossary.flatMap((one) => [el("dt", {}, one.word), el("dd", {}, one.meaning)])));
  const notesButton = button("Notes", () => notes.open(), { title: "Notes for the facilitator, with timings" });

  page.on("lesson", () => {
    const lesson = page.lesson;
    notesButton.hidden = !lesson?.facilitator.length;
    let begun = 0;
    refill(notes.body, ...(lesson ? [el("p", { class: "quiet" }, `${lesson.title} · ${lesson.minutes} minutes`), el("table", { class: "notes" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "From minute"), el("th", { scope: "col" }, "For"), el("th", { scope: "col" }, "What"))),
      el("tbody", {}, ...lesson.facilitator.map((one) => {
        const row = el("tr", {}, el("td", {}, String(begun)), el("td", {}, `${one.minutes} min`), el("td", {}, one.text));
        begun += one.minutes;
        return row;
      })))] : []));
  });
  return { buttons: [notesButton, button("Words", () => words.open())], dialogs: [words.dialog, notes.dialog] };
}
