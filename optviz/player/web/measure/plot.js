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

const ENOUGH = 5; // ticks that are asked for, of which two are there in any range: they are at most 2.5 times as far apart

/**
 * Ticks at round numbers for a range, one in about `each` pixels, but two at least: a single one says nothing of the scale.
 * @param {number} low
 * @param {number} high
 * @param {number} length of the range in pixels
 * @param {number} each
 * @returns {Tick[]}
 */
export function linearTicks(low, high, length, each) {
  const wanted = roundTicks(low, high, Math.max(2, length / each));
  const values = wanted.length > 1 ? wanted : roundTicks(low, high, ENOUGH);
  return values.map((value) => ({ value, label: format(value, 6) }));
}
