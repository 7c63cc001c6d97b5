// The loop over steps once more, each of them taken apart, as `optviz/anatomy.py` has it.

/** @import { Dissection, Method, Numbers, Terrain } from "./engine.d.ts" */

/**
 * Points, x and y of one after the other, and the states before each step and at the end, (two for each
 * field, columns + 1), of a run that is known.
 * @typedef {{points: Numbers, states: Numbers}} Known
 */

/**
 * The parts of each step, (count, columns), and the state before each and after the last, (two for each field, columns + 1).
 * @param {Dissection} dissection
 * @param {Method} method
 * @param {Numbers} h its hyperparameters
 * @param {Terrain} terrain
 * @param {[number, number]} start
 * @param {number} columns how many steps
 * @param {number} count of parts
 * @param {Known | null} [known] the run, if each step is to begin where it was then
 */
export function dissect({ query, step }, { fields, begins }, h, terrain, start, columns, count, known = null) {
  const [parts, states] = [new Float64Array(count * columns), new Float64Array(2 * fields.length * (columns + 1))];
  const [p, asked, g, hessian, seen] = [2, 2, 2, 3, 3].map((width) => new Float64Array(width));
  const [s, found] = [new Float64Array(2 * fields.length), new Float64Array(count)];
  const keep = (/** @type {number} */ c) => s.forEach((value, i) => (states[i * (columns + 1) + c] = value));
  p.set(start);
  begins(h, s);
  for (let c = 0; c < columns; c++) {
    if (known) {
      p.set(known.points.subarray(2 * c, 2 * c + 2));
      s.forEach((_, i) => (s[i] = known.states[i * (columns + 1) + c]));
    }
    keep(c);
    asked.set(p);
    query?.(h, s, p, asked);
    terrain.gradient(asked[0], asked[1], g);
    terrain.hessian(asked[0], asked[1], hessian);
    step(h, s, p, asked, g, hessian, terrain.look, seen, c + 1, found);
    for (let i = 0; i < count; i++) {
      parts[i * columns + c] = found[i];
    }
  }
  keep(columns);
  return { parts, states: known ? Float64Array.from(known.states) : states };
}
