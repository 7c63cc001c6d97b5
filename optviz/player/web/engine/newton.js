// Newton's method, to the last digit.

/** @import { Terrain } from "./engine.d.ts" */

const MOST = 60; // steps
const NEAR = 1e-9; // a step as short as that is one of the last: the next one has the square of it

/**
 * Where it comes to rest from a point; null if it does not, or comes to a place where it is not wanted.
 * @param {Pick<Terrain, "gradient" | "hessian">} ground
 * @param {[number, number]} seed
 * @param {(xx: number, determinant: number) => boolean} isWanted of the Hessian
 * @returns {[number, number] | null}
 */
export function restFrom({ gradient, hessian }, seed, isWanted) {
  const [g, h] = [new Float64Array(2), new Float64Array(3)];
  let [x, y] = seed;
  for (let step = 0, length = 1; step < MOST && length > 0; step++) {
    gradient(x, y, g);
    hessian(x, y, h);
    const [xx, xy, yy] = h;
    const determinant = xx * yy - xy * xy;
    if (!isWanted(xx, determinant)) break;
    const [dx, dy] = [(yy * g[0] - xy * g[1]) / determinant, (xx * g[1] - xy * g[0]) / determinant];
    [x, y] = [x - dx, y - dy];
    const last = length < NEAR;
    length = Math.abs(dx) + Math.abs(dy);
    if (last || length === 0) return [x, y];
  }
  return null;
}
