/** Colours that every kind of colour vision tells apart: lightness carries the scale, a number or a dash says the same. */

const STOPS = ["#fbf7d0", "#c9e6b8", "#7cc7bb", "#3a9ab5", "#27629c", "#142b66"];
export const DARK = "#1b2430";
const PALE = "#ffffff";

/** A line for each world: colour, and dashes for those who see no colour. */
export const WORLD_LINES = [
  { colour: "#0b5ba8", dash: /** @type {number[]} */ ([]), said: "solid line" },
  { colour: "#b8470a", dash: [7, 4], said: "dashed line" },
  { colour: "#5b3a8c", dash: [2, 3], said: "dotted line" },
];

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
  return share > 0.52 ? PALE : DARK;
}
