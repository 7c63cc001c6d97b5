// The surface as numbers: f on a grid, and the scale (linear or logarithmic) that turns f into a height from 0 to 1.

import { smallest } from "./nth.js";
import { format, roundTicks, spaced } from "./numbers.js";

/**
 * @import { Bounds } from "./geometry.d.ts"
 * @import { Grid as PackedGrid, Nodes } from "../header.d.ts"
 */

const LEVELS = 12;

/** @typedef {"linear" | "log"} Colors */

/** @typedef {{value: number, height: number, label: string}} Level */

/**
 * f at the nodes of a grid; row 0 is y_min.
 * @typedef {{window: Bounds, size: number, values: Float64Array, low: number, high: number}} Grid
 */

/**
 * @param {Nodes | PackedGrid} described
 * @param {ArrayLike<number>} numbers the heights, packed where it is described how
 * @returns {Grid}
 */
export function createGrid(described, numbers) {
  const { window, resolution } = described;
  const values = "floor" in described ? unpacked(described, numbers) : new Float64Array(numbers);
  const [low, high] = "floor" in described ? [described.low, described.low + described.span] : endsOf(values);
  return { window: [...window[0], ...window[1]], size: resolution, values, low, high };
}

/**
 * See payload.py for the packing.
 * @param {PackedGrid} described
 * @param {ArrayLike<number>} packed
 */
function unpacked({ low, span, floor }, packed) {
  const rate = Math.log1p(1 / floor) / 65535;
  const table = new Float64Array(65536).fill(NaN);
  return Float64Array.from(packed, (q) => (Number.isNaN(table[q]) ? (table[q] = low + span * Math.expm1(q * rate) * floor) : table[q]));
}

/** @param {Float64Array} values */
function endsOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * f at a point between the nodes, or null outside of the grid.
 * @param {Pick<Grid, "window" | "size" | "values">} grid
 * @param {number} x
 * @param {number} y
 */
export function valueAt({ window: [x0, x1, y0, y1], size, values }, x, y) {
  const column = ((x - x0) / (x1 - x0)) * (size - 1);
  const row = ((y - y0) / (y1 - y0)) * (size - 1);
  if (!(column >= 0 && row >= 0 && column <= size - 1 && row <= size - 1)) return null;
  const i = Math.min(size - 2, Math.floor(column));
  const j = Math.min(size - 2, Math.floor(row));
  const [u, v, k] = [column - i, row - j, j * size + i];
  return (values[k] * (1 - u) + values[k + 1] * u) * (1 - v) + (values[k + size] * (1 - u) + values[k + size + 1] * u) * v;
}

/** @typedef {ReturnType<typeof createScale>} Heights */

/**
 * The scale of heights for a grid.
 * A logarithmic one measures from f*, or from the lowest value in sight where f has no lower bound; it starts at
 * the gap that only one node in two hundred is below, so that no single node stretches it.
 * `of` turns f into a height, `nodes` are those of the grid; `levels` and `ticks` are lists of {value, height, label}. `symbol` is what
 * f is called.
 *
 * @param {Grid} grid
 * @param {Colors} kind
 * @param {{minimum: number | null, symbol: string}} surface
 */
export function createScale(grid, kind, { minimum, symbol }) {
  const range = grid.high - grid.low || 1;
  if (kind === "linear") {
    const of = (/** @type {number} */ f) => (f - grid.low) / range;
    /** @returns {Level} */
    const level = (/** @type {number} */ value) => ({ value, height: of(value), label: format(value, 4) });
    return {
      grid,
      minimum,
      kind,
      of,
      nodes: grid.values.map(of),
      title: symbol,
      lowLabel: format(grid.low, 3),
      highLabel: format(grid.high, 3),
      levels: roundTicks(grid.low, grid.high, LEVELS).map(level),
      ticks: roundTicks(grid.low, grid.high, 4).map(level),
    };
  }
  const base = minimum ?? grid.low;
  const gaps = grid.values.map((f) => f - base);
  const top = endsOf(gaps)[1] || 1;
  const soft = Math.max(smallest(gaps, Math.floor(gaps.length / 200)), top * 1e-7);
  const whole = Math.log1p(top / soft);
  const heightOfGap = (/** @type {number} */ gap) => Math.log1p(Math.max(0, gap) / soft) / whole;
  /** @returns {Level} */
  const level = (/** @type {number} */ gap) => ({ value: base + gap, height: heightOfGap(gap), label: format(gap, 3) });
  const from = Math.floor(Math.log10(soft));
  const to = Math.log10(top);
  const decades = Array.from({ length: Math.max(0, Math.floor(to) - from + 1) }, (_, i) => 10 ** (from + i)).filter((gap) => gap < top);
  const digits = decades.length > 9 ? [1] : decades.length > 6 ? [1, 3] : [1, 2, 5];
  return {
    grid,
    minimum,
    kind,
    of: (/** @type {number} */ f) => heightOfGap(f - base),
    nodes: grid.values.map((f) => heightOfGap(f - base)),
    title: minimum === 0 ? symbol : minimum === null ? `${symbol} − lowest ${symbol} in view` : `${symbol} − ${symbol}*`,
    lowLabel: format(Math.max(0, grid.low - base), 3),
    highLabel: format(top, 3),
    levels: decades
      .flatMap((decade) => digits.map((digit) => digit * decade))
      .filter((gap) => gap < top)
      .map(level),
    ticks: spaced(decades, 4).map(level),
  };
}

/**
 * Whether two grids can be of one function: at the nodes of the coarse one inside the fine one they must agree.
 * @param {Grid} coarse
 * @param {Grid} fine
 */
export function agree(coarse, fine) {
  const [x0, x1, y0, y1] = coarse.window;
  const last = coarse.size - 1;
  let compared = 0;
  for (let j = 0; j <= last; j++) {
    for (let i = 0; i <= last; i++) {
      const value = valueAt(fine, x0 + (i / last) * (x1 - x0), y0 + (j / last) * (y1 - y0));
      if (value === null) continue;
      if (Math.abs(value - coarse.values[j * coarse.size + i]) > 0.02 * (fine.high - fine.low)) return false;
      compared++;
    }
  }
  return compared > 0;
}
