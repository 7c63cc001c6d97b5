// The box around a relief: two walls behind it, and names, ticks and numbers on its edges.

import { groundAt } from "../measure/drape.js";
import { format, roundTicks } from "../measure/numbers.js";
import { PLINTH } from "./relief.js";

/**
 * @import { Camera, Triple } from "../measure/camera.js"
 * @import { Ground } from "../measure/drape.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Theme } from "./theme.js"
 */

/**
 * Where a corner or an edge of the box is on the screen: x and y from −1 to 1, z from 0 to 1.
 * @param {Camera} camera
 * @param {Triple} extent
 * @param {number} x
 * @param {number} y
 * @param {number} z
 * @returns {Pair}
 */
function boxAt(camera, [halfX, halfY, top], x, y, z) {
  const [px, py] = camera.project(x * halfX, y * halfY, z * top);
  return [px, py];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {number} thickness
 * @param {Pair[]} points
 */
function polyline(context, color, thickness, points) {
  context.beginPath();
  for (const point of points) context.lineTo(...point);
  context.strokeStyle = color;
  context.lineWidth = thickness;
  context.stroke();
}

/**
 * The two walls of the box behind the relief, with lines at the ticks of f.
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {Ground} ground
 * @param {Theme} theme
 * @param {number} thickness
 */
export function paintWalls(context, camera, { extent, valueTicks }, theme, thickness) {
  const [farX, farY] = [0, 1].map((axis) => (camera.toward[axis] > 0 ? -1 : 1));
  /** @type {(foot: Pair, z: number) => Pair} */
  const at = ([x, y], z) => boxAt(camera, extent, x, y, z);
  /** @type {[Pair, Pair][]} */
  const walls = [
    [
      [farX, -1],
      [farX, 1],
    ],
    [
      [-1, farY],
      [1, farY],
    ],
  ];
  for (const [a, b] of walls) {
    polyline(context, theme.border, thickness, [at(a, 0), at(a, 1), at(b, 1), at(b, 0)]);
    context.globalAlpha = 0.5;
    context.fillStyle = theme.secondary;
    context.fill();
    context.globalAlpha = 1;
    for (const { height } of valueTicks) {
      if (height > 0 && height < 1) polyline(context, theme.border, thickness, [at(a, height), at(b, height)]);
    }
  }
}

/**
 * Names, ticks and numbers: f on the leftmost upright edge, x and y on the lower edges that face the viewer.
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {Ground} surface
 * @param {Theme} theme
 * @param {number} thickness
 */
export function paintNumbers(context, camera, surface, theme, thickness) {
  const { extent, valueTicks, title, names } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const [nearX, nearY] = [0, 1].map((axis) => (camera.toward[axis] > 0 ? 1 : -1));
  /** @type {(foot: Pair, z: number) => Pair} */
  const at = ([x, y], z) => boxAt(camera, extent, x, y, z);
  const size = 11 * thickness;
  /** @type {[left: number, upper: number, right: number, lower: number][]} */
  const taken = [];
  context.textAlign = "center";
  context.textBaseline = "middle";

  /**
   * Writes a text beside a point, in a direction, unless it would run into another or over the edge of the picture.
   * @type {(text: string, at: Pair, out: Pair, gap: number, style?: string) => void}
   */
  const write = (text, [x, y], [outX, outY], gap, style = "") => {
    context.font = `${style} ${size}px ${theme.font}`;
    const [halfWidth, halfHeight] = [context.measureText(text).width / 2, size / 2];
    const [centerX, centerY] = [x + outX * (gap + halfWidth), y + outY * (gap + halfHeight)];
    /** @type {[left: number, upper: number, right: number, lower: number]} */
    const box = [centerX - halfWidth - 3, centerY - halfHeight - 1, centerX + halfWidth + 3, centerY + halfHeight + 1];
    if (box[0] < 0 || box[1] < 0 || box[2] > camera.width || box[3] > camera.height) return;
    if (taken.some(([left, upper, right, lower]) => box[0] < right && left < box[2] && box[1] < lower && upper < box[3])) return;
    taken.push(box);
    context.strokeStyle = theme.background;
    context.lineWidth = 3 * thickness;
    context.strokeText(text, centerX, centerY);
    context.fillStyle = theme.text;
    context.fillText(text, centerX, centerY);
  };
  /** @type {(text: string, at: Pair, out: Pair) => void} */
  const mark = (text, [x, y], [outX, outY]) => {
    const length = 4 * thickness;
    polyline(context, theme.text, thickness, [
      [x, y],
      [x + length * outX, y + length * outY],
    ]);
    write(text, [x, y], [outX, outY], length + 2);
  };

  /** @type {Pair[]} */
  const corners = [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ];
  const left = corners.reduce((a, b) => (at(b, 0)[0] < at(a, 0)[0] ? b : a));
  polyline(context, theme.text, thickness, [at(left, 0), at(left, 1)]);
  write(title, at(left, 1), [-0.4, -1], 3 * thickness, "italic");
  for (const { height, label } of valueTicks) if (height >= 0 && height <= 1) mark(label, at(left, height), [-1, 0]);

  /** @type {[name: string, low: number, high: number, place: (share: number) => Pair][]} */
  const edges = [
    [names[0], x0, x1, (share) => [share, nearY]],
    [names[1], y0, y1, (share) => [nearX, share]],
  ];
  for (const [name, low, high, place] of edges) {
    const foot = (/** @type {number} */ share) => at(place(share), -PLINTH / extent[2]);
    const [start, middle, end] = [-1, 0, 1].map(foot);
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
    const away = Math.sign((start[1] - end[1]) * (middle[0] - camera.centerX) + (end[0] - start[0]) * (middle[1] - camera.centerY)) || 1;
    /** @type {Pair} */
    const out = [(away * (start[1] - end[1])) / length, (away * (end[0] - start[0])) / length]; // across the edge, away from the relief
    /**
     * The foot of the relief, or where the ground above it leans out further.
     * @type {(share: number) => Pair}
     */
    const rim = (share) => {
      const [x, y] = foot(share);
      const [columns, rows] = place(share);
      const [roofX, roofY] = at([columns, rows], groundAt(surface, (columns + 1) / 2, (rows + 1) / 2));
      const over = Math.max((roofX - x) * out[0] + (roofY - y) * out[1], 0);
      return [x + over * out[0], y + over * out[1]];
    };
    write(name, rim(0), out, 24 * thickness, "italic");
    for (const value of roundTicks(low, high, Math.min(Math.max(length / (26 * thickness), 2), 8))) {
      mark(format(value, 4), rim((2 * (value - low)) / (high - low) - 1), out);
    }
  }
}
