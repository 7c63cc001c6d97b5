// Runs that differ by chance alone: the paths of some seeds, faint, under those that are told about.

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 */

const FAINT = 0.2;
const MOST_AT_ONCE = 150; // steps of a path that are drawn at once; what lies further back is left out

/**
 * The paths of the seeds of each lane up to a time, as far back as can be drawn in a frame, and a dot where each is; their number.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene["fan"]} fan
 * @param {Lane[]} lanes
 * @param {number} time
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 * @param {string | null} highlighted
 */
export function drawFan(context, fan, lanes, time, plot, theme, scale, highlighted) {
  if (!fan) return 0;
  let count = 0;
  const step = Math.floor(time);
  context.lineWidth = scale;
  context.lineJoin = "round";
  context.setLineDash([]);
  for (const lane of lanes) {
    if (highlighted !== null && lane.key !== highlighted) continue;
    context.strokeStyle = context.fillStyle = theme.ink(lane.color);
    for (const { xs, ys } of fan.of(lane)) {
      context.globalAlpha = FAINT;
      context.beginPath();
      const first = Math.max(0, step - MOST_AT_ONCE);
      for (let i = first; i <= step; i++) context[i > first ? "lineTo" : "moveTo"](plot.toX(xs[i]), plot.toY(ys[i]));
      context.stroke();
      context.globalAlpha = 0.6;
      context.beginPath();
      context.arc(plot.toX(xs[step]), plot.toY(ys[step]), 2.2 * scale, 0, 7);
      context.fill();
      count++;
    }
  }
  context.globalAlpha = 1;
  return count;
}
