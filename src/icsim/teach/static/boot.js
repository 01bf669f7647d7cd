/** Opens the page that the server sends. */

import { openPage } from "./main.js";
import { networkSource } from "./source.js";

const root = document.getElementById("page");
if (root) {
  openPage(root, networkSource(), {
    query: location.search.slice(1),
    write: (query) => history.replaceState(null, "", query ? `?${query}` : location.pathname),
    whole: () => location.href,
  });
}
