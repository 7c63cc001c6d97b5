// A surface that answers for f, its gradient and its Hessian at a point.

import { sum } from "./sum.js";

/**
 * @import { Calculus, ClosedForm, Numbers, OfOne, Terrain } from "./engine.d.ts"
 */

/**
 * What some examples say on average: those from first to end in an order, or all.
 * @typedef {(t: Numbers, x: number, y: number, found: Numbers, order?: ArrayLike<number>, first?: number, end?: number) => void} OfSome
 */

/**
 * @param {Calculus} calculus
 * @param {Numbers} t its parameters
 * @param {Numbers[]} examples the columns of those that it sums over
 * @returns {Terrain}
 */
export function terrain(calculus, t, examples) {
  const { value, gradient, hessian, gradientOf } = calculus.summed
    ? mean(calculus, examples)
    : { ...calculus, gradientOf: calculus.gradient };
  const terms = calculus.summed ? examples[0].length : 1;
  return {
    value: (x, y) => value(t, x, y),
    gradient: (x, y, found) => gradient(t, x, y, found),
    gradientOf: (order, first, end, x, y, found) => gradientOf(t, x, y, found, order, first, end),
    hessian: (x, y, found) => hessian(t, x, y, found),
    look: (x, y, seen) => {
      gradient(t, x, y, seen);
      seen[2] = seen[1];
      seen[1] = seen[0];
      seen[0] = value(t, x, y);
    },
    examples: (queries) => queries * terms,
  };
}

/**
 * The means over examples, from the calculus of one.
 * @param {OfOne} calculus
 * @param {Numbers[]} examples
 * @returns {ClosedForm & {gradientOf: OfSome}}
 */
function mean({ value, gradient, hessian }, examples) {
  const all = Int32Array.from(examples[0].keys());
  const rows = [0, 1, 2].map(() => new Float64Array(all.length));
  const one = new Float64Array(rows.length);
  /** @type {(calculus: OfOne["gradient"], width: number) => OfSome} */
  const means =
    (calculus, width) =>
    (t, x, y, found, order = all, first = 0, end = all.length) => {
      for (let i = first; i < end; i++) {
        calculus(t, x, y, examples, order[i], one);
        for (let row = 0; row < width; row++) {
          rows[row][i - first] = one[row];
        }
      }
      for (let row = 0; row < width; row++) {
        found[row] = sum(rows[row], 0, end - first) / (end - first);
      }
    };
  const slope = means(gradient, 2);
  return {
    summed: false,
    value: (t, x, y) => {
      for (let i = 0; i < all.length; i++) {
        rows[0][i] = value(t, x, y, examples, i);
      }
      return sum(rows[0]) / all.length;
    },
    gradient: slope,
    gradientOf: slope,
    hessian: means(hessian, 3),
  };
}
