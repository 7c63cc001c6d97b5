// What is read off a run: at every step, and at its end.

/** @import { Numbers, Reading, Terrain } from "./engine.d.ts" */

/** @typedef {{points: Numbers, last: number}} Run its points, x and y of one after the other, and the last step that was taken */

/**
 * @param {Run} run
 * @param {Terrain} terrain
 * @param {Reading} reading
 * @param {Numbers} goal the minimum and the window
 * @param {[number, number][]} minimizers
 * @param {number} tolerance the gap within which it has converged
 */
export function read({ points, last }, terrain, { gap, status, length, rests }, goal, minimizers, tolerance) {
  const count = points.length / 2;
  const [values, gaps, slopes, distances, lengths] = [0, 0, 0, 0, 0].map(() => new Float64Array(count));
  const [p, before, g, hessian] = [2, 2, 2, 3].map((width) => new Float64Array(width));
  let arrived = -1;
  for (let t = 0; t < count; t++) {
    const x = points[2 * t];
    const y = points[2 * t + 1];
    before[0] = t ? p[0] : x;
    before[1] = t ? p[1] : y;
    p[0] = x;
    p[1] = y;
    values[t] = terrain.value(x, y);
    gaps[t] = gap(goal, values[t], x, y);
    terrain.gradient(x, y, g);
    slopes[t] = length(g[0], g[1]);
    distances[t] = Number.POSITIVE_INFINITY;
    for (const [toX, toY] of minimizers) {
      distances[t] = Math.min(distances[t], length(x - toX, y - toY));
    }
    lengths[t] = length(x - before[0], y - before[1]);
    if (arrived < 0 && gaps[t] <= tolerance) {
      arrived = t;
    }
  }
  terrain.hessian(p[0], p[1], hessian);
  const lost = last < count - 1 ? 1 : 0;
  let moved = count - 1;
  while (moved >= 0 && rests(goal, lengths[moved], slopes[moved], slopes[count - 1])) {
    moved--;
  }
  return {
    ...{ values, gaps, slopes, distances, lengths, arrived },
    rests: moved + 1, // the step from which on it has rested, if it stalled
    status: status(goal, tolerance, lost, values[count - 1], p, before, g, hessian),
  };
}
