// Whole paths as thin lines under the others: those of before, and what is still to come.

import { outline } from "./trails.js";

/**
 * @import { Theme } from "./theme.js"
 * @import { Path } from "./trails.js"
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path[]} paths
 * @param {{theme: Theme, scale: number, opacity: number, from: number}} look `from`: the step at which they begin
 */
export function drawShadows(context, paths, { theme, scale, opacity, from }) {
  context.save();
  context.globalAlpha = opacity;
  context.lineWidth = 1.2 * scale;
  context.lineJoin = "round";
  for (const path of paths) {
    if (from >= path.lane.last) continue;
    outline(context, path, from, path.lane.last);
    context.strokeStyle = theme.ink(path.lane.color);
    context.stroke();
  }
  context.restore();
}
