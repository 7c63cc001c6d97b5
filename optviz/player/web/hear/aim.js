// The cell of a map that is pointed at. A player that can run by itself shows the run of the cell.

/** @typedef {{of: "hyperparameters" | "parameters" | "start", at: number, value: number}[]} Aim what the cell sets */
/** @typedef {(aim: Aim | null) => void} Listener */

/**
 * Kept with the window: every element of a page has modules of its own.
 * @param {string} page its name, which is that of its player
 * @returns {Set<Listener>}
 */
function listenersOn(page) {
  const aims = ((window.optviz ??= {}).aims ??= {});
  return (aims[page] ??= new Set());
}

/**
 * @param {string} page
 * @param {Aim | null} aim null: no cell is pointed at any more
 */
export function pointAt(page, aim) {
  for (const listener of listenersOn(page)) listener(aim);
}

/**
 * @param {string} page
 * @param {Listener} listener
 * @param {AbortSignal} signal
 */
export function listenToAim(page, listener, signal) {
  const listeners = listenersOn(page);
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
}
