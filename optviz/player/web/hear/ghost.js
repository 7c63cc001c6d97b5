// The start under the hands of a visitor: a ghost of it shows where it would be, until the race from there arrives.

import { snapped } from "../measure/resolution.js";
import { createDelay } from "./delay.js";

/** @import { Bounds, Pair } from "../measure/geometry.d.ts" */

const GIVEN_UP = 5000; // milliseconds after which no answer to a start is expected any more
const SETTLED = 500; // milliseconds after the last key until the start is asked for
const NUDGES = 50; // across the window

/** @typedef {ReturnType<typeof createGhost>} Ghost */

/**
 * @param {object} map
 * @param {() => Bounds} map.window
 * @param {() => Pair} map.start where the start is
 * @param {() => void} map.moved
 * @param {(place: Pair) => void} map.chosen
 */
export function createGhost({ window, start, moved, chosen }) {
  /** @type {Pair | null} */
  let place = null;
  /** @type {Pair | null} */
  let asked = null; // what no race has arrived from yet
  const giveUp = createDelay(GIVEN_UP, () => {
    asked = null;
    show(null);
  });
  const settle = createDelay(SETTLED, () => place && choose(place));

  /** @param {Pair | null} next */
  function show(next) {
    place = next;
    moved();
  }

  /**
   * @param {Pair} next
   * @returns {() => void}
   */
  function choose(next) {
    const before = asked ?? start();
    asked = next;
    chosen(next);
    giveUp.start();
    return () => void choose(before);
  }

  return {
    get place() {
      return place;
    },
    show,
    /** Ask for a start; gives what asks for the one before. Its ghost stays until the race from there arrives, or for a while if none does. */
    choose,
    /**
     * A little to a side; asked for when no further key is pressed.
     * @param {Pair} way one of the four
     */
    nudge([right, up]) {
      const [x0, x1, y0, y1] = window();
      const [x, y] = place ?? start();
      show(snapped([x + (right * (x1 - x0)) / NUDGES, y + (up * (y1 - y0)) / NUDGES], window()));
      settle.start();
    },
    /** Its race has arrived, or the map has gone back to the whole. */
    drop() {
      giveUp.cancel();
      place = asked = null;
    },
    stop() {
      giveUp.cancel();
      settle.cancel();
    },
  };
}
