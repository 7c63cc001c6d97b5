// The history while the visitor goes back or forward, faster than the server comes along. Its late answers would come into the history
// as if they were news, and take away all that lies ahead: nothing does until the visitor has done something else.

const ACTS = ["click", "pointerdown", "keydown"];

/** @type {Window | null} */
let watched = null;
/** @type {string | null} */
let page = null; // where the visitor has come by Back or Forward and done nothing since

/** Whether what is said now is what the visitor has come back or forward to, rather than news. */
export function hasComeBack() {
  return page !== null;
}

/** From now on, and once: Streamlit, too, enters a page whenever its server begins with one. */
export function watchHistory() {
  if (watched === window) return;
  [watched, page] = [window, null];
  window.addEventListener("popstate", (event) => {
    if (event.isTrusted) page = location.pathname;
  });
  for (const act of ACTS) window.addEventListener(act, () => (page = null), { capture: true });
  // Browsers of before 2026 may not have it: there, pages that lie ahead are lost.
  window.navigation?.addEventListener("navigate", (event) => {
    const isOther = page !== null && new URL(event.destination.url).pathname !== page;
    if (isOther && event.navigationType === "push") event.preventDefault();
  });
}
