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
  const [p, before, g, hessian, seen] = [2, 2, 2, 3, 3].map((width) => new Float64Array(width));
  p.fill(Number.NaN);

  /** @param {number} step */
  function goTo(step) {
    const earlier = Math.max(step - 1, 0);
    const x = points[2 * step];
    const y = points[2 * step + 1];
    before[0] = points[2 * earlier];
    before[1] = points[2 * earlier + 1];
    if (x === p[0] && y === p[1]) {
      return; // a run that rests sees what it saw
    }
    p[0] = x;
    p[1] = y;
    terrain.look(x, y, seen);
    g[0] = seen[1];
    g[1] = seen[2];
  }

  let arrived = -1;
  for (let i = 0; i < count; i++) {
    goTo(at[i]);
    const x = p[0];
    const y = p[1];
    values[i] = seen[0];
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
    status: status(goal, tolerance, last < steps ? 1 : 0, seen[0], p, before, g, hessian),
  };
}
