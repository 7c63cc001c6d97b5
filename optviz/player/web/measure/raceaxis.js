// The upright axis of the curves: what of all runs' values it spans, where a value stands on it, and its numbers.

import { BEYOND, decadesBetween, format, powerOfTen, roundTicks, spaced } from "./numbers.js";
import { linearTicks } from "./plot.js";

/**
 * @import { Tick } from "./geometry.d.ts"
 * @import { Lane } from "./scene.js"
 */

const DEEPEST = 1e-16; // a log axis spans at most this share below its top: what is lower is rounding

/**
 * @typedef {object} Upright
 * @property {number} low
 * @property {number} high
 * @property {(value: number) => number} of the place of a value, from low to high if it is in sight
 * @property {(count: number) => Tick[]} ticks about so many, at their places
 */

/** @typedef {{lane: Lane, values: Float32Array}} Series */

/**
 * A logarithmic axis over the positive values of all runs; a run that breaks off does not stretch it, nor does an infinite value.
 * @param {Series[]} series
 * @param {number | null} tolerance that is to be in sight
 * @returns {Upright}
 */
export function logAxis(series, tolerance) {
  let [low, high] = [Infinity, 0];
  const calm = series.filter(({ lane }) => lane.status !== "diverged");
  for (const { values } of calm.length ? calm : series) {
    for (const value of values) {
      if (!(value > 0 && value < BEYOND)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  for (const { values } of series) high = Math.max(high, Math.min(values[0], 1e30));
  if (!(high > 0)) [low, high] = [0.1, 10];
  high = Math.min(high, 1e30);
  low = Math.max(Math.min(low, high / 10), high * DEEPEST);
  if (tolerance && tolerance < high) low = Math.min(low, tolerance / 3);
  const [bottom, top] = [Math.log10(low), Math.log10(high)];
  const room = (top - bottom) * 0.06;
  return {
    low: bottom,
    high: top + room,
    of: (value) => (value > 0 ? Math.log10(value) : -Infinity),
    ticks: (count) => {
      const exponents = decadesBetween(low, high * 10 ** room, count);
      if (exponents.length > 1) return exponents.map((k) => ({ value: k, label: powerOfTen(k) }));
      return spaced(
        roundTicks(low, high, count).filter((value) => value > 0),
        count,
      ).map((value) => ({ value: Math.log10(value), label: format(value, 3) }));
    },
  };
}

/**
 * A symmetric axis: linear near zero, logarithmic far from it on both sides; linear altogether for a small range.
 * @param {Series[]} series
 * @returns {Upright}
 */
export function symmetricAxis(series) {
  const ends = series.flatMap(({ values }) => [values[0], values[values.length - 1], ...values.filter((_, i) => i % 8 === 0)]);
  const [low, high] = [Math.min(...ends, 0), Math.max(...ends, 0)].map((value) => Math.max(-1e30, Math.min(1e30, value)));
  const size = Math.max(-low, high, 1e-12);
  const near = Math.max(...series.map(({ values }) => Math.abs(values[0])), 1e-9);
  if (size < 50 * near) {
    const room = (high - low || 1) * 0.06;
    return { low: low - room, high: high + room, of: (value) => value, ticks: (count) => linearTicks(low - room, high + room, count, 1) };
  }
  const unit = Math.min(1, 10 ** Math.floor(Math.log10(near)));
  const of = (/** @type {number} */ value) => Math.asinh(value / unit);
  const room = (of(high) - of(low)) * 0.06;
  return {
    low: of(low) - room,
    high: of(high) + room,
    of,
    ticks: (count) => {
      /** @type {(limit: number, sign: 1 | -1) => Tick[]} */
      const side = (limit, sign) => {
        if (limit < unit * 10) return [];
        return decadesBetween(unit * 10, limit, Math.max(2, (count * of(limit)) / (of(high) - of(low)))).map((k) => ({
          value: sign * of(10 ** k),
          label: (sign < 0 ? "−" : "") + powerOfTen(k),
        }));
      };
      return [...side(-low, -1), { value: 0, label: "0" }, ...side(high, 1)];
    },
  };
}
