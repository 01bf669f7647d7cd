/** The chosen measures over time: a line for each world, the gap between the first two shaded, a sentence and a table. */

import { onScreen, onTheme, WORLD_LINES } from "./colour.js";
import { button, el, freshId, refill } from "./dom.js";
import { backRowSentence, capital, chartSentence, figureOf, nothingFollowed } from "./words.js";
import uPlot from "./vendor/uPlot.esm.js";

const FONT = "11px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const TABLE_ROWS = 12; // about as many weeks as a table shows
const MOST_LINES = 4;
const GAP = "rgba(90, 110, 140, .22)"; // the shade between the first two worlds
const AXIS = { stroke: () => onScreen("--quiet"), font: FONT, grid: { stroke: () => onScreen("--rule"), width: 1 }, ticks: { show: false } };

/** @param {import("./page.js").Page} page */
export function makeCharts(page) {
  /** @type {Chart[]} */
  let charts = [];
  const row = el("div", { class: "charts" });
  const chooser = makeChooser(page);
  const cover = el("p", { class: "cover" }, "These lines are drawn once your prediction is locked.");
  const lead = el("p", { class: "lead-said" });
  const root = el("section", { class: "lines", "aria-label": "Over time" }, cover, lead, row, chooser.root);

  /** The first chart in a sentence, loudly where nothing followed. */
  function tellLead() {
    const [run, first] = [page.run, page.lines()[0]];
    const said = run && first && !page.locked ? backRowSentence(first, run.names, page.week) : "";
    const ended = run && page.week >= run.weeks;
    lead.classList.toggle("nothing-followed", Boolean(ended && run && said && nothingFollowed(first, run.names)));
    refill(lead, lead.classList.contains("nothing-followed") ? `=  ${said}` : said);
  }

  function rebuild() {
    const run = page.run;
    if (!run) return;
    const lines = page.lines();
    const key = `${lines.map((one) => one.name).join()}/${run.names.length}/${run.weeks}`;
    if (row.dataset.key !== key) {
      charts.forEach((chart) => chart.plot.destroy());
      charts = lines.map((series) => new Chart(page, series));
      refill(row, ...charts.map((chart) => chart.root));
      row.className = `charts of-${charts.length}`;
      row.dataset.key = key;
      charts.forEach((chart) => chart.fit());
    }
    charts.forEach((chart, at) => chart.show(lines[at]));
    tellLead();
  }

  onTheme(() => charts.forEach((chart) => chart.plot.redraw()));
  page.on(["run", "lines"], rebuild);
  page.on("clock", () => charts.forEach((chart) => chart.moveWeek()));
  page.on("week", () => {
    charts.forEach((chart) => chart.tell());
    tellLead();
  });
  page.on(["stage", "lesson"], () => {
    root.classList.toggle("covered", page.locked);
    cover.hidden = !page.locked;
    tellLead();
    charts.forEach((chart) => chart.moveWeek());
  });
  return { root };
}

class Chart {
  /** @param {import("./page.js").Page} page @param {import("./decode.js").Series} series */
  constructor(page, series) {
    this.page = page;
    this.series = series;
    this.heading = el("h2", { id: freshId("chart") });
    this.values = el("p", { class: "values" });
    this.holder = el("div", { class: "plot", "aria-hidden": "true" });
    this.sentence = el("p", { class: "hidden" });
    this.table = el("details", { class: "table", ontoggle: () => this.fillTable() }, el("summary", {}, "Table"));
    this.root = el("figure", { class: "chart", "aria-labelledby": this.heading.id }, this.heading, this.values, this.holder, this.sentence, this.table);
    this.veil = el("div", { class: "veil" });
    this.line = el("div", { class: "now" });
    this.parting = el("div", { class: "parted" });
    this.plot = new uPlot(this.options(), [[0], ...page.run?.names.flatMap(() => [[0], [0]]) ?? []], this.holder);
    this.plot.over.append(this.veil, this.parting, this.line);
    new ResizeObserver(() => this.fit()).observe(this.holder);
  }

  /** @returns {uPlot.Options} */
  options() {
    const worlds = this.page.run?.names ?? [];
    return {
      width: 280, height: 130, padding: [6, 8, 0, 0], legend: { show: false }, cursor: { show: false }, select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false }, y: { range: () => this.page.axisOf(this.series) } },
      axes: [{ ...AXIS, size: 22, space: 50 }, { ...AXIS, size: (_, values) => Math.max(38, 14 + 7 * Math.max(...(values ?? []).map((one) => one.length))), space: 28 }],
      series: [{}, ...worlds.map((_, world) => ({ stroke: () => onScreen(`--world-${world}`), dash: WORLD_LINES[world].dash, width: 2.2, points: { show: false } })),
        ...worlds.map(() => ({ stroke: () => onScreen("--before"), width: 1.2, points: { show: false } }))],
      bands: worlds.length > 1 ? [{ series: [1, 2], fill: GAP }, { series: [2, 1], fill: GAP }] : [],
    };
  }

  fit() {
    const width = this.holder.clientWidth;
    const height = this.holder.clientHeight;
    if (width < 60 || height < 40) return;
    if (width !== this.plot.width || height !== this.plot.height) this.plot.setSize({ width, height });
    this.moveWeek();
  }

  /** @param {import("./decode.js").Series} series */
  show(series) {
    this.series = series;
    const weeks = Array.from({ length: (this.page.run?.weeks ?? 0) + 1 }, (_, week) => week);
    const before = this.page.locked ? null : this.page.beforeOf(series);
    this.plot.setData([weeks, ...series.rows, ...(before?.rows ?? series.rows.map(() => weeks.map(() => null)))]);
    refill(this.heading, capital(series.display));
    if (this.table.open) this.fillTable();
    this.moveWeek();
    this.tell();
  }

  /** The line at the week on show; what is to come is veiled, and unseen while a lesson's run unfolds. */
  moveWeek() {
    const x = Math.round(this.plot.valToPos(this.page.clock, "x"));
    this.line.style.transform = `translateX(${x}px)`;
    this.veil.style.left = `${x}px`;
    this.veil.classList.toggle("opaque", this.page.unfolding || this.page.locked);
    const parted = this.page.parting()?.week ?? null;
    this.parting.hidden = parted === null || this.page.locked || (this.page.unfolding && parted > this.page.clock);
    if (parted !== null) this.parting.style.transform = `translateX(${Math.round(this.plot.valToPos(parted, "x"))}px)`;
  }

  /** The values of the week on show, and the sentence for those who cannot see the lines. */
  tell() {
    const run = this.page.run;
    if (!run) return;
    const week = this.page.week;
    refill(this.values, ...run.names.map((name, world) => el("span", { class: "value", title: name },
      el("span", { class: `swatch world-${world}`, "aria-hidden": "true" }), figureOf(this.series, world, week))), this.series.users ? el("span", { class: "assumed" }, "our assumption") : null);
    refill(this.sentence, this.page.locked ? "Lock your prediction first." : chartSentence(this.series, run.names, week));
  }

  fillTable() {
    const run = this.page.run;
    if (!run || !this.table.open) return;
    const last = this.page.unfolding ? this.page.week : this.page.locked ? 0 : run.weeks;
    const every = Math.max(1, Math.ceil(run.weeks / TABLE_ROWS / 4) * 4);
    const weeks = Array.from({ length: Math.floor(last / every) + 1 }, (_, at) => at * every);
    if (weeks[weeks.length - 1] !== last) weeks.push(last);
    const head = el("tr", {}, el("th", { scope: "col" }, "Week"), ...run.names.map((name) => el("th", { scope: "col" }, name)));
    const rows = weeks.map((week) => el("tr", {}, el("th", { scope: "row" }, String(week)), ...run.names.map((_, world) => el("td", {}, figureOf(this.series, world, week)))));
    refill(this.table, el("summary", {}, "Table"), el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${this.series.display}, table` },
      el("table", {}, el("caption", { class: "hidden" }, capital(this.series.display)), el("thead", {}, head), el("tbody", {}, ...rows))));
  }
}

/** Which measures the charts show. @param {import("./page.js").Page} page */
function makeChooser(page) {
  const list = el("div", { class: "choices" });
  const root = el("details", { class: "chooser" }, el("summary", {}, "Choose what the charts show"), list);

  const usualLines = () => page.run ? page.linesFor(page.leading(page.run)) : [];
  const usual = button("The usual lines", () => page.turn({ lines: usualLines().map((one) => one.name) }, "lines"), { class: "plain" });

  function choose() {
    const names = [...list.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
    if (names.length) page.turn({ lines: names.slice(0, MOST_LINES) }, "lines");
  }

  page.on(["run", "lines"], () => {
    if (page.run?.sent.brief && list.childElementCount) return; // all there is comes when the slider rests
    const shown = page.lines().map((one) => one.name);
    const known = page.run?.drawn() ?? []; // what nothing would draw is not offered
    if (list.dataset.known !== known.map((one) => one.name).join()) {
      list.dataset.known = known.map((one) => one.name).join();
      refill(list, ...known.map((one) => el("label", { class: "choice" }, el("input", { type: "checkbox", value: one.name, onchange: choose }), one.display)),
        usual);
    }
    usual.disabled = shown.join() === usualLines().map((one) => one.name).join();
    for (const box of list.querySelectorAll("input")) {
      box.checked = shown.includes(box.value);
      box.disabled = !box.checked && shown.length >= MOST_LINES;
    }
  });
  return { root };
}
