// Whole paths as thin lines under the others: those of before, and what is still to come.

import { inPixels, outline } from "./trails.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Lane[]} lanes
 * @param {Plot} plot
 * @param {{theme: Theme, scale: number, opacity: number, from: number}} look `from`: the step at which they begin
 */
export function drawShadows(context, lanes, plot, { theme, scale, opacity, from }) {
  context.save();
  context.globalAlpha = opacity;
  context.lineWidth = 1.2 * scale;
  context.lineJoin = "round";
  for (const lane of lanes) {
    outline(context, inPixels(lane, plot), from, lane.last);
    context.strokeStyle = theme.ink(lane.color);
    context.stroke();
  }
  context.restore();
}
