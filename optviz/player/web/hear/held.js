// What a visitor holds: the values of sliders, and the start, from the moment that they are moved until Python has answered. Players and
// maps that can run by themselves follow it at once.

/** @import { Pair } from "../measure/geometry.d.ts" */

/** @typedef {Record<string, number>} Values by the slider's key */
/** @typedef {(values: Values, isMoving: boolean) => void} Listener hears all values that are held, and whether a slider or the start is being moved */
/** @typedef {{values: Values, start: Pair | null}} Standing where sliders stand, and the start */
/**
 * @typedef {object} Hands
 * @property {Values} values
 * @property {Pair | null} start where it is dragged to
 * @property {Set<string>} moving
 * @property {Standing} answered by Python to the player, before the maps have theirs
 * @property {Set<Listener>} listeners
 */

/**
 * Kept with the window: every element of a page has modules of its own.
 * @param {string} page its name, which is that of its player
 * @returns {Hands}
 */
function handsOn(page) {
  const pages = ((window.optviz ??= {}).hands ??= {});
  const answered = { values: {}, start: null };
  return (pages[page] ??= { values: {}, start: null, moving: new Set(), answered, listeners: new Set() });
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
 * @param {Standing} [answered] where that leaves everything. A slider that has been moved on since waits for its own answer
 */
export function letGo(page, answered) {
  const hands = handsOn(page);
  hands.start = null; // unheard: a map that was drawn from there has its own answer on its way
  hands.answered = answered ?? { values: {}, start: null };
  const known = hands.answered.values;
  const isWaiting = (/** @type {[string, number]} */ [key, value]) => key in known && known[key] !== value;
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
 * Where a map is to be drawn: with what is held now, and what Python has answered to the player, though not yet to the map.
 * @param {string} page
 * @returns {Standing}
 */
export function standing(page) {
  const { values, start, answered } = handsOn(page);
  return { values: { ...answered.values, ...values }, start: start ?? answered.start };
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
