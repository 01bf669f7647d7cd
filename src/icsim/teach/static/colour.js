/** Colours that every kind of colour vision tells apart: lightness carries the scale, a number or a dash says the same. */

const STOPS = ["#fbf7d0", "#c9e6b8", "#7cc7bb", "#3a9ab5", "#27629c", "#142b66"];
const PALE_FROM = 0.705; // where black and white are as legible, 4.5 to one
export const DARK = "#1b2430";

/** A line for each world: `colour` on paper, `ink` on the page, and dashes for those who see no colour. */
export const WORLD_LINES = [
  { colour: "#0b5ba8", ink: "var(--world-0)", dash: /** @type {number[]} */ ([]), said: "solid line" },
  { colour: "#b8470a", ink: "var(--world-1)", dash: [7, 4], said: "dashed line" },
  { colour: "#5b3a8c", ink: "var(--world-2)", dash: [2, 3], said: "dotted line" },
];

/** What a world is drawn with where it leaves the page. @typedef {typeof PAPER} Paint */
export const PAPER = { ink: DARK, quiet: "#4a5868", paper: "#ffffff", card: "#f4f6f9", cardEdge: "#d3dae3", tie: "#46566b", near: "#1f3d66", spot: "#ffe39a", chosen: "#b8470a" };

const SCREEN = { ink: "--ink", quiet: "--quiet", paper: "--paper", card: "--card", cardEdge: "--card-edge", tie: "--tie", near: "--near", spot: "--spot", chosen: "--world-1" };
const THEMES = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];
/** Colours found, until the theme changes. @type {Map<string, string>} */
const found = new Map();

/** A colour of the style sheet as a canvas takes it, a system's colours resolved. @param {string} name @returns {string} */
export function onScreen(name) {
  const known = found.get(name);
  if (known) return known;
  const probe = document.createElement("span");
  probe.style.cssText = `forced-color-adjust: none; color: var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  found.set(name, colour);
  return colour;
}

/** What a world is drawn with on the page, in its theme. @returns {Paint} */
export function screenPaint() {
  return /** @type {Paint} */ (Object.fromEntries(Object.entries(SCREEN).map(([part, name]) => [part, onScreen(name)])));
}

/** @param {() => void} act when light becomes dark, or the system's colours are forced */
export function onTheme(act) {
  for (const theme of THEMES) matchMedia(theme).addEventListener("change", () => {
    found.clear();
    act();
  });
}

/** @param {string} hex @returns {number[]} */
function channels(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

const STOP_CHANNELS = STOPS.map(channels);

/** @param {number} share from 0 to 1 @returns {string} */
export function scaleColour(share) {
  const place = Math.min(Math.max(share, 0), 1) * (STOPS.length - 1);
  const below = Math.min(Math.floor(place), STOPS.length - 2);
  const mixed = STOP_CHANNELS[below].map((low, at) => Math.round(low + (STOP_CHANNELS[below + 1][at] - low) * (place - below)));
  return `rgb(${mixed.join(",")})`;
}

/** @param {number} share @returns {string} a colour to write on the scale's colour */
export function onScale(share) {
  return share > PALE_FROM ? "#ffffff" : "#000000";
}
