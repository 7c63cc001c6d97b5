// The cell of a map that is pointed at. A player that can run by itself shows the run of the cell.

/** @typedef {{of: "hyperparameters" | "parameters" | "start", at: number, value: number}[]} Aim what the cell sets */
/** @typedef {(aim: Aim | null) => void} Listener */

/** @typedef {{aim: Aim | null, listeners: Set<Listener>}} Pointing */

/**
 * Kept with the window: every element of a page has modules of its own.
 * @param {string} page its name, which is that of its player
 * @returns {Pointing}
 */
function pointingOn(page) {
  const pages = ((window.optviz ??= {}).pointing ??= {});
  return (pages[page] ??= { aim: null, listeners: new Set() });
}

/**
 * @param {string} page
 * @param {Aim | null} aim null: no cell is pointed at any more
 */
export function pointAt(page, aim) {
  const pointing = pointingOn(page);
  pointing.aim = aim;
  for (const listener of pointing.listeners) listener(aim);
}

/**
 * Who comes late hears at once of the cell that is pointed at.
 * @param {string} page
 * @param {Listener} listener
 * @param {AbortSignal} signal
 */
export function listenToAim(page, listener, signal) {
  const { aim, listeners } = pointingOn(page);
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
  if (aim) listener(aim);
}
