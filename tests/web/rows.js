// Runs of the engine, wherever it runs. Told is what to run:
//   { engine, steps, tolerance, surface, t, goal, minimizers, examples: columns, start, runs: [{ form, h }] }
// and where there is noise, noise: { kind, n, drawn }.
import { descend } from "../../optviz/player/web/engine/descent.js";
import { heard } from "../../optviz/player/web/engine/noise.js";
import * as operations from "../../optviz/player/web/engine/operations.js";
import { read } from "../../optviz/player/web/engine/reading.js";
import { terrain } from "../../optviz/player/web/engine/terrain.js";

const PIECE = 2 ** 15; // bytes that are handed over at once

/**
 * A row of each run: all points, then each curve, its status, when it arrived, its last step, and since when it rests.
 * @param {any} told
 * @returns {number[][]}
 */
export function rowsOf({ engine, steps, tolerance, surface, t, goal, minimizers, examples, start, runs, noise }) {
  const { methods, terrains, noises, farthest } = new Function(`return ${engine}`)()(operations);
  const [parameters, aim, ...columns] = [t, goal, ...examples].map((numbers) => Float64Array.from(numbers, Number));
  const ground = terrain(terrains[surface], parameters, columns);
  const hearing = () => (noise ? heard(ground, noises[noise.kind], Float64Array.from(noise.n), noise.drawn.flat()) : ground);
  return runs.map((/** @type {{ form: string, h: number[] }} */ { form, h }) => {
    const run = descend(methods[form], Float64Array.from(h), hearing(), start, steps, farthest);
    const { values, gaps, slopes, distances, lengths, status, arrived, rests } = read(
      run,
      ground,
      terrains[surface],
      aim,
      minimizers,
      tolerance,
    );
    return [run.points, values, gaps, slopes, distances, lengths, [status, arrived, run.last, rests]].flatMap((numbers) => [...numbers]);
  });
}

/**
 * The rows, as text.
 * @param {any} told
 */
export function inBase64(told) {
  const bytes = new Uint8Array(Float64Array.from(rowsOf(told).flat()).buffer);
  const pieces = [];
  for (let i = 0; i < bytes.length; i += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(i, i + PIECE)));
  return btoa(pieces.join(""));
}
