/** The front page: one story plays by itself to the middle, as two rooms with people in them, asks for one guess, plays on and says how it
 * went; then every lesson as a card with a small picture of its own run, our place, the free lab, and a class. */

import { bigChart } from "./bigchart.js";
import { Run } from "./decode.js";
import { button, el, lessMotion, refill, svg } from "./dom.js";
import { badge, heroOf, makeFigure } from "./figures.js";
import { linkQuery, readQuery } from "./query.js";
import { departmentOf, makeScene } from "./scene.js";
import { Trouble } from "./source.js";
import { WORLD_LINES } from "./colour.js";
import { pairSquares } from "./squares.js";
import { capital, figure, titleOf } from "./words.js";

/** @typedef {import("./page.js").Page} Page */

const A_SECOND = 10; // weeks
const LETTERS = "ABC";
const ROW = { wide: 300, high: 84 };

/** A story on the front: what figures and charts need of a page. @param {Page} page */
function makeStory(page) {
  /** @type {import("./types.js").Lesson|null} */
  let lesson = null;
  return {
    run: /** @type {Run|null} */ (null), week: 0, locked: false, replicate: "",
    /** @param {string} name @param {string} replicate */
    async load(name, replicate) {
      lesson = await page.source.lesson(name);
      this.replicate = replicate;
      this.run = new Run(await page.source.worlds(`lesson=${name}${replicate ? `&replicate=${replicate}` : ""}`));
      this.week = 0;
    },
    get lesson() {
      return lesson;
    },
    protagonist() {
      return heroOf(lesson, this.run?.sent);
    },
  };
}

/** @param {Page} page @param {{lesson: (name: string, cls: boolean) => void, answered: (name: string, guess: number, replicate: number) => void, lab: (place: string|undefined) => void, ours: (place: string|undefined) => void}} go
 * @returns {{root: HTMLElement, open: () => Promise<void>, close: () => void}} */
export function makeFront(page, go) {
  const story = makeStory(page);
  const figures = [0, 1, 2].map((world) => makeFigure(story, world));
  const scenes = [0, 1, 2].map((world) => makeScene(story, world));
  const head = el("h2", { class: "front-head" });
  const worlds = el("div", { class: "front-worlds" });
  const chart = el("div", { class: "front-chart" });
  const playButton = button("Pause", () => (playing ? stop() : play()), { class: "primary" });
  const week = el("output", { class: "front-week" });
  const bar = el("span", { class: "front-bar", "aria-hidden": "true" });
  const question = el("div", { class: "front-question", "aria-live": "polite" });
  const cards = el("ul", { class: "cards" });
  const root = el("main", { class: "front", hidden: true },
    head, worlds, chart, el("div", { class: "row front-time" }, playButton, bar, week), question,
    el("div", { class: "row front-doors" }, button("Start a class", () => go.lesson(story.lesson?.name ?? "", true), { class: "primary" }), button("Our place", () => go.ours(story.run?.sent.place?.name)), button("The free lab", () => go.lab(story.run?.sent.place?.name))),
    el("h2", {}, "Lessons"), cards);
  let playing = false;
  let guess = -1;
  let clock = 0;
  let last = 0;
  let half = 0;

  /** The week at which the guess is asked for: the middle, or before the one whom it is about has left. @returns {number} */
  function halfWay() {
    const [run, who] = [story.run, story.protagonist()];
    if (!run) return 0;
    const left = run.sent.gone.filter((one) => one.kind === "left" && who?.kind === "leader" && one.leader === who.index).map((one) => one.week);
    return Math.max(1, Math.min(Math.round(run.weeks / 2), ...left.map((one) => one - 1)));
  }

  const limit = () => (guess < 0 ? half : story.run?.weeks ?? 0);

  function play() {
    if (lessMotion()) {
      clock = limit();
      show();
      return;
    }
    playing = true;
    last = performance.now();
    tell();
    requestAnimationFrame(frame);
  }

  function stop() {
    playing = false;
    tell();
  }

  /** @param {number} now */
  function frame(now) {
    if (!playing || root.hidden) return;
    clock = Math.min(limit(), clock + (Math.min(Math.max(0, now - last), 250) / 1000) * A_SECOND); // a frame may have begun before the play
    last = now;
    if (Math.floor(clock) !== story.week) show();
    if (clock >= limit()) stop();
    else requestAnimationFrame(frame);
  }

  function tell() {
    refill(playButton, playing ? "Pause" : "Play");
    playButton.disabled = !playing && clock >= limit();
  }

  function show() {
    const run = story.run;
    if (!run || !story.lesson) return;
    story.week = Math.floor(clock);
    const lead = run.sent.lesson?.leading ?? [];
    const line = run.measure(lead[0] ?? "") ?? run.measures[0];
    refill(week, `Week ${story.week} of ${run.weeks}`);
    [...figures, ...scenes].forEach((one) => one.tell());
    const box = chart.clientWidth || 900;
    chart.hidden = departmentOf(run) !== null; // people who wait are seen, and need no line
    if (!chart.hidden) refill(chart, el("h3", {}, titleOf(line), line.users ? el("span", { class: "assumed" }, "no evidence in the review: our assumption") : null),
      bigChart({ series: line, before: null, names: run.names, weeks: run.weeks, until: story.week, axis: [line.low, line.high], marks: [] }, { wide: box, high: Math.max(180, Math.min(300, innerHeight * 0.36)), text: 20 }));
    tell();
    bar.style.setProperty("--played", `${(100 * story.week) / (run.weeks || 1)}%`);
    if (story.week >= half && guess < 0) ask();
    if (story.week >= run.weeks && guess >= 0) verdict();
  }

  function ask() {
    const predict = story.lesson?.predict;
    if (question.childElementCount || !predict?.choices) return;
    refill(question, el("p", { class: "front-ask" }, predict.ask), el("div", { class: "row" }, ...predict.choices.map((text, at) => button(text, () => {
      guess = at;
      refill(question, el("p", { class: "quiet" }, `You said: ${text}.`));
      play();
    }))));
  }

  function verdict() {
    const told = story.run?.sent.lesson?.truth;
    const choices = story.lesson?.predict.choices ?? [];
    const right = told?.choice ?? -1;
    const said = right === guess ? "✓ It went as you said." : right < 0 ? "? Whether you were right cannot be told." : "≠ It went another way.";
    const tally = story.lesson?.tally ?? null;
    refill(question, el("div", { class: "front-verdict" }, el("p", { class: "front-ask" }, `${said} ${told?.said ?? ""}`),
      el("div", { class: "row" }, button("Open this lesson", () => go.answered(story.lesson?.name ?? "", guess, Number(story.run?.sent.replicate ?? 0)), { class: "primary" }), button("New luck", () => begin(String(Number(story.run?.sent.replicate ?? 0) + 1))))),
      el("p", { class: "quiet" }, `You guessed: ${choices[guess] ?? ""}.${tally ? " Each square is a pair: full, more in A; striped, more in B; hollow, no difference." : ""}`), tally ? pairSquares(tally) : null, el("p", {}, story.lesson?.representative_text ?? ""));
  }

  /** @param {string} replicate the next one, and never one that was picked */
  async function begin(replicate) {
    try {
      await story.load(page.start.front ?? page.start.lessons[0].name, replicate);
    } catch (error) {
      refill(question, el("p", {}, error instanceof Trouble ? error.message : "The story could not be opened. Choose a lesson below."));
      return;
    }
    guess = -1;
    clock = 0;
    half = halfWay();
    refill(question);
    const names = story.run?.names ?? [];
    refill(head, story.lesson?.difference ?? "");
    refill(worlds, ...names.map((name, world) => el("div", { class: "front-world" }, el("p", {}, badge(world), " ", el("strong", {}, capital(name))), scenes[world].root, figures[world].root)));
    root.classList.toggle("of-rooms", departmentOf(story.run) !== null);
    show();
    play();
  }

  /** One after the other, so that the story never waits for them. */
  async function fillCards() {
    const items = page.start.lessons.map((one) => {
      const picture = el("div", { class: "card-picture" });
      const link = el("a", { href: `?${linkQuery(readQuery(`lesson=${one.name}&stage=story`))}`, class: "card" }, el("strong", {}, one.title), picture, el("span", { class: "quiet" }, `${one.minutes} minutes`));
      return { name: one.name, picture, item: el("li", {}, link) };
    });
    refill(cards, ...items.map((one) => one.item));
    for (const one of items) {
      if (root.hidden) return;
      const told = await page.source.card?.(one.name).catch(() => null);
      if (told) refill(one.picture, smallPicture(told), el("span", { class: "card-line" }, capital(told.display), told.users ? " (our assumption)" : "", told.same ? el("strong", {}, " = no difference that counts") : null));
    }
  }

  return {
    root,
    open: async () => {
      root.hidden = false;
      document.documentElement.classList.add("at-front");
      await begin("");
      fillCards();
    },
    close: () => {
      playing = false;
      root.hidden = true;
      document.documentElement.classList.remove("at-front");
    },
  };
}

/** @param {import("./types.js").Card} card @returns {SVGElement} */
function smallPicture(card) {
  const last = card.weeks[card.weeks.length - 1] || 1;
  const x = (/** @type {number} */ week) => (4 + (week / last) * (ROW.wide - 8)).toFixed(1);
  const y = (/** @type {number} */ value) => (ROW.high - 5 - ((value - card.low) / (card.high - card.low || 1)) * (ROW.high - 10)).toFixed(1);
  const lines = card.rows.map((row, world) => svg("polyline", { points: row.flatMap((value, at) => (value === null ? [] : [`${x(card.weeks[at])},${y(value)}`])).join(" "), fill: "none",
    stroke: WORLD_LINES[world].ink, "stroke-width": 3, "stroke-dasharray": WORLD_LINES[world].dash.join(" ") }));
  const ends = card.rows.map((row, world) => `${LETTERS[world]} ${figure(row[row.length - 1])}`).join(", ");
  return svg("svg", { viewBox: `0 0 ${ROW.wide} ${ROW.high}`, role: "img", "aria-label": `${capital(card.display)} at the end: ${ends}.` }, svg("line", { x1: 0, x2: ROW.wide, y1: ROW.high - 2, y2: ROW.high - 2, stroke: "var(--grid)" }), ...lines);
}
