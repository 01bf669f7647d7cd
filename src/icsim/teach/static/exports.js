/** What leaves the page: a picture of the week on show (PNG, SVG), the lines as a table (CSV), the link. Drawn anew, not photographed.
 *
 * `drawPicture` draws one week with any pen, so an animation is this, week by week.
 */

import { drawChart } from "./chartdraw.js";
import { DARK, WORLD_LINES } from "./colour.js";
import { button, el, refill } from "./dom.js";
import { layOut } from "./layout.js";
import { drawWorld } from "./netdraw.js";
import { SvgPen } from "./svgpen.js";
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
const SHARP = 2; // PNG pixels for each unit
const LETTER = 7.2; // width of a letter of 15 px, about

/** @param {Page} page @returns {{width: number, height: number}} */
export function pictureSize(page) {
  const worlds = page.run?.names.length ?? 2;
  return { width: worlds * (WORLD_WIDE + EDGE) + EDGE, height: HEAD + WORLD_HIGH + CHART_HIGH + FOOT + 2 * EDGE };
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
    drawWorld(pen, { run, layout, world, clock, colour: page.colour(), picked: page.picked });
    pen.restore();
  });
  const lines = page.lines();
  const each = (width - 2 * EDGE) / lines.length;
  lines.forEach((series, at) => drawChart(pen, series, run.weeks, week, { x: EDGE + at * each, y: HEAD + WORLD_HIGH + EDGE, width: each - 12, height: CHART_HIGH }));
  const users = run.ofUsers().map((one) => `${one.display} ${run.names.map((_, world) => figure(one.rows[world][week])).join(" / ")}`);
  const under = HEAD + WORLD_HIGH + CHART_HIGH + 2 * EDGE;
  text(pen, `12px ${FONT}`, `The people served: ${users.join(" · ")} (no evidence in the review: our assumption)`, EDGE, under + 8);
  text(pen, `12px ${FONT}`, `Colour and number: ${page.colour()?.display ?? ""}. Size: power in use. One run of many: it explores a theory and is no forecast. ${cut(run.sent.query, width * 0.6)}`, EDGE, under + 28);
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

/** @param {Page} page @returns {string} the lines, one row for each week, world and measure */
export function csvOf(page) {
  const run = page.run;
  if (!run) return "";
  const quoted = (/** @type {string} */ said) => `"${said.replaceAll('"', '""')}"`;
  const rows = run.measures.flatMap((series) => run.names.flatMap((name, world) => series.rows[world].map((value, week) =>
    [week, quoted(name), series.name, quoted(series.display), value === null ? "" : Number(value.toPrecision(6)), quoted(series.unit), run.sent.luck].join(","))));
  return `week,world,measure,display,value,unit,luck\n${rows.join("\n")}\n`;
}

/** @param {Page} page @returns {string} */
export function svgOf(page) {
  const { width, height } = pictureSize(page);
  const pen = new SvgPen(width, height);
  drawPicture(pen, page, page.clock);
  return pen.file(page.run?.sent.difference ?? "");
}

/** @param {Page} page @returns {Promise<Blob|null>} */
export function pngOf(page) {
  const { width, height } = pictureSize(page);
  const canvas = el("canvas", { width: width * SHARP, height: height * SHARP });
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.scale(SHARP, SHARP);
  drawPicture(pen, page, page.clock);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** @param {Blob|null} blob @param {string} name */
function save(blob, name) {
  if (!blob) return;
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** @param {Page} page @param {(said: string) => void} say @param {() => string} linkNow @returns {HTMLElement} a button that opens a list */
export function makeExports(page, say, linkNow) {
  const stem = () => `icsim-${page.lesson?.name ?? page.run?.sent.place?.name ?? "run"}-luck-${page.run?.sent.luck ?? 0}-week-${page.week}`;
  const list = el("div", { class: "menu-list" });
  const menu = el("details", { class: "menu" }, el("summary", {}, "Save"), list);

  /** @param {string} name @param {() => void|Promise<void>} act */
  const item = (name, act) => button(name, async () => {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    await act();
  });

  refill(list,
    item("Copy the link", async () => {
      try {
        await navigator.clipboard.writeText(linkNow());
        say("The link is copied.");
      } catch {
        say("Copy the link from the address bar: it carries everything.");
      }
    }),
    item("Picture (PNG)", async () => save(await pngOf(page), `${stem()}.png`)),
    item("Picture (SVG)", () => save(new Blob([svgOf(page)], { type: "image/svg+xml" }), `${stem()}.svg`)),
    item("Lines (CSV)", () => save(new Blob([csvOf(page)], { type: "text/csv" }), `${stem()}.csv`)));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  page.on(["stage", "lesson"], () => menu.toggleAttribute("inert", page.locked || page.unfolding));
  return menu;
}
