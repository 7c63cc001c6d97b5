// The window of a map under the hands of a visitor: a gesture moves it at once, and once all is quiet it is asked for.

import { fitted, panned, strays, zoomed } from "../measure/view.js";
import { createDelay } from "./delay.js";

/** @import { Bounds, Box, Limits, Pair, Plot } from "../measure/geometry.d.ts" */

/** @typedef {ReturnType<typeof createSight>} Sight */

/** @type {(box: Box) => Pair} */
const middleOf = ({ left, top, width, height }) => [left + width / 2, top + height / 2];

/**
 * @param {object} map
 * @param {() => Plot} map.plot the window as it is now, on its box
 * @param {() => Limits} map.limits
 * @param {number} map.quiet milliseconds after a gesture until its window is asked for
 * @param {() => void} map.moved
 * @param {(window: Bounds) => void} map.rested
 */
export function createSight({ plot, limits, quiet, moved, rested }) {
  /** @type {Bounds | null} */
  let window = null; // null: the whole
  /** @type {Bounds | null} */
  let before = null; // at the outset of a gesture
  const rest = createDelay(quiet, () => window && rested(window));

  /** @param {Bounds} next */
  function look(next) {
    if (strays(next, limits())) return;
    window = next;
    moved();
    rest.start();
  }

  return {
    get window() {
      return window;
    },
    get isMoving() {
      return rest.isWaiting;
    },
    look,
    /**
     * By a factor, below one inwards, about pixels that keep their place: the middle, if nothing else is said.
     * @type {(factor: number, pixels?: Pair) => void}
     */
    zoom: (factor, pixels = middleOf(plot().box)) => look(zoomed(plot(), pixels, factor, limits())),
    /** @type {(pixels: [number, number]) => void} */
    pan: (pixels) => look(panned(plot(), pixels)),
    /** @type {(drawn: Box) => void} */
    fit: (drawn) => look(fitted(plot(), drawn, limits())),
    begin() {
      before = window;
    },
    /** Back to where the gesture began. */
    cancel() {
      rest.cancel();
      window = before;
    },
    /**
     * Without a gesture: nobody is told.
     * @param {Bounds | null} next
     */
    set(next) {
      rest.cancel();
      window = next;
    },
    stop: rest.cancel,
  };
}
