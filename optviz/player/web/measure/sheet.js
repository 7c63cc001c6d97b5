// A payload in the form that the atlas reads: a grid of runs with two axes and layers of numbers and classes.

import { createAxis } from "./axis.js";
import { format } from "./numbers.js";
import { decode } from "./payload.js";
import { placesOf } from "./view.js";

/**
 * @import { AtlasHeader, ClassLayer, Draft, LineMark, NumberLayer, Packed, PointMark } from "../header.d.ts"
 * @import { Axis } from "./axis.js"
 * @import { Bounds, Pair } from "./geometry.d.ts"
 */

/**
 * @typedef {NumberLayer | ClassLayer} Layer
 * @typedef {PointMark | LineMark} Mark
 * @typedef {[number, number]} Cell its column and its row
 */

/**
 * @typedef {Omit<AtlasHeader & Packed, "arrays" | "layers" | "whole" | "home" | "window"> & {
 *   arrays: Record<string, Float32Array | Uint8Array>,
 *   axes: {x: Axis, y: Axis},
 *   columns: number,
 *   rows: number,
 *   layers: Record<string, Layer>,
 *   whole: Bounds,
 *   home: Bounds,
 *   window: Bounds,
 *   drawn: Draft | null,
 * }} Sheet drawn: with what the browser has drawn it; null where Python has; `whole`, `home` and `window` are in places, as all that moves the window has it
 */

/**
 * @param {Uint8Array} bytes
 * @returns {Sheet}
 */
export function readSheet(bytes) {
  const { header, arrays } = /** @type {ReturnType<typeof decode<AtlasHeader>>} */ (decode(bytes));
  const [x, y] = /** @type {Float64Array[]} */ ([arrays.x, arrays.y]);
  const axes = { x: createAxis(header.x, x), y: createAxis(header.y, y) };
  const [right, top] = [x.length - 1, y.length - 1];
  /** @type {Bounds} */
  const all = [x[0], x[right], y[0], y[top]];
  return {
    ...header,
    arrays: /** @type {Sheet["arrays"]} */ (arrays),
    axes,
    columns: right + 1,
    rows: top + 1,
    layers: Object.fromEntries(header.layers.map((layer) => [layer.key, layer])),
    whole: placesOf(header.whole ?? all, axes),
    home: placesOf(header.home ?? header.window ?? all, axes),
    window: placesOf(header.window ?? all, axes),
    drawn: null,
  };
}

/**
 * Whether two sheets have the same axes, so that what is pointed at on one is there on the other.
 * @param {Sheet} a
 * @param {Sheet} b
 */
export function isSameMap(a, b) {
  return JSON.stringify([a.x, a.y]) === JSON.stringify([b.x, b.y]);
}

/**
 * The cell at a place, null outside of all cells.
 * @param {Sheet} sheet
 * @param {Pair} place
 * @returns {Cell | null}
 */
export function cellAt({ axes: { x, y } }, [u, v]) {
  const [column, row] = [x.cellAt(u), y.cellAt(v)];
  return column < 0 || row < 0 ? null : [column, row];
}

/**
 * The place of a cell's middle.
 * @param {Sheet} sheet
 * @param {Cell} cell
 * @returns {Pair}
 */
export function placeOfCell({ axes: { x, y } }, [column, row]) {
  return [x.placeOf(column), y.placeOf(row)];
}

/**
 * The place of values of the axes.
 * @param {Sheet} sheet
 * @param {Pair} point
 * @returns {Pair}
 */
export function placeOf({ axes: { x, y } }, point) {
  return [x.place(point[0]), y.place(point[1])];
}

/**
 * The values of the axes at a cell.
 * @param {Sheet} sheet
 * @param {Cell} cell
 * @returns {Pair}
 */
export function valuesAt({ axes: { x, y } }, [column, row]) {
  return [x.values[column], y.values[row]];
}

/**
 * The values of a cell, as people read them: those of both axes and of all layers.
 * @param {Sheet} sheet
 * @param {Cell} cell
 */
export function linesOf(sheet, [column, row]) {
  const { axes, layers, arrays, columns } = sheet;
  /** @type {(axis: Axis, place: number) => [string, string]} */
  const onAxis = ({ title, values }, place) => [title, format(values[place], 6)];
  /** @type {(layer: Layer) => [string, string]} */
  const inLayer = (layer) => {
    const value = arrays[`layer_${layer.key}`][row * columns + column];
    return [layer.short ?? layer.label, layer.kind === "number" ? format(value, 5) : (layer.classes[value]?.label ?? "–")];
  };
  return [onAxis(axes.x, column), ...(sheet.y.blank ? [] : [onAxis(axes.y, row)]), ...Object.values(layers).map(inLayer)];
}

/**
 * The marks of which some part lies in a window: only they are explained.
 * @param {Mark[]} marks
 * @param {Sheet} sheet
 * @param {Bounds} window
 */
export function marksWithin(marks, sheet, [x0, x1, y0, y1]) {
  /** @type {(point: Pair) => boolean} */
  const isIn = (point) => {
    const [u, v] = placeOf(sheet, point);
    return u >= x0 && u <= x1 && v >= y0 && v <= y1;
  };
  return marks.filter((mark) => (mark.kind === "line" ? mark.points : [mark.at]).some(isIn));
}

/**
 * The cell of the cross, where the sliders stand; null if there is none.
 * @param {Mark[]} marks
 * @param {Sheet} sheet
 */
export function currentCell(marks, sheet) {
  const values = currentValues(marks);
  return values && cellAt(sheet, placeOf(sheet, values));
}

/**
 * The values of the axes at the cross; null if there is none.
 * @param {Mark[]} marks
 */
export function currentValues(marks) {
  const cross = marks.find(({ kind }) => kind === "cross");
  return cross && cross.kind !== "line" ? cross.at : null;
}
