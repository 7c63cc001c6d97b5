// A surface that answers for f, its gradient and its Hessian at a point.

import { sum } from "./sum.js";

/** @import { Calculus, ClosedForm, Numbers, OfOne, Terrain } from "./engine.d.ts" */

/**
 * @param {Calculus} calculus
 * @param {Numbers} t its parameters
 * @param {Numbers[]} examples the columns of those that it sums over
 * @returns {Terrain}
 */
export function terrain(calculus, t, examples) {
  const { value, gradient, hessian } = calculus.summed ? mean(calculus, examples) : calculus;
  return {
    value: (x, y) => value(t, x, y),
    gradient: (x, y, found) => gradient(t, x, y, found),
    hessian: (x, y, found) => hessian(t, x, y, found),
    look: (x, y, seen) => {
      gradient(t, x, y, seen);
      seen[2] = seen[1];
      seen[1] = seen[0];
      seen[0] = value(t, x, y);
    },
  };
}

/**
 * The means over examples, from the calculus of one.
 * @param {OfOne} calculus
 * @param {Numbers[]} examples
 * @returns {ClosedForm}
 */
function mean({ value, gradient, hessian }, examples) {
  const count = examples[0].length;
  const rows = [0, 1, 2].map(() => new Float64Array(count));
  const one = new Float64Array(rows.length);
  /** @type {(calculus: OfOne["gradient"], width: number) => ClosedForm["gradient"]} */
  const means = (calculus, width) => (t, x, y, found) => {
    for (let i = 0; i < count; i++) {
      calculus(t, x, y, examples, i, one);
      for (let row = 0; row < width; row++) {
        rows[row][i] = one[row];
      }
    }
    for (let row = 0; row < width; row++) {
      found[row] = sum(rows[row]) / count;
    }
  };
  return {
    summed: false,
    value: (t, x, y) => {
      for (let i = 0; i < count; i++) {
        rows[0][i] = value(t, x, y, examples, i);
      }
      return sum(rows[0]) / count;
    },
    gradient: means(gradient, 2),
    hessian: means(hessian, 3),
  };
}
