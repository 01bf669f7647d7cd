/** Draws what the page shows in one week with any pen, anew and not photographed: a picture is this once, a film week by week. */

import { drawChart } from "./chartdraw.js";
import { DARK, PAPER, WORLD_LINES } from "./colour.js";
import { layOut, whoIsWho } from "./layout.js";
import { drawWorld } from "./netdraw.js";
import { figure } from "./words.js";

/** @typedef {import("./page.js").Page} Page */

const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const WORLD_WIDE = 620;
const WORLD_HIGH = 420;
const CHART_HIGH = 190;
const EDGE = 20;
const HEAD = 84;
const FOOT = 46;
const SWATCH = 26; // a piece of a world's line
const WHO = 16; // a line of names
const SMALL_LETTER = 6.2; // width of a letter of 12 px, about
const LETTER = 7.2; // width of a letter of 15 px, about

/** @param {Page} page @returns {{width: number, height: number}} */
export function pictureSize(page) {
  const worlds = page.run?.names.length ?? 2;
  return { width: worlds * (WORLD_WIDE + EDGE) + EDGE, height: HEAD + WORLD_HIGH + CHART_HIGH + FOOT + 2 * EDGE + WHO * whoLines(page).length };
}

/** Who is who, where the circles have numbers for names. @param {Page} page @returns {string[]} lines */
function whoLines(page) {
  if (!page.run) return [];
  const layout = layOut(page.run.sent, WORLD_WIDE, WORLD_HIGH);
  if (layout.named) return [];
  const room = ((WORLD_WIDE + EDGE) * page.run.names.length) / SMALL_LETTER;
  /** @type {string[]} */
  const lines = [];
  for (const { organisation, teams } of whoIsWho(page.run.sent, layout)) {
    const said = `${organisation}: ${teams.join(", ")}`;
    if (lines.length && lines[lines.length - 1].length + said.length + 3 <= room) lines[lines.length - 1] += ` · ${said}`;
    else lines.push(said);
  }
  return lines;
}

/** @param {import("./netdraw.js").Pen} pen @param {Page} page @param {number} clock the week to draw */
export function drawPicture(pen, page, clock) {
  const run = page.run;
  if (!run) return;
  const { width, height } = pictureSize(page);
  pen.globalAlpha = 1;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  const week = Math.floor(clock);
  text(pen, `600 18px ${FONT}`, `Week ${week} of ${run.weeks}${run.sent.place ? ` · ${run.sent.place.display}` : ""}`, EDGE, 28);
  text(pen, `15px ${FONT}`, cut(run.sent.difference, width - 2 * EDGE), EDGE, 51);
  const layout = layOut(run.sent, WORLD_WIDE, WORLD_HIGH);
  run.names.forEach((name, world) => {
    const left = EDGE + world * (WORLD_WIDE + EDGE);
    text(pen, `600 15px ${FONT}`, name, left + SWATCH + 8, HEAD - 8, WORLD_LINES[world].colour);
    pen.strokeStyle = WORLD_LINES[world].colour;
    pen.lineWidth = 3;
    pen.setLineDash(WORLD_LINES[world].dash);
    pen.beginPath();
    pen.moveTo(left, HEAD - 13);
    pen.lineTo(left + SWATCH, HEAD - 13);
    pen.stroke();
    pen.setLineDash([]);
    pen.save();
    pen.translate(left, HEAD);
    drawWorld(pen, { run, layout, world, clock, colour: page.colour(), picked: page.picked, hero: page.protagonist(), paint: PAPER });
    pen.restore();
  });
  const lines = page.lines();
  const each = (width - 2 * EDGE) / lines.length;
  lines.forEach((series, at) => drawChart(pen, series, run.weeks, week, { x: EDGE + at * each, y: HEAD + WORLD_HIGH + EDGE, width: each - 12, height: CHART_HIGH }));
  const users = run.ofUsers().map((one) => `${one.display} ${run.names.map((_, world) => figure(one.rows[world][week], one.count)).join(" / ")}`);
  const under = HEAD + WORLD_HIGH + CHART_HIGH + 2 * EDGE;
  text(pen, `12px ${FONT}`, `The people served: ${users.join(" · ")} (no evidence in the review: our assumption)`, EDGE, under + 8);
  text(pen, `12px ${FONT}`, `Colour and number: ${page.colour()?.display ?? ""}. Size: power in use. A theory explored, not a forecast: one run of many. ${cut(run.sent.query, width * 0.6)}`, EDGE, under + 28);
  whoLines(page).forEach((line, at) => text(pen, `12px ${FONT}`, line, EDGE, under + 28 + WHO * (at + 1)));
}

/** @param {import("./netdraw.js").Pen} pen @param {string} font @param {string} said @param {number} x @param {number} y @param {string} [colour] */
function text(pen, font, said, x, y, colour = DARK) {
  pen.font = font;
  pen.fillStyle = colour;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillText(said, x, y);
}

/** @param {string} said @param {number} width @returns {string} */
function cut(said, width) {
  const room = Math.floor(width / LETTER);
  return said.length > room ? `${said.slice(0, room - 1)}…` : said;
}
