// What is read off a run: where the cursor shows it, and at its end.

/** @import { Numbers, Reading, Terrain } from "./engine.d.ts" */

/**
 * @typedef {object} Run
 * @property {Numbers} points x and y of one after the other
 * @property {number} last the last step that was taken
 * @property {ArrayLike<number>} [at] the steps that are shown, in their order; without them, all
 */

/**
 * The step that a run has finished at each place of the cursor, which goes on by `each` of what is counted.
 * @param {ArrayLike<number>} counts how many there have been by each step of the run
 * @param {number} places of the cursor, the first is at the start
 * @param {number} each
 */
export function reached(counts, places, each) {
  const at = new Int32Array(places);
  let step = 0;
  for (let place = 0; place < places; place++) {
    while (step + 1 < counts.length && counts[step + 1] <= place * each) {
      step++;
    }
    at[place] = step;
  }
  return at;
}

/** @param {Numbers} points */
function everyStep(points) {
  return Int32Array.from({ length: points.length / 2 }, (_, step) => step);
}

/**
 * @param {Run} run
 * @param {Terrain} terrain
 * @param {Reading} reading
 * @param {Numbers} goal the minimum and the window
 * @param {[number, number][]} minimizers
 * @param {number} tolerance the gap within which it has converged
 */
export function read({ points, last, at = everyStep(points) }, terrain, { gap, status, length, rests }, goal, minimizers, tolerance) {
  const [steps, count] = [points.length / 2 - 1, at.length];
  const [values, gaps, slopes, distances, lengths] = [0, 0, 0, 0, 0].map(() => new Float64Array(count));
  const [p, before, g, hessian] = [2, 2, 2, 3].map((width) => new Float64Array(width));

  /** @param {number} step */
  function goTo(step) {
    const earlier = Math.max(step - 1, 0);
    for (const c of [0, 1]) {
      p[c] = points[2 * step + c];
      before[c] = points[2 * earlier + c];
    }
    terrain.gradient(p[0], p[1], g);
  }

  let arrived = -1;
  for (let i = 0; i < count; i++) {
    goTo(at[i]);
    const [x, y] = p;
    values[i] = terrain.value(x, y);
    gaps[i] = gap(goal, values[i], x, y);
    slopes[i] = length(g[0], g[1]);
    distances[i] = Number.POSITIVE_INFINITY;
    for (const [toX, toY] of minimizers) {
      distances[i] = Math.min(distances[i], length(x - toX, y - toY));
    }
    lengths[i] = length(x - before[0], y - before[1]);
    if (arrived < 0 && gaps[i] <= tolerance) {
      arrived = i;
    }
  }
  goTo(steps);
  terrain.hessian(p[0], p[1], hessian);
  const slope = length(g[0], g[1]);
  let moved = count - 1;
  while (moved >= 0 && rests(goal, lengths[moved], slopes[moved], slope)) {
    moved--;
  }
  return {
    ...{ values, gaps, slopes, distances, lengths, arrived },
    rests: moved + 1, // the place from which on it has rested, if it stalled
    status: status(goal, tolerance, last < steps ? 1 : 0, terrain.value(p[0], p[1]), p, before, g, hessian),
  };
}
