// The run of a cell that is pointed at, on the player's map: all of its path at once, thinner than a run that is played.

import { drawHead } from "./glyphs.js";
import { inPixels, outline } from "./trails.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 */

const [HALO, LINE, HEAD] = [4, 1.4, 4]; // pixels

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Lane[]} lanes
 * @param {Plot} plot
 * @param {{theme: Theme, scale: number}} look
 */
export function drawPreview(context, lanes, plot, { theme, scale }) {
  context.save();
  context.lineJoin = context.lineCap = "round";
  for (const lane of lanes) {
    const path = inPixels(lane, plot);
    outline(context, path, 0, lane.last);
    for (const [width, color] of /** @type {[number, string][]} */ ([
      [HALO, theme.halo],
      [LINE, theme.ink(lane.color)],
    ])) {
      context.lineWidth = width * scale;
      context.strokeStyle = color;
      context.stroke();
    }
    drawHead(context, lane.marker, path.px[lane.last], path.py[lane.last], HEAD * scale, theme.ink(lane.color), theme.background);
  }
  context.restore();
}
