// The axes around a plot.

/**
 * @import { Plot, Tick } from "../measure/geometry.d.ts"
 * @import { Context } from "./layer.js"
 * @import { Theme } from "./theme.js"
 */

/** @type {(theme: Theme, scale: number) => string} */
export const fontOfNames = (theme, scale) => `italic ${12.5 * scale}px ${theme.font}`;

/**
 * Frame, ticks and numbers around a plot.
 * @param {Context} context
 * @param {Plot} plot
 * @param {Tick[]} ticksX in the plot's own numbers
 * @param {Tick[]} ticksY
 * @param {Theme} theme
 * @param {{scale: number, grid: boolean}} look `grid`: whether lines cross the plot at its ticks
 */
export function drawAxes(context, plot, ticksX, ticksY, theme, { scale, grid }) {
  const { left, top, width, height } = plot.box;
  const [right, bottom] = [left + width, top + height];
  /** @type {(value: number) => number} */
  const crisp = (value) => Math.round(value) + 0.5;
  /** @type {(color: string, draw: () => void) => void} */
  const line = (color, draw) => {
    context.beginPath();
    draw();
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.stroke();
  };
  context.setLineDash([]);
  if (grid) {
    line(theme.grid, () => {
      for (const { value } of ticksX) {
        context.moveTo(crisp(plot.toX(value)), top);
        context.lineTo(crisp(plot.toX(value)), bottom);
      }
      for (const { value } of ticksY) {
        context.moveTo(left, crisp(plot.toY(value)));
        context.lineTo(right, crisp(plot.toY(value)));
      }
    });
  }
  line(theme.border, () => {
    context.rect(crisp(left) - 1, crisp(top) - 1, Math.round(width) + 1, Math.round(height) + 1);
    for (const { value } of ticksX) {
      context.moveTo(crisp(plot.toX(value)), bottom);
      context.lineTo(crisp(plot.toX(value)), bottom + 4);
    }
    for (const { value } of ticksY) {
      context.moveTo(left, crisp(plot.toY(value)));
      context.lineTo(left - 4, crisp(plot.toY(value)));
    }
  });
  context.fillStyle = theme.faint;
  context.font = `${11.5 * scale}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { value, label } of ticksX) {
    const half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(plot.toX(value), right + 10 - half), bottom + 6);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  /** @type {number[]} */
  const written = []; // no number is written over another
  for (const { value, label } of ticksY) {
    const y = plot.toY(value);
    if (written.some((other) => Math.abs(y - other) < 10 * scale)) continue;
    written.push(y);
    context.fillText(label, left - 7, y);
  }
}
