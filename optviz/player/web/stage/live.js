// The race from another start, run here: what is seen while a start is dragged, until Python's own race from there arrives.

import { createRunner } from "../engine/runner.js";
import { createLiveAnatomy } from "./liveanatomy.js";

/**
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Scene } from "../measure/scene.js"
 */

/**
 * What runs the race of a scene from a start; null where only Python can.
 * @param {Scene} scene
 * @returns {((start: Pair) => Scene) | null}
 */
export function createLive(scene) {
  const { live } = scene;
  if (!live) return null;
  const { methods, ground, run, read } = createRunner({ ...scene, live });
  const takeApart = createLiveAnatomy(scene, methods);
  return (start) => {
    const lanes = scene.lanes.map((lane, row) => {
      const found = read(run(row, start));
      return { ...lane, ...found, outcome: "", values: found.curves.value };
    });
    const runs = lanes.map((lane, row) => ({ lane, hyperparameters: Float64Array.from(live.lanes[row].hyperparameters), ground, start }));
    return { ...scene, lanes, ...takeApart?.(runs) };
  };
}
