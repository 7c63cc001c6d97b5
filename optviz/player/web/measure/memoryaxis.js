// The upright axis of a chart of what is remembered.

import { decadesBetween, format, powerOfTen, roundTicks, spaced } from "./numbers.js";

const DEEPEST = 1e-16; // a log axis spans at most this share below its top
const DECADES = 1e3; // from the smallest to the largest number of an axis that nobody has chosen
const FARTHEST = 1e4; // a linear axis is bent where the largest value is so many times the usual one

/** @import { Upright } from "./raceaxis.js" */

/**
 * The axis for numbers, if nothing else is said a logarithmic one where they span decades.
 * @param {{values: Float32Array}[]} series
 * @param {boolean | null} log
 */
export function uprightOf(series, log) {
  const isLog = log ?? spansDecades(finite(series));
  return { isLog, axis: isLog ? logAxis(series) : linearAxis(series) };
}

/** @param {number[]} values */
function spansDecades(values) {
  const sizes = values.filter((value) => value !== 0);
  const low = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const high = sizes.reduce((a, b) => Math.max(a, b), -Infinity);
  return low > 0 && high / DECADES > low;
}

/** @param {{values: Float32Array}[]} series */
function finite(series) {
  return series.flatMap(({ values }) => [...values]).filter((value) => Number.isFinite(value) && Math.abs(value) < 1e30);
}

/**
 * @param {{values: Float32Array}[]} series
 * @returns {Upright}
 */
export function logAxis(series) {
  const found = finite(series).filter((value) => value > 0);
  const high = found.reduce((a, b) => Math.max(a, b), 0) || 1;
  const low = Math.max(
    found.reduce((a, b) => Math.min(a, b), Infinity),
    high * DEEPEST,
  );
  const [bottom, top] = [Math.log10(Math.min(low, high / 2)), Math.log10(high)];
  const room = 0.08 * (top - bottom);
  return {
    low: bottom - room,
    high: top + room,
    of: (value) => (value > 0 ? Math.log10(value) : value === 0 ? -Infinity : NaN),
    ticks(count) {
      const exponents = decadesBetween(10 ** (bottom - room), 10 ** (top + room), count);
      if (exponents.length > 1) return exponents.map((k) => ({ value: k, label: powerOfTen(k) }));
      return spaced([bottom, top], count).map((value) => ({ value, label: format(10 ** value, 2) }));
    },
  };
}

/**
 * Linear; linear only near zero where a few values would press all others onto it.
 * @param {{values: Float32Array}[]} series
 * @returns {Upright}
 */
export function linearAxis(series) {
  const found = finite(series);
  const low = found.reduce((a, b) => Math.min(a, b), Infinity);
  const high = found.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(low <= high)) return { low: 0, high: 1, of: (value) => value, ticks: () => [] };
  const size = Math.max(Math.abs(low), Math.abs(high));
  const sizes = found
    .map(Math.abs)
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const isBent = size > FARTHEST * usual;
  /** @type {(value: number) => number} */
  const of = isBent ? (value) => Math.asinh(value / usual) : (value) => value;
  const room = 0.08 * (of(high) - of(low) || Math.abs(of(high)) || 1);
  const [bottom, top] = [of(low) - room, of(high) + room];
  if (!isBent) {
    const ticks = (/** @type {number} */ count) => roundTicks(bottom, top, count).map((value) => ({ value, label: format(value, 3) }));
    return { low: bottom, high: top, of, ticks };
  }
  return {
    low: bottom,
    high: top,
    of,
    ticks() {
      const values = [low, 0, high].filter((value) => low <= value && value <= high);
      return values.map((value) => ({ value: of(value), label: format(value, 2) }));
    },
  };
}
