/** Answers from the program that shows this page in a frame, such as a notebook; what the page holds already is not asked for. */

import { Trouble } from "./source.js";

const PATIENCE = 120_000; // milliseconds: a kernel may be at something else
const GONE = "The notebook's kernel does not answer. Run the cell again; what you see stays as it was.";

/** @param {import("./types.js").Source} held @returns {import("./types.js").Source} */
export function portSource(held) {
  const me = Math.random().toString(36).slice(2); // one notebook may show the same page twice
  /** @type {Map<string, {done: (answer: any) => void, fail: (error: Trouble) => void}>} */
  const waiting = new Map();
  let last = 0;
  /** @type {Promise<MessagePort>} */
  const opened = new Promise((found) => addEventListener("message", (event) => {
    const [port] = event.ports;
    if (event.source !== parent || !port) return;
    port.onmessage = ({ data }) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) asker?.fail(new Trouble(data.error));
      else asker?.done(data.answer);
    };
    found(port);
  }));

  /** @param {string} kind @param {string} query @returns {Promise<any>} */
  async function ask(kind, query) {
    const id = `${me}/${(last += 1)}`;
    return new Promise((done, fail) => {
      waiting.set(id, { done, fail });
      setTimeout(() => waiting.delete(id) && fail(new Trouble(GONE)), PATIENCE);
      opened.then((port) => port.postMessage({ id, kind, query }));
    });
  }

  /** @type {Record<string, number>} how often each kind was asked */
  const turns = {};
  /** @type {Record<string, Promise<any>>} what the kernel is at, of each kind */
  const underWay = {};

  /** Of each kind the newest question counts: older ones are given up, and those that wait are not sent. @param {string} kind
   * @param {((query: string) => Promise<any>)|null} known answers that the page holds @returns {(query: string) => Promise<any>} */
  const newest = (kind, known = null) => async (query) => {
    const mine = (turns[kind] = (turns[kind] ?? 0) + 1);
    const givenUp = () => {
      if (turns[kind] !== mine) throw new DOMException("a newer question", "AbortError");
    };
    const found = await known?.(query).catch(() => null);
    if (!found) await underWay[kind]?.catch(() => null);
    givenUp();
    if (found) return found;
    underWay[kind] = ask(kind, query);
    return underWay[kind].finally(givenUp);
  };

  return {
    start: held.start, lesson: newest("lesson", held.lesson), worlds: newest("worlds", held.worlds),
    many: newest("many"), story: newest("story"), why: newest("why"),
    file: async (query) => new Blob([await ask("page", query)], { type: "text/html" }),
  };
}
