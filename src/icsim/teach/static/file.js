/** Opens the page that a file holds with its data inside, or that a notebook shows and answers for. Nothing is asked of any network. */

import { openPage } from "./main.js";
import { portSource } from "./port.js";
import { embeddedSource } from "./source.js";

const holder = document.getElementById("data");
const root = document.getElementById("page");
if (holder && root) {
  const data = JSON.parse(holder.textContent ?? "{}");
  const held = embeddedSource(data);
  openPage(root, data.live ? portSource(held) : held, {
    query: location.hash.includes("=") ? location.hash.slice(1) : data.start.open,
    write: (query) => data.live || history.replaceState(null, "", `#${query}`), // of a file's address only this part may change
    whole: () => (data.live ? `?${data.start.open}` : location.href),
  });
}
