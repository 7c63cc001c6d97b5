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
 * What a run shows at each place of the cursor. How far it is from the nearest minimizer, and how long its steps are, is reckoned
 * when it is asked for: mostly nobody does.
 * @param {Run} run
 * @param {Terrain} terrain
 * @param {Reading} reading
 * @param {Numbers} goal the minimum and the window
 * @param {[number, number][]} minimizers
 * @param {number} tolerance the gap within which it has converged
 */
export function read({ points, last, at = everyStep(points) }, terrain, { gap, status, length, rests }, goal, minimizers, tolerance) {
  const [steps, count] = [points.length / 2 - 1, at.length];
  const [values, gaps, slopes] = [0, 0, 0].map(() => new Float64Array(count));
  const [p, before, g, hessian, seen] = [2, 2, 2, 3, 3].map((width) => new Float64Array(width));
  p.fill(Number.NaN);

  /** @param {number} step */
  function goTo(step) {
    const x = points[2 * step];
    const y = points[2 * step + 1];
    if (x === p[0] && y === p[1]) {
      return; // a run that rests sees what it saw
    }
    p[0] = x;
    p[1] = y;
    terrain.look(x, y, seen);
    g[0] = seen[1];
    g[1] = seen[2];
  }

  /** @param {number} step */
  function lengthOf(step) {
    const earlier = Math.max(step - 1, 0);
    return length(points[2 * step] - points[2 * earlier], points[2 * step + 1] - points[2 * earlier + 1]);
  }

  /** @param {number} step */
  function distanceAt(step) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const [x, y] of minimizers) {
      nearest = Math.min(nearest, length(points[2 * step] - x, points[2 * step + 1] - y));
    }
    return nearest;
  }

  let arrived = -1;
  for (let i = 0; i < count; i++) {
    goTo(at[i]);
    values[i] = seen[0];
    gaps[i] = gap(goal, seen[0], p[0], p[1]);
    slopes[i] = length(g[0], g[1]);
    if (arrived < 0 && gaps[i] <= tolerance) {
      arrived = i;
    }
  }
  goTo(steps);
  before.set(points.subarray(2 * Math.max(steps - 1, 0), 2 * Math.max(steps - 1, 0) + 2));
  terrain.hessian(p[0], p[1], hessian);
  const slope = length(g[0], g[1]);
  let moved = count - 1;
  while (moved >= 0 && rests(goal, lengthOf(at[moved]), slopes[moved], slope)) {
    moved--;
  }
  /** @param {(step: number) => number} one */
  function everywhere(one) {
    const found = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      found[i] = one(at[i]);
    }
    return found;
  }

  /** @type {{distances?: Numbers, lengths?: Numbers}} */
  const asked = {};
  return {
    ...{ points, last, values, gaps, slopes, arrived },
    get distances() {
      return (asked.distances ??= everywhere(distanceAt));
    },
    get lengths() {
      return (asked.lengths ??= everywhere(lengthOf));
    },
    rests: moved + 1, // the place from which on it has rested, if it stalled
    status: status(goal, tolerance, last < steps ? 1 : 0, seen[0], p, before, g, hessian),
  };
}
