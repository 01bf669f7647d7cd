/** One world on the screen: its picture, and a real button over every team and leader, so that keys and screen readers reach them. */

import { screenPaint, WORLD_LINES } from "./colour.js";
import { el, freshId, refill } from "./dom.js";
import { makeFigure } from "./figures.js";
import { layOut } from "./layout.js";
import { drawWorld } from "./netdraw.js";
import { figure } from "./words.js";

/** @typedef {import("./page.js").Page} Page */

const SAID = [" of the people served", "people who ", " waiting"]; // said already by the line's first words
const WORTH_NAMES = 48; // pixels by which a box grows to have names in it
const TARGET = 24; // pixels: the smallest thing to hit

export class NetworkView {
  /** @param {Page} page @param {number} world */
  constructor(page, world) {
    this.page = page;
    this.world = world;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.buttons = el("div", { class: "net-buttons", role: "group" });
    this.box = el("div", { class: "net" }, this.canvas, this.buttons);
    this.heading = el("h2", { id: freshId("world") });
    this.users = el("p", { class: "users" });
    this.figure = makeFigure(page, world);
    this.root = el("section", { class: "world", "aria-labelledby": this.heading.id }, el("div", { class: "world-head" }, this.heading, this.figure.root), this.box, this.users);
    /** @type {import("./layout.js").Layout|null} */
    this.layout = null;
    /** @type {HTMLButtonElement[]} */
    this.all = [];
    this.grownFor = ""; // place and width for which the box was made higher
    this.arranged = () => {};
    this.buttons.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.arrange()).observe(this.box);
  }

  /** A new run: names, places and buttons. */
  refresh() {
    const run = this.page.run;
    if (!run || !run.names[this.world]) return;
    const line = WORLD_LINES[this.world];
    refill(this.heading, el("span", { class: `swatch world-${this.world}`, "aria-hidden": "true" }), run.names[this.world]);
    this.buttons.setAttribute("aria-label", `Teams and leaders in “${run.names[this.world]}” (${line.said}); arrow keys move between them`);
    const many = run.sent.teams.length + run.sent.leaders.length;
    if (many !== this.all.length) this.makeButtons(run);
    this.all.forEach((one, at) => {
      const teams = run.sent.teams.length;
      one.setAttribute("aria-label", at < teams ? whoIs(run, "team", at) : whoIs(run, "leader", at - teams));
    });
    this.arrange();
  }

  /** @param {import("./decode.js").Run} run */
  makeButtons(run) {
    const teams = run.sent.teams.map((_, index) => this.makeButton("team", index));
    const leaders = run.sent.leaders.map((_, index) => this.makeButton("leader", index));
    this.all = [...teams, ...leaders];
    this.all.forEach((one, at) => (one.tabIndex = at ? -1 : 0));
    refill(this.buttons, ...this.all);
  }

  /** @param {"team"|"leader"} kind @param {number} index @returns {HTMLButtonElement} */
  makeButton(kind, index) {
    const made = el("button", { type: "button", class: `node ${kind}` });
    const name = () => {
      made.setAttribute("aria-label", this.said(kind, index));
      made.title = this.said(kind, index);
    };
    made.addEventListener("focus", name);
    made.addEventListener("pointerenter", name);
    made.addEventListener("click", () => this.page.pick({ kind, index, world: this.world }));
    return made;
  }

  /** @param {"team"|"leader"} kind @param {number} index @returns {string} who it is, and how it stands this week */
  said(kind, index) {
    const run = this.page.run;
    if (!run) return "";
    const [grid, fields] = kind === "team" ? [run.team, [run.team.fields[run.team.row("power")], this.page.colour()]] : [run.leader, run.leader.fields];
    const states = fields.filter((field) => field !== undefined && field.name !== "present")
      .map((field) => `${field?.display} ${figure(grid.at(this.world, grid.row(field?.name ?? ""), this.page.week, index))}`);
    return `${whoIs(run, kind, index)}. Week ${this.page.week}: ${states.join(", ")}.`;
  }

  /** Fits the picture into its box. */
  arrange() {
    const run = this.page.run;
    const key = `${run?.sent.place?.name ?? ""} ${this.box.clientWidth}`;
    if (this.grownFor && this.grownFor !== key) {
      this.grownFor = "";
      this.box.style.height = "";
    }
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!run || !run.names[this.world] || width < 40 || height < 40) {
      this.layout = null; // of another run's people; made anew when the box is there
      return;
    }
    const sharp = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * sharp);
    this.canvas.height = Math.round(height * sharp);
    this.layout = layOut(run.sent, width, height);
    const { named, nameable, needed } = this.layout;
    const wanted = !named && nameable <= height + WORTH_NAMES ? nameable : needed; // a large place, and a low screen: nothing is cut
    if (wanted > height && this.grownFor !== key) {
      this.grownFor = key;
      this.box.style.height = `${Math.ceil(wanted)}px`;
      return;
    }
    const points = [...this.layout.teams, ...this.layout.leaders];
    const sizes = [...this.layout.teams.map(() => 2 * (this.layout?.radius ?? 12)), ...this.layout.leaders.map(() => TARGET)];
    this.all.forEach((one, at) => {
      const size = Math.max(TARGET, sizes[at]);
      Object.assign(one.style, {
        left: `${points[at].x - size / 2}px`, top: `${points[at].y - size / 2}px`, width: `${size}px`, height: `${size}px`,
      });
    });
    this.draw();
    this.arranged();
  }

  draw() {
    const run = this.page.run;
    const pen = this.canvas.getContext("2d");
    if (!run || !this.layout || !pen || !run.names[this.world]) return;
    const sharp = this.canvas.width / this.layout.width;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, this.layout.width, this.layout.height);
    drawWorld(pen, this.scene(run, this.layout));
  }

  /** @param {import("./decode.js").Run} run @param {import("./layout.js").Layout} layout @returns {import("./netdraw.js").Scene} */
  scene(run, layout) {
    return { run, layout, world: this.world, clock: this.page.clock, colour: this.page.colour(), picked: this.page.picked, hero: this.page.protagonist(), paint: screenPaint() };
  }

  /** The people served, in this world and week. */
  tellUsers() {
    const run = this.page.run;
    if (!run) return;
    this.figure.tell();
    const who = run.sent.users.length === 1 ? run.sent.users[0].name : "the people served"; // of several groups the names would take a line
    const states = run.ofUsers().map((one) => {
      const value = one.rows[this.world]?.[this.page.week];
      const said = SAID.reduce((text, part) => text.replace(part, ""), one.display);
      return `${said} ${figure(value, one.count)}${one.unit === "share" || one.count ? "" : ` ${one.unit}`}`;
    });
    refill(this.users, el("span", { class: "people", "aria-hidden": "true" }, "●"), el("strong", {}, `${who}: `), states.join(" · ") || "not measured");
  }

  /** Which of the buttons are pressed. */
  mark() {
    const picked = this.page.picked;
    const teams = this.page.run?.sent.teams.length ?? 0;
    this.all.forEach((one, at) => {
      const chosen = picked !== null && at === (picked.kind === "team" ? picked.index : teams + picked.index);
      one.setAttribute("aria-pressed", String(chosen));
    });
    this.draw();
  }

  /** Arrow keys go from one to the next; Home and End to the ends. @param {KeyboardEvent} event */
  walk(event) {
    const now = this.all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });
    const ends = /** @type {Record<string, number>} */ ({ Home: 0, End: this.all.length - 1 });
    const next = event.key in steps ? (now + steps[event.key] + this.all.length) % this.all.length : ends[event.key];
    if (now < 0 || next === undefined) return;
    event.preventDefault();
    this.all.forEach((one, at) => (one.tabIndex = at === next ? 0 : -1));
    this.all[next].focus();
  }
}

/** @param {import("./decode.js").Run} run @param {"team"|"leader"} kind @param {number} index @returns {string} */
export function whoIs(run, kind, index) {
  const { teams, leaders, organisations } = run.sent;
  if (kind === "team") {
    const team = teams[index];
    return `${team.name}, ${organisations[team.organisation].name}`;
  }
  const leader = leaders[index];
  const where = organisations[leader.organisation]?.name;
  return `${leader.name}, leader${where ? `, ${where}` : ""}`;
}
