// What stands around a step: an ellipse for the learning rates, a box for step lengths.

import { eigen } from "./quadratic.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Symmetric } from "./quadratic.js"
 * @import { Theme } from "./theme.js"
 */

const FAR = 4000; // pixels: what is farther away is cut, a canvas loses its precision there
const ELLIPSE = 44; // pixels of its longer half axis
const SMALLEST_BOX = 3; // pixels

/**
 * What the matrix of the rates makes of a circle around the point, with its axes, on the screen's scale of x and y.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {Symmetric} rate
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawEllipse(context, [x, y], rate, plot, theme, scale) {
  const [perX, perY] = [plot.toX(1) - plot.toX(0), plot.toY(1) - plot.toY(0)];
  const {
    values: [larger, smaller],
    cos,
    sin,
  } = eigen(rate);
  const axes = [larger * cos * perX, larger * sin * perY, -smaller * sin * perX, smaller * cos * perY];
  const longest = Math.max(Math.hypot(axes[0], axes[1]), Math.hypot(axes[2], axes[3]));
  if (!(longest > 0) || !Number.isFinite(longest)) return false;
  const shape = new Path2D();
  shape.arc(0, 0, 1, 0, 2 * Math.PI);
  shape.moveTo(-1, 0);
  shape.lineTo(1, 0);
  shape.moveTo(0, -1);
  shape.lineTo(0, 1);
  const placed = new Path2D();
  placed.addPath(shape, new DOMMatrix([...axes.map((part) => (part / longest) * ELLIPSE * scale), x, y]));
  outline(context, placed, theme.roles.scale, 1.8 * scale, theme, scale);
  return true;
}

/**
 * The step lengths along x and y as the half widths of a box around the point, to scale. Nothing where it is too small to be one.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {Pair} sizes
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawBox(context, at, sizes, plot, theme, scale) {
  const within = (/** @type {number} */ pixels) => Math.max(-FAR, Math.min(FAR, pixels));
  const [left, right] = [-1, 1].map((side) => within(plot.toX(at[0] + side * sizes[0])));
  const [top, bottom] = [1, -1].map((side) => within(plot.toY(at[1] + side * sizes[1])));
  if (!(Math.max(right - left, bottom - top) > SMALLEST_BOX)) return false;
  const box = new Path2D();
  box.rect(left, top, right - left, bottom - top);
  outline(context, box, theme.roles.step, 1.4 * scale, theme, scale);
  return true;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {string} color
 * @param {number} width
 * @param {Theme} theme
 * @param {number} scale
 */
function outline(context, path, color, width, theme, scale) {
  context.setLineDash([]);
  context.lineWidth = width + 2.4 * scale;
  context.strokeStyle = theme.halo;
  context.globalAlpha = 0.7;
  context.stroke(path);
  context.globalAlpha = 1;
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}
