// The hands of a visitor on a map of cells: they choose cells and move the window, if it may be moved.

import { drawnBox } from "../measure/view.js";
import { listen } from "./gestures.js";
import { FACTORS, listenToMapKeys, WAYS } from "./mapkeys.js";

/**
 * @import { Box, Pair } from "../measure/geometry.d.ts"
 * @import { Sight } from "./sight.js"
 */

const SMALLEST = 8; // pixels of a box that is drawn to zoom into it
const FAR = 10; // cells that a key goes with shift

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} map
 * @param {() => boolean} map.zooms whether the window may be moved
 * @param {() => boolean} map.keepsShape whether a box that is drawn must have the shape of the map
 * @param {() => Box} map.box
 * @param {Sight} map.sight
 * @param {(drawn: Box | null) => void} map.drawBox show a box that is being drawn
 * @param {() => void} map.cancel a gesture is taken back
 * @param {() => boolean} map.isHome whether a double click would change nothing
 * @param {() => void} map.reset to before the zoom
 * @param {(pixels: Pair) => (() => void) | null} map.press gives what takes it back, if there is a cell
 * @param {(pixels: Pair) => void} map.point
 * @param {() => void} map.leave
 * @param {(by: Pair) => void} map.go from cell to cell
 * @param {() => (() => void) | null} map.enter chooses the cell that is looked at, if there is one
 * @param {(hand: "wheel" | "finger") => void} map.passed the page was meant
 * @param {AbortSignal} signal
 */
export function listenOnCells(canvas, map, signal) {
  /** @type {Box | null} */
  let drawn = null;

  /** @param {Box | null} box */
  function show(box) {
    drawn = box;
    map.drawBox(box);
  }

  /**
   * Two fingers move the window; the mouse draws a box to zoom into.
   * @param {number} dx
   * @param {number} dy
   * @param {Pair} [from]
   * @param {Pair} [to]
   */
  function pan(dx, dy, from, to) {
    map.leave();
    if (from && to) return show(drawnBox(map.box(), from, to, map.keepsShape()));
    show(null);
    map.sight.pan([dx, dy]);
  }

  /** @type {(px: number, py: number, factor: number) => void} */
  const zoom = (px, py, factor) => map.sight.zoom(factor, [px, py]);

  listen(
    canvas,
    {
      isStart: () => false,
      // At once, unless a double click would mean the window: it must not choose a cell, too.
      press: (px, py) => map.isHome() && map.press([px, py]),
      click: (px, py) => (map.isHome() ? null : map.press([px, py])),
      doubleClick: map.reset,
      moveStart() {},
      begin: map.sight.begin,
      drop() {
        const box = drawn;
        show(null);
        if (box && box.width >= SMALLEST && box.height >= SMALLEST) map.sight.fit(box);
      },
      cancel() {
        show(null);
        if (map.zooms()) map.cancel();
      },
      get pan() {
        return map.zooms() ? pan : null;
      },
      get zoom() {
        return map.zooms() ? zoom : null;
      },
      hover: (px, py) => map.point([px, py]),
      leave: map.leave,
      passed: map.passed,
    },
    signal,
  );

  listenToMapKeys(
    canvas,
    ({ key, shiftKey, ctrlKey, metaKey, altKey }) => {
      if (ctrlKey || metaKey || altKey) return null;
      if (WAYS[key]) {
        const [right, up] = WAYS[key];
        return () => map.go(shiftKey ? [FAR * right, FAR * up] : [right, up]);
      }
      if (key === "Enter") return map.enter();
      if (key === "Escape") return map.leave;
      if (!map.zooms()) return null;
      if (FACTORS[key]) return () => map.sight.zoom(FACTORS[key]);
      return key === "0" ? map.reset : null;
    },
    signal,
  );
}
