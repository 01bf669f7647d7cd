/** Small helpers for elements. Text goes in as text, never as HTML. */

/** @typedef {Node|string|null|undefined|false} Child */

const SVG = "http://www.w3.org/2000/svg";

/** @param {Element} element @param {Record<string, any>} given @param {Child[]} children */
function fill(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (child) element.append(child);
  }
}

/** An element with attributes (`onclick` and its like are listeners) and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, any>} [given] @param {...Child} children @returns {HTMLElementTagNameMap[T]} */
export function el(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, given, children);
  return element;
}

/** The same for drawings. @param {string} tag @param {Record<string, any>} [given] @param {...Child} children @returns {SVGElement} */
export function svg(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, given, children);
  return /** @type {SVGElement} */ (element);
}

/** @param {Element} element @param {...Child} children in place of those it has */
export function refill(element, ...children) {
  element.replaceChildren(...children.filter((child) => Boolean(child)).map((child) => /** @type {Node|string} */ (child)));
}

/** A button. @param {string} text @param {() => void} act @param {Record<string, any>} [given] @returns {HTMLButtonElement} */
export function button(text, act, given = {}) {
  return el("button", { type: "button", onclick: act, ...given }, text);
}

let lastId = 0;

/** @param {string} stem @returns {string} an id that nothing else on the page has */
export function freshId(stem) {
  lastId += 1;
  return `${stem}-${lastId}`;
}

/** Calls after things have been quiet for a moment; only the last call counts.
 * @param {() => void} act @param {number} wait milliseconds @returns {() => void} */
export function settled(act, wait) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
}

/** @returns {boolean} whether the reader asked for less movement */
export function lessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A window over the page, with a heading and a way out. @param {string} title @param {string} [kind] a class
 * @returns {{dialog: HTMLDialogElement, body: HTMLElement, open: () => void}} */
export function makeDialog(title, kind = "") {
  const id = freshId("dialog");
  const body = el("div", { class: "dialog-body" });
  const close = button("Close", () => dialog.close(), { class: "plain" });
  const head = el("div", { class: "dialog-head" }, el("h2", { id }, title), close);
  const dialog = el("dialog", { class: `dialog ${kind}`, "aria-labelledby": id }, head, body);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return { dialog, body, open: () => dialog.open || dialog.showModal() };
}
