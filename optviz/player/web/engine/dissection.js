// The loop over steps once more, each of them taken apart, as `optviz/anatomy.py` has it.

/** @import { Dissection, Method, Numbers, Terrain } from "./engine.d.ts" */

/**
 * The parts of each step, (count, columns), and the state before each and after the last, (two for each field, columns + 1).
 * @param {Dissection} dissection
 * @param {Method} method
 * @param {Numbers} h its hyperparameters
 * @param {Terrain} terrain
 * @param {[number, number]} start
 * @param {number} columns how many steps
 * @param {number} count of parts
 */
export function dissect({ query, step }, { fields, begins }, h, terrain, start, columns, count) {
  const [parts, states] = [new Float64Array(count * columns), new Float64Array(2 * fields.length * (columns + 1))];
  const [p, asked, g, hessian, seen] = [2, 2, 2, 3, 3].map((width) => new Float64Array(width));
  const [s, found] = [new Float64Array(2 * fields.length), new Float64Array(count)];
  const keep = (/** @type {number} */ c) => s.forEach((value, i) => (states[i * (columns + 1) + c] = value));
  p.set(start);
  begins(h, s);
  keep(0);
  for (let c = 0; c < columns; c++) {
    asked.set(p);
    query?.(h, s, p, asked);
    terrain.gradient(asked[0], asked[1], g);
    terrain.hessian(asked[0], asked[1], hessian);
    step(h, s, p, asked, g, hessian, terrain.look, seen, c + 1, found);
    for (let i = 0; i < count; i++) {
      parts[i * columns + c] = found[i];
    }
    keep(c + 1);
  }
  return { parts, states };
}
