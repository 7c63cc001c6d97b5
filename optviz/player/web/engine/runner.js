// A race that is run here: the engine that a header brings along, its lanes from a start, what is read off them, and f on a grid.

import { descend } from "./descent.js";
import * as operations from "./operations.js";
import { pace, planned } from "./pace.js";
import { read } from "./reading.js";
import { terrain } from "./terrain.js";

/**
 * @import { Live, Nodes, PlayerHeader } from "../header.d.ts"
 * @import { Engine, Numbers } from "./engine.d.ts"
 * @import { Run } from "./reading.js"
 */

const LARGEST = 2 ** 128 - 2 ** 104; // of float32

/**
 * What a header brings along, with the arrays that runs need.
 * @typedef {Live & {factors?: Float64Array | null}} Running factors: what a schedule multiplies by, as far as it was sent
 */

/** @typedef {Pick<PlayerHeader, "surface" | "steps" | "tolerance"> & {live: Running}} Declared */

/** @type {{text: string, made: Engine}} */
let newest = { text: "", made: /** @type {Engine} */ ({}) };

/**
 * The engine that a text stands for; while it stays the same, what the browser has learned of it stays, too.
 * @param {string} text
 */
function engineOf(text) {
  if (newest.text !== text) newest = { text, made: new Function(`return ${text}`)()(operations) };
  return newest.made;
}

/**
 * Numbers as they are drawn; those beyond float32 are its largest.
 * @param {Numbers} numbers
 */
function drawn(numbers) {
  const found = new Float32Array(numbers);
  return found.includes(Infinity) || found.includes(-Infinity)
    ? found.map((number) => Math.max(-LARGEST, Math.min(LARGEST, number)))
    : found;
}

/**
 * @param {Float32Array} points
 * @param {0 | 1} first
 */
function everySecond(points, first) {
  const found = new Float32Array(points.length / 2);
  for (let i = 0; i < found.length; i++) found[i] = points[2 * i + first];
  return found;
}

/**
 * With other values of the sliders it is another race: one is made in no time.
 * @param {Declared} declared
 */
export function createRunner({ live, surface, steps, tolerance }) {
  const { methods, terrains, schedule, farthest, statuses } = engineOf(live.engine);
  const calculus = terrains[surface.key];
  const ground = terrain(calculus, Float64Array.from(live.parameters), []);
  const goal = Float64Array.from(live.goal, (number) => number ?? Number.NEGATIVE_INFINITY);
  const c = Float64Array.from(live.schedule ?? []);
  const factors = schedule && (live.factors?.length === steps ? live.factors : planned(schedule, c, steps));

  return {
    methods,
    ground,
    /**
     * @param {number} row the place of its lane
     * @param {[number, number]} start
     * @returns {Run}
     */
    run(row, start) {
      const { form, hyperparameters } = live.lanes[row];
      const conditions = schedule && factors ? { factor: pace(schedule, c, factors, ground) } : {};
      return descend(methods[form], Float64Array.from(hyperparameters), ground, start, steps, farthest, conditions);
    },
    /**
     * What a lane shows of its run.
     * @param {Run} run
     */
    read(run) {
      const found = read(run, ground, calculus, goal, surface.minimizers, tolerance ?? Number.NaN);
      const [status, points] = [statuses[found.status], drawn(run.points)];
      return {
        status,
        last: status === "diverged" ? run.last : steps,
        rests: status === "stalled" ? found.rests : null,
        xs: everySecond(points, 0),
        ys: everySecond(points, 1),
        curves: {
          value: drawn(found.values),
          gap: drawn(found.gaps),
          slope: drawn(found.slopes),
          distance: drawn(found.distances),
          step: drawn(found.lengths),
        },
      };
    },
    /**
     * f at the nodes of a grid, row by row upwards.
     * @param {Nodes} grid
     */
    heights({ window, resolution }) {
      const [xs, ys] = window.map(([from, to]) => spread(from, to, resolution));
      const found = new Float64Array(resolution ** 2);
      let node = 0;
      for (const y of ys) for (const x of xs) found[node++] = ground.value(x, y);
      return found;
    },
  };
}

/**
 * Evenly from one number to another, as NumPy's `linspace` has it.
 * @param {number} from
 * @param {number} to
 * @param {number} count
 */
function spread(from, to, count) {
  const step = (to - from) / (count - 1);
  return Float64Array.from({ length: count }, (_, i) => (i < count - 1 ? from + i * step : to));
}
