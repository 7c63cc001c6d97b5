// Steps taken apart in Node: dissecting.js TOLD NUMBERS. Told is what to take apart:
//   { engine, steps, surface, t, examples: columns, start, runs: [{ form, h, dissection, count }] }
// The numbers of each run are its last step and how many were taken apart, its points, the states, and the parts, each with NaN up to
// as many columns as there are steps, and one more of points and states.
import { readFileSync, writeFileSync } from "node:fs";
import { descend } from "../../optviz/player/web/engine/descent.js";
import { dissect } from "../../optviz/player/web/engine/dissection.js";
import * as operations from "../../optviz/player/web/engine/operations.js";
import { terrain } from "../../optviz/player/web/engine/terrain.js";

const [told, output] = process.argv.slice(2);
const { engine, steps, surface, t, examples, start, runs } = JSON.parse(readFileSync(told, "utf8"));
const run = (/** @type {string} */ text) => new Function(`return ${text}`)()(operations);
const { methods, terrains, farthest } = run(engine);
const ground = terrain(terrains[surface], Float64Array.from(t, Number), examples);
/** @type {(numbers: Float64Array, columns: number, width: number) => number[]} */
const padded = (numbers, columns, width) =>
  Array.from({ length: (numbers.length / columns) * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    return column < columns ? numbers[row * columns + column] : Number.NaN;
  });
/** @typedef {{ form: string, h: number[], dissection: string, count: number }} Run */
const rows = runs.map((/** @type {Run} */ { form, h, dissection, count }) => {
  const values = Float64Array.from(h);
  const { points, last } = descend(methods[form], values, ground, start, steps, farthest);
  const columns = last + (last < steps ? 1 : 0);
  const { parts, states } = dissect(run(dissection), methods[form], values, ground, start, columns, count);
  return [[last, columns], [...points], padded(states, columns + 1, steps + 1), padded(parts, columns, steps)].flat();
});
writeFileSync(output, new Uint8Array(Float64Array.from(rows.flat()).buffer));
