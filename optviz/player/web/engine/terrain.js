// A surface that answers for f, its gradient and its Hessian at a point.

import { sum } from "./sum.js";

/** @import { Calculus, ClosedForm, Numbers, OfMany, Terrain } from "./engine.d.ts" */

/**
 * @param {Calculus} calculus
 * @param {Numbers} t its parameters
 * @param {Numbers[]} examples the columns of those that it sums over
 * @returns {Terrain}
 */
export function terrain(calculus, t, examples) {
  return calculus.summed ? mean(calculus, t, examples) : closed(calculus, t);
}

/**
 * @param {ClosedForm} calculus
 * @param {Numbers} t
 * @returns {Terrain}
 */
function closed({ value, gradient, hessian }, t) {
  return {
    value: (x, y) => value(t, x, y),
    gradient: (x, y, found) => gradient(t, x, y, found),
    gradientOf: (_order, _first, _end, x, y, found) => gradient(t, x, y, found),
    hessian: (x, y, found) => hessian(t, x, y, found),
    look: (x, y, seen) => {
      gradient(t, x, y, seen);
      seen[2] = seen[1];
      seen[1] = seen[0];
      seen[0] = value(t, x, y);
    },
    examples: (queries) => queries,
  };
}

/**
 * The means over examples.
 * @param {OfMany} calculus
 * @param {Numbers} t
 * @param {Numbers[]} examples
 * @returns {Terrain}
 */
function mean({ value, gradient, look, hessian }, t, examples) {
  const count = examples[0].length;
  const [some, rows] = [examples, [0, 1, 2]].map((columns) => columns.map(() => new Float64Array(count)));

  /** @type {(calculus: OfMany["value"], width: number, x: number, y: number, found: Numbers, of?: Numbers[], many?: number) => void} */
  function means(calculus, width, x, y, found, of = examples, many = count) {
    calculus(t, x, y, of, many, rows);
    for (let row = 0; row < width; row++) {
      found[row] = sum(rows[row], 0, many) / many;
    }
  }

  const one = new Float64Array(1);
  return {
    value: (x, y) => {
      means(value, 1, x, y, one);
      return one[0];
    },
    gradient: (x, y, found) => means(gradient, 2, x, y, found),
    gradientOf: (order, first, end, x, y, found) => {
      for (const [column, chosen] of some.entries()) {
        for (let i = first; i < end; i++) {
          chosen[i - first] = examples[column][order[i]];
        }
      }
      means(gradient, 2, x, y, found, some, end - first);
    },
    hessian: (x, y, found) => means(hessian, 3, x, y, found),
    look: (x, y, seen) => means(look, 3, x, y, seen),
    examples: (queries) => queries * count,
  };
}
