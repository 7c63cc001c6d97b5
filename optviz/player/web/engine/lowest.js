// The minimum of a surface whose parameters move it: Newton's method from wherever a minimum may be.

import { restFrom } from "./newton.js";

/** @import { Numbers, Terrain } from "./engine.d.ts" */

/**
 * The least of the values at the minima that are found from some points, and that lie in the window; −∞ where there are none.
 * @param {Terrain} ground
 * @param {[number, number][]} seeds
 * @param {Numbers} goal of which the window is read: left, right, bottom, top, after the minimum
 */
export function lowestFrom(ground, seeds, [, left, right, bottom, top]) {
  let lowest = Number.POSITIVE_INFINITY;
  for (const seed of seeds) {
    const found = restFrom(ground, seed, (xx, determinant) => xx > 0 && determinant > 0);
    if (!found) continue;
    const [x, y] = found;
    if (x >= left && x <= right && y >= bottom && y <= top) lowest = Math.min(lowest, ground.value(x, y));
  }
  return lowest === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : lowest;
}
