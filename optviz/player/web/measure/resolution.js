// How fine a difference is seen in a window, and numbers that are no finer than that.

import { decimalsFor, formatTo } from "./numbers.js";

/** @import { Bounds, Pair } from "./geometry.d.ts" */

const SEEN = 400; // differences that are told apart across a window
const KEPT = 4; // powers of ten below its width to which a window is asked for
const MOST = 12; // decimals

/**
 * The least difference that is seen along x and along y.
 * @type {(window: Bounds) => Pair}
 */
const resolutionOf = ([x0, x1, y0, y1]) => [(x1 - x0) / SEEN, (y1 - y0) / SEEN];

/**
 * A place to the decimals that are seen.
 * @param {Pair} place
 * @param {Bounds} window
 * @returns {Pair}
 */
export function snapped([x, y], window) {
  const [across, up] = resolutionOf(window).map(decimalsFor);
  return [Number(x.toFixed(across)), Number(y.toFixed(up))];
}

/**
 * A place in words, to the decimals that are seen.
 * @param {Pair} place
 * @param {Bounds} window
 */
export function inWords([x, y], window) {
  const [across, up] = resolutionOf(window);
  return [formatTo(x, across), formatTo(y, up)];
}

/**
 * A window to so many decimals that it is off by less than a ten-thousandth of its width.
 * @param {Bounds} window
 * @returns {Bounds}
 */
export function rounded([x0, x1, y0, y1]) {
  const decimals = Math.min(MOST, Math.max(0, Math.ceil(KEPT - Math.log10(x1 - x0))));
  /** @type {(place: number) => number} */
  const short = (place) => Number(place.toFixed(decimals));
  return [short(x0), short(x1), short(y0), short(y1)];
}
