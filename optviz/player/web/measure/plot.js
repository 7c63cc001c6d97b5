// A window of numbers laid on a box of pixels.

import { format, roundTicks } from "./numbers.js";

/** @import { Bounds, Box, Plot, Tick } from "./geometry.d.ts" */

/**
 * @param {Bounds} window
 * @param {Box} box
 * @returns {Plot}
 */
export function createPlot(window, box) {
  const [x0, x1, y0, y1] = window;
  const [perX, perY] = [box.width / (x1 - x0), box.height / (y1 - y0)];
  const bottom = box.top + box.height;
  return {
    window,
    box,
    toX: (x) => box.left + (x - x0) * perX,
    toY: (y) => bottom - (y - y0) * perY,
    fromX: (px) => x0 + (px - box.left) / perX,
    fromY: (py) => y0 + (bottom - py) / perY,
    contains: (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1,
  };
}

/**
 * Ticks at round numbers for a range, one in about `each` pixels.
 * @param {number} low
 * @param {number} high
 * @param {number} length of the range in pixels
 * @param {number} each
 * @returns {Tick[]}
 */
export function linearTicks(low, high, length, each) {
  return roundTicks(low, high, Math.max(2, length / each)).map((value) => ({ value, label: format(value, 6) }));
}
