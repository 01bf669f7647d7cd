/** The link's grammar: what is asked of the server, and where the page stands. Order is free when read, fixed when written. */

/** @typedef {import("./types.js").Ask} Ask */

const WORLD_KEYS = ["a", "b", "c"];
/** What saved links may still say. @type {Record<string, string>} */
const FORMER_WORDS = { luck: "replicate", ours: "place_form" };
const FORK_KEY = /^([abc])\.(\d{1,3})$/;

/** @returns {Ask} a wish with nothing in it */
export function emptyAsk() {
  return {
    lesson: "", roads: "", place_form: "", set: {}, worlds: { a: {}, b: {} }, forks: [], replicate: "", weeks: "",
    week: null, measure: "", lines: [], stage: "", guess: "",
  };
}

/** @param {string} text KEY=VALUE @returns {[string, string]} */
function assignment(text) {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {string} query what stands after the question mark @param {Ask} [from] read on top of this one @returns {Ask} */
export function readQuery(query, from = emptyAsk()) {
  const ask = structuredClone(from);
  for (const [word, text] of new URLSearchParams(query)) {
    const key = FORMER_WORDS[word] ?? word;
    const fork = FORK_KEY.exec(key);
    if (key === "set") {
      const [name, value] = assignment(text);
      ask.set[name] = value;
    } else if (WORLD_KEYS.includes(key)) {
      const [name, value] = assignment(text);
      (ask.worlds[key] ??= {})[name] = value;
    } else if (fork) {
      const [name, value] = assignment(text);
      putFork(ask, { world: fork[1], week: Number(fork[2]), key: name, value });
    } else if (key === "week") {
      ask.week = Number.parseInt(text, 10) || 0;
    } else if (key === "lines") {
      ask.lines = text.split(",").filter(Boolean);
    } else if (key === "lesson" || key === "roads" || key === "place_form" || key === "replicate" || key === "weeks" || key === "measure" || key === "stage" || key === "guess") {
      ask[key] = text;
    }
  }
  return ask;
}

/** A change from a week on; a second one of the same week and lever takes the first one's place.
 * @param {Ask} ask @param {import("./types.js").Fork} fork */
export function putFork(ask, fork) {
  ask.forks = ask.forks.filter((one) => !(one.world === fork.world && one.week === fork.week && one.key === fork.key));
  ask.forks.push(fork);
  ask.forks.sort((one, other) => one.week - other.week);
}

/** @param {Ask} ask @returns {string} what the server needs */
export function serverQuery(ask) {
  /** @type {[string, string][]} */
  const parts = [];
  if (ask.lesson) parts.push(["lesson", ask.lesson]);
  if (ask.roads) parts.push(["roads", ask.roads]);
  if (ask.place_form) parts.push(["place_form", ask.place_form]);
  for (const [key, value] of Object.entries(ask.set)) parts.push(["set", `${key}=${value}`]);
  for (const world of WORLD_KEYS) {
    for (const [key, value] of Object.entries(ask.worlds[world] ?? {})) parts.push([world, `${key}=${value}`]);
  }
  for (const fork of ask.forks) parts.push([`${fork.world}.${fork.week}`, `${fork.key}=${fork.value}`]);
  if (ask.replicate !== "") parts.push(["replicate", ask.replicate]);
  if (ask.weeks !== "") parts.push(["weeks", ask.weeks]);
  return joined(parts);
}

/** @param {Ask} ask @returns {string} the link's whole query: the server's part and the page's own */
export function linkQuery(ask) {
  /** @type {[string, string][]} */
  const parts = [];
  if (ask.week !== null) parts.push(["week", String(ask.week)]);
  if (ask.measure) parts.push(["measure", ask.measure]);
  if (ask.lines.length) parts.push(["lines", ask.lines.join(",")]);
  if (ask.stage) parts.push(["stage", ask.stage]);
  if (ask.guess) parts.push(["guess", ask.guess]);
  return [serverQuery(ask), joined(parts)].filter(Boolean).join("&");
}

/** @param {[string, string][]} parts @returns {string} */
function joined(parts) {
  return parts.map(([key, value]) => `${key}=${readable(value)}`).join("&");
}

/** Escaped, but for the signs that may stand in a query and make it readable.
 * @param {string} text @returns {string} */
function readable(text) {
  return encodeURIComponent(text).replace(/%3D/g, "=").replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%3B/g, ";").replace(/%20/g, "+");
}

/** @param {number} index of a world @returns {string} its key in the link */
export function worldKey(index) {
  return WORLD_KEYS[index];
}
