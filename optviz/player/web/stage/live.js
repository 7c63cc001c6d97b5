// The race from another start, run here: what is seen while a start is dragged, until Python's own race from there arrives.

import { descend } from "../engine/descent.js";
import * as operations from "../engine/operations.js";
import { read } from "../engine/reading.js";
import { terrain } from "../engine/terrain.js";
import { createLiveAnatomy } from "./liveanatomy.js";

/**
 * @import { Engine } from "../engine/engine.d.ts"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 */

/**
 * What runs the race of a scene from a start; null where only Python can.
 * @param {Scene} scene
 * @returns {((start: Pair) => Scene) | null}
 */
export function createLive(scene) {
  const { live, tolerance, steps, surface } = scene;
  if (!live || tolerance === null) return null;
  /** @type {Engine} */
  const { methods, terrains, farthest, statuses } = new Function(`return ${live.engine}`)()(operations);
  const calculus = terrains[surface.key];
  const ground = terrain(calculus, Float64Array.from(live.parameters), []);
  const goal = Float64Array.from(live.goal, (number) => number ?? Number.NEGATIVE_INFINITY);

  /** @type {(lane: Lane, row: number, start: Pair) => Lane} */
  const laneFrom = (lane, row, start) => {
    const { form, hyperparameters } = live.lanes[row];
    const { points, last } = descend(methods[form], Float64Array.from(hyperparameters), ground, start, steps, farthest);
    const found = read({ points, last }, ground, calculus, goal, surface.minimizers, tolerance);
    const { values, gaps, slopes, distances, lengths } = found;
    const known = { value: values, gap: gaps, slope: slopes, distance: distances, step: lengths };
    const status = statuses[found.status];
    return {
      ...lane,
      ...{ status, outcome: "", last: status === "diverged" ? last : steps, rests: status === "stalled" ? found.rests : null },
      xs: Float32Array.from(values, (_, step) => points[2 * step]),
      ys: Float32Array.from(values, (_, step) => points[2 * step + 1]),
      values: Float32Array.from(values),
      curves: Object.fromEntries(Object.entries(known).map(([key, numbers]) => [key, Float32Array.from(numbers)])),
    };
  };
  const takeApart = createLiveAnatomy(scene, methods);
  return (start) => {
    const lanes = scene.lanes.map((lane, row) => laneFrom(lane, row, start));
    const runs = lanes.map((lane, row) => ({ lane, hyperparameters: Float64Array.from(live.lanes[row].hyperparameters), ground, start }));
    return { ...scene, lanes, ...takeApart?.(runs) };
  };
}
