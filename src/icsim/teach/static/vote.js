/** A phone in a class that steers: it votes, and hears what the class decided and what the other road would have brought. */

import { button, el, svg } from "./dom.js";
import { badge } from "./figures.js";
import { choiceForm } from "./predict.js";
import { drawScene, peopleEach, sceneCount } from "./scene.js";
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

/** A road as a card: how it stood at the end, and what is said of it. @param {import("./types.js").Roads} told @param {import("./types.js").Scene|null} scene
 * @param {{world: number, head: HTMLElement[], parts: (HTMLElement|null)[]}} given @returns {HTMLElement} */
function roadCard(told, scene, { world, head, parts }) {
  const each = peopleEach(Math.max(0, ...[told.scene, ...told.roads.map((one) => one.scene)].map((one) => one?.waiting ?? 0)));
  return el("li", { class: world ? "road-card" : "road-card taken" }, el("p", {}, ...head), scene ? drawScene(scene, world, told.called, each) : null, scene ? sceneCount(scene, each) : null, ...parts);
}

/** @param {number} times @param {number} many @returns {SVGElement} a bar: in how many runs with other luck it went so as well */
function luckBar(times, many) {
  return svg("svg", { viewBox: "0 0 200 10", preserveAspectRatio: "none", class: "luck-bar", "aria-hidden": "true" }, svg("rect", { x: 0.5, y: 0.5, width: 199, height: 9, fill: "var(--paper)", stroke: "var(--pen)" }), svg("rect", { x: 0, y: 0, width: (200 * times) / Math.max(1, many), height: 10, fill: "var(--pen)" }));
}

/** The roads not taken, each beside the road that was: a card for each, with the room as it was at the end. @param {import("./types.js").Roads} told
 * @param {"h2"|"h3"} level @returns {HTMLElement} */
export function roadsTold(told, level) {
  const { headline, roads, many } = told;
  const own = roads.map((one) => el("span", { class: "road-step" }, `Week ${one.week}: ${one.taken}`));
  return el("div", { class: "roads-told" }, el(level, {}, headline || "The road not taken"), el("ul", {},
    roadCard(told, told.scene, { world: 0, head: [badge(0), el("strong", {}, " The road taken")], parts: own }),
    ...roads.map((one) => roadCard(told, one.scene, { world: 1, head: [badge(1), el("strong", {}, ` Week ${one.week}: ${one.other}`), el("span", { class: "quiet" }, ` in place of: ${one.taken}`)],
      parts: [one.same ? el("p", { class: "nothing-followed" }, "=  No difference that counts") : null,
        ...one.said.map((said, at) => el("div", { class: "road-said" }, el("p", {}, said), luckBar(one.times[at], many), el("p", { class: "quiet" }, one.often[at]), one.users[at] && !one.scene ? el("span", { class: "assumed" }, "people served: no evidence in the review, our assumption") : null))] }))),
    el("p", { class: "quiet" }, "Each told beside the road that was taken, with the same people and the same luck; only that one decision was another."));
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} at the end: one's own votes, and the roads not taken */
export function steeredPart(told) {
  if (!told.steering) return [];
  const votes = told.votes.map((_, at) => yours(told, at)).filter(Boolean);
  return [votes.length ? el("ul", { class: "own-votes" }, ...votes.map((text) => el("li", {}, text))) : null, told.steering.told ? roadsTold(told.steering.told, "h2") : null];
}
