// Arrows on the map along −∇f, the direction of steepest descent.

import { valueAt } from "../measure/surface.js";

/**
 * @import { Bounds, Plot } from "../measure/geometry.d.ts"
 * @import { Grid } from "../measure/surface.js"
 * @import { Theme } from "./theme.js"
 */

const APART = 34; // pixels from arrow to arrow

/**
 * Direction and place are exact on the screen; the length follows log |∇f|, since gradients span many powers of ten.
 * @param {CanvasRenderingContext2D} context
 * @param {Grid[]} grids
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawArrows(context, grids, plot, theme, scale) {
  const { width, height } = plot.box;
  const [columns, rows] = [width, height].map((size) => Math.max(6, Math.round(size / (APART * scale))));
  const found = descentDirections(grids, plot.window, columns, rows);
  const longest = Math.max(...found.map(({ dx, dy }) => Math.hypot(dx, dy)), Number.MIN_VALUE);
  const [perX, perY] = [plot.toX(1) - plot.toX(0), plot.toY(1) - plot.toY(0)];
  const barb = 3.6 * scale;
  context.beginPath();
  for (const { x, y, dx, dy } of found) {
    const size = Math.hypot(dx, dy);
    if (size < longest * 1e-9) continue;
    const length = Math.max(5, 24 + 3.2 * Math.log10(size / longest)) * scale;
    const norm = Math.hypot(dx * perX, dy * perY);
    const [u, v] = [(dx * perX) / norm, (dy * perY) / norm];
    const [px, py] = [plot.toX(x) + (u * length) / 2, plot.toY(y) + (v * length) / 2];
    context.moveTo(px - u * length, py - v * length);
    context.lineTo(px, py);
    context.moveTo(px - barb * (u - 0.6 * v), py - barb * (v + 0.6 * u));
    context.lineTo(px, py);
    context.lineTo(px - barb * (u + 0.6 * v), py - barb * (v - 0.6 * u));
  }
  context.strokeStyle = theme.faint;
  context.lineWidth = 1.1 * scale;
  context.lineCap = "round";
  context.stroke();
}

/**
 * −∇f on a lattice inside a window, by central differences on the last of the grids that reaches there.
 * @param {Grid[]} grids
 * @param {Bounds} window
 * @param {number} columns
 * @param {number} rows
 */
function descentDirections(grids, window, columns, rows) {
  const [x0, x1, y0, y1] = window;
  const arrows = [];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const x = x0 + ((i + 0.5) / columns) * (x1 - x0);
      const y = y0 + ((j + 0.5) / rows) * (y1 - y0);
      const found = grids.map((grid) => descentAt(grid, x, y)).findLast(Boolean);
      if (found) arrows.push({ x, y, ...found });
    }
  }
  return arrows;
}

/**
 * @param {Grid} grid
 * @param {number} x
 * @param {number} y
 */
function descentAt(grid, x, y) {
  const [x0, x1, y0, y1] = grid.window;
  const [hx, hy] = [(x1 - x0) / (grid.size - 1), (y1 - y0) / (grid.size - 1)];
  const [east, west] = [x + hx, x - hx].map((beside) => valueAt(grid, beside, y));
  const [north, south] = [y + hy, y - hy].map((beside) => valueAt(grid, x, beside));
  if (east === null || west === null || north === null || south === null) return null;
  return { dx: (west - east) / (2 * hx), dy: (south - north) / (2 * hy) };
}
