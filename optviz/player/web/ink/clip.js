// Ink that stays inside of a box.

/**
 * @import { Box } from "../measure/geometry.d.ts"
 * @import { Context } from "./layer.js"
 */

/**
 * @param {Context} context
 * @param {Box} box
 * @param {() => void} draw
 */
export function inside(context, { left, top, width, height }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  draw();
  context.restore();
}
