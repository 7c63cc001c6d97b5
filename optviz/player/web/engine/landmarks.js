// The landmarks of a surface two of whose parameters are others: Newton's method from where they lie with one of both.

import { restFrom } from "./newton.js";

/** @import { Terrain } from "./engine.d.ts" */

const ALIKE = 1e-6; // it ended at the same point if both coordinates agree so far
const AS_LOW = 1e-12; // minima that differ by less are all global

/**
 * @param {Terrain} ground
 * @param {[number, number][]} seeds
 * @param {ArrayLike<number | null>} goal of which the window is read: left, right, bottom, top, after the minimum
 */
export function landmarksFrom(ground, seeds, { 1: left, 2: right, 3: bottom, 4: top }) {
  /** @type {{at: [number, number], value: number, isMinimum: boolean}[]} */
  const found = [];
  const hessian = new Float64Array(3);
  for (const seed of seeds) {
    const at = restFrom(ground, seed, (_, determinant) => determinant !== 0);
    if (!at) continue;
    const [x, y] = at;
    const isInside = x >= Number(left) && x <= Number(right) && y >= Number(bottom) && y <= Number(top);
    if (!isInside || found.some((one) => Math.max(Math.abs(one.at[0] - x), Math.abs(one.at[1] - y)) <= ALIKE)) continue;
    ground.hessian(x, y, hessian);
    const [xx, xy, yy] = hessian;
    const determinant = xx * yy - xy * xy;
    if (determinant < 0 || xx > 0) found.push({ at, value: ground.value(x, y), isMinimum: determinant > 0 });
  }
  const minima = found.filter(({ isMinimum }) => isMinimum).sort((a, b) => a.value - b.value);
  const minimum = minima.length ? minima[0].value : null;
  const isGlobal = (/** @type {typeof found[number]} */ { value }) => minimum !== null && value <= minimum + AS_LOW;
  /** @type {(some: typeof found) => [number, number][]} */
  const places = (some) => some.map(({ at }) => at);
  return {
    minimum,
    minimizers: places(minima.filter(isGlobal)),
    local_minima: places(minima.filter((one) => !isGlobal(one))),
    saddles: places(found.filter(({ isMinimum }) => !isMinimum)),
  };
}
