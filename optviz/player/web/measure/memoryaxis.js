// The upright axis of a chart of what is remembered.

import { decadesBetween, format, powerOfTen, roundTicks, spaced } from "./numbers.js";

const DEEPEST = 1e-16; // a log axis spans at most this share below its top
const DECADES = 1e3; // from the smallest to the largest number of an axis that nobody has chosen
const LARGEST = 1e30; // numbers beyond it have no place
const FARTHEST = 1e4; // a linear axis is bent where the largest value is so many times the usual one

/** @import { Upright } from "./raceaxis.js" */

/**
 * The axis for numbers, if nothing else is said a logarithmic one where they span decades.
 * @param {{values: Float32Array}[]} series
 * @param {boolean | null} log
 */
export function uprightOf(series, log) {
  const found = sorted(series);
  const isLog = log ?? spansDecades(found);
  return { isLog, axis: isLog ? logAxis(found) : linearAxis(found) };
}

/**
 * The finite numbers of all curves, increasing.
 * @param {{values: Float32Array}[]} series
 */
function sorted(series) {
  /** @type {number[]} */
  const found = [];
  for (const { values } of series) for (const value of values) if (Math.abs(value) < LARGEST) found.push(value);
  return Float32Array.from(found).sort();
}

/** @param {Float32Array} found increasing */
function spansDecades(found) {
  const low = found.find((value) => value > 0) ?? Infinity;
  return found[0] >= 0 && found[found.length - 1] / DECADES > low;
}

/**
 * @param {Float32Array} found increasing
 * @returns {Upright}
 */
function logAxis(found) {
  const high = Math.max(0, found[found.length - 1] ?? 0) || 1;
  const low = Math.max(found.find((value) => value > 0) ?? Infinity, high * DEEPEST);
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
 * @param {Float32Array} found increasing
 * @returns {Upright}
 */
function linearAxis(found) {
  const [low, high] = [found[0], found[found.length - 1]];
  if (!(low <= high)) return { low: 0, high: 1, of: (value) => value, ticks: () => [] };
  const size = Math.max(Math.abs(low), Math.abs(high));
  const sizes = found
    .map(Math.abs)
    .filter((value) => value > 0)
    .sort();
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
