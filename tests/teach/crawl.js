/** Uses every control of a page, one after the other, and says which of them changed nothing. Runs inside the page, for speed.
 * A control that leads elsewhere or opens a window is followed by the state that the crawl began in. */
async ({ query, patience }) => {
  const { openPage } = await import("/static/main.js");
  const { networkSource } = await import("/static/source.js");
  const { linkQuery } = await import("/static/query.js");
  const ELSEWHERE = ["Class", "Decide on the way"]; // a room is opened by the tests of classes
  const SLOW = ["Moving picture (GIF)", "Film (WebM)", "Film (MP4)", "All of it, as one HTML file"]; // used by the tests of films and of files
  const root = document.getElementById("page");
  const found = { used: 0, inert: [], troubles: [], empty: [], names: [] };
  let saved = 0;
  HTMLAnchorElement.prototype.click = () => (saved += 1);
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => (saved += 1) }, configurable: true });
  let page = null;
  const open = async () => {
    document.querySelectorAll("dialog[open]").forEach((one) => one.close());
    document.documentElement.classList.remove("presenting", "at-front");
    page = await openPage(root, networkSource(), { query, write: () => {}, whole: () => location.href });
    await pause(60);
    return page;
  };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const pictures = () => [...root.querySelectorAll("canvas")].map((one) => one.toDataURL().length).join();
  const state = () => [linkQuery(page.link()), page.fromHereOn, saved, location.href, document.activeElement?.closest("[role=tabpanel]")?.id,
    [...root.querySelectorAll("details")].map((one) => one.open).join(), root.innerHTML].join("\n");
  /** What lies over the page, if anything does: a dialog, or the chart for the back row. */
  const over = () => [...root.querySelectorAll("dialog[open], .present:not([hidden])")].at(-1) ?? null;
  const place = () => `${page.lesson?.name ?? page.ask.set.place ?? ""} ${page.ask.stage} ${over() ? "over" : ""} ${page.ask.guess}`;
  const names = (one) => (one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText || one.value || one.tagName).trim().slice(0, 70);
  const shown = (one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]");
  /** The controls to use now; of the teams in a picture and the captions in a list the first and the last. */
  const controls = () => {
    const window = over() ?? root;
    const all = [...window.querySelectorAll("button, select, input, summary, [tabindex='0'][role=slider], a[href]")].filter(shown);
    const many = (kind) => all.filter((one) => one.matches(kind));
    const left = new Set([".net-buttons:not(.x) .node", ".caption-button", ".marker", ".table > summary", ".numbers > summary", ".chooser input", ".handle", ".more-row input", ".more-row select"]
      .flatMap((kind) => many(kind).slice(1, -1)));
    return all.filter((one) => !left.has(one));
  };
  const act = (one) => {
    if (one.tagName === "SELECT") {
      const other = [...one.options].find((option) => option.value !== one.value && !option.disabled);
      if (!other) return;
      one.value = other.value;
      one.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (one.type === "range") {
      const [low, high] = [Number(one.min), Number(one.max)];
      one.value = String(Number(one.value) < (low + high) / 2 ? high : low);
      one.dispatchEvent(new Event("input", { bubbles: true }));
      one.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (one.type === "search" || one.type === "text" || one.type === "number") {
      one.value = one.type === "number" ? String(Number(one.value) + 1) : "trust";
      one.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (one.getAttribute("role") === "slider") {
      one.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));
    } else one.click();
  };
  /** Of a form that is read later, its own value is all that changes. */
  const heldByForm = (one) => one.closest(".homes, .class-body, .speed, form") !== null && (one.tagName === "SELECT" || one.tagName === "INPUT");
  const lines = () => {
    const known = page.run?.measures ?? [];
    for (const name of page.ask.lines) if (!known.some((one) => one.name === name)) found.empty.push(`${name}: not among what the run has`);
    for (const series of page.lines()) {
      if (series.rows.some((row) => !row.some((value) => value !== null))) found.empty.push(`${series.name}: no value in a world`);
    }
    if (root.querySelectorAll(".plot canvas").length < page.lines().length) found.empty.push("a chart is missing");
  };
  /** So that a control has something to change. */
  const readyFor = (one, name) => {
    if (one.matches(".scrub") === false && page.week === 0 && /back|same luck/.test(name)) page.toWeek(5);
    if (/week on$/.test(name)) page.toWeek(5);
    if (one.matches(".node")) page.pick(null);
    if (one.matches(".marker, .caption-button")) page.toWeek(page.week ? 0 : 1);
  };
  /** Whether a control that left the page's text as it was draws something else: used once more, for looking at pictures takes long. */
  const drawsOther = async (name, prepare) => {
    await open();
    await prepare?.();
    const one = controls().find((each) => names(each) === name);
    if (!one) return false;
    readyFor(one, name);
    await pause(200);
    const before = pictures();
    act(one);
    const until = performance.now() + patience;
    while (performance.now() < until && pictures() === before) await pause(50);
    return pictures() !== before;
  };
  const useAll = async (prepare) => {
    let at = 0;
    await open();
    await prepare?.();
    while (at < controls().length) {
      const one = controls()[at];
      at += 1;
      const name = names(one);
      if (SLOW.includes(name) || ELSEWHERE.includes(name) || one.getAttribute("aria-selected") === "true" || one.checked || one.matches(".present-tabs [aria-pressed=true]")) continue;
      readyFor(one, name);
      const [before, where] = [state(), place()];
      act(one);
      found.used += 1;
      found.names.push(name);
      const until = performance.now() + patience;
      while (performance.now() < until && state() === before && !(heldByForm(one))) await pause(15);
      if (state() === before && !heldByForm(one) && !(await drawsOther(name, prepare))) found.inert.push(name);
      if (one.type === "range" || one.tagName === "SELECT") for (let n = 0; n < 60 && (page.sentAt || page.waiting); n += 1) await pause(15);
      await pause(45); // what is asked of the server is asked by now
      if (page.trouble) found.troubles.push(`${name}: ${page.trouble}`);
      const window = over();
      if (page.trouble || place() !== where) {
        if (window && !prepare) found.windows = [...(found.windows ?? []), name];
        await open();
        await prepare?.();
      }
    }
  };
  await useAll(null);
  for (let n = 0; n < 200 && page.run?.sent.brief; n += 1) await pause(50); // all of it comes when a slider rests
  lines();
  for (const name of found.windows ?? []) {
    const opener = async () => {
      const one = controls().find((each) => names(each) === name) ?? root;
      if (one.tagName === "SELECT") {
        one.value = "ours";
        one.dispatchEvent(new Event("change"));
      } else one.click();
      for (const each of root.querySelectorAll("dialog[open] details")) each.open = true;
      await pause(120);
    };
    await useAll(opener);
  }
  return found;
};
