// The parts of a step in the plane: where the gradient was asked, and what the step is the sum of.

import { columnAt, matrix, pair } from "./scene.js";

/**
 * @import { Pair } from "./geometry.d.ts"
 * @import { Specimen } from "./scene.js"
 */

/**
 * What there is of a step, as points of the plane: arrows [from, to], the place where the gradient was asked.
 * @param {Specimen} specimen
 * @param {number} step
 */
export function partsOf(specimen, step) {
  const column = columnAt(specimen, step);
  const { lane } = specimen;
  /** @type {Pair} */
  const at = [lane.xs[column], lane.ys[column]];
  const [asked, gradient, stepSizes] = ["asked", "gradient", "step_sizes"].map((name) => pair(specimen, name, column));
  /** @type {(from: Pair, by: Pair | null) => {from: Pair, to: Pair} | null} */
  const arrow = (from, by) => by && { from, to: [from[0] + by[0], from[1] + by[1]] };
  const momentum = arrow(at, pair(specimen, "momentum_part", column));
  return {
    at,
    asked,
    gradient,
    rate: matrix(specimen, "rate", column),
    stepSizes,
    column,
    arrows: {
      step: arrow(at, pair(specimen, "step", column)),
      momentum,
      gradient_part: arrow(momentum?.to ?? at, pair(specimen, "gradient_part", column)),
    },
  };
}

/** @type {WeakMap<Specimen, number>} */
const steepestOf = new WeakMap();

/**
 * The largest |∇f| of a run.
 * @param {Specimen} specimen
 */
export function steepest(specimen) {
  const known = steepestOf.get(specimen);
  if (known !== undefined) return known;
  const {
    arrays: { gradient },
    columns,
  } = specimen;
  let largest = 0;
  for (let i = 0; i < columns; i++) {
    const size = Math.hypot(gradient[i], gradient[columns + i]);
    if (size < 1e150) largest = Math.max(largest, size);
  }
  steepestOf.set(specimen, largest || 1);
  return largest || 1;
}
