// The race from another start or with other values, run here: what is seen while a visitor holds something, until Python's own
// race arrives.

import { landmarksFrom } from "../engine/landmarks.js";
import { createRunner, spread } from "../engine/runner.js";
import { landmarksAt, ownStart, withHeld } from "../measure/steering.js";
import { createGrid } from "../measure/surface.js";
import { createLiveAnatomy } from "./liveanatomy.js";
import { createLiveWords } from "./livewords.js";

/**
 * @import { Running } from "../engine/engine.d.ts"
 * @import { Runner } from "../engine/runner.js"
 * @import { Nodes } from "../header.d.ts"
 * @import { Values } from "../hear/held.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Scene } from "../measure/scene.js"
 */

/** @typedef {Pick<Scene, "surface" | "grid" | "domain" | "start" | "fit">} Ground what of the surface is drawn */

/**
 * What runs the race of a scene from where its start is dragged to, if it is, with what is held of its sliders, but no other seeds of it;
 * null where only Python can. A long race can be left alone for a while after each of its lanes, and where the surface is another one,
 * after each row of its heights.
 * @param {Scene} scene
 * @returns {((dragged: Pair | null, held: Values) => Generator<void, Scene>) | null}
 */
export function createLive(scene) {
  const { live } = scene;
  if (!live) return null;
  const groundOf = createGrounds(scene, live);
  const takeApart = createLiveAnatomy(scene, createRunner({ ...scene, live }).methods);
  const tell = createLiveWords(scene);

  return function* race(dragged, held) {
    const wanted = withHeld(live, held);
    const { surface, grid, domain, start: own, fit } = yield* groundOf(wanted);
    const start = dragged ?? own;
    const { steps = scene.steps } = wanted;
    const runner = createRunner({ ...scene, steps, surface, live: { ...wanted, goal: [surface.minimum, ...domain.flat()] } });
    const runs = [];
    for (const [row, before] of scene.lanes.entries()) {
      const { course, ...found } = runner.read(runner.run(row, start));
      const lane = { ...before, ...found, outcome: "", values: found.curves.value };
      const hyperparameters = Float64Array.from(wanted.lanes[row].hyperparameters);
      runs.push({ lane, course, last: lane.last, hyperparameters, ground: runner.ground, start });
      yield;
    }
    const told = tell?.(runs, surface.minimizers, runner.length) ?? null;
    const lanes = runs.map(({ lane }) => lane);
    return { ...scene, steps, surface, grid, domain, start: own, fit, told, lanes, fan: null, ...takeApart?.(runs) };
  };
}

/**
 * What takes long, gone on with until it is done, or time is up; `done` says which.
 * @template Made
 * @param {Generator<void, Made>} making
 * @param {number} [milliseconds]
 */
export function advance(making, milliseconds = Infinity) {
  const end = performance.now() + milliseconds;
  let found = making.next();
  while (!found.done && performance.now() < end) found = making.next();
  return found;
}

/**
 * The surface of a scene with other parameters; the same object while they stay what they were.
 * @param {Scene} scene
 * @param {Running} live
 * @returns {(wanted: Running) => Generator<void, Ground>}
 */
function createGrounds(scene, live) {
  const own = live.parameters.join();
  const [left, right, bottom, top] = scene.grid.window;
  const isWhole = String(scene.grid.window) === String(scene.domain);
  const isOwnStart = String(scene.start) === String(ownStart(live));
  /** @type {{parameters: string, ground: Ground}} */
  let newest = { parameters: own, ground: scene };

  /**
   * @param {Running} wanted
   * @returns {Generator<void, Ground>}
   */
  function* make(wanted) {
    const runner = createRunner({ ...scene, live: wanted });
    const sought = landmarksAt(wanted, (seeds) => landmarksFrom(runner.ground, seeds, wanted.goal));
    const { domain = scene.domain, start = scene.start, ...marks } = sought;
    /** @type {Nodes["window"]} */
    const zoomed = [
      [left, right],
      [bottom, top],
    ];
    const nodes = { window: isWhole ? domain : zoomed, resolution: scene.grid.size };
    return {
      surface: { ...scene.surface, ...marks },
      grid: { ...scene.grid, ...createGrid(nodes, yield* runner.heights(nodes)) },
      domain,
      start: isOwnStart ? start : scene.start,
      fit: fitOf(scene, runner),
    };
  }

  return function* groundOf(wanted) {
    const parameters = wanted.parameters.join();
    if (parameters !== newest.parameters) newest = { parameters, ground: parameters === own ? scene : yield* make(wanted) };
    return newest.ground;
  };
}

/**
 * The examples and the fits of a scene, as another runner has them.
 * @param {Scene} scene
 * @param {Runner} runner
 * @returns {Scene["fit"]}
 */
function fitOf({ fit }, runner) {
  if (!fit || !runner.fit) return null;
  const { across, up } = runner.fit.observations();
  const { curve } = runner.fit;
  const line = new Float32Array(spread(Math.min(...across), Math.max(...across), fit.line.length));
  return { ...fit, across, up, line, at: (lane, step) => curve(lane.xs[step], lane.ys[step], line) };
}
