// The history while the visitor goes back or forward, faster than the server comes along. Its late answers would come into the history
// as if they were news, and take away all that lies ahead: nothing does until the visitor has done something else.

const ACTS = ["click", "pointerdown", "keydown"];
const HANDS = [...ACTS, "pointerup", "wheel"]; // all that an act may end with

/** @type {Window | null} */
let watched = null;
/** @type {string | null} */
let page = null; // where the visitor has come by Back or Forward and done nothing since
let acted = 0; // when the visitor last did anything, by the browser's clock: that of no page that is busy, and of no server

/** Whether what is said now is what the visitor has come back or forward to, rather than news. */
export function hasComeBack() {
  return page !== null;
}

/** When the visitor last did anything, in milliseconds. */
export function lastAct() {
  return acted;
}

/** From now on, and once: Streamlit, too, enters a page whenever its server begins with one. */
export function watchHistory() {
  if (watched === window) return;
  [watched, page] = [window, null];
  window.addEventListener("popstate", (event) => {
    if (event.isTrusted) page = location.pathname;
  });
  for (const act of ACTS) window.addEventListener(act, () => (page = null), { capture: true });
  for (const act of HANDS) window.addEventListener(act, ({ timeStamp }) => (acted = timeStamp), { capture: true, passive: true });
  // Browsers of before 2026 may not have it: there, pages that lie ahead are lost.
  window.navigation?.addEventListener("navigate", (event) => {
    const isOther = page !== null && new URL(event.destination.url).pathname !== page;
    if (isOther && event.navigationType === "push") event.preventDefault();
  });
}
