// The loop over steps, as `optviz/descent.py` has it: a run of a method on a surface, every point recorded.

/** @import { Apart, Method, Numbers, Terrain, Together } from "./engine.d.ts" */

/** @typedef {(p: Numbers) => void} Step moves a point */

/**
 * @typedef {object} Conditions under which a run takes its steps, which are counted from 0
 * @property {(t: number, p: Numbers) => number} [factor] what a schedule multiplies by in the step t from the point p
 */

/**
 * A run from a start. One that leads past all bounds, or to what is no number, stays at its last point within them.
 * @param {Method} method
 * @param {Numbers} h its hyperparameters
 * @param {Terrain} terrain
 * @param {[number, number]} start
 * @param {number} steps
 * @param {number} farthest the coordinate past which it has diverged
 * @param {Conditions} [conditions]
 */
export function descend(method, h, terrain, start, steps, farthest, { factor } = {}) {
  const points = new Float64Array(2 * (steps + 1));
  const queries = new Int32Array(steps + 1);
  const s = new Float64Array(2 * method.fields.length);
  const p = new Float64Array(start);
  const now = Float64Array.from(h); // as the schedule has them in a step
  const step = method.together ? together(method, now, s, terrain) : apart(method, now, s, terrain);
  const asked = method.searches ? 2 * method.fields.indexOf("queries") : -1;
  method.begins(h, s);
  points.set(p);
  let last = 0;
  /** @type {[number, number] | null} where the step led that was not taken */
  let refused = null;
  for (let t = 1; t <= steps; t++) {
    if (!refused) {
      if (factor && method.scheduled.length) {
        const share = factor(t - 1, p);
        for (const i of method.scheduled) now[i] = h[i] * share;
      }
      step(p);
      if (Math.abs(p[0]) < farthest && Math.abs(p[1]) < farthest) {
        last = t;
        queries[t] = asked < 0 ? t : s[asked];
      } else {
        refused = [p[0], p[1]];
      }
    }
    points[2 * t] = refused ? points[2 * last] : p[0];
    points[2 * t + 1] = refused ? points[2 * last + 1] : p[1];
    queries[t] = queries[last];
  }
  return { points, queries, last, refused };
}

/**
 * @param {Apart} method
 * @param {Numbers} h
 * @param {Numbers} s
 * @param {Terrain} terrain
 * @returns {Step}
 */
function apart({ query, update }, h, s, terrain) {
  const g = new Float64Array(2);
  return (p) => {
    const x = p[0];
    const y = p[1];
    if (query) {
      terrain.gradient(query(h, s, 0, x), query(h, s, 1, y), g);
    } else {
      terrain.gradient(x, y, g);
    }
    p[0] = update(h, s, 0, x, g[0]);
    p[1] = update(h, s, 1, y, g[1]);
  };
}

/**
 * @param {Together} method
 * @param {Numbers} h
 * @param {Numbers} s
 * @param {Terrain} terrain
 * @returns {Step}
 */
function together({ query, update, curved }, h, s, terrain) {
  const [g, hessian, seen, at] = [2, 3, 3, 2].map((width) => new Float64Array(width));
  return (p) => {
    at.set(p);
    query?.(h, s, at);
    terrain.gradient(at[0], at[1], g);
    if (curved) {
      terrain.hessian(at[0], at[1], hessian);
    }
    update(h, s, p, g, hessian, terrain.look, seen);
  };
}
