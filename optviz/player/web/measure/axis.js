// One axis of a map: even steps in the number, in its logarithm, or in the logarithm of its distance from one.
// A place is where a number stands on the axis, in units in which the scale is even.

import { format, powerOfTen, roundTicks } from "./numbers.js";

/** @import { Scale, Tick } from "./geometry.d.ts" */

/** @typedef {"linear" | "log" | "near_one"} ScaleName */

/** @type {Record<ScaleName, Scale>} */
const SCALES = {
  linear: { place: (value) => value, value: (place) => place },
  log: { place: Math.log10, value: (place) => 10 ** place },
  near_one: { place: (value) => -Math.log10(1 - value), value: (place) => 1 - 10 ** -place },
};

/** @typedef {ReturnType<typeof createAxis>} Axis */

/**
 * @param {{label: string, name: string, scale: ScaleName}} declared
 * @param {Float64Array} values of the cells, increasing
 */
export function createAxis({ label, name, scale }, values) {
  const { place, value } = SCALES[scale];
  const places = Float64Array.from(values, place);
  const count = values.length;
  const [first, last] = [places[0], places[count - 1]];
  const half = count > 1 ? (last - first) / (count - 1) / 2 : Infinity;

  return {
    label,
    name,
    values,
    place,
    value,
    title: name ? `${name} ${label}` : label,
    /**
     * The cell at a place, −1 outside of all cells.
     * @param {number} at
     */
    cellAt(at) {
      if (!(at >= first - half && at <= last + half)) return -1;
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at > (places[middle] + places[middle + 1]) / 2) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    placeOf: (/** @type {number} */ cell) => places[cell],
    /**
     * Ticks for the part of the axis between two places, at least `apart` pixels from each other.
     * @param {number} low
     * @param {number} high
     * @param {number} length in pixels
     * @param {number} apart
     * @returns {Tick[]} by their places
     */
    ticks(low, high, length, apart) {
      const toPixels = length / (high - low);
      /** @type {Tick[]} */
      const ticks = [];
      for (const candidate of scale === "linear" ? [] : round(scale, value(low), value(high))) {
        const at = place(candidate.number);
        const isIn = at >= low - 1e-9 && at <= high + 1e-9;
        if (isIn && ticks.every((tick) => Math.abs(tick.value - at) * toPixels >= apart)) ticks.push({ value: at, label: candidate.label });
      }
      if (ticks.length > 1) return ticks.sort((a, b) => a.value - b.value);
      const numbers = roundTicks(value(low), value(high), Math.max(2, length / apart / (scale === "linear" ? 1 : 2)));
      return numbers.map((number) => ({ value: place(number), label: format(number, 6) }));
    },
  };
}

/**
 * Round numbers of a scale that is not even, the roundest first.
 * @param {"log" | "near_one"} scale
 * @param {number} low
 * @param {number} high
 */
function round(scale, low, high) {
  /** @type {number[]} */
  const decades = [];
  const [from, to] = scale === "log" ? [low, high] : [1 - high, 1 - low];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) decades.push(power);
  // Every decade before any half of one; of many decades every second, third, … so that they are evenly spaced.
  return [1, 5, 2].flatMap((digit) =>
    byRoundness(decades).map((power) => {
      const size = Number(`${digit}e${power}`);
      const number = scale === "log" ? size : Number((1 - size).toPrecision(12));
      return { number, label: scale === "log" && digit === 1 && (power < -2 || power > 3) ? powerOfTen(power) : format(number, 6) };
    }),
  );
}

/** @param {number[]} powers */
function byRoundness(powers) {
  const order = [6, 3, 2, 1];
  /** @type {(power: number) => number} */
  const roundness = (power) => order.findIndex((stride) => power % stride === 0);
  return powers.length > 12 ? [...powers].sort((a, b) => roundness(a) - roundness(b)) : powers;
}
