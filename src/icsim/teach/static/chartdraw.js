/** Draws one measure over time with a pen (canvas or SVG), for pictures that leave the page. */

import { DARK, WORLD_LINES } from "./colour.js";
import { capital, figure } from "./words.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const LEFT = 40;
const FOOT = 22;
const HEAD = 22;

/** @param {import("./netdraw.js").Pen} pen @param {import("./decode.js").Series} series @param {number} weeks
 * @param {number} now the week on show @param {Box} box */
export function drawChart(pen, series, weeks, now, box) {
  const known = series.rows.flat().filter((value) => value !== null);
  const spread = Math.max((series.high - series.low) * 0.1, Math.max(...known, series.low) - Math.min(...known, series.high));
  const bottom = Math.max(series.low, Math.min(...known, series.high) - 0.05 * spread);
  const top = Math.max(Math.min(series.high, Math.max(...known, series.low) + 0.05 * spread), bottom + 1e-9);
  const x = (/** @type {number} */ week) => box.x + LEFT + (week / weeks) * (box.width - LEFT - 6);
  const y = (/** @type {number} */ value) => box.y + box.height - FOOT - ((value - bottom) / (top - bottom)) * (box.height - FOOT - HEAD);
  frame(pen, series, weeks, box, { x, y, bottom, top });
  gap(pen, series, x, y);
  series.rows.forEach((row, world) => {
    pen.strokeStyle = WORLD_LINES[world].colour;
    pen.lineWidth = 2;
    pen.setLineDash(WORLD_LINES[world].dash);
    pen.beginPath();
    let joined = false;
    row.forEach((value, week) => {
      if (value === null) joined = false;
      else {
        if (joined) pen.lineTo(x(week), y(value));
        else pen.moveTo(x(week), y(value));
        joined = true;
      }
    });
    pen.stroke();
  });
  pen.setLineDash([]);
  pen.strokeStyle = DARK;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x(now), box.y + HEAD);
  pen.lineTo(x(now), box.y + box.height - FOOT);
  pen.stroke();
}

/** @typedef {{x: (week: number) => number, y: (value: number) => number, bottom: number, top: number}} Scale */

/** @param {import("./netdraw.js").Pen} pen @param {import("./decode.js").Series} series @param {number} weeks @param {Box} box
 * @param {Scale} scale */
function frame(pen, series, weeks, box, scale) {
  pen.globalAlpha = 1;
  pen.fillStyle = DARK;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.font = `600 13px ${FONT}`;
  pen.fillText(capital(series.display), box.x + LEFT, box.y + 13);
  pen.font = `11px ${FONT}`;
  pen.lineWidth = 1;
  pen.strokeStyle = "#e4e8ee";
  for (const share of [0, 0.5, 1]) {
    const value = scale.bottom + share * (scale.top - scale.bottom);
    pen.beginPath();
    pen.moveTo(box.x + LEFT, scale.y(value));
    pen.lineTo(box.x + box.width - 6, scale.y(value));
    pen.stroke();
    pen.textAlign = "right";
    pen.fillText(figure(value), box.x + LEFT - 5, scale.y(value) + 4);
  }
  pen.textAlign = "center";
  for (const week of [0, Math.round(weeks / 2), weeks]) pen.fillText(String(week), scale.x(week), box.y + box.height - 7);
}

/** The shaded gap between the first two worlds. @param {import("./netdraw.js").Pen} pen @param {import("./decode.js").Series} series
 * @param {(week: number) => number} x @param {(value: number) => number} y */
function gap(pen, series, x, y) {
  const [one, other] = series.rows;
  if (!other) return;
  const both = one.map((value, week) => ({ week, value, second: other[week] })).filter((at) => at.value !== null && at.second !== null);
  if (both.length < 2) return;
  pen.globalAlpha = 0.22;
  pen.fillStyle = "#5a6e8c";
  pen.beginPath();
  both.forEach((at, place) => (place ? pen.lineTo(x(at.week), y(at.value ?? 0)) : pen.moveTo(x(at.week), y(at.value ?? 0))));
  for (const at of both.reverse()) pen.lineTo(x(at.week), y(at.second ?? 0));
  pen.closePath();
  pen.fill();
  pen.globalAlpha = 1;
}
