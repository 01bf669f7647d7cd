/** The class, on the facilitator's screen: opens a room, shows code and address, how many have locked, how they spread, who was close. */

import { button, el, freshId, refill } from "./dom.js";
import { keep, kept } from "./keep.js";
import { forgetRoom, ownRooms, ownRoomsList, rememberRoom } from "./ownrooms.js";
import { choiceForm, curveForm } from "./predict.js";
import { serverQuery } from "./query.js";
import { askRoom, Refused, Trouble } from "./source.js";
import { frameFor, spreadView } from "./spread.js";
import { decideAlone, makeRoads, momentLine, pastList, votedParts } from "./steer.js";
import { roadsTold } from "./vote.js";
import { figure } from "./words.js";

/** @typedef {import("./types.js").Room} Room */
/** @typedef {import("./page.js").Page} Page */

const LOOK_EVERY = 1500; // milliseconds
const STEPS = ["vote", "voted", "road"]; // of a class that steers, before it predicts
const OPENED = "icsim-class"; // and that its screen is open, so that a page loaded again is where it was
const ROOM = "icsim-room"; // where this tab keeps the room's code and its secret

/** @param {Page} page @param {(guess: string) => void} runFor starts the run with what the class said
 * @returns {{button: HTMLButtonElement, dialog: HTMLDialogElement}|null} null where there is no server */
export function makeClass(page, runFor) {
  if (!page.source.served) return null;
  const id = freshId("class");
  let away = false; // the last look did not reach the server
  const trouble = el("p", { class: "class-trouble", role: "alert" });
  const head = el("div", { class: "class-door" });
  const body = el("div", { class: "class-body" });
  const count = el("p", { class: "class-count", role: "status" });
  const dialog = el("dialog", { class: "class-screen", "aria-labelledby": id }, el("div", { class: "class-head" },
    el("h2", { id }, "Class"), head, button("Back to the page", () => dialog.close())), trouble, body);
  const opener = button("Class", () => open(), { title: "Phones join and predict", disabled: true });
  const roads = makeRoads(page);
  let [code, key] = kept(ROOM).split(" ");
  let drawn = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let next;

  function open() {
    show();
    if (!dialog.open) dialog.showModal();
    keep(OPENED, "1");
    body.querySelector("button")?.focus();
  }

  /** Tells the room something and shows what it says. @param {string} path @param {object} told @returns {Promise<boolean>} whether it was done */
  async function tell(path, told) {
    refill(trouble);
    try {
      take(await askRoom(path, key ?? "", told));
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    if (error instanceof Refused && error.status === 404 && code) {
      forget();
      refill(trouble, "The room is gone: it was ended, or the server was started anew.");
      return;
    }
    if (!(error instanceof Trouble)) console.error(error);
    refill(trouble, error instanceof Trouble ? error.message : "Something on this page went wrong. Load it again.");
  }

  /** @param {any} told */
  function take(told) {
    if (told.key) [code, key] = [told.code, told.key];
    keep(ROOM, `${code} ${key}`);
    rememberRoom(code, key ?? "");
    const fresh = !page.room;
    page.room = /** @type {Room} */ (told);
    if (fresh) page.emit("stage");
    show();
    lookSoon();
  }

  function forget() {
    clearTimeout(next);
    forgetRoom(code);
    [code, key] = ["", ""];
    keep(ROOM, "");
    page.room = null;
    page.emit("stage");
    show();
  }

  function lookSoon() {
    clearTimeout(next);
    next = setTimeout(look, LOOK_EVERY);
  }

  async function look() {
    clearTimeout(next);
    const asked = code;
    try {
      const told = await askRoom(`/${code}`, key ?? "");
      if (code !== asked) return;
      if (page.room && (away || standOf(told) !== standOf(page.room))) refill(trouble); // what was refused stays said until something is new
      away = false;
      take(told);
    } catch (error) {
      if (code !== asked) return;
      away = true;
      fail(error);
      if (code) lookSoon();
    }
  }

  /** A room on a lesson, or the next lesson in it; the run is covered first. @param {string} name @param {boolean} steers whether the class decides */
  async function begin(name, steers) {
    if (page.lesson?.name !== name) await page.open(`lesson=${name}&stage=predict`);
    if (page.lesson?.name !== name || page.strayed) return refill(trouble, page.trouble || "The worlds are still on their way; press again in a moment.");
    page.toWeek(0);
    page.turn({ stage: "predict", guess: "" }, "stage");
    await tell(page.room ? `/${code}/lesson` : "", { query: serverQuery(page.shown), steer: steers });
  }

  /** @param {string} to */
  const steer = (to) => tell(`/${code}/steer`, { to });

  async function run() {
    if (!page.room || !(await steer("run")) || page.room.steering) return;
    const said = classGuess(page.room);
    dialog.close();
    if (page.run?.sent.query !== page.room.query) await page.open(page.room.query); // the worlds that were predicted
    runFor(said);
  }

  async function endRoom() {
    refill(trouble);
    try {
      await askRoom(`/${code}/steer`, key ?? "", { to: "ended" });
      forget();
      dialog.close();
    } catch (error) {
      fail(error);
    }
  }

  /** Draws anew what has changed; counts go by themselves, so that nobody loses the button under the finger. */
  function show() {
    const room = page.room;
    refill(opener, room ? `Class ${room.locked}/${room.here}` : "Class");
    if (room) {
      const said = room.joined === 0 ? "" : STEPS.includes(room.phase) ? here(room, "have voted") : here(room, room.phase === "open" ? "have locked" : "predicted");
      if (count.textContent !== said) refill(count, said);
    }
    const now = room ? `${room.code} ${room.version}` : `none ${page.lesson?.name ?? ""} ${ownRooms().join()}`;
    if (now === drawn) return;
    drawn = now;
    const hadFocus = body.contains(document.activeElement);
    refill(head, ...(room ? door(room) : []));
    body.className = `class-body ${room?.steering && room.phase === "run" ? "road" : room?.phase ?? ""}${room?.steering?.told ? " steered" : ""}`;
    refill(body, ...(room ? roomParts(room) : firstParts()));
    if (hadFocus) body.querySelector("button")?.focus({ preventScroll: true });
    if (room?.steering?.told) dialog.scrollTop = 0; // the headline first, whatever the focus is on
  }

  /** @param {string} name @param {string} word @param {string} proposed @param {string} kind @returns {HTMLElement} which lesson, and a button */
  function lessonForm(name, word, proposed, kind) {
    const choose = el("select", { id: freshId("lesson") }, ...page.start.lessons.map((one) => el("option", { value: one.name }, one.title)));
    choose.value = proposed;
    const steers = button("The class decides", () => begin(choose.value, true), { class: kind, title: "Phones vote at two to four moments; the road not taken runs beside" });
    const tell = () => (steers.hidden = !page.start.lessons.find((one) => one.name === choose.value)?.decisions);
    choose.addEventListener("change", tell);
    tell();
    return el("p", { class: "class-row" }, el("label", { for: choose.id }, name), choose, button(word, () => begin(choose.value, false), { class: kind }), steers);
  }

  /** @returns {HTMLElement[]} */
  function firstParts() {
    return [el("p", {}, "Phones join with a code and lock a prediction. Nobody gives a name. You close the predictions, show how the class predicted, and run."),
      lessonForm("Lesson", "Open a room", page.lesson?.name ?? page.start.lessons[0]?.name ?? "", "primary big"), ...[ownRoomsList(takeUp, fail, show)].filter((one) => one !== null)];
  }

  /** A room of a tab that is gone. @param {string} own @param {string} secret */
  function takeUp(own, secret) {
    [code, key] = [own, secret];
    refill(trouble);
    look();
  }

  /** @param {Room} room @returns {(HTMLElement|null)[]} */
  function roomParts(room) {
    const { asked, phase, spread, truth, steering } = room;
    if (steering && STEPS.includes(phase)) return steerParts(room, steering);
    const question = el("div", { class: "class-question" }, el("h3", {}, room.title), el("p", { class: "ask" }, asked.ask), steering && phase === "open" ? hostForm(room) : null,
      phase === "open" && asked.choices && (!steering || room.joined > 0) ? el("ol", { class: "class-choices" }, ...asked.choices.map((text) => el("li", {}, text))) : null, truth && el("p", { class: "verdict" }, truth.said), count, buttons(room));
    if (phase === "open") return [joinCard(room), question];
    if (steering && phase === "run") return [playing(room), el("div", { class: "class-question" }, el("p", { class: "ask" }, asked.ask), buttons(room))];
    if (steering?.told) return [roadsTold(steering.told, "h3"), el("div", { class: "told-foot" }, question, el("div", { class: "class-result" }, spread && spreadView(asked, spread, null, truth), room.close && nearest(room.close)))];
    return [question, el("div", { class: "class-result" }, spread && spreadView(asked, spread, null, truth), room.close && nearest(room.close))];
  }

  /** @param {Room} room @param {import("./types.js").SeenSteering} steering @returns {(HTMLElement|null)[]} */
  function steerParts(room, steering) {
    const decide = (/** @type {number} */ choice) => tell(`/${code}/decide`, { choice });
    const question = [momentLine(steering), el("p", { class: "ask" }, steering.ask)];
    if (room.phase === "road") return [playing(room), el("div", { class: "class-question" }, buttons(room))];
    if (room.phase === "voted") {
      roads.ready(room).catch(() => {}); // on their way before they are asked for; what fails is said then
      return [el("div", { class: "class-question" }, el("h3", {}, room.title), ...question, count, buttons(room), pastList(steering)), el("div", { class: "class-result" }, ...votedParts(steering))];
    }
    return [joinCard(room), el("div", { class: "class-question" }, el("h3", {}, room.title), ...question, el("ol", { class: "class-choices" }, ...steering.choices.map((text) => el("li", {}, text))),
      count, buttons(room), decideAlone(room, decide, !room.address || room.joined === 0), pastList(steering))];
  }

  /** Who decides alone predicts as well: from a seat of the screen's own. @param {Room} room @returns {HTMLElement|null} */
  function hostForm({ asked, joined }) {
    if (joined > 0) return null;
    const form = el("div", { class: "host-form" });
    const lockIt = async (/** @type {string} */ said) => {
      try {
        const seat = await askRoom(`/${code}/join`, "", {});
        await askRoom(`/${code}/lock`, seat.key, asked.curve ? { curve: said.split(",").map(Number) } : { choice: Number(said) });
        refill(form, el("p", { class: "quiet" }, "Your prediction is locked."));
        look();
      } catch (error) {
        fail(error);
      }
    };
    let said = "";
    const locked = button("Lock my prediction", () => lockIt(said), { disabled: true });
    const chosen = (/** @type {string} */ text) => {
      said = text;
      locked.disabled = false;
    };
    refill(form, asked.curve ? curveForm(frameFor(asked), asked.curve.start, chosen) : choiceForm(asked.choices ?? [], chosen), locked);
    return form;
  }

  /** @param {Room} room @returns {HTMLElement} both roads, playing from the last decision on */
  function playing(room) {
    setTimeout(() => roads.play(room)); // once it stands on the page and has a width
    return roads.root;
  }

  /** The worlds of the class on the page, to look around in. */
  async function lookAtRoads() {
    dialog.close();
    await page.open(`${page.room?.query}&stage=look`);
  }

  /** @param {Room} room @returns {HTMLElement} */
  function buttons(room) {
    const big = { class: "primary big" };
    const last = room.steering && room.steering.moment === room.steering.moments - 1;
    const ways = /** @type {Record<string, HTMLElement[]>} */ ({
      vote: [button("Close the vote", () => steer("voted"), big)],
      voted: [last ? button("Predict the end", () => steer("open"), big) : button("Run both roads", () => steer("road"), big), button("Vote again", () => steer("vote"))],
      road: [button("Next decision", () => steer("vote"), big)],
      open: [button("Close predictions", () => steer("closed"), big)],
      closed: [button("Run", run, big), button("Open again", () => steer("open"))],
      run: [button(room.steering ? "The road not taken" : "Who was close?", () => steer("told"), big)],
      told: [room.steering ? button("Look at both roads", lookAtRoads) : "",lessonForm("Next lesson", "Go on", following(room.lesson), "primary")],
    });
    return el("div", { class: "class-row" }, ...(ways[room.phase] ?? []), endButton());
  }

  /** @returns {HTMLElement} asks once more */
  function endButton() {
    let sure = false;
    const made = button("End the room", () => {
      if (sure) endRoom();
      sure = true;
      refill(made, "End it for everybody");
    }, { class: "plain", onblur: () => {
      sure = false;
      refill(made, "End the room");
    } });
    return made;
  }

  /** @param {string} name @returns {string} the lesson after it */
  function following(name) {
    const at = page.start.lessons.findIndex((one) => one.name === name);
    return page.start.lessons[(at + 1) % page.start.lessons.length]?.name ?? name;
  }

  page.on("class", () => {
    if (page.room?.phase === "run" && !page.room.steering) steer("told");
    open();
  });
  page.on("steer", () => {
    open();
    if (!page.room) begin(page.lesson?.name ?? "", true);
  });
  page.on("lesson", show);
  page.on("run", () => (opener.disabled = false)); // not before there are worlds to predict
  dialog.addEventListener("close", () => keep(OPENED, ""));
  if (code && key) look().then(() => page.room && kept(OPENED) && open());
  return { button: opener, dialog };
}

/** How many did, of the phones that are here; those that are away are told beside it, and in every phase alike.
 * @param {Room} room @param {string} did @returns {string} */
export function here({ locked, here: phones, joined }, did) {
  return `${locked} of ${phones} ${did}${joined > phones ? `; ${joined - phones} more ${joined - phones === 1 ? "is" : "are"} away` : ""}`;
}

/** @param {Room} room @returns {HTMLElement[]} how to join, in one line, for those who come late */
function door(room) {
  if (!room.address) return [];
  return [el("span", {}, "Join at ", el("strong", {}, room.address), " with ", el("strong", { class: "class-code" }, room.code))];
}

/** @param {Room} room @returns {HTMLElement} */
function joinCard(room) {
  if (!room.address) return el("div", { class: "class-join" }, el("p", { class: "class-unreached" }, room.unreached ?? ""), el("p", { class: "class-bigcode" }, room.code));
  return el("div", { class: "class-join" }, el("img", { src: `/api/class/${room.code}/qr.svg`, alt: `QR code of ${room.address}/${room.code}`, width: 320, height: 320 }),
    el("p", { class: "class-bigcode", "aria-label": `Code ${[...room.code].join(" ")}` }, room.code));
}

/** @param {import("./types.js").Close} close @returns {HTMLElement} */
function nearest(close) {
  const said = close.right === null ? "Closest" : `${close.right} of ${close.of} were right`;
  const beside = close.right === 0 && close.nearest.length > 0;
  return el("div", { class: "class-near" }, el("h3", {}, said), beside ? el("p", {}, "Closest:") : null, el("ul", { class: "class-labels" }, ...close.nearest.map((one) =>
    el("li", {}, one.label, close.right !== null ? null : el("span", { class: "quiet" }, ` ${figure(one.off)} away`)))));
}

/** What a class said most often, or the middle of its lines, as the page writes a guess. @param {Room} room @returns {string} */
function classGuess(room) {
  const { counts, middle } = room.spread ?? {};
  if (counts?.some((one) => one > 0)) return String(counts.indexOf(Math.max(...counts)));
  return middle?.length ? middle.map((one) => Math.round(one)).join(",") : "-";
}

/** What a refusal may hang on. @param {Room} room @returns {string} */
function standOf({ phase, joined, locked, steering }) {
  return JSON.stringify([phase, joined, locked, steering]);
}
