// Frames on a map, dark with a light rim: around the cell that is looked at, and around what is drawn to zoom into it.

/**
 * @import { Box, Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Theme } from "./theme.js"
 */

const SMALLEST = 4; // pixels of half a cell's frame
const [RIM, INK] = ["#ffffff", "#15181d"];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {[number, string][]} passes thickness and color
 */
function drawFrame(context, { left, top, width, height }, passes) {
  for (const [thickness, color] of passes) {
    context.lineWidth = thickness;
    context.strokeStyle = color;
    context.strokeRect(left, top, width, height);
  }
}

/**
 * A cell's frame, with a tick on both axes.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} middle
 * @param {Plot} plot
 * @param {{columns: number, rows: number}} cells
 * @param {Theme} theme
 */
export function drawCellFrame(context, [x, y], { box }, { columns, rows }, theme) {
  const [across, up] = [box.width / columns / 2, box.height / rows / 2].map((half) => Math.max(SMALLEST, half));
  drawFrame(context, { left: x - across, top: y - up, width: 2 * across, height: 2 * up }, [
    [3.4, RIM],
    [1.6, INK],
  ]);
  context.fillStyle = theme.primary;
  context.fillRect(x - 0.5, box.top + box.height, 1.5, 6);
  context.fillRect(box.left - 6, y - 0.5, 6, 1.5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 */
export function drawZoomFrame(context, box) {
  context.fillStyle = "rgb(255 255 255 / 0.22)";
  context.fillRect(box.left, box.top, box.width, box.height);
  drawFrame(context, box, [
    [3, RIM],
    [1.4, INK],
  ]);
}
