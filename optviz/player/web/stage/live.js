// The race from another start or with other values, run here: what is seen while a visitor holds something, until Python's own
// race arrives.

import { createRunner } from "../engine/runner.js";
import { landmarksAt, withHeld } from "../measure/steering.js";
import { createGrid } from "../measure/surface.js";
import { createLiveAnatomy } from "./liveanatomy.js";
import { createLiveWords } from "./livewords.js";

/**
 * @import { Running } from "../engine/engine.d.ts"
 * @import { Values } from "../hear/held.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Scene, SentGrid } from "../measure/scene.js"
 */

/** @typedef {{surface: Scene["surface"], grid: SentGrid}} Ground what of the surface is drawn */

/**
 * What runs the race of a scene from a start, with what is held of its sliders, but no other seeds of it; null where only Python can.
 * @param {Scene} scene
 * @returns {((start: Pair, held: Values) => Scene) | null}
 */
export function createLive(scene) {
  const { live } = scene;
  if (!live) return null;
  const groundOf = createGrounds(scene, live);
  const takeApart = createLiveAnatomy(scene, createRunner({ ...scene, live }).methods);
  const tell = createLiveWords(scene);

  return (start, held) => {
    const wanted = withHeld(live, held);
    const { surface, grid } = groundOf(wanted);
    const runner = createRunner({ ...scene, surface, live: { ...wanted, goal: [surface.minimum, ...live.goal.slice(1)] } });
    const runs = scene.lanes.map((before, row) => {
      const { course, ...found } = runner.read(runner.run(row, start));
      const lane = { ...before, ...found, outcome: "", values: found.curves.value };
      const hyperparameters = Float64Array.from(wanted.lanes[row].hyperparameters);
      return { lane, course, last: lane.last, hyperparameters, ground: runner.ground, start };
    });
    const told = tell?.(runs, surface.minimizers, runner.length) ?? null;
    return { ...scene, surface, grid, told, lanes: runs.map(({ lane }) => lane), fan: null, ...takeApart?.(runs) };
  };
}

/**
 * The surface of a scene with other parameters; the same object while they stay what they were.
 * @param {Scene} scene
 * @param {Running} live
 * @returns {(wanted: Running) => Ground}
 */
function createGrounds(scene, live) {
  const own = live.parameters.join();
  /** @type {{parameters: string, ground: Ground}} */
  let newest = { parameters: own, ground: scene };

  /**
   * @param {Running} wanted
   * @returns {Ground}
   */
  function make(wanted) {
    const { size, window } = scene.grid;
    const [left, right, bottom, top] = window;
    /** @type {import("../header.d.ts").Nodes} */
    const nodes = {
      window: [
        [left, right],
        [bottom, top],
      ],
      resolution: size,
    };
    const heights = createRunner({ ...scene, live: wanted }).heights(nodes);
    return { surface: { ...scene.surface, ...landmarksAt(wanted) }, grid: { ...scene.grid, ...createGrid(nodes, heights) } };
  }

  return (wanted) => {
    const parameters = wanted.parameters.join();
    if (parameters !== newest.parameters) newest = { parameters, ground: parameters === own ? scene : make(wanted) };
    return newest.ground;
  };
}
