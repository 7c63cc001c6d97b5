// The minimum of a surface whose parameters move it: Newton's method from wherever a minimum may be.

/** @import { Numbers, Terrain } from "./engine.d.ts" */

const MOST = 60; // steps
const NEAR = 1e-9; // a step as short as that is one of the last: the next one has the square of it

/**
 * The least of the values at the minima that are found from some points, and that lie in the window; −∞ where there are none.
 * @param {Terrain} ground
 * @param {[number, number][]} seeds
 * @param {Numbers} goal of which the window is read: left, right, bottom, top, after the minimum
 */
export function lowestFrom({ value, gradient, hessian }, seeds, [, left, right, bottom, top]) {
  const [g, h] = [new Float64Array(2), new Float64Array(3)];
  let lowest = Number.POSITIVE_INFINITY;
  for (const seed of seeds) {
    let [x, y] = seed;
    for (let step = 0, length = 1; step < MOST && length > 0; step++) {
      gradient(x, y, g);
      hessian(x, y, h);
      const [xx, xy, yy] = h;
      const determinant = xx * yy - xy * xy;
      if (!(xx > 0 && determinant > 0)) break;
      const [dx, dy] = [(yy * g[0] - xy * g[1]) / determinant, (xx * g[1] - xy * g[0]) / determinant];
      [x, y] = [x - dx, y - dy];
      const last = length < NEAR;
      length = Math.abs(dx) + Math.abs(dy);
      if (last || length === 0) {
        if (x >= left && x <= right && y >= bottom && y <= top) lowest = Math.min(lowest, value(x, y));
        break;
      }
    }
  }
  return lowest === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : lowest;
}
