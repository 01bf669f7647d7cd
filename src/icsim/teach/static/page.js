/** The page's one state: what is asked, what was answered, the week on show. Parts of the page listen to it. */

import { Run } from "./decode.js";
import { askOfPlace, usualOrder } from "./begin.js";
import { lastingGap } from "./difference.js";
import { settled } from "./dom.js";
import { heroOf, namesOnShow } from "./figures.js";
import { linkQuery, putFork, readQuery, serverQuery, worldKey } from "./query.js";
import { isAborted, Trouble } from "./source.js";

/** @typedef {import("./types.js").Ask} Ask */
/** @typedef {"run"|"week"|"clock"|"picked"|"stage"|"lesson"|"trouble"|"play"|"colour"|"lines"|"class"|"steer"|"loading"} Moment */

const QUIET = 25; // milliseconds of slider movement gathered into one request
const PATIENCE = 250; // milliseconds after which a request under way gives way to a newer one
const TELL_QUIET = 250; // milliseconds without a newer run, before the captions are asked for
const LINK_QUIET = 300; // milliseconds: browsers limit how often the address may be rewritten
export const STAGES = ["story", "predict", "run", "compare", "tasks", "closing"];
const LOCKED_STAGES = ["story", "predict"];

const MOVING = 3; // lines of a free view

export class Page {
  /** @param {import("./types.js").Source} source @param {import("./types.js").Start} start
   * @param {(query: string) => void} writeLink */
  constructor(source, start, writeLink) {
    this.source = source;
    this.start = start;
    /** @type {Ask} */
    this.ask = readQuery("");
    this.opened = this.ask; // what was opened, before anything was changed
    this.shown = this.ask; // what the picture on show answers
    /** @type {Run|null} */
    this.run = null;
    /** @type {Run|null} */
    this.before = null; // the run before the last change: the ghost in the charts
    /** @type {Map<string, [number, number]>} */
    this.axes = new Map(); // ends that do not move between runs
    /** @type {import("./types.js").Lesson|null} */
    this.lesson = null;
    this.clock = 0;
    this.week = 0;
    /** @type {import("./types.js").Picked|null} */
    this.picked = null;
    this.chosen = false; // whether the lines on show were asked for or chosen already
    this.fromHereOn = false; // whether sliders change the run from the week on show only
    this.trouble = "";
    this.loading = false; // whether something else is being opened: what was there before is not shown under its name
    /** @type {import("./types.js").Room|null} */
    this.room = null; // of a class that predicts on phones
    /** @type {Map<Moment, (() => void)[]>} */
    this.listeners = new Map();
    this.openings = 0; // how often something was opened
    this.sentAt = 0; // when the request under way was sent; 0 for none
    this.waiting = false; // whether another one is to follow it
    this.writeLinkSoon = settled(() => writeLink(linkQuery(this.link())), LINK_QUIET);
    this.askSoon = settled(() => this.request(!this.source.offline), QUIET);
    this.tellSoon = settled(() => this.run?.sent.brief && !this.strayed && this.request(), TELL_QUIET);
  }

  /** @param {Moment|Moment[]} moments @param {() => void} act */
  on(moments, act) {
    for (const moment of [moments].flat()) this.listeners.set(moment, [...(this.listeners.get(moment) ?? []), act]);
  }

  /** @param {Moment} moment */
  emit(moment) {
    for (const act of this.listeners.get(moment) ?? []) act();
  }

  /** @returns {Ask} the wish together with where the page stands */
  link() {
    return { ...this.ask, week: this.week };
  }

  /** @returns {boolean} whether the run is still covered, for a prediction comes first */
  get locked() {
    return this.lesson !== null && LOCKED_STAGES.includes(this.ask.stage);
  }

  /** @returns {boolean} whether the lesson's first run is under way: what comes is not shown ahead */
  get unfolding() {
    return this.lesson !== null && this.ask.stage === "run";
  }

  /** Opens a link; what cannot be opened gives way to the opening, and its error stays to be read. @param {string} query
   * @returns {Promise<void>} */
  async open(query) {
    if (await this.tryOpen(readQuery(query || this.firstView()))) return;
    const said = this.trouble;
    if (query) await this.tryOpen(readQuery(this.firstView()));
    this.trouble = query ? `${said} Here is the opening instead.` : said;
    this.emit("trouble");
  }

  /** @param {Ask} asked @returns {Promise<boolean>} whether it could be opened */
  async tryOpen(asked) {
    if (asked.lesson && !this.source.offline && !this.start.lessons.some((one) => one.name === asked.lesson)) {
      return !this.fail(new Trouble(`There is no lesson called “${asked.lesson}”.`));
    }
    this.picked = null;
    this.trouble = "";
    this.sentAt = 0; // what is opened waits for nothing that was asked before
    this.waiting = false;
    const turn = (this.openings += 1);
    this.load(true);
    const opened = await this.fetchOpened(asked);
    if (turn !== this.openings) return opened; // something else is being opened by now
    if (!opened && this.run) this.toWeek(this.week); // the picture of before, in the week that the page says
    this.load(!opened && this.ask.lesson !== this.shown.lesson); // no old picture stands under another lesson's story
    return opened;
  }

  /** @param {boolean} loading */
  load(loading) {
    this.loading = loading;
    this.emit("loading");
  }

  /** @param {Ask} asked @returns {Promise<boolean>} whether it came */
  async fetchOpened(asked) {
    try {
      this.lesson = asked.lesson ? await this.source.lesson(asked.lesson) : null;
    } catch (error) {
      return !this.fail(error);
    }
    this.chosen = asked.lines.length > 0; // lines that a link asks for stay as they are
    this.ask = this.opened = this.completed(asked);
    this.fromHereOn = false;
    this.clock = this.week = 0;
    this.emit("lesson");
    await this.request();
    if (this.trouble) return false;
    this.toWeek(this.locked ? 0 : asked.week ?? (this.unfolding ? 0 : this.interestingWeek()));
    this.emit("stage");
    return true;
  }

  /** @returns {string} what is opened where a link says nothing */
  firstView() {
    return this.start.open || `lesson=${this.start.lessons[0]?.name ?? ""}&stage=look`;
  }

  /** Opens a place to look around in, on its own defaults: of what was set, only what every place has is kept, and where
   * nothing differs there is one difference to begin with. @param {{place?: string, form?: string}} where @returns {Promise<boolean>} */
  openPlace(where = this.placeNow()) {
    return this.tryOpen(askOfPlace(this, where));
  }

  /** What moves something at a place by itself, most first; nothing where nobody has tried it out. @param {string} [place] that of the run on show
   * @returns {{control: string, lines: string[]}[]} */
  moves(place = this.ask.place_form ? "" : this.run?.sent.place?.name) {
    return this.start.places.find((one) => one.name === place)?.moves ?? [];
  }

  /** @param {string} [place] @returns {import("./types.js").Mechanism[]} what leaders can do there, what moves most first */
  mechanismsAt(place) {
    const here = this.moves(place).map((one) => one.control);
    const moves = here.length ? here : usualOrder(this.start.places);
    const at = (/** @type {import("./types.js").Mechanism} */ one) => (moves.includes(one.name) ? moves.indexOf(one.name) : moves.length);
    return [...this.start.mechanisms].sort((one, other) => at(one) - at(other)); // a stable order: where nothing is known, as they come
  }

  /** What is open without a prediction: where there is no engine, no other place can be looked at. @returns {Promise<boolean>} */
  look() {
    return this.tryOpen({ ...this.opened, replicate: this.shown.replicate, stage: "look", guess: "", week: null });
  }

  /** @returns {{place?: string, form?: string}} where the run on show is; the first place of the list where it is in none of them */
  placeNow() {
    if (this.ask.place_form) return { form: this.ask.place_form };
    const now = this.run?.sent.place?.name;
    const known = this.start.places.map((one) => one.name);
    return { place: now && known.includes(now) ? now : known[0] };
  }

  /** What the lesson gives where the link says nothing. @param {Ask} ask @returns {Ask} */
  completed(ask) {
    const lesson = this.lesson;
    const stage = !lesson ? "" : ask.roads ? "look" : ask.stage || "story"; // what a class predicted of its roads, it predicted in its room
    const skipped = lesson && STAGES.indexOf(stage) > 1 && !ask.guess;
    return {
      ...ask,
      stage: skipped ? "predict" : stage,
      measure: ask.measure || lesson?.colour || "",
      lines: ask.lines.length ? ask.lines : lesson?.watch ?? [],
    };
  }

  /** @returns {number} shortly after the worlds part, so that the first picture shows something */
  interestingWeek() {
    const run = this.run;
    if (!run) return 0;
    return Math.min(run.weeks, (this.parting()?.week ?? 0) + Math.round(run.weeks / 6));
  }

  /** Changes what is asked, and has it run. @param {(ask: Ask) => void} edit */
  change(edit) {
    const ask = structuredClone(this.ask);
    edit(ask);
    this.ask = ask;
    this.writeLinkSoon();
    this.askSoon();
  }

  /** Changes what only the page needs. @param {Partial<Ask>} patch @param {Moment} moment */
  turn(patch, moment) {
    this.ask = { ...this.ask, ...patch };
    this.writeLinkSoon();
    this.emit(moment);
    if (this.run?.sent.brief && (patch.lines || patch.measure)) this.request(); // what was not seen has not come yet
  }

  /** Sets levers in some worlds, from the start or from the week on show. @param {number[]} worlds
   * @param {string[]} paths @param {string|number} value */
  setLevers(worlds, paths, value) {
    this.change((ask) => {
      for (const world of worlds) {
        for (const path of paths) {
          const key = worldKey(world);
          if (this.fromHereOn && this.week > 0) putFork(ask, { world: key, week: this.week, key: path, value: String(value) });
          else (ask.worlds[key] ??= {})[path] = String(value);
        }
      }
    });
  }

  /** Sets something for every world. @param {string} path @param {string|number} value */
  setForAll(path, value) {
    if (this.fromHereOn && this.week > 0) {
      this.setLevers(this.run ? this.run.names.map((_, world) => world) : [0, 1], [path], value);
    } else {
      this.change((ask) => {
        ask.set[path] = String(value);
      });
    }
  }

  /** Asks for the worlds; while one request is young, the next waits for it. @param {boolean} [brief] whether for the
   * numbers only, while a slider moves; the captions take longest and come after @returns {Promise<void>} */
  async request(brief = false) {
    const query = serverQuery(this.ask) + (brief ? `&show=${namesOnShow(this)}&brief=1` : "");
    const sent = performance.now();
    if (this.sentAt && sent - this.sentAt < PATIENCE) {
      this.waiting = true;
      return;
    }
    this.sentAt = sent;
    const asked = this.ask;
    try {
      this.take(new Run(await this.source.worlds(query)), asked);
    } catch (error) {
      if (isAborted(error)) return;
      this.sentAt = 0;
      if (!this.fail(error)) return;
    }
    if (this.sentAt === sent) this.sentAt = 0;
    if (this.waiting) {
      this.waiting = false;
      await this.request(brief);
    }
  }

  /** @param {Run} run @param {Ask} asked */
  take(run, asked) {
    const before = this.run;
    this.loading = false;
    this.run = run;
    this.before = before && this.sameWorlds(before, run) ? (serverQuery(this.shown) === serverQuery(asked) ? this.before : before) : null;
    if (!this.before) this.axes.clear();
    if (!this.chosen) this.ask = { ...this.ask, lines: this.leading(run) };
    this.chosen = true; // once: what moves under a slider later stays where it is
    this.shown = asked.replicate ? asked : { ...asked, replicate: String(run.sent.replicate) };
    if (this.ask.replicate === "") this.ask = { ...this.ask, replicate: String(run.sent.replicate) }; // found once, kept from then on
    this.trouble = "";
    if (before?.sent.place?.name !== run.sent.place?.name) this.picked = null;
    this.clock = Math.min(this.clock, run.weeks);
    this.week = Math.floor(this.clock);
    this.emit("trouble");
    this.emit("run");
    if (run.sent.brief) this.tellSoon();
  }

  /** Says what went wrong; the old picture stays. @param {unknown} error @returns {boolean} whether there was something to say */
  fail(error) {
    if (isAborted(error)) return false;
    if (!(error instanceof Trouble)) console.error(error);
    this.trouble = error instanceof Trouble ? error.message : "Something on this page went wrong. Load it again.";
    this.emit("trouble");
    return true;
  }

  /** @returns {boolean} whether something else is asked than what the picture shows */
  get strayed() {
    return serverQuery(this.ask) !== serverQuery(this.shown);
  }

  /** Back to what the picture shows, after an error. */
  goBack() {
    if (this.ask.lesson !== this.shown.lesson) {
      this.open(linkQuery({ ...this.shown, week: this.week }));
      return;
    }
    this.ask = { ...this.shown, stage: this.ask.stage };
    this.trouble = "";
    this.emit("trouble");
    if (this.run) this.emit("run");
    this.writeLinkSoon();
  }

  /** @param {number} clock in weeks, whole or between two */
  setClock(clock) {
    this.clock = Math.min(Math.max(clock, 0), this.run?.weeks ?? 0);
    const week = Math.floor(this.clock);
    if (week !== this.week) {
      this.week = week;
      this.emit("week");
    }
    this.emit("clock");
  }

  /** @param {number} week */
  toWeek(week) {
    this.setClock(Math.round(week));
    this.emit("week");
    this.writeLinkSoon();
  }

  /** @param {import("./types.js").Picked|null} picked */
  pick(picked) {
    this.picked = picked;
    this.emit("picked");
  }

  /** @returns {import("./types.js").Field|undefined} what colours the teams, over the range that the run uses */
  colour() {
    const fields = this.run?.colours() ?? [];
    const field = fields.find((one) => one.name === this.ask.measure) ?? fields[0];
    return field && this.run?.used(field.name);
  }

  /** @returns {{week: number, text: string}|null} where the worlds part: the first thing done differently, if one is known */
  parting() {
    const parting = this.run?.sent.parting;
    if (!parting) return null;
    return parting.event ?? (parting.week === null ? null : { week: parting.week, text: parting.text });
  }

  /** @param {Run} one @param {Run} other @returns {boolean} whether the charts of both have the same weeks and worlds of one place */
  sameWorlds(one, other) {
    return one.weeks === other.weeks && one.names.join() === other.names.join() && one.sent.place?.name === other.sent.place?.name;
  }

  /** @param {import("./decode.js").Series} series @returns {import("./decode.js").Series|null} the same line before the last change */
  beforeOf(series) {
    return this.before?.measure(series.name) ?? null;
  }

  /** The ends of a line's axis: its measure's own, and where that has no upper one, the most that was seen; they only ever widen.
   * @param {import("./decode.js").Series} series @returns {[number, number]} */
  axisOf(series) {
    const [low, high] = this.axes.get(series.name) ?? [series.low, series.high];
    const axis = /** @type {[number, number]} */ ([Math.min(low, series.low), Math.max(high, series.high)]);
    this.axes.set(series.name, axis);
    return axis;
  }

  /** @param {Run} run @returns {string[]} a lesson's lines, the one that moves most first; of a free view, those that come apart most
   * and stay apart, and how the people served fare */
  leading(run) {
    if (this.lesson) return run.sent.lesson?.leading.length ? run.sent.lesson.leading : this.lesson.watch;
    const moved = this.moves(run.sent.place?.name).flatMap((one) => one.lines); // what can be moved here at all
    const able = run.drawn().filter((one) => !one.users && !one.count && (!moved.length || moved.includes(one.name)));
    const lines = able.sort((one, other) => lastingGap(other) - lastingGap(one)).slice(0, MOVING);
    return [...lines, ...run.drawn().filter((one) => one.users && !one.count).slice(-1)].map((one) => one.name);
  }

  /** @returns {{kind: "team"|"leader", index: number, called: string}|null} whom the lesson's story is about, in the run on show */
  protagonist = () => heroOf(this.lesson, this.run?.sent);

  /** @returns {import("./decode.js").Series[]} what the charts show */
  lines = () => this.linesFor(this.ask.lines);

  /** @param {string[]} names @returns {import("./decode.js").Series[]} those that the run has, or the first where it has none of them */
  linesFor(names) {
    const known = this.run?.drawn() ?? [];
    const asked = names.map((name) => known.find((one) => one.name === name) ?? known.find((one) => one.name === `reading.${name}`)).filter((one) => one !== undefined);
    return asked.length ? asked : known.slice(0, 3);
  }
}
