// A draft of a map: the cells of a window that the browser has drawn by itself, as a sheet like that which it stands for.

import { createAxis } from "./axis.js";
import { formatPlace } from "./numbers.js";
import { landmarksAt, withHeld } from "./steering.js";

/**
 * @import { CellClass, Draft, Landmarks, Varied } from "../header.d.ts"
 * @import { Ends } from "../engine/engine.d.ts"
 * @import { Axis } from "./axis.js"
 * @import { Bounds, Pair } from "./geometry.d.ts"
 * @import { Layer, Sheet } from "./sheet.js"
 */

const LARGEST = 3.4028234663852886e38; // of float32, in which a map is sent

/** @typedef {{values: Record<string, number>, start: Pair | null}} Held values by the sliders' keys; start: null where it is where it was */

/**
 * What is to be drawn with what is held.
 * @param {Draft} draft
 * @param {Held} held
 * @param {(parameters: number[], seeds: Pair[]) => Partial<Landmarks>} seek landmarks, of the surface with some parameters
 * @returns {Draft}
 */
export function draftWith(draft, { values, start }, seek) {
  const { parameters, sliders, lanes } = withHeld({ ...draft, lanes: [{ hyperparameters: draft.hyperparameters }] }, values);
  const { minimum, minimizers, local_minima } = landmarksAt({ parameters, sliders }, (seeds) => seek(parameters, seeds));
  const own = { ...draft, parameters, hyperparameters: lanes[0].hyperparameters, start: start ?? draft.start };
  if (minimum === undefined || !minimizers || !local_minima) return own;
  const classes = classesWith(draft, minimizers);
  return { ...own, goal: [minimum, ...draft.goal.slice(1)], minimizers, local_minima, classes };
}

/**
 * The classes of a map of starts whose minimizers are others: one of each, and then those of the starts that reach none of them.
 * @param {Draft} draft
 * @param {[number, number][]} minimizers
 * @returns {CellClass[]}
 */
function classesWith({ classes, minimizers: before }, minimizers) {
  if (!classes.length) return [];
  const elsewhere = classes.slice(before.length).map((one) => (one.hue === null ? one : { ...one, hue: minimizers.length }));
  /** @type {CellClass[]} */
  const reached = minimizers.map((at, hue) => ({ key: `minimizer ${hue}`, label: formatPlace(at, 3), pattern: "", hue }));
  return [...reached, ...elsewhere];
}

/**
 * What of all that is held makes this map another; null where nothing does.
 * @param {Draft} draft
 * @param {Held} standing where all sliders stand, and the start
 * @returns {Held | null}
 */
export function heldOf({ sliders, varied, start: before }, { values: held, start: dragged }) {
  const values = Object.fromEntries(Object.entries(held).filter(([key, value]) => key in sliders && sliders[key].value !== value));
  const isOther = dragged !== null && varied.every(({ of }) => of !== "start") && String(dragged) !== String(before);
  return isOther || Object.keys(values).length > 0 ? { values, start: isOther ? dragged : null } : null;
}

/**
 * Values of an axis between two places, evenly on its scale, as far as they are allowed.
 * @param {Axis} axis
 * @param {Pair} window
 * @param {Varied} varied
 * @param {number} count
 */
function valuesAlong({ place, value }, window, varied, count) {
  const [least, most] = [varied.least ?? -Infinity, varied.most ?? Infinity];
  const within = (/** @type {number} */ number) => Math.max(least, Math.min(most, number));
  const [from, to] = window.map((end) => place(within(value(end))));
  return Float64Array.from({ length: count }, (_, i) => within(value(from + ((to - from) * i) / (count - 1))));
}

/**
 * The axes of a draft: what each sets, and its values; null where the window has no width that is allowed.
 * @param {Sheet} sheet
 * @param {Draft} draft
 * @param {Bounds} window in places
 */
export function axesWithin({ axes }, { varied, resolution }, [x0, x1, y0, y1]) {
  const [x, y] = varied;
  const across = { varied: x, values: valuesAlong(axes.x, [x0, x1], x, resolution) };
  const all = y ? [across, { varied: y, values: valuesAlong(axes.y, [y0, y1], y, resolution) }] : [across];
  return all.every(({ values }) => values[0] < values[values.length - 1]) ? all : null;
}

/**
 * What the workers found, row by row again: each had every second, third, … of them.
 * @param {Ends[]} parts
 * @param {number} columns
 * @param {number} rows
 * @param {(ends: Ends, i: number) => number} measure
 */
function gathered(parts, columns, rows, measure) {
  const width = rows > 1 ? columns : 1; // a single row is shared out by its columns
  const found = new Float32Array(columns * rows);
  for (let i = 0, row = 0; i < found.length; row++) {
    const part = parts[row % parts.length];
    const first = Math.floor(row / parts.length) * width;
    for (let column = 0; column < width; column++) found[i++] = measure(part, first + column);
  }
  return found;
}

/**
 * The classes with the shares of the cells, where the map tells them.
 * @param {CellClass[]} classes
 * @param {number} listed how many are listed even with no share
 * @param {Float32Array | Uint8Array} kinds
 * @returns {CellClass[]}
 */
function shared(classes, listed, kinds) {
  const counts = classes.map(() => 0);
  for (const kind of kinds) counts[kind]++;
  return classes.map((one, i) => (counts[i] || i < listed ? { ...one, share: counts[i] / kinds.length } : one));
}

/**
 * @param {Sheet} sheet that it stands for
 * @param {Draft} draft with what it was drawn
 * @param {NonNullable<ReturnType<typeof axesWithin>>} varied
 * @param {Ends[]} parts
 * @returns {Sheet}
 */
export function draftOf(sheet, draft, [across, up], parts) {
  const { minimizers, classes } = draft;
  const [columns, rows] = [across.values.length, up ? up.values.length : 1];
  /** @type {Record<string, (ends: Ends, i: number) => number>} */
  const measures = {
    gap: ({ gap, lost }, i) => (lost[i] ? NaN : Math.min(gap[i], LARGEST)),
    steps: ({ arrived }, i) => (arrived[i] < 0 ? NaN : arrived[i]),
    status: ({ codes }, i) => codes[i],
    basin: ({ index, codes }, i) => (index[i] < 0 ? minimizers.length + codes[i] : index[i]),
  };
  /** @type {Sheet["arrays"]} */
  const arrays = {};
  for (const key of Object.keys(sheet.layers)) {
    const cells = gathered(parts, columns, rows, measures[key]);
    arrays[`layer_${key}`] = up ? cells : Float32Array.of(...cells, ...cells);
  }
  /** @type {Record<string, Layer>} */
  const layers = { ...sheet.layers };
  const { basin } = layers;
  if (basin?.kind === "class") layers.basin = { ...basin, classes: shared(classes, minimizers.length, arrays.layer_basin) };
  const y = up ? createAxis(sheet.y, up.values) : sheet.axes.y;
  return {
    ...sheet,
    arrays,
    layers,
    axes: { x: createAxis(sheet.x, across.values), y },
    columns,
    rows: up ? rows : sheet.rows,
    drawn: draft,
  };
}
