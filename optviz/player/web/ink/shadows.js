// Whole paths as thin lines under the others: those of before, and what is still to come.

import { inPixels, lineBetween } from "./trails.js";

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
    const { px, py } = inPixels(lane, plot);
    context.beginPath();
    context.moveTo(px[from], py[from]);
    for (let i = from + 1; i <= lane.last; i++) lineBetween(context, px[i - 1], py[i - 1], px[i], py[i]);
    context.strokeStyle = theme.ink(lane.color);
    context.stroke();
  }
  context.restore();
}
