// Where the runs are: their heads, and the places at which early stopping ends them.

import { drawHead } from "./glyphs.js";
import { drawStop, stopsOf } from "./stops.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 * @import { Path } from "./trails.js"
 */

const DIMMED = 0.35; // opacity of all others while one is looked at

/**
 * The head of a path at a time: between two recorded points a share of the way.
 * @typedef {object} Head
 * @property {Path} path
 * @property {Lane} lane
 * @property {Pair} point
 * @property {Pair} pixels
 * @property {boolean} visible
 */

/**
 * @param {Path[]} paths
 * @param {number} time
 * @param {Plot} plot
 * @returns {Head[]}
 */
export function headsAt(paths, time, plot) {
  const step = Math.floor(time);
  const share = time - step;
  return paths.map((path) => {
    const { lane } = path;
    const [i, j] = [Math.min(step, lane.last), Math.min(step + 1, lane.last)];
    const x = lane.xs[i] + share * (lane.xs[j] - lane.xs[i]);
    const y = lane.ys[i] + share * (lane.ys[j] - lane.ys[i]);
    return { path, lane, point: [x, y], pixels: [plot.toX(x), plot.toY(y)], visible: plot.contains(x, y) };
  });
}

/**
 * Draws the one that is looked at last, over all others.
 * @param {CanvasRenderingContext2D} context
 * @param {Head[]} heads
 * @param {number} step
 * @param {string | null} highlighted
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawHeads(context, heads, step, highlighted, plot, theme, scale) {
  /** @type {(head: Head) => boolean} */
  const isLooked = ({ lane }) => lane.key === highlighted;
  const ordered = [...heads.filter((head) => !isLooked(head)), ...heads.filter(isLooked)];
  for (const { lane } of ordered) {
    for (const [shape, at] of stopsOf(lane, step)) {
      const [x, y] = [lane.xs[at], lane.ys[at]];
      if (plot.contains(x, y)) drawStop(context, shape, plot.toX(x), plot.toY(y), theme.ink(lane.color), theme.background, scale);
    }
  }
  for (const head of ordered) {
    if (!head.visible) continue;
    const { lane, pixels } = head;
    context.globalAlpha = highlighted === null || isLooked(head) ? 1 : DIMMED;
    drawHead(context, lane.marker, ...pixels, (isLooked(head) ? 7.5 : 5.6) * scale, theme.ink(lane.color), theme.background);
  }
  context.globalAlpha = 1;
}
