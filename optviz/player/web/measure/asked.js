// The windows of a map that have been asked for and that no answer has come for.

import { isSame } from "./view.js";

/** @import { Bounds } from "./geometry.d.ts" */

export function createAsked() {
  /** @type {Bounds[]} */
  let asked = [];

  return {
    /** @param {Bounds} window */
    add: (window) => void asked.push(window),
    forget: () => void (asked = []),
    /**
     * Whether a map of a window comes too late: it answers one that was asked for, and another one has been since.
     * @param {Bounds} window
     */
    isLate(window) {
      const place = asked.findLastIndex((one) => isSame(one, window));
      return place >= 0 && place < asked.length - 1;
    },
  };
}
