/** Opens the page that a file holds with its data inside, or that a notebook shows and answers for. Nothing is asked of any network. */

import { openPage } from "./main.js";
import { portSource } from "./port.js";
import { embeddedSource } from "./source.js";

const OLD = "This browser is too old to unpack what the file holds; any browser of 2023 or later opens it.";
const holder = document.getElementById("data");
const root = document.getElementById("page");

/** @param {Element} from @returns {Promise<any>} the data, unpacked where they are packed */
async function dataOf(from) {
  const text = from.textContent ?? "{}";
  if (from.getAttribute("type") === "application/json") return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
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
