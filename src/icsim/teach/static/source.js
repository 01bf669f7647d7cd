/** Where the page's data come from: the server, or what an offline file carries. Nothing else talks to either. */

/** @typedef {import("./types.js").Source} Source */

const ROOM_PATIENCE = 30_000; // milliseconds

/** What went wrong, as a sentence for the page. */
export class Trouble extends Error {}

/** @param {string} [base] where the server's interface stands @returns {Source} */
export function networkSource(base = "/api") {
  /** @type {Record<string, AbortController>} the request under way, one of each kind: a newer one ends the older */
  const underWay = {};

  /** @param {string} kind @param {string} path @returns {Promise<any>} */
  async function get(kind, path) {
    underWay[kind]?.abort();
    const mine = new AbortController();
    underWay[kind] = mine;
    let response;
    try {
      response = await fetch(`${base}/${path}`, { signal: mine.signal, headers: { Accept: "application/json" } });
    } catch (error) {
      if (mine.signal.aborted) throw error;
      throw new Trouble("The server does not answer. Is it still running? What you see stays as it was.");
    }
    const body = await response.json().catch((error) => {
      if (mine.signal.aborted) throw error; // given up while the answer came
      return null;
    });
    if (!response.ok || body === null) throw new Trouble(plainError(body, response.status));
    return body;
  }

  /** @param {string} query @returns {Promise<Blob>} the page with its data inside */
  async function file(query) {
    const response = await fetch(`${base}/offline?${query}`).catch(() => null);
    if (!response?.ok) throw new Trouble(plainError(await response?.json().catch(() => null), response?.status ?? 0));
    return response.blob();
  }

  return {
    served: true,
    file,
    start: () => get("start", "start"),
    lesson: (name) => get("lesson", `lesson/${encodeURIComponent(name)}`),
    worlds: (query) => get("worlds", `worlds?${query}`),
    roads: (query) => get("roads", `worlds?${query}`),
    card: (name) => get(`card ${name}`, `card?lesson=${encodeURIComponent(name)}`),
    many: (query) => get("many", `many?${query}`),
    story: (query) => get("story", `story?${query}`),
    why: (query) => get("why", `why?${query}`),
  };
}

/** @param {any} body @param {number} status @returns {string} */
function plainError(body, status) {
  const said = body && typeof body.error === "string" ? body.error : "";
  if (said) return said;
  return status === 429 ? "Too many runs at once. Wait a moment and try again." : `The server could not answer (${status}).`;
}

const ROOM_KEYS = /^(?:room|to|vote|choice|prediction|steer|query): /;

/** What a room refuses names the word that was sent; people read only what is wrong. @param {string} said @returns {string} */
function withoutKey(said) {
  const plain = said.replace(ROOM_KEYS, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** What a class's room refused, with its status. */
export class Refused extends Trouble {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Asks a room of a class, or tells it something. @param {string} path @param {string} key the secret of a screen or a phone
 * @param {object} [body] what is told @returns {Promise<any>} null where nothing is new */
export async function askRoom(path, key, body) {
  const headers = { Accept: "application/json", "X-Class-Key": key, ...(body ? { "Content-Type": "application/json" } : {}) };
  let response;
  try {
    response = await fetch(`/api/class${path}`, {
      method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined, cache: "no-store", signal: AbortSignal.timeout?.(ROOM_PATIENCE),
    });
  } catch {
    throw new Trouble("The server does not answer; trying again.");
  }
  if (response.status === 204) return null;
  const told = await response.json().catch(() => null);
  if (!response.ok || told === null) throw new Refused(withoutKey(plainError(told, response.status)), response.status);
  return told;
}

/** @typedef {{start: any, lessons: Record<string, any>, worlds: Record<string, any>, many?: Record<string, any>,
 *   story?: Record<string, any>, why?: Record<string, any[]>, replicate?: number, measures?: string[]}} Embedded */

/** What is said where a file without an engine is asked for more. */
export const NO_ENGINE = "This file holds what was saved, and no engine. To change anything, or to see other luck, open icsim.";

/** The data of an offline file: answers by the question that asked for them. Of “why?” it holds some weeks; the nearest is told.
 * @param {Embedded} data @returns {Source} */
export function embeddedSource(data) {
  /** @param {"lessons"|"worlds"|"many"|"story"|"why"} kind @param {string} query @returns {Promise<any>} */
  async function get(kind, query) {
    const answer = data[kind]?.[kind === "lessons" ? query : keyOf(query, data.replicate)];
    if (!answer) throw new Trouble(NO_ENGINE);
    return answer;
  }

  /** @param {string} query @returns {Promise<import("./types.js").Why>} */
  async function why(query) {
    const week = Number(new URLSearchParams(query).get("week") ?? 0);
    const known = await get("why", query);
    return known.reduce((/** @type {any} */ best, /** @type {any} */ one) => (Math.abs(one.week - week) < Math.abs(best.week - week) ? one : best));
  }

  return {
    offline: true,
    measures: data.measures,
    start: async () => data.start,
    lesson: (name) => get("lessons", name),
    worlds: (query) => get("worlds", query),
    many: (query) => get("many", query),
    story: (query) => get("story", query),
    why,
  };
}

/** A question in the one form that the file's writer uses too: in order, and without what the file has one of only.
 * @param {string} query @param {number} [luck] @returns {string} */
function keyOf(query, luck) {
  const words = [...new URLSearchParams(query)].filter(([word, said]) => word !== "week" && word !== "pairs" && !(word === "replicate" && said === String(luck)));
  return words.map(([word, said]) => `${word}=${said}`).sort().join("&");
}

/** @param {unknown} error @returns {boolean} whether a newer request took this one's place */
export function isAborted(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
