/** Draws one world in one week. Knows a pen with canvas's verbs, so that screen, PNG and SVG are drawn alike. */

import { onScale, scaleColour } from "./colour.js";
import { CORNER, inLines, isOnTop, LINE_HEIGHT, TIGHT_LETTER } from "./layout.js";
import { short } from "./words.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./decode.js").Run} Run */
/** @typedef {CanvasRenderingContext2D|import("./svgpen.js").SvgPen} Pen */
/** @typedef {{run: Run, layout: Layout, world: number, clock: number, colour: import("./types.js").Field|undefined,
 *   picked: import("./types.js").Picked|null, hero?: {kind: "team"|"leader", index: number, called: string}|null,
 *   paint: import("./colour.js").Paint}} Scene */

const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const BOW = 0.1; // how far a line bends, as a share of its length
const ROW_BOW = 0.2; // the same between teams of one row, so that it passes those between them
const CROWD = 70; // from so many lines on each is fainter
const BACKED = 0.93; // how opaque the ground behind a name is
const THICKEST = 7; // pixels, at full trust

/** @param {Pen} pen @param {Scene} scene */
export function drawWorld(pen, scene) {
  drawCards(pen, scene);
  drawTies(pen, scene);
  drawCardNames(pen, scene);
  drawHero(pen, scene);
  drawTeams(pen, scene);
  drawLeaders(pen, scene);
}

/** @param {Pen} pen @param {Scene} scene */
function drawCards(pen, { layout, paint }) {
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.font = `600 11px ${FONT}`;
  pen.fillStyle = paint.quiet;
  for (const sector of layout.sectors) pen.fillText(sector.label.toUpperCase(), sector.x, sector.y);
  for (const card of layout.cards) {
    pen.fillStyle = paint.card;
    pen.strokeStyle = paint.cardEdge;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.roundRect(card.x + 0.5, card.y + 0.5, card.width - 1, card.height - 1, 7);
    pen.fill();
    pen.stroke();
  }
}

/** Over the lines between teams, which would strike them through. @param {Pen} pen @param {Scene} scene */
function drawCardNames(pen, { layout, paint }) {
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  for (const card of layout.cards) {
    const narrow = card.label.length * 6.3 > card.width - CORNER;
    const [letter, x] = narrow ? [TIGHT_LETTER, card.x + 4] : [6.3, card.x + 6];
    const name = fitted(card.label, card.width - CORNER, letter);
    backed(pen, paint, x, card.y + 3, name.length * letter, 12);
    pen.font = `${narrow ? 10 : 12}px ${FONT}`;
    pen.fillStyle = paint.ink;
    pen.fillText(name, x, card.y + 13);
  }
}

/** Room behind a name, through which lines are hardly seen. @param {Pen} pen @param {import("./colour.js").Paint} paint @param {number} x @param {number} y @param {number} width @param {number} height */
function backed(pen, paint, x, y, width, height) {
  pen.globalAlpha = BACKED;
  pen.fillStyle = paint.card;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = 1;
}

/** @param {string} text @param {number} width @param {number} [letter] @returns {string} cut where it does not fit */
function fitted(text, width, letter = 6.3) {
  const room = Math.floor(width / letter);
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`;
}

/** A spotlight and a ring where the one stands whom the story is about. @param {Pen} pen @param {Scene} scene */
function drawHero(pen, { layout, hero, paint }) {
  if (!hero) return;
  const at = (hero.kind === "team" ? layout.teams : layout.leaders)[hero.index];
  pen.beginPath();
  pen.arc(at.x, at.y, hero.kind === "team" ? layout.radius + 7 : 13, 0, 2 * Math.PI);
  pen.fillStyle = paint.spot;
  pen.fill();
  pen.strokeStyle = paint.ink;
  pen.lineWidth = 2.5;
  pen.stroke();
}

/** @param {Pen} pen @param {Scene} scene */
function drawTies(pen, { run, layout, world, clock, picked, paint }) {
  const [there, back] = [run.tie.row("there"), run.tie.row("back")];
  const chosen = chosenTeams(run, picked);
  const faint = run.sent.ties.length > CROWD ? 0.2 : 0.3;
  run.sent.ties.forEach(([from, to], tie) => {
    const [one, other] = [run.tie.between(world, there, clock, tie), run.tie.between(world, back, clock, tie)];
    if (Number.isNaN(one) && Number.isNaN(other)) return;
    const near = chosen.has(from) || chosen.has(to);
    pen.globalAlpha = !chosen.size ? faint : near ? 0.75 : 0.08;
    pen.fillStyle = near ? paint.near : paint.tie;
    taper(pen, layout.teams[from], layout.teams[to], thickness(one), thickness(other));
  });
  pen.globalAlpha = 1;
}

/** @param {number} trust @returns {number} */
function thickness(trust) {
  return Number.isNaN(trust) ? 0.3 : 0.4 + THICKEST * trust * trust;
}

/** A bent line, as thick at each end as the team there trusts the other. @param {Pen} pen
 * @param {import("./layout.js").Point} from @param {import("./layout.js").Point} to @param {number} thickFrom @param {number} thickTo */
function taper(pen, from, to, thickFrom, thickTo) {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(across, down) || 1;
  const [nx, ny] = [-down / length, across / length];
  const bow = length * (Math.abs(down) < 4 ? ROW_BOW : BOW);
  const [midX, midY] = [(from.x + to.x) / 2 + nx * bow, (from.y + to.y) / 2 + ny * bow];
  const thickMid = (thickFrom + thickTo) / 2;
  pen.beginPath();
  pen.moveTo(from.x + (nx * thickFrom) / 2, from.y + (ny * thickFrom) / 2);
  pen.quadraticCurveTo(midX + (nx * thickMid) / 2, midY + (ny * thickMid) / 2, to.x + (nx * thickTo) / 2, to.y + (ny * thickTo) / 2);
  pen.lineTo(to.x - (nx * thickTo) / 2, to.y - (ny * thickTo) / 2);
  pen.quadraticCurveTo(midX - (nx * thickMid) / 2, midY - (ny * thickMid) / 2, from.x - (nx * thickFrom) / 2, from.y - (ny * thickFrom) / 2);
  pen.closePath();
  pen.fill();
}

/** @param {Run} run @param {import("./types.js").Picked|null} picked @returns {Set<number>} the picked team, or those that a leader leads */
function chosenTeams(run, picked) {
  if (!picked) return new Set();
  return new Set(picked.kind === "team" ? [picked.index] : run.sent.leaders[picked.index]?.leads ?? []);
}

/** @param {Pen} pen @param {Scene} scene */
function drawTeams(pen, { run, layout, world, clock, colour, picked, paint }) {
  const power = run.team.row("power");
  const row = colour ? run.team.row(colour.name) : -1;
  pen.textAlign = "center";
  run.sent.teams.forEach((team, index) => {
    const at = layout.teams[index];
    const value = run.team.between(world, row, clock, index);
    const radius = discSize(run, layout, world, clock, power, index);
    const share = colour && !Number.isNaN(value) ? (value - colour.low) / (colour.high - colour.low || 1) : 0;
    const chosen = picked?.kind === "team" && picked.index === index;
    pen.beginPath();
    pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    pen.fillStyle = Number.isNaN(value) ? paint.paper : scaleColour(share);
    pen.fill();
    pen.strokeStyle = paint.ink;
    pen.lineWidth = chosen ? 3 : 1;
    pen.stroke();
    pen.fillStyle = Number.isNaN(value) ? paint.ink : onScale(share);
    pen.font = `600 ${radius < 13 ? 10 : 12}px ${FONT}`;
    pen.textBaseline = "middle";
    if (radius >= 9) pen.fillText(short(value), at.x, at.y + 0.5);
    if (!layout.named) numberOf(pen, paint, layout, index);
    else {
      pen.textBaseline = "alphabetic";
      const name = inLines(team.name, at.room, layout.nameLines);
      pen.font = `${name.size}px ${FONT}`;
      name.lines.forEach((line, row) => {
        const down = at.y + layout.radius + row * LINE_HEIGHT;
        backed(pen, paint, at.x - (line.length * name.letter) / 2, down + 3, line.length * name.letter, LINE_HEIGHT);
        pen.fillStyle = paint.quiet;
        pen.fillText(line, at.x, down + 12);
      });
    }
  });
}

/** Where names have no room: a number, which the list below explains. @param {Pen} pen @param {import("./colour.js").Paint} paint @param {Layout} layout @param {number} index */
function numberOf(pen, paint, layout, index) {
  const at = layout.teams[index];
  pen.font = `700 10px ${FONT}`;
  pen.textBaseline = "alphabetic";
  pen.fillStyle = paint.card;
  pen.fillRect(at.x - 7, at.y + layout.radius + 1, 14, 10);
  pen.fillStyle = paint.ink;
  pen.fillText(String(layout.numbers[index]), at.x, at.y + layout.radius + 10);
}

/** The disc's area goes with the power that a team uses. @param {Run} run @param {Layout} layout @param {number} world
 * @param {number} clock @param {number} row @param {number} team @returns {number} a radius */
function discSize(run, layout, world, clock, row, team) {
  const value = run.team.between(world, row, clock, team);
  if (Number.isNaN(value)) return layout.radius * 0.75;
  const { low, high } = run.used("power") ?? run.team.fields[row];
  const share = Math.min(Math.max((value - low) / (high - low || 1), 0), 1);
  return Math.max(10, layout.radius * Math.sqrt(0.25 + 0.75 * share));
}

/** @param {Pen} pen @param {Scene} scene */
function drawLeaders(pen, { run, layout, world, clock, picked, paint }) {
  pen.font = `11px ${FONT}`;
  const tops = run.sent.leaders.filter((leader) => isOnTop(run.sent, leader)).length;
  run.sent.leaders.forEach((leader, index) => {
    const at = layout.leaders[index];
    const top = isOnTop(run.sent, leader);
    const chosen = picked?.kind === "leader" && picked.index === index;
    const size = top ? 8 : 6;
    const left = isAbsent(run, world, clock, index);
    if (!top && leader.tier !== "system") brackets(pen, paint, layout, at, leader.leads);
    pen.beginPath();
    pen.moveTo(at.x, at.y - size);
    pen.lineTo(at.x + size, at.y);
    pen.lineTo(at.x, at.y + size);
    pen.lineTo(at.x - size, at.y);
    pen.closePath();
    pen.fillStyle = left ? paint.paper : chosen ? paint.chosen : paint.ink;
    pen.fill();
    pen.strokeStyle = paint.ink;
    pen.lineWidth = chosen ? 2.5 : 1.2;
    pen.stroke();
    if (top && tops < 5) {
      pen.textAlign = "left";
      pen.textBaseline = "middle";
      pen.fillStyle = paint.ink;
      pen.fillText(fitted(leader.name, layout.width / Math.max(tops, 2) - 30), at.x + 13, at.y + 0.5);
    }
  });
}

/** @param {Pen} pen @param {import("./colour.js").Paint} paint @param {Layout} layout @param {import("./layout.js").Point} at @param {number[]} leads */
function brackets(pen, paint, layout, at, leads) {
  pen.strokeStyle = paint.ink;
  pen.lineWidth = 1;
  for (const team of leads) {
    const to = layout.teams[team];
    if (!to || Math.abs(to.y - layout.radius - 9 - at.y) > 1 || Math.abs(to.x - at.x) < 2) continue;
    pen.beginPath();
    pen.moveTo(at.x, at.y);
    pen.lineTo(to.x, at.y);
    pen.lineTo(to.x, at.y + 5);
    pen.stroke();
  }
}

/** @param {Run} run @param {number} world @param {number} clock @param {number} leader @returns {boolean} whether the post is empty */
function isAbsent(run, world, clock, leader) {
  const row = run.leader.row("present");
  return row >= 0 && !(run.leader.at(world, row, Math.floor(clock), leader) > 0.5);
}
