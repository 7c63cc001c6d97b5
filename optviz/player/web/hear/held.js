// What a visitor holds: the values of sliders, and the start, from the moment that they are moved until Python has answered. Players and
// maps that can run by themselves follow it at once.

/** @import { Pair } from "../measure/geometry.d.ts" */

/** @typedef {Record<string, number>} Values by the slider's key */
/** @typedef {(values: Values, isMoving: boolean) => void} Listener hears all values that are held, and whether a slider or the start is being moved */
/** @typedef {{values: Values, start: Pair | null, moving: Set<string>, listeners: Set<Listener>}} Hands start: where it is dragged to */

/**
 * Kept with the window: every element of a page has modules of its own.
 * @param {string} page its name, which is that of its player
 * @returns {Hands}
 */
function handsOn(page) {
  const pages = ((window.optviz ??= {}).hands ??= {});
  return (pages[page] ??= { values: {}, start: null, moving: new Set(), listeners: new Set() });
}

/** @param {Hands} hands */
function tell({ values, start, moving, listeners }) {
  for (const listener of listeners) listener({ ...values }, moving.size > 0 || start !== null);
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
 * The start is being dragged to a place; null: it has gone back.
 * @param {string} page
 * @param {Pair | null} place
 */
export function dragStart(page, place) {
  const hands = handsOn(page);
  hands.start = place;
  tell(hands);
}

/**
 * Where the start is dragged to, until Python has answered; null: nowhere.
 * @param {string} page
 */
export function draggedStart(page) {
  return handsOn(page).start;
}

/**
 * Python has answered, or never will: only what is being moved is held any more.
 * @param {string} page
 * @param {Values} [answered] what the sliders stand at in that answer. One that has been moved on since waits for its own
 */
export function letGo(page, answered) {
  const hands = handsOn(page);
  hands.start = null; // unheard: a map that was drawn from there has its own answer on its way
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
