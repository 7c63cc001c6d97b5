// A sheet as a picture: cells, contour lines, axes with their names, and marks.

import { placeOf } from "../measure/sheet.js";
import { drawAxes } from "./axes.js";
import { drawCells } from "./cells.js";
import { inside } from "./clip.js";
import { drawLine, drawPin } from "./pins.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Mark, Sheet } from "../measure/sheet.js"
 * @import { Cells } from "./cells.js"
 * @import { Context } from "./layer.js"
 * @import { Theme } from "./theme.js"
 */

/**
 * A sheet and how it is shown.
 * @typedef {object} ShownSheet
 * @property {Sheet} sheet
 * @property {Cells} cells as they are painted
 * @property {Mark[]} marks
 * @property {Theme} theme
 */

/** @type {[number, string][]} */
const LINES = [
  [2.2, "rgb(255 255 255 / 0.35)"],
  [0.9, "rgb(10 14 20 / 0.75)"],
];

/**
 * @param {Context} context
 * @param {ShownSheet} shown
 * @param {Plot} plot
 * @param {number} ratio pixels of the canvas to one of the page
 */
export function drawSheet(context, { sheet, cells, marks, theme }, plot, ratio) {
  drawCells(context, cells, sheet.axes, plot, theme, ratio);
  const { lines } = cells;
  if (lines) inside(context, plot.box, () => drawLines(context, lines, sheet, plot));
  drawNamedAxes(context, sheet, plot, theme);
  drawMarks(context, marks, sheet, plot);
}

/**
 * The lines are in cells; the first and the last lie on the axes where their cells have their middles.
 * @param {Context} context
 * @param {Path2D} lines
 * @param {Sheet} sheet
 * @param {Plot} plot
 */
function drawLines(context, lines, { axes: { x, y }, columns, rows }, { toX, toY }) {
  const [across, up] = [columns - 1, rows - 1];
  const [left, right] = [toX(x.placeOf(0)), toX(x.placeOf(across))];
  const [bottom, top] = [toY(y.placeOf(0)), toY(y.placeOf(up))];
  const placed = new Path2D();
  placed.addPath(lines, new DOMMatrix([(right - left) / across, 0, 0, (top - bottom) / up, left, bottom]));
  context.lineJoin = "round";
  for (const [width, color] of LINES) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke(placed);
  }
}

/**
 * @param {Context} context
 * @param {Sheet} sheet
 * @param {Plot} plot
 * @param {Theme} theme
 */
function drawNamedAxes(context, { axes: { x, y }, y: { blank } }, plot, theme) {
  const { left, top, width, height } = plot.box;
  const [x0, x1, y0, y1] = plot.window;
  const ticksY = blank ? [] : y.ticks(y0, y1, height, 30);
  drawAxes(context, plot, x.ticks(x0, x1, width, 46), ticksY, theme, { scale: 1, grid: false });
  context.fillStyle = theme.text;
  context.font = `12.5px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(y.title, 4, top - 17);
  context.textAlign = "right";
  context.fillText(x.title, left + width, top + height + 30);
}

/**
 * Lines end at the edge of the map; of all others those are drawn whose place is on it.
 * @param {Context} context
 * @param {Mark[]} marks
 * @param {Sheet} sheet
 * @param {Plot} plot
 */
function drawMarks(context, marks, sheet, { box, toX, toY }) {
  /** @type {(point: Pair) => Pair} */
  const at = (point) => {
    const [u, v] = placeOf(sheet, point);
    return [toX(u), toY(v)];
  };
  /** @type {(pixels: Pair) => boolean} */
  const isPlace = (pixels) => pixels.every(Number.isFinite);
  /** @type {(pixels: Pair) => boolean} */
  const isOn = ([px, py]) => px >= box.left - 1 && px <= box.left + box.width + 1 && py >= box.top - 1 && py <= box.top + box.height + 1;
  inside(context, box, () => {
    for (const mark of marks) if (mark.kind === "line") drawLine(context, mark.points.map(at).filter(isPlace));
  });
  for (const mark of marks) if (mark.kind !== "line" && isOn(at(mark.at))) drawPin(context, mark.kind, at(mark.at));
}
