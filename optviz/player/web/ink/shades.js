// The surface as shades of gray with lines of equal height, painted once for each grid and drawn into any window.

import { inside } from "./clip.js";
import { isolines } from "./isolines.js";
import { packed } from "./palette.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Grid, Heights } from "../measure/surface.js"
 * @import { Theme } from "./theme.js"
 */

/** @typedef {ReturnType<typeof paintShades>} Shades */

/**
 * @param {Grid} grid
 * @param {Heights} heights
 * @param {Theme} theme
 * @param {OffscreenCanvas} [spare] of shades that are not wanted any more, to be painted anew
 */
export function paintShades(grid, heights, theme, spare) {
  const { size } = grid;
  const scaled = grid === heights.grid ? heights.nodes : grid.values.map(heights.of);
  const shades = Uint32Array.from({ length: 256 }, (_, i) => packed(theme.surface(i / 255)));
  const picture = spare?.width === size ? spare : new OffscreenCanvas(size, size);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
  const image = context.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  for (let j = 0; j < size; j++) {
    const row = (size - 1 - j) * size;
    for (let i = 0; i < size; i++) pixels[j * size + i] = shades[Math.max(0, Math.min(255, Math.round(scaled[row + i] * 255)))];
  }
  context.putImageData(image, 0, 0);
  const levels = heights.levels.map(({ height }) => height);
  return { grid, picture, lines: isolines(scaled, size, levels) };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Shades} shades
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale of strokes
 */
export function drawShades(context, { grid, picture, lines }, plot, theme, scale) {
  const [x0, x1, y0, y1] = grid.window;
  const [left, top] = [plot.toX(x0), plot.toY(y1)];
  const [width, height] = [plot.toX(x1) - left, plot.toY(y0) - top];
  const last = grid.size - 1;
  // The nodes of the grid are the middles of the picture's pixels: the outer half pixels lie outside of the window.
  context.drawImage(picture, 0.5, 0.5, last, last, left, top, width, height);
  const placed = new Path2D();
  placed.addPath(lines, new DOMMatrix([width / last, 0, 0, -height / last, left, top + height]));
  inside(context, { left, top, width, height }, () => {
    context.strokeStyle = theme.isoline;
    context.lineWidth = 0.9 * scale;
    context.stroke(placed);
  });
}
