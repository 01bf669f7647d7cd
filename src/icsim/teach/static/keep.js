/** What this tab keeps until it is closed, so that a page loaded again is who it was. */

/** @param {string} name @returns {string} empty where nothing is kept */
export function kept(name) {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} text empty to forget */
export function keep(name, text) {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing: the tab has to stay open
  }
}
