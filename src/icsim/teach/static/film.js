/** The run as seen, week by week: as a GIF, which every program shows, or as a film, where the browser can write one. */

import { el } from "./dom.js";
import { drawPicture, pictureSize } from "./picture.js";
import { GIFEncoder, applyPalette, quantize } from "./vendor/gifenc.esm.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{name: string, ending: string, type: string}} Kind */
/** @typedef {{canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D}} Sheet */

const MOST_PICTURES = 132; // of a GIF: longer runs leave weeks out
const EACH = 120; // milliseconds that a picture of a GIF stands
const LAST = 2500; // milliseconds that the last one stands
const COLOURS = 255; // of 256: one is kept for “as before”
const AS_BEFORE = 255;
const SAMPLES = [0, 0.5, 1]; // shares of the run from whose pictures the colours are taken
const WEEKS_A_SECOND = 8; // of a film
const LONGEST = 30; // seconds of a film, to which longer runs are quickened
const FRAMES_A_SECOND = 30;
const BITS_A_SECOND = 4_000_000;
/** @type {Kind[]} what a browser may be able to write, the best first */
const KINDS = [
  { name: "MP4", ending: "mp4", type: "video/mp4;codecs=avc1.640028" },
  { name: "MP4", ending: "mp4", type: "video/mp4;codecs=avc1.42E028" },
  { name: "MP4", ending: "mp4", type: "video/mp4" },
  { name: "WebM", ending: "webm", type: "video/webm;codecs=vp9" },
  { name: "WebM", ending: "webm", type: "video/webm" },
];

/** @param {Page} page @returns {Sheet} what the pictures are drawn on */
function makeSheet(page) {
  const { width, height } = pictureSize(page);
  const canvas = el("canvas", { width: 2 * Math.ceil(width / 2), height: 2 * Math.ceil(height / 2) }); // film wants even numbers
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, pen };
}

/** @returns {Promise<void>} once the page had a moment for other things */
function moment() {
  return new Promise((done) => setTimeout(done));
}

/** @param {number} weeks @returns {number[]} the weeks of a GIF, first and last among them */
export function weeksShown(weeks) {
  const every = Math.ceil(weeks / (MOST_PICTURES - 1)) || 1;
  const shown = Array.from({ length: Math.floor(weeks / every) + 1 }, (_, at) => at * every);
  if (shown[shown.length - 1] !== weeks) shown.push(weeks);
  return shown;
}

/** The whole run as a GIF. Each picture holds only what changed since the one before. @param {Page} page
 * @param {(part: string) => void} tell how far it is @returns {Promise<Blob>} */
export async function gifOf(page, tell) {
  const { canvas, pen } = makeSheet(page);
  const { width, height } = canvas;
  const weeks = weeksShown(page.run?.weeks ?? 0);
  const picture = (/** @type {number} */ week) => {
    drawPicture(pen, page, week);
    return pen.getImageData(0, 0, width, height).data;
  };
  const palette = coloursOf(weeks, picture);
  const gif = GIFEncoder();
  /** @type {Uint8Array} */
  let before = new Uint8Array(0);
  for (const [at, week] of weeks.entries()) {
    tell(`Picture ${at + 1} of ${weeks.length}`);
    await moment();
    const now = applyPalette(picture(week), palette);
    const delay = at === weeks.length - 1 ? LAST : EACH;
    if (at === 0) gif.writeFrame(now, width, height, { palette: [...palette, [0, 0, 0]], delay, dispose: 1 });
    else gif.writeFrame(changed(now, before), width, height, { delay, dispose: 1, transparent: true, transparentIndex: AS_BEFORE });
    before = now;
  }
  gif.finish();
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (gif.bytes())], { type: "image/gif" });
}

/** @param {number[]} weeks @param {(week: number) => Uint8ClampedArray} picture @returns {number[][]} colours that serve the whole run */
function coloursOf(weeks, picture) {
  const parts = SAMPLES.map((share) => picture(weeks[Math.round(share * (weeks.length - 1))]));
  const all = new Uint8ClampedArray(parts.reduce((sum, part) => sum + part.length, 0));
  parts.forEach((part, at) => all.set(part, at * part.length));
  const found = quantize(all, COLOURS);
  while (found.length < COLOURS) found.push([255, 255, 255]); // so that “as before” is the last
  return found;
}

/** @param {Uint8Array} now @param {Uint8Array} before @returns {Uint8Array} “as before” where nothing changed */
function changed(now, before) {
  return now.map((colour, at) => (colour === before[at] ? AS_BEFORE : colour));
}

/** @returns {Kind|null} what this browser can write */
export function filmKind() {
  if (typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype)) return null;
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind.type)) ?? null;
}

/** The whole run as a film. The browser records as it plays, so it takes as long as the film lasts. @param {Page} page @param {Kind} kind
 * @param {(part: string) => void} tell how far it is @returns {Promise<Blob>} */
export async function filmOf(page, kind, tell) {
  const { canvas, pen } = makeSheet(page);
  const weeks = page.run?.weeks ?? 0;
  const pace = Math.max(WEEKS_A_SECOND, weeks / LONGEST);
  const stream = canvas.captureStream(FRAMES_A_SECOND);
  const recorder = new MediaRecorder(stream, { mimeType: kind.type, videoBitsPerSecond: BITS_A_SECOND });
  /** @type {Blob[]} */
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const ended = new Promise((done, fail) => {
    recorder.addEventListener("stop", done);
    recorder.addEventListener("error", fail);
  });
  drawPicture(pen, page, 0);
  recorder.start(1000);
  const begun = performance.now();
  const end = begun + (1000 * weeks) / pace + LAST;
  for (let now = begun; now < end; now = performance.now()) {
    const clock = Math.min(weeks, ((now - begun) / 1000) * pace);
    drawPicture(pen, page, clock);
    tell(`Recording week ${Math.floor(clock)} of ${weeks}`);
    await new Promise((done) => setTimeout(done, 1000 / FRAMES_A_SECOND));
  }
  recorder.stop();
  await ended;
  for (const track of stream.getTracks()) track.stop();
  return new Blob(parts, { type: kind.type.split(";")[0] });
}
