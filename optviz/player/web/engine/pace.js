// How a schedule takes effect, as `optviz/pace.py` has it: what the learning rate of a lane is multiplied by in each step.

/** @import { Numbers, Schedule, Terrain } from "./engine.d.ts" */

/**
 * What of it is known beforehand, for each step.
 * @param {Schedule} schedule
 * @param {Numbers} c its parameters
 * @param {number} steps
 */
export function planned({ at }, c, steps) {
  return Float64Array.from({ length: steps }, (_, t) => at(c, t, steps));
}

/**
 * For one lane: in step t from the point p. Asked in the order of the steps.
 * @param {Schedule} schedule
 * @param {Numbers} c
 * @param {Numbers} factors those that are known beforehand
 * @param {Terrain} terrain
 * @returns {(t: number, p: Numbers) => number}
 */
export function pace({ fields, begins, react }, c, factors, terrain) {
  if (!react) return (t) => factors[t];
  const s = new Float64Array(fields);
  begins(c, s);
  return (t, p) => factors[t] * react(c, s, terrain.value(p[0], p[1]));
}
