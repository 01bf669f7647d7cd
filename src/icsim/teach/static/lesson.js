/** A lesson's way: story, prediction, run, comparison, tasks, closing questions. What comes later stays shut until then. */

import { button, el, refill } from "./dom.js";
import { STAGES } from "./page.js";
import { choiceForm, compareCurves, curveForm } from "./predict.js";
import { readQuery } from "./query.js";
import { NOBODY } from "./slides.js";
import { capital, figure, nothingFollowed } from "./words.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./types.js").Lesson} Lesson */

const NAMES = /** @type {Record<string, string>} */ ({ story: "Story", predict: "Predict", run: "Run", compare: "Compare", tasks: "Tasks", closing: "Think" });

/** @param {Page} page @param {{play: () => void}} player @param {() => void} toWhatHappened shows the captions */
export function makeLesson(page, player, toWhatHappened) {
  const steps = el("ol", { class: "steps" });
  const body = el("div", { class: "lesson-body" });
  const root = el("div", { class: "guide-part" }, steps, body);
  let guess = "";

  /** @param {string} stage */
  function go(stage) {
    if (stage === "run") page.toWeek(0);
    page.turn({ stage }, "stage");
    if (stage === "run") {
      toWhatHappened();
      player.play();
    } else {
      body.querySelector("h2")?.focus();
    }
  }

  function lock() {
    if (!guess) return;
    page.ask = { ...page.ask, guess };
    go("run");
  }

  function show() {
    const lesson = page.lesson;
    if (!lesson) {
      refill(steps);
      refill(body, el("p", {}, "No lesson is open. Choose one above, or look around: move a slider, play, choose a team."));
      return;
    }
    const now = STAGES.indexOf(page.ask.stage);
    refill(steps, ...(now < 0 ? [] : STAGES.map((stage, at) => stepItem(stage, at, now))));
    const parts = { story: storyPart, predict: predictPart, run: runPart, compare: comparePart, tasks: tasksPart, closing: closingPart };
    const make = parts[/** @type {keyof typeof parts} */ (page.ask.stage)] ?? lookPart;
    refill(body, ...make(lesson));
  }

  /** @param {string} stage @param {number} at @param {number} now @returns {HTMLElement} */
  function stepItem(stage, at, now) {
    const open = page.ask.guess ? at >= 2 : at < 2;
    return el("li", {}, button(`${at + 1} ${NAMES[stage]}`, () => go(stage), {
      class: "stage", disabled: !open || (page.unfolding && at > 2 && page.week < (page.run?.weeks ?? 0)), "aria-current": at === now ? "step" : null,
    }));
  }

  /** @param {string} text @returns {HTMLElement} */
  const heading = (text) => el("h2", { tabindex: -1 }, text);

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function lookPart(lesson) {
    return [heading(lesson.title), el("p", {}, lesson.story[0] ?? ""), page.ask.roads ? el("p", {}, page.run?.sent.difference ?? "") : worldsSaid(lesson),
      el("p", {}, "You are looking at this lesson’s run. To learn more from it, predict first:"), button("Take it as a lesson", () => restart(), { class: "primary" })];
  }

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function storyPart(lesson) {
    return [heading(lesson.title), el("p", { class: "quiet" }, [lesson.place, lesson.minutes ? `${lesson.minutes} minutes` : ""].filter(Boolean).join(" · ")), ...lesson.story.map((text) => el("p", {}, text)), worldsSaid(lesson),
      el("div", { class: "row" }, button("Predict", () => go("predict"), { class: "primary" }), lesson.steer && page.source.served ? button("Decide on the way", () => page.emit("steer"), { title: `You are ${lesson.steer.who}: alone, or with a class on its phones` }) : null)];
  }

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function predictPart(lesson) {
    guess = "";
    const lockButton = button("Lock my prediction and run", lock, { class: "primary", disabled: true });
    const chosen = (/** @type {string} */ text) => {
      guess = text;
      lockButton.disabled = false;
    };
    const { choices, curve } = lesson.predict;
    if (inClass()) return [heading("What do you expect?"), el("p", { class: "ask" }, lesson.predict.ask), el("p", {}, "The class predicts on its phones."), button("To the class", () => page.emit("class"), { class: "primary" })];
    const form = curve ? curveForm(frameOf(curve), startOf(curve), chosen) : choiceForm(choices ?? [], chosen);
    return [heading("What do you expect?"), el("p", { class: "ask" }, lesson.predict.ask), form, lockButton,
      el("p", { class: "quiet" }, "Once locked, it cannot be changed. The run stays covered until then.")];
  }

  /** @returns {(HTMLElement|null)[]} */
  function runPart() {
    const done = page.week >= (page.run?.weeks ?? 0);
    return [heading("Run"), el("p", {}, done ? "The run is over." : "The run unfolds. Stop where you like, step, go back."),
      done ? null : button("To the end", () => page.toWeek(page.run?.weeks ?? 0), {}), done ? button("Compare with my prediction", () => go("compare"), { class: "primary" }) : null];
  }

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function comparePart(lesson) {
    const told = page.run?.sent.lesson?.truth;
    const { choices, curve } = lesson.predict;
    const [lead] = page.lines();
    const loud = page.run && lead ? nothingFollowed(lead, page.run.names) : "";
    const nothing = loud ? el("p", { class: "nothing-followed" }, loud) : null;
    const next = button("Tasks", () => go("tasks"), { class: "primary" });
    const afterwards = lesson.afterwards ? el("p", { class: "wondering" }, lesson.afterwards) : null;
    const said = el("p", {}, told?.said ?? "What happened cannot be told for this run.");
    if (curve && told?.curve && page.ask.guess.includes(",")) {
      const { root: drawing, off } = compareCurves(frameOf(curve), page.ask.guess, told.curve);
      return [heading("Prediction and run"), drawing, off === null ? null : el("p", {}, `On average ${inClass() ? "the middle of the class was" : "you were"} ${figure(off)} away.`), said, nothing, afterwards, toClass(), next];
    }
    const mine = Number(page.ask.guess);
    const right = told?.choice ?? null;
    const verdict = right === null || inClass() || page.ask.guess === NOBODY ? null : el("p", { class: `verdict ${right === mine ? "right" : "other"}` }, right === mine ? "✓ It went as you said." : "≠ It went another way.");
    return [heading("Prediction and run"), el("dl", { class: "compare" }, el("dt", {}, inClass() ? "Said most often" : "You said"), el("dd", {}, choices?.[mine] ?? "–"),
      right === null ? null : el("dt", {}, "In this run"), right === null ? null : el("dd", {}, choices?.[right] ?? "–")), verdict, said, nothing, afterwards, el("p", { class: "quiet" }, `One run of many: “${page.source.served ? "200" : "Many"} pairs” tells how often.`), toClass(), next];
  }

  /** @returns {boolean} whether this lesson is what a class predicts */
  const inClass = () => page.lesson !== null && page.room?.lesson === page.lesson.name;

  /** @returns {HTMLElement|null} */
  function toClass() {
    return inClass() ? button("Who was close?", () => page.emit("class")) : null;
  }

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function tasksPart(lesson) {
    const answers = page.run?.sent.lesson?.answers ?? [];
    const items = lesson.tasks.map((task, at) => {
      const answer = el("p", { class: "answer", "aria-live": "polite" });
      const reveal = button("Done: show the answer", () => {
        refill(answer, answers[at] ?? task.answer ?? "No answer for this run.");
        reveal.remove();
      });
      const attempt = task.try ? button("Set it up", () => tryOut(task.try ?? "")) : null;
      const part = el("details", { ontoggle: () => part.open && openTask(task, part) }, el("summary", {}, el("strong", {}, task.do)),
        el("p", {}, task.ask), el("div", { class: "row" }, attempt, reveal), answer);
      return el("li", {}, part);
    });
    const first = items[0]?.querySelector("details");
    if (first) first.open = true;
    return [heading("Tasks"), el("ol", { class: "tasks" }, ...items), button("Closing questions", () => go("closing"), { class: "primary" })];
  }

  /** One task is open at a time, and the charts show what it is about. @param {import("./types.js").Task} task @param {HTMLDetailsElement} part */
  function openTask(task, part) {
    for (const other of body.querySelectorAll("details")) if (other !== part) other.open = false;
    if (task.lines.length) page.turn({ lines: task.lines }, "lines");
  }

  /** @param {Lesson} lesson @returns {(HTMLElement|null)[]} */
  function closingPart(lesson) {
    return [heading("Before you leave"), el("ol", { class: "closing" }, ...lesson.closing.map((text) => el("li", {}, text))),
      lesson.wondering ? el("p", { class: "wondering" }, lesson.wondering) : null, button("Start this lesson again", () => restart())];
  }

  function restart() {
    page.open(`lesson=${page.lesson?.name ?? ""}&stage=story`);
  }

  /** @param {string} query of a task, on top of what is asked */
  function tryOut(query) {
    const { set, worlds, forks } = page.opened; // of the lesson itself, as its answer is, whatever was tried before
    page.change((ask) => Object.assign(ask, readQuery(query, { ...ask, set, worlds, forks })));
  }

  /** @param {import("./types.js").CurveAsked} curve @returns {import("./predict.js").Frame} */
  function frameOf(curve) {
    const series = page.run?.measure(curve.measure);
    return { low: curve.low ?? series?.low ?? 0, high: curve.high ?? series?.high ?? 1, weeks: page.run?.weeks ?? 1, label: capital(curve.display) };
  }

  /** Where the drawn line begins: as it stands in week 0. @param {import("./types.js").CurveAsked} curve @returns {number} */
  function startOf(curve) {
    const frame = frameOf(curve);
    const first = page.run?.measure(curve.measure)?.rows[curve.world ?? 1]?.find((value) => value !== null);
    return first === null || first === undefined ? 0.5 : Math.min(1, Math.max(0, (first - frame.low) / (frame.high - frame.low || 1)));
  }

  let over = false;
  page.on(["lesson", "stage"], show);
  page.on("run", () => page.ask.stage !== "predict" && page.ask.stage !== "tasks" && show());
  page.on("week", () => {
    const done = page.unfolding && page.week >= (page.run?.weeks ?? 0);
    if (page.unfolding && done !== over) show();
    over = done;
  });
  /** Runs with what a class predicted. @param {string} said its guess */
  function runFor(said) {
    guess = said;
    lock();
  }

  return { root, runFor };
}

/** @param {Lesson} lesson @returns {HTMLElement} what each world is */
function worldsSaid(lesson) {
  return el("ul", { class: "worlds-said" }, ...lesson.worlds.map((world, at) => el("li", {},
    el("span", { class: `swatch world-${at}`, "aria-hidden": "true" }), el("strong", {}, world.name), world.said ? `: ${world.said}` : "")));
}
