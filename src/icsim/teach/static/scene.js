/** One world as a room with people in it: whom the story is about in the light, or an outline once gone; who came to the table, whose chair
 * is empty, which posts were cut; and outside, one figure for each person who waits. */

import { el, freshId, refill, svg } from "./dom.js";
import { capital, figure } from "./words.js";

/** @typedef {import("./types.js").Department} Department */
/** @typedef {import("./decode.js").Run} Run */
/** @typedef {Pick<import("./page.js").Page, "run"|"week"|"protagonist">} Stage */
/** @typedef {import("./types.js").Scene} Scene */

const [WIDE, ROOM, STREET] = [640, 236, 104];
const INK = "var(--pen)";
const SOFT = "var(--soft)";
const PAINT = ["var(--paint-0)", "var(--paint-1)", "var(--paint-2)"]; // they differ in lightness, so they differ in grey
const SPOT = "var(--spot)";
const LEADER_AT = 118;
const TABLE = { from: 214, to: 628 };
const [COLUMNS, LINES] = [31, 3]; // figures in the street
const LOW = 0.4; // morale below which heads hang

/** @param {Run|null|undefined} run @returns {Department|null} */
export const departmentOf = (run) => run?.sent.lesson?.department ?? null;

/** @param {Stage} stage @param {number} world @returns {Scene|null} */
export function sceneNow(stage, world) {
  const [run, told] = [stage.run, departmentOf(stage.run)];
  if (!run || !told || world >= run.names.length) return null;
  const week = Math.min(stage.week, run.weeks);
  const own = run.sent.gone.filter((one) => one.world === world && one.leader === told.leader && one.week <= week);
  const left = own.find((one) => one.kind === "left")?.week ?? null;
  const clash = run.leader.at(world, run.leader.row("misfit"), week, told.leader);
  return { left, fresh: left !== null && own.some((one) => one.kind === "came" && one.week >= left), mood: Number.isNaN(clash) ? 0.5 : 1 - clash, seats: told.seats, doctors: told.doctors,
    came: told.came[world][week], cut: told.cut[world][week], staff: told.morale[world][week], waiting: told.waiting[world][week], gave_up: told.gave_up[world][week] };
}

/** For how many people a figure in the street stands, so that there is room for all. @param {number} most who ever wait @returns {number} */
export const peopleEach = (most) => Math.max(1, Math.ceil(most / (COLUMNS * LINES)));

/** @param {Scene} now @param {string} called @returns {string} what the picture shows, for those who do not see it; with the same numbers */
export function sceneSentence(now, called) {
  const who = now.left === null ? `${capital(called)} is there, clash of values ${figure(1 - now.mood)}.` : `${capital(called)} left in week ${now.left}${now.fresh ? " and somebody new came" : ""}.`;
  const cut = now.cut ? ` ${now.cut} of ${now.seats} posts were cut.` : "";
  return `${who} ${now.came} of ${now.seats} come to a joint meeting, morale ${figure(now.staff)}.${cut} ${now.waiting || "Nobody"} wait${now.waiting > 1 ? "" : "s"}, ${now.gave_up} gave up waiting, in this department.`;
}

/** A head with a face: the mouth says the mood, from 0 to 1. @param {number} x @param {number} y @param {number} r @param {number} mood @param {boolean} brows
 * @returns {SVGElement[]} */
function head(x, y, r, mood, brows) {
  const bend = (mood - 0.5) * 1.5 * r;
  const line = { fill: "none", stroke: INK, "stroke-width": Math.max(1.6, r / 9), "stroke-linecap": "round" };
  const eyes = [-1, 1].map((side) => svg("circle", { cx: x + side * r * 0.36, cy: y - r * 0.08, r: Math.max(1.2, r * 0.1), fill: INK }));
  const lids = brows ? [-1, 1].map((side) => svg("path", { d: `M${x + side * r * 0.6} ${y - r * 0.42}Q${x + side * r * 0.36} ${y - r * 0.62} ${x + side * r * 0.16} ${y - r * 0.46}`, ...line })) : [];
  return [svg("circle", { cx: x, cy: y, r, fill: "var(--paper)", stroke: INK, "stroke-width": 2 }), ...eyes, ...lids,
    svg("path", { d: `M${x - r * 0.45} ${y + r * 0.45 - bend / 3}Q${x} ${y + r * 0.45 + (2 * bend) / 3} ${x + r * 0.45} ${y + r * 0.45 - bend / 3}`, ...line })];
}

/** @param {number} x @param {number} floor @param {Scene} now @param {string} colour @returns {SVGElement[]} the leader in the light, or what is left of one */
function leader(x, floor, now, colour) {
  const body = `M${x - 31} ${floor}L${x - 27} ${floor - 84}Q${x - 24} ${floor - 110} ${x} ${floor - 110}Q${x + 24} ${floor - 110} ${x + 27} ${floor - 84}L${x + 31} ${floor}Z`;
  const gone = { fill: "none", stroke: SOFT, "stroke-width": 2.5, "stroke-dasharray": "6 5" };
  const light = svg("polygon", { points: `${x - 18},16 ${x + 18},16 ${x + 56},${floor} ${x - 56},${floor}`, fill: SPOT, "fill-opacity": (now.left === null) ? 1 : 0.45 });
  const ring = svg("ellipse", { cx: x, cy: floor, rx: 52, ry: 9, fill: (now.left === null) ? SPOT : "none", stroke: INK, "stroke-width": 3, ...((now.left === null) ? {} : { "stroke-dasharray": "7 5" }), class: "scene-ring" });
  const person = (now.left === null) ? [svg("path", { d: body, fill: colour, stroke: INK, "stroke-width": 2.5 }), ...head(x, floor - 132, 25, now.mood, true)]
    : [svg("path", { d: body, ...gone }), svg("circle", { cx: x, cy: floor - 132, r: 25, ...gone })];
  const sign = (now.left === null) ? [] : [svg("rect", { x: x - 50, y: floor - 74, width: 100, height: 46, rx: 6, fill: "var(--paper)", stroke: INK, "stroke-width": 2 }), words(x, floor - 55, "left", 18), words(x, floor - 36, `week ${now.left}`, 17)];
  const next = now.fresh ? [svg("path", { d: `M${x + 44} ${floor}V${floor - 46}Q${x + 46} ${floor - 62} ${x + 64} ${floor - 62}Q${x + 82} ${floor - 62} ${x + 84} ${floor - 46}V${floor}Z`, fill: colour, stroke: INK, "stroke-width": 2 }),
    ...head(x + 64, floor - 76, 14, 0.5, false), svg("text", { x: x + 64, y: floor - 24, "text-anchor": "middle", "font-size": 16, "font-weight": 700, fill: "var(--paper)", stroke: INK, "stroke-width": 3, "paint-order": "stroke" }, "new")] : [];
  return [light, ring, ...person, ...sign, ...next];
}

/** @param {number} x @param {number} y @param {string} text @param {number} size @returns {SVGElement} */
function words(x, y, text, size) {
  return svg("text", { x, y, "text-anchor": "middle", "font-size": size, "font-weight": 700, fill: INK }, text);
}

/** Who of the seats is cut, who stays away and who came: the same seats in the same order in every week, so that nobody changes places.
 * @param {Scene} now @returns {("cut"|"empty"|"came")[]} */
function seatKinds({ seats, cut, came }) {
  const order = Array.from({ length: seats }, (_, at) => (at * 7 + 1) % seats);
  const each = new Set(order).size === seats ? order : order.map((_, at) => at);
  return Array.from({ length: seats }, (_, seat) => {
    const place = each.indexOf(seat);
    return place < cut ? "cut" : place < seats - came ? "empty" : "came";
  });
}

/** @param {Scene} now @param {number} top of the table @param {string} colour @returns {SVGElement[]} */
function seats(now, top, colour) {
  const step = (TABLE.to - TABLE.from - 14) / now.seats;
  const wide = Math.min(34, step - 6);
  const down = now.staff < LOW ? 4 : 0;
  return seatKinds(now).map((kind, at) => {
    const x = TABLE.from + 7 + step * (at + 0.5);
    const [left, right] = [x - wide / 2, x + wide / 2];
    if (kind === "empty") return svg("g", { class: "scene-empty" }, svg("path", { d: `M${left} ${top}V${top - 44}Q${left} ${top - 54} ${left + 8} ${top - 54}H${right - 8}Q${right} ${top - 54} ${right} ${top - 44}V${top}Z`, fill: "var(--paper)", stroke: INK, "stroke-width": 2 }),
      svg("path", { d: `M${left} ${top - 34}H${right}M${left} ${top - 16}H${right}`, stroke: INK, "stroke-width": 2 }));
    const torso = `M${left} ${top}V${top - 20}Q${left} ${top - 38} ${x} ${top - 38}Q${right} ${top - 38} ${right} ${top - 20}V${top}Z`;
    const gone = { fill: "none", stroke: SOFT, "stroke-width": 2, "stroke-dasharray": "4 4" };
    if (kind === "cut") return svg("g", { class: "scene-cut" }, svg("path", { d: torso, ...gone }), svg("circle", { cx: x, cy: top - 50, r: 13, ...gone }), svg("path", { d: `M${x - 5} ${top - 55}l10 10m0 -10l-10 10`, stroke: INK, "stroke-width": 2.5 }));
    const coat = at < now.doctors ? [svg("path", { d: `M${x - 7} ${top - 37}L${x} ${top - 18}L${x + 7} ${top - 37}M${x} ${top - 18}V${top}`, fill: "none", stroke: "var(--paper)", "stroke-width": 2 })] : [];
    return svg("g", { class: "scene-came" }, svg("path", { d: torso, fill: colour, stroke: INK, "stroke-width": 2 }), ...coat, ...head(x + down / 2, top - 50 + down, 13, now.staff, false));
  });
}

/** @param {number} figures @returns {SVGElement[]} people in the street, rows from the wall outwards */
function queue(figures) {
  const step = (WIDE - 16) / COLUMNS;
  if (!figures) return [svg("text", { x: 24, y: ROOM + 58, "font-size": 24, "font-weight": 700, fill: SOFT }, "nobody waits")];
  return Array.from({ length: figures }, (_, at) => {
    const [x, y] = [8 + step * ((at % COLUMNS) + 0.5), ROOM + 34 + 32 * Math.floor(at / COLUMNS)];
    return svg("path", { class: "scene-waits", d: `M${x - 7} ${y}V${y - 10}Q${x - 7} ${y - 17} ${x} ${y - 17}Q${x + 7} ${y - 17} ${x + 7} ${y - 10}V${y}ZM${x - 5} ${y - 22}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z`, fill: "var(--paper)", stroke: INK, "stroke-width": 1.8 });
  });
}

/** @param {Scene} now @param {number} world @param {string} called @param {number} each people for whom a figure stands @returns {SVGElement} */
export function drawScene(now, world, called, each) {
  const [floor, top, id, colour] = [ROOM - 4, ROOM - 62, freshId("roof"), PAINT[world]];
  const roof = svg("pattern", { id, width: 18, height: 18, patternUnits: "userSpaceOnUse", patternTransform: world === 1 ? "rotate(35)" : "" }, svg("rect", { width: 18, height: 18, fill: colour }),
    world === 1 ? svg("rect", { width: 9, height: 18, fill: "var(--stripe)" }) : world === 2 ? svg("circle", { cx: 9, cy: 9, r: 4, fill: "var(--paper)" }) : null);
  const cut = now.cut ? `, ${now.cut} cut` : "";
  return svg("svg", { viewBox: `0 0 ${WIDE} ${ROOM + STREET}`, class: "scene", role: "img", "aria-label": sceneSentence(now, called) }, svg("defs", {}, roof),
    svg("rect", { x: 1, y: 8, width: WIDE - 2, height: ROOM - 10, fill: "var(--room)", stroke: INK, "stroke-width": 2 }), svg("rect", { x: 0, y: 0, width: WIDE, height: 16, fill: `url(#${id})` }),
    svg("rect", { x: 10, y: floor - 118, width: 40, height: 118, fill: "var(--wood)", stroke: INK, "stroke-width": 2 }), svg("circle", { cx: 42, cy: floor - 56, r: 2.5, fill: INK }),
    ...leader(LEADER_AT, floor, now, colour), ...seats(now, top, colour),
    svg("rect", { x: TABLE.from - 6, y: top, width: TABLE.to - TABLE.from + 12, height: 11, rx: 5, fill: "var(--board)", stroke: INK, "stroke-width": 2 }),
    svg("rect", { x: TABLE.from, y: top + 11, width: TABLE.to - TABLE.from, height: floor - top - 11, fill: "var(--wood)", stroke: INK, "stroke-width": 2 }),
    words((TABLE.from + TABLE.to) / 2, floor - 17, `${now.came} of ${now.seats} at the joint table${cut}`, 21),
    svg("line", { x1: 0, x2: WIDE, y1: floor + 2, y2: floor + 2, stroke: INK, "stroke-width": 4 }), ...queue(Math.ceil(now.waiting / each)), svg("line", { x1: 0, x2: WIDE, y1: ROOM + STREET - 2, y2: ROOM + STREET - 2, stroke: "var(--grid)", "stroke-width": 3 }));
}

/** @param {Stage} stage @param {number} world @returns {{root: HTMLElement, tell: () => void}} the room, and below it how many wait and gave up */
export function makeScene(stage, world) {
  const root = el("div", { class: "scene-of" });
  let drawn = "";
  return {
    root,
    tell: () => {
      const now = sceneNow(stage, world);
      root.hidden = !now;
      const called = stage.protagonist()?.called ?? "";
      const each = peopleEach(Math.max(...(departmentOf(stage.run)?.waiting.flat() ?? [0])));
      const key = now ? `${called} ${each} ${Object.values(now).join(" ")}` : "";
      if (!now || key === drawn) return;
      drawn = key;
      refill(root, drawScene(now, world, called, each), sceneCount(now, each));
    },
  };
}

/** How many wait and gave up, with what that rests on. @param {Scene} now @param {number} each @returns {HTMLElement} */
export function sceneCount(now, each) {
  return el("p", { class: "scene-said" }, el("strong", {}, String(now.waiting)), now.waiting === 1 ? " waits " : " wait ", el("strong", {}, String(now.gave_up)), " gave up, in this department ",
    el("span", { class: "assumed" }, `${each > 1 ? `one figure stands for ${each}; ` : ""}no evidence in the review: our assumption`));
}
