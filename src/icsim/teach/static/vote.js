/** A phone in a class that steers: it votes, and hears what the class decided and what the other road would have brought. */

import { button, el } from "./dom.js";
import { choiceForm } from "./predict.js";
import { spreadView } from "./spread.js";

/** @typedef {import("./types.js").Phone} Phone */

/** @param {string} text @returns {HTMLElement} */
const heading = (text) => el("h1", { tabindex: -1 }, text);

/** @param {Phone} told @returns {number|null} what this phone voted at the decision of now */
const mine = (told) => told.votes[told.steering?.moment ?? 0] ?? null;

/** @param {Phone} told @param {(choice: number) => Promise<void>} vote @returns {(HTMLElement|null)[]} */
export function votePart(told, vote) {
  const steering = told.steering;
  if (!steering) return [];
  const own = mine(told);
  if (own !== null) return [heading("Your vote is cast"), el("p", { class: "ask" }, `“${steering.choices[own]}”`), el("p", {}, "Look at the screen: it waits for the others.")];
  let choice = -1;
  const cast = button("Cast my vote", async () => {
    cast.disabled = true; // until it is known whether it was cast
    await vote(choice);
    cast.disabled = false;
  }, { class: "primary big", disabled: true });
  const form = choiceForm(steering.choices, (text) => {
    choice = Number(text);
    cast.disabled = false;
  }, "Your vote");
  return [el("p", { class: "quiet" }, `You are ${steering.who}. Decision ${steering.moment + 1} of ${steering.moments}`), heading(steering.ask), form, cast, el("p", { class: "quiet" }, "Once cast, it cannot be changed. Nobody sees a vote before it is closed.")];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
export function votedPart(told) {
  const steering = told.steering;
  if (!steering || steering.taken === null) return [heading("The vote is closed")];
  return [heading(`The class: ${steering.choices[steering.taken]}`), el("p", { class: "ask" }, steering.ask),
    spreadView({ ask: "", choices: steering.choices, curve: null }, { counts: steering.counts ?? [], lines: null, middle: null }, mine(told), null, "● your vote"),
    mine(told) === null ? el("p", { class: "quiet" }, "You came when the vote was closed, or did not vote. You can vote at the next one.") : null];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
export function roadPart(told) {
  return [heading("Both roads are on the screen"), el("p", {}, yours(told, told.steering?.moment ?? 0)), el("p", {}, "Watch with the others; the next decision follows.")];
}

/** What this phone voted, and which road that was. @param {Phone} told @param {number} at the decision @returns {string} */
function yours(told, at) {
  const steering = told.steering;
  const own = told.votes[at] ?? null;
  if (!steering || own === null) return "";
  const one = at < steering.past.length ? steering.past[at] : steering;
  const road = own === one.taken ? "That is the road that the class took." : own === one.other ? "That is the road beside it." : "Neither of the two roads on the screen is yours.";
  return `You voted: ${one.choices[own]}. ${road}`;
}

/** What each decision would have brought the other way, for the screen and for phones. @param {import("./types.js").Roads} told @param {"h2"|"h3"} level @returns {HTMLElement} */
export function roadsTold({ headline, roads }, level) {
  return el("div", { class: "roads-told" }, el(level, {}, headline || "The road not taken"), el("ul", {}, ...roads.map((one) => el("li", {},
    el("strong", {}, `Week ${one.week}: ${one.other}`), el("span", { class: "quiet" }, ` in place of: ${one.taken}`),
    one.same ? el("p", { class: "nothing-followed" }, "=  No difference that counts") : null,
    ...one.said.map((said, at) => el("p", {}, said, el("span", { class: "quiet" }, ` ${one.often[at]}`), one.users[at] ? el("span", { class: "assumed" }, "people served: no evidence in the review, our assumption") : null))))),
    el("p", { class: "quiet" }, "Each told beside the road that was taken, with the same people and the same luck; only that one decision was another."));
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} at the end: one's own votes, and the roads not taken */
export function steeredPart(told) {
  if (!told.steering) return [];
  const votes = told.votes.map((_, at) => yours(told, at)).filter(Boolean);
  return [votes.length ? el("ul", { class: "own-votes" }, ...votes.map((text) => el("li", {}, text))) : null, told.steering.told ? roadsTold(told.steering.told, "h2") : null];
}
