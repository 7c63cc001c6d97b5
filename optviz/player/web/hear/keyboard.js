// Keys for the race: space, arrows, Home, End, f, and those of the page. They count while nothing else on the page has the focus.

/** @import { Cursor } from "./cursor.js" */

/**
 * @param {() => Element[]} roots the parts of the player
 * @param {Cursor} cursor
 * @param {Record<string, () => void>} others what further keys do
 * @param {AbortSignal} signal
 */
export function listenToKeys(roots, cursor, others, signal) {
  /** @type {Record<string, () => void>} */
  const actions = {
    " ": () => cursor.toggle(),
    Home: () => cursor.seek(0),
    End: () => cursor.seek(cursor.steps),
    ...others,
  };
  window.addEventListener(
    "keydown",
    (event) => {
      const action = actions[event.key];
      if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const path = event.composedPath();
      const focused = /** @type {Element} */ (path[0]);
      const isOurs = roots().some((root) => path.includes(root));
      if (!isOurs && focused !== document.body && focused !== document.documentElement) return;
      // A control keeps the keys that it has a use for itself.
      const control = focused.tagName;
      if (control === "SELECT" || (control === "BUTTON" && event.key === " ")) return;
      if (control === "INPUT" && event.key !== " " && !/^[a-z]$/.test(event.key)) return;
      event.preventDefault();
      action();
    },
    { signal },
  );
}
