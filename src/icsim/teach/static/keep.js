/** What this tab keeps until it is closed, so that a page loaded again is who it was; and what a phone keeps in all its tabs, so
 * that it has one seat. */

/** @param {string} name @param {() => Storage} [where] @returns {string} empty where nothing is kept */
export function kept(name, where = ofTab) {
  try {
    return where().getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} text empty to forget @param {() => Storage} [where] */
export function keep(name, text, where = ofTab) {
  try {
    if (text) where().setItem(name, text);
    else where().removeItem(name);
  } catch {
    // a browser that keeps nothing: the tab has to stay open
  }
}

/** @returns {Storage} */
const ofTab = () => sessionStorage;

/** @returns {Storage} */
export const ofPhone = () => localStorage;
