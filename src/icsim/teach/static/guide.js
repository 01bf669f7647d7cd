/** The column beside the picture: the lesson, what happened, why. One of them is open. */

import { el, freshId } from "./dom.js";

/** @typedef {{name: string, root: HTMLElement}} Part */

/** @param {Part[]} parts */
export function makeGuide(parts) {
  const body = el("div", { class: "guide-body" });
  const tabs = el("div", { role: "tablist", class: "tabs", "aria-label": "Beside the picture" });
  const made = parts.map((part, index) => {
    const [tabId, panelId] = [freshId("tab"), freshId("panel")];
    const tab = el("button", { type: "button", role: "tab", id: tabId, "aria-controls": panelId, onclick: () => open(index) }, part.name);
    const panel = el("div", { role: "tabpanel", id: panelId, "aria-labelledby": tabId, tabindex: 0 }, part.root);
    tabs.append(tab);
    body.append(panel);
    return { tab, panel };
  });

  /** @param {number} index */
  function open(index) {
    made.forEach(({ tab, panel }, at) => {
      tab.setAttribute("aria-selected", String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
      panel.hidden = at !== index;
    });
  }

  tabs.addEventListener("keydown", (event) => {
    const now = made.findIndex(({ tab }) => tab === document.activeElement);
    const next = event.key === "ArrowRight" ? now + 1 : event.key === "ArrowLeft" ? now - 1 : -1;
    if (now < 0 || !(event.key === "ArrowRight" || event.key === "ArrowLeft")) return;
    const at = (next + made.length) % made.length;
    open(at);
    made[at].tab.focus();
  });
  open(0);
  return { root: el("aside", { class: "guide", "aria-label": "Guide" }, tabs, body), open };
}
