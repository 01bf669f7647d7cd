/** What leaves the page: the link, a picture of the week on show (PNG, SVG), the lines as a table (CSV), the run as a moving
 * picture or a film, and all of it as one HTML file. */

import { button, el, refill } from "./dom.js";
import { filmKind, filmOf, gifOf } from "./film.js";
import { drawPicture, pictureSize } from "./picture.js";
import { linkQuery } from "./query.js";
import { SvgPen } from "./svgpen.js";

/** @typedef {import("./page.js").Page} Page */

const SHARP = 2; // PNG pixels for each unit

/** @param {Page} page @returns {string} the lines, one row for each week, world and measure */
export function csvOf(page) {
  const run = page.run;
  if (!run) return "";
  const quoted = (/** @type {string} */ said) => `"${said.replaceAll('"', '""')}"`;
  const rows = run.measures.flatMap((series) => run.names.flatMap((name, world) => series.rows[world].map((value, week) =>
    [week, quoted(name), series.name, quoted(series.display), value === null ? "" : Number(value.toPrecision(6)), quoted(series.unit), run.sent.replicate].join(","))));
  return `week,world,measure,display,value,unit,replicate\n${rows.join("\n")}\n`;
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
  const stem = () => `icsim-${page.lesson?.name ?? page.run?.sent.place?.name ?? "run"}-luck-${page.run?.sent.replicate ?? 0}`;
  const now = () => `${stem()}-week-${page.week}`;
  const list = el("div", { class: "menu-list" });
  const menu = el("details", { class: "menu" }, el("summary", {}, "Save"), list);
  const working = el("output", { class: "quiet" });
  const tell = (/** @type {string} */ said) => {
    refill(working, said);
    say(said);
  };

  /** @param {string} name @param {() => void|Promise<void>} act @returns {HTMLButtonElement} */
  const item = (name, act) => button(name, async () => {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    await act();
  });

  /** What takes a while: said beside the button while it does, and one at a time. @param {string} name
   * @param {(tell: (part: string) => void) => Promise<[Blob, string]>} make */
  const slow = (name, make) => item(name, async () => {
    if (working.textContent) return;
    try {
      tell("One moment …");
      save(...await make((part) => refill(working, part)));
      tell("");
      say("Saved.");
    } catch (error) {
      tell("");
      page.fail(error);
    }
  });

  const film = filmKind();
  const { file } = page.source;
  const ofTheRun = [
    item("Picture (PNG)", async () => save(await pngOf(page), `${now()}.png`)),
    item("Picture (SVG)", () => save(new Blob([svgOf(page)], { type: "image/svg+xml" }), `${now()}.svg`)),
    item("Lines (CSV)", async () => {
      if (page.run?.sent.brief) await page.request(); // a slider has just moved, and only what was seen has come
      save(new Blob([csvOf(page)], { type: "text/csv" }), `${now()}.csv`);
    }),
    slow("Moving picture (GIF)", async (part) => [await gifOf(page, part), `${stem()}.gif`]),
    film && slow(`Film (${film.name})`, async (part) => [await filmOf(page, film, part), `${stem()}.${film.ending}`]),
  ].filter((one) => one !== null);
  refill(list,
    item("Copy the link", async () => {
      try {
        await navigator.clipboard.writeText(linkNow());
        say("The link is copied.");
      } catch {
        say("Copy the link from the address bar: it carries everything.");
      }
    }),
    ...ofTheRun,
    film?.name === "MP4" ? null : el("p", { class: "quiet" }, film ? "This browser writes films as WebM, not as MP4." : "This browser cannot write films."),
    file ? slow("All of it, as one HTML file", async () => [await file(fileQuery(page)), `${stem()}.html`]) : null);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  page.on(["stage", "lesson"], () => ofTheRun.forEach((one) => (one.disabled = page.locked || page.unfolding)));
  return el("span", { class: "control" }, working, menu);
}

/** What the one HTML file is to hold: a lesson as it was opened, whatever was tried since; else the worlds on show.
 * @param {Page} page @returns {string} */
function fileQuery(page) {
  const ask = page.lesson ? { ...page.opened, replicate: page.shown.replicate } : page.shown;
  return linkQuery({ ...ask, measure: page.ask.measure, lines: page.ask.lines, week: null, stage: "", guess: "" });
}
