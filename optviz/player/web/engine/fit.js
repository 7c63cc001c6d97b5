// What is drawn of a fit of data: where its examples lie, and where a fit runs.

/** @import { Calculus, Numbers } from "./engine.d.ts" */

/**
 * Null for a surface that is not a sum over examples.
 * @param {Calculus} calculus
 * @param {Numbers} t its parameters
 * @param {Numbers[]} examples
 */
export function fit(calculus, t, examples) {
  if (!calculus.summed) return null;
  const { observation, curve } = calculus;
  return {
    observations() {
      const { length } = examples[0];
      const [across, up] = [0, 1].map(() => new Float32Array(length));
      const place = new Float64Array(2);
      for (let i = 0; i < length; i++) {
        observation(t, examples, i, place);
        [across[i], up[i]] = place;
      }
      return { across, up };
    },
    /**
     * Of the fit (x, y), at places along the axis that goes across.
     * @param {number} x
     * @param {number} y
     * @param {Float32Array} line
     */
    curve: (x, y, line) => line.map((across) => curve(t, x, y, across)),
  };
}
