/** The rooms that this browser opened: a tab that was closed leaves its room to the next one, which takes it up or ends it. */

import { button, el } from "./dom.js";
import { keep, kept, ofPhone } from "./keep.js";
import { askRoom } from "./source.js";

const ROOMS = "icsim-rooms"; // codes and secrets, of all tabs

/** @returns {[string, string][]} code and secret, the latest first */
export function ownRooms() {
  return kept(ROOMS, ofPhone).split(";").filter(Boolean).map((one) => /** @type {[string, string]} */ (one.split(" ")));
}

/** @param {string} code @param {string} key */
export function rememberRoom(code, key) {
  if (ownRooms()[0]?.[0] !== code) keep(ROOMS, [[code, key], ...ownRooms().filter(([other]) => other !== code)].map((one) => one.join(" ")).join(";"), ofPhone);
}

/** @param {string} code */
export function forgetRoom(code) {
  keep(ROOMS, ownRooms().filter(([other]) => other !== code).map((one) => one.join(" ")).join(";"), ofPhone);
}

/** @param {(code: string, key: string) => void} takeUp @param {(error: unknown) => void} fail @param {() => void} show draws the list anew @returns {HTMLElement|null} */
export function ownRoomsList(takeUp, fail, show) {
  const rooms = ownRooms();
  if (!rooms.length) return null;
  const end = async (/** @type {string} */ code, /** @type {string} */ key) => {
    await askRoom(`/${code}/steer`, key, { to: "ended" }).catch((error) => error.status === 404 || fail(error));
    forgetRoom(code);
    show();
  };
  return el("div", { class: "own-rooms" }, el("p", {}, "Rooms that this browser opened before:"), ...rooms.map(([code, key]) => el("p", { class: "class-row" }, el("strong", {}, code),
    button("Take it up", () => takeUp(code, key), { "aria-label": `Take up room ${code}` }), button("End it", () => end(code, key), { class: "plain", "aria-label": `End room ${code}` }))));
}
