/** Opens the page that a file holds with its data inside, or that a notebook shows and answers for. Nothing is asked of any network. */

import { openPage } from "./main.js";
import { portSource } from "./port.js";
import { embeddedSource } from "./source.js";

const OLD = "This browser is too old to unpack what the file holds; any browser of 2023 or later opens it.";
const CHUNK = 32768; // characters that a browser makes at once
const holder = document.getElementById("data");
const root = document.getElementById("page");

/** @typedef {{at: number, size: number}} Steps where the steps of some numbers stand */

/** @param {Steps} steps @param {Uint8Array} all @returns {string} as the server sends them, in base64 */
function sentAs({ at, size }, all) {
  let text = "";
  for (let from = at; from < at + size; from += CHUNK) text += String.fromCharCode(...all.subarray(from, Math.min(at + size, from + CHUNK)));
  return btoa(text);
}

/** @param {Element} from @returns {Promise<any>} the data, unpacked where they are packed (packed_data.py) */
async function dataOf(from) {
  const text = from.textContent ?? "{}";
  if (from.getAttribute("type") === "application/json") return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const whole = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  const length = new DataView(whole.buffer).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
  const steps = whole.subarray(4 + length);
  for (const worlds of /** @type {any[]} */ (Object.values(data.worlds))) {
    for (const kind of Object.keys(worlds.states)) worlds.states[kind] = sentAs(worlds.states[kind], steps);
    for (const line of worlds.measures) line.values = sentAs(line.values, steps);
  }
  return data;
}

/** @param {HTMLElement} page @param {Element} from */
async function openFile(page, from) {
  if (!("DecompressionStream" in window)) {
    page.textContent = OLD;
    return;
  }
  const data = await dataOf(from);
  const held = embeddedSource(data);
  openPage(page, data.live ? portSource(held) : held, {
    query: location.hash.includes("=") ? location.hash.slice(1) : data.start.open,
    write: (query) => data.live || history.replaceState(null, "", `#${query}`), // of a file's address only this part may change
    whole: () => (data.live ? `?${data.start.open}` : location.href),
  });
}

if (holder && root) openFile(root, holder);
