// Where early stopping ends a run: a ring around its best step, and a square where patience ran out.

/** @import { Lane } from "../measure/scene.js" */

/** @typedef {"ring" | "square"} Shape */

/**
 * The two marks of a run as [shape, step], as far as they are reached.
 * @param {Lane} lane
 * @param {number} step
 */
export function stopsOf({ stop, last }, step) {
  if (!stop) return [];
  const end = Math.min(step, last);
  /** @type {[shape: Shape, step: number][]} */
  const marks = [];
  if (stop.best <= end) marks.push(["ring", stop.best]);
  if (stop.stopped !== null && stop.stopped <= end) marks.push(["square", stop.stopped]);
  return marks;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} rim
 * @param {number} scale
 */
export function drawStop(context, shape, x, y, color, rim, scale) {
  const r = 6.5 * scale;
  context.save();
  context.setLineDash([]);
  /** @type {[style: string, width: number][]} */
  const passes = [
    [rim, 5],
    [color, 2.2],
  ];
  for (const [style, width] of passes) {
    context.beginPath();
    if (shape === "ring") context.arc(x, y, r, 0, 7);
    else context.rect(x - r, y - r, 2 * r, 2 * r);
    context.strokeStyle = style;
    context.lineWidth = width * scale;
    context.stroke();
  }
  context.restore();
}
