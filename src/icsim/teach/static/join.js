/** A phone in a class: joins a room, locks a prediction, sees the class's spread, and how close it was. */

import { button, el, freshId, refill } from "./dom.js";
import { keep, kept, ofPhone } from "./keep.js";
import { choiceForm, curveForm } from "./predict.js";
import { askRoom, Refused, Trouble } from "./source.js";
import { frameFor, spreadView } from "./spread.js";
import { roadPart, steeredPart, votedPart, votePart } from "./vote.js";
import { capital, figure } from "./words.js";

/** @typedef {import("./types.js").Phone} Phone */

const EVERY = 2000; // milliseconds between two questions
const APART_BY = 500; // at most so many milliseconds more, so that phones do not all ask at once
const SLOWEST = 15_000; // milliseconds, while the server does not answer

const SEAT = "icsim-seat"; // under which a phone keeps its room's code and its seat, in all tabs: one phone, one seat
const DRAFT = "icsim-draft"; // what was drawn or chosen, and not yet locked

/** @param {string} code @returns {string} the secret of this phone's seat in a room */
function seatIn(code) {
  const [room, key] = kept(SEAT, ofPhone).split(" ");
  return room === code ? key ?? "" : "";
}

/** @param {HTMLElement} root */
export function openPhone(root) {
  const body = el("div", { class: "phone-body" });
  const trouble = el("p", { class: "trouble", role: "alert" });
  const status = el("p", { class: "hidden", role: "status" });
  let code = "";
  let key = "";
  let wait = EVERY;
  /** @type {Phone|null} */
  let seen = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let next;
  refill(root, body, trouble, status);
  root.removeAttribute("aria-busy");

  /** @param {unknown} error */
  function tell(error) {
    if (!(error instanceof Trouble)) console.error(error);
    refill(trouble, error instanceof Trouble ? error.message : "Something on this page went wrong. Load it again.");
  }

  /** @param {string} given */
  async function join(given) {
    code = given.replace(/\s/g, "").toUpperCase();
    refill(trouble);
    try {
      const told = await askRoom(`/${encodeURIComponent(code)}/join`, seatIn(code), {});
      key = told.key;
      keep(SEAT, `${code} ${key}`, ofPhone);
      history.replaceState(null, "", `/join/${encodeURIComponent(code)}`);
      take(told);
      askSoon();
    } catch (error) {
      refill(body, codeForm(code, join));
      tell(error);
    }
  }

  function askSoon() {
    clearTimeout(next);
    next = setTimeout(ask, wait + Math.random() * APART_BY);
  }

  async function ask() {
    clearTimeout(next);
    if (!key) return;
    try {
      const news = await askRoom(`/${code}?since=${seen?.version ?? 0}`, key);
      if (!key) return;
      if (news) take(news);
      if (wait > EVERY) refill(trouble);
      wait = EVERY;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return end();
      tell(error);
      wait = Math.min(SLOWEST, 2 * wait);
    }
    askSoon();
  }

  /** @param {number|number[]} guess */
  async function lock(guess) {
    try {
      refill(trouble);
      take(await askRoom(`/${code}/lock`, key, Array.isArray(guess) ? { curve: guess } : { choice: guess }));
    } catch (error) {
      tell(error);
      await ask();
    }
  }

  /** @param {number} choice */
  async function vote(choice) {
    try {
      refill(trouble);
      take(await askRoom(`/${code}/vote`, key, { choice }));
    } catch (error) {
      tell(error);
      await ask();
    }
  }

  function end() {
    key = "";
    keep(SEAT, "", ofPhone);
    keep(DRAFT, "");
    show([heading("The room is closed"), el("p", {}, "Thank you for taking part."), el("p", {}, el("a", { href: "/join", class: "big" }, "Join another room"))]);
  }

  /** @param {Phone} told */
  function take(told) {
    seen = told;
    if (!["open", "closed"].includes(told.phase) || told.guess !== null) keep(DRAFT, "");
    const parts = { open: openPart, closed: closedPart, run: runPart, told: toldPart, voted: votedPart, road: roadPart };
    const make = parts[/** @type {keyof typeof parts} */ (told.phase)] ?? runPart;
    show([el("p", { class: "label" }, "You are ", el("strong", {}, told.label)), ...(told.phase === "vote" ? votePart(told, vote) : make(told, lock))]);
  }

  /** @param {(HTMLElement|null)[]} children */
  function show(children) {
    refill(body, ...children);
    const title = body.querySelector("h1");
    refill(status, title?.textContent ?? "");
    title?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  const given = (location.pathname.split("/")[2] ?? "").replaceAll("%20", "");
  if (given) join(given);
  else refill(body, codeForm("", join));
}

/** @param {string} text @returns {HTMLElement} */
const heading = (text) => el("h1", { tabindex: -1 }, text);

/** @param {string} code @param {(code: string) => void} join @returns {HTMLElement} */
function codeForm(code, join) {
  const id = freshId("code");
  const input = el("input", { id, value: code, maxlength: 12, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "go" });
  const form = el("form", { class: "code-form" }, heading("Join the class"), el("label", { for: id }, "The code on the screen"), input, el("button", { class: "primary big" }, "Join"), el("p", { class: "quiet" }, "No name is asked for."));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) join(input.value);
    else input.focus();
  });
  return form;
}

/** @param {Phone} told @param {(guess: number|number[]) => Promise<void>} lock @returns {(HTMLElement|null)[]} */
function openPart(told, lock) {
  const { ask, choices, curve } = told.asked;
  if (told.guess !== null) return [heading("Your prediction is locked"), ...yourGuess(told), el("p", {}, "Look at the screen: it waits for the others.")];
  let guess = kept(DRAFT);
  const lockButton = button("Lock my prediction", async () => {
    lockButton.disabled = true; // until it is known whether it was locked
    await lock(curve ? guess.split(",").map(Number) : Number(guess));
    lockButton.disabled = false;
  }, { class: "primary big", disabled: !guess });
  const chosen = (/** @type {string} */ text) => {
    guess = text;
    keep(DRAFT, text); // until it is locked: should predictions close before, and open again, it is still there
    lockButton.disabled = false;
  };
  const form = curve ? curveForm(frameFor(told.asked), curve.start, chosen, guess) : choiceForm(choices ?? [], chosen, "Your prediction", guess);
  return [heading(told.title), el("p", { class: "ask" }, ask), form, lockButton, el("p", { class: "quiet" }, "Once locked, it cannot be changed.")];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
function yourGuess(told) {
  const { choices } = told.asked;
  if (Array.isArray(told.guess)) return [spreadView(told.asked, { counts: null, lines: [], middle: null }, told.guess, null)];
  return [el("p", { class: "ask" }, `“${choices?.[told.guess ?? 0] ?? ""}”`)];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
function closedPart(told) {
  const draft = kept(DRAFT);
  const mine = told.guess !== null ? null : draft ? el("p", {}, "You had not locked yours, so it does not count. It is kept, should predictions be opened again.") : el("p", { class: "quiet" }, "You came when predictions were closed. You can predict the next one.");
  return [heading("How the class predicted"), el("p", { class: "ask" }, told.asked.ask), mine, classSpread(told.guess === null && draft ? { ...told, guess: told.asked.curve ? draft.split(",").map(Number) : Number(draft) } : told)];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
function runPart(told) {
  return [heading("The run is on the screen"), el("p", {}, "Watch with the others."), classSpread(told)];
}

/** @param {Phone} told @returns {(HTMLElement|null)[]} */
function toldPart(told) {
  return [heading(resultOf(told)), el("p", {}, told.truth?.said ?? ""), classSpread(told), ...steeredPart(told)];
}

/** @param {Phone} told @returns {HTMLElement|null} */
function classSpread(told) {
  return told.spread && spreadView(told.asked, told.spread, told.guess, told.truth);
}

/** @param {Phone} told @returns {string} */
function resultOf(told) {
  const { yours, close } = told;
  if (!yours || !close) return "What happened";
  if (yours.right !== null) return yours.right ? `It went as you said: ${close.right} of ${close.of} did` : `It went another way: ${close.right} of ${close.of} were right`;
  return capital(`you were ${figure(yours.off)} away on average: number ${yours.place} of ${close.of}`);
}

const phone = document.getElementById("phone");
if (phone) openPhone(phone);
