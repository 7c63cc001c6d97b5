// A window of numbers laid on a box of pixels, with its axes.

import { format, roundTicks } from "./numbers.js";

/**
 * @param {number[]} window [x0, x1, y0, y1]
 * @param {{left: number, top: number, width: number, height: number}} box
 */
export function createPlot(window, box) {
  const [x0, x1, y0, y1] = window;
  const [perX, perY] = [box.width / (x1 - x0), box.height / (y1 - y0)];
  const bottom = box.top + box.height;
  return {
    window,
    box,
    toX: (x) => box.left + (x - x0) * perX,
    toY: (y) => bottom - (y - y0) * perY,
    fromX: (px) => x0 + (px - box.left) / perX,
    fromY: (py) => y0 + (bottom - py) / perY,
    contains: (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1,
  };
}

/** Ticks at round numbers for a range that is `length` pixels long, one in about `each` pixels. */
export function linearTicks(low, high, length, each) {
  return roundTicks(low, high, Math.max(2, length / each)).map((value) => ({ value, label: format(value, 6) }));
}

/**
 * Frame, ticks and numbers around a plot.
 * @param {{value: number, label: string}[]} ticksX, ticksY in the plot's own numbers
 */
export function drawAxes(context, plot, ticksX, ticksY, theme, { scale, grid }) {
  const { left, top, width, height } = plot.box;
  const [right, bottom] = [left + width, top + height];
  const crisp = (value) => Math.round(value) + 0.5;
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
  for (const { value, label } of ticksY) context.fillText(label, left - 7, plot.toY(value));
}
