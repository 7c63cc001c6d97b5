// What a visitor holds: the values of sliders from the moment that they are moved until Python has answered. Players and maps that
// can run by themselves follow it at once.

/** @typedef {Record<string, number>} Values by the slider's key */
/** @typedef {(values: Values, isMoving: boolean) => void} Listener hears all values that are held, and whether a slider is being moved */
/** @typedef {{values: Values, moving: Set<string>, listeners: Set<Listener>}} Hands */

/**
 * Kept with the window: every element of a page has modules of its own.
 * @param {string} page its name, which is that of its player
 * @returns {Hands}
 */
function handsOn(page) {
  const pages = ((window.optviz ??= {}).hands ??= {});
  return (pages[page] ??= { values: {}, moving: new Set(), listeners: new Set() });
}

/** @param {Hands} hands */
function tell({ values, moving, listeners }) {
  for (const listener of listeners) listener({ ...values }, moving.size > 0);
}

/**
 * A slider is being moved, and stands at a value.
 * @param {string} page
 * @param {string} key
 * @param {number} value
 */
export function hold(page, key, value) {
  const hands = handsOn(page);
  hands.moving.add(key);
  hands.values[key] = value;
  tell(hands);
}

/**
 * A slider is not being moved any more. Its value is held until Python has answered.
 * @param {string} page
 * @param {string} key
 */
export function release(page, key) {
  const hands = handsOn(page);
  if (hands.moving.delete(key)) tell(hands);
}

/**
 * A slider does not hold anything any more: it has gone back, or is gone.
 * @param {string} page
 * @param {string} key
 */
export function drop(page, key) {
  const hands = handsOn(page);
  const wasHeld = key in hands.values;
  hands.moving.delete(key);
  delete hands.values[key];
  if (wasHeld) tell(hands);
}

/**
 * Python has answered, or never will: only what is being moved is held any more.
 * @param {string} page
 * @param {Values} [answered] what the sliders stand at in that answer. One that has been moved on since waits for its own
 */
export function letGo(page, answered) {
  const hands = handsOn(page);
  const isWaiting = (/** @type {[string, number]} */ [key, value]) => answered !== undefined && key in answered && answered[key] !== value;
  const kept = Object.entries(hands.values).filter((entry) => hands.moving.has(entry[0]) || isWaiting(entry));
  if (kept.length === Object.keys(hands.values).length) return;
  hands.values = Object.fromEntries(kept);
  tell(hands);
}

/**
 * What is held now.
 * @param {string} page
 */
export function held(page) {
  return { ...handsOn(page).values };
}

/**
 * @param {string} page
 * @param {Listener} listener
 * @param {AbortSignal} signal
 */
export function listenToHeld(page, listener, signal) {
  const { listeners } = handsOn(page);
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
}
