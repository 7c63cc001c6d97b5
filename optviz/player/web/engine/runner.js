// A race that is run here: the engine that a header brings along, its lanes from a start, what is read off them, and f on a grid.

import { descend } from "./descent.js";
import { fit } from "./fit.js";
import { heard } from "./noise.js";
import * as operations from "./operations.js";
import { pace, planned } from "./pace.js";
import { reached, read } from "./reading.js";
import { earlyStop } from "./stopping.js";
import { terrain } from "./terrain.js";

/**
 * @import { Nodes, PlayerHeader, Stop } from "../header.d.ts"
 * @import { Engine, Numbers, Running, Terrain } from "./engine.d.ts"
 * @import { Run } from "./reading.js"
 */

const LARGEST = 2 ** 128 - 2 ** 104; // of float32
const EXAMPLES = "live.examples.";

/** @typedef {Pick<PlayerHeader, "surface" | "steps" | "unit" | "each" | "tolerance"> & {live: Running}} Declared */

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
 * @param {Float32Array} numbers
 */
function bounded(numbers) {
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] === Infinity) numbers[i] = LARGEST;
    else if (numbers[i] === -Infinity) numbers[i] = -LARGEST;
  }
  return numbers;
}

const drawn = (/** @type {Numbers} */ numbers) => bounded(new Float32Array(numbers));

/**
 * @param {Numbers} points
 * @param {ArrayLike<number>} at the steps that are shown
 * @param {0 | 1} c the coordinate
 */
function shown(points, at, c) {
  const found = new Float32Array(at.length);
  for (let i = 0; i < found.length; i++) found[i] = points[2 * at[i] + c];
  return bounded(found);
}

/**
 * What is made when it is asked for.
 * @template Made
 * @param {() => Made} make
 */
function once(make) {
  /** @type {Made | undefined} */
  let made;
  return () => (made ??= make());
}

/** @type {{key: string, at: Int32Array}} */
let newestSteps = { key: "", at: new Int32Array() };

/**
 * The steps that are shown where steps are counted; the same for all runs of a race.
 * @param {number} count
 * @param {number} places
 * @param {number} each
 */
function placedInSteps(count, places, each) {
  const key = [count, places, each].join();
  if (key !== newestSteps.key)
    newestSteps = {
      key,
      at: reached(
        Int32Array.from({ length: count }, (_, step) => step),
        places,
        each,
      ),
    };
  return newestSteps.at;
}

/**
 * The place of the cursor at which a step has been taken; one more than there are, if there is none.
 * @param {number} step
 * @param {ArrayLike<number>} at the step at each place
 */
function placeOf(step, at) {
  let place = 0;
  while (place < at.length && at[place] < step) place++;
  return place;
}

/**
 * @param {ArrayLike<number>} numbers row after row
 * @param {number} width
 */
function columnsOf(numbers, width) {
  const rows = /** @type {Float64Array} */ (numbers);
  return Array.from({ length: rows.length / width }, (_, i) => rows.subarray(i * width, (i + 1) * width));
}

/**
 * The columns of the examples that a surface sums over.
 * @param {Record<string, ArrayLike<number>>} arrays
 */
function examplesIn(arrays) {
  const found = Object.entries(arrays).filter(([name]) => name.startsWith(EXAMPLES));
  return found.map(([, column]) => /** @type {Float64Array} */ (column));
}

/** @typedef {ReturnType<typeof createRunner>} Runner */

/**
 * With other values of the sliders it is another race: one is made in no time.
 * @param {Declared} declared
 */
export function createRunner({ live, surface, steps, unit, each, tolerance }) {
  const { methods, terrains, noises, schedule, farthest, statuses } = engineOf(live.engine);
  const calculus = terrains[surface.key];
  const t = Float64Array.from(live.parameters);
  const ground = terrain(calculus, t, examplesIn(live.given));
  const goal = Float64Array.from(live.goal, (number) => number ?? Number.NEGATIVE_INFINITY);
  const c = Float64Array.from(live.schedule ?? []);
  const factors = { ...live.factors };

  /** @type {(count: number) => import("./descent.js").Conditions} of a run of so many steps */
  function conditions(count) {
    if (!schedule) return {};
    factors[count] ??= planned(schedule, c, count);
    return { factor: pace(schedule, c, factors[count], ground) };
  }

  /** @param {number | undefined} number of a noise */
  function hearing(number) {
    if (number === undefined || !live.noises) return ground;
    const { kind, values, drawn } = live.noises[number];
    return heard(ground, noises[kind], Float64Array.from(values), live.given[drawn]);
  }

  /** @type {(queries: Int32Array, terrain: Terrain) => Int32Array} the step that is shown at each place of the cursor */
  function placed(queries, { examples }) {
    if (unit === "step") return placedInSteps(queries.length, steps + 1, each);
    return reached(unit === "example" ? queries.map(examples) : queries, steps + 1, each);
  }

  /** @type {(points: Numbers, at: ArrayLike<number>) => {validation?: Float32Array, stop?: Stop}} on the examples that are kept for it */
  function validated(points, at) {
    if (!live.validation) return {};
    const kept = terrain(calculus, t, columnsOf(live.given["live.validation"], live.validation.examples));
    const losses = Float64Array.from({ length: points.length / 2 }, (_, step) => kept.value(points[2 * step], points[2 * step + 1]));
    const { best, stopped } = earlyStop(losses, live.validation.patience);
    return {
      validation: drawn(Float64Array.from(at, (step) => losses[step])),
      stop: { best: placeOf(best, at), stopped: stopped === null ? null : placeOf(stopped, at) },
    };
  }

  const all = (/** @type {Run} */ run) => read(run, ground, calculus, goal, surface.minimizers, tolerance ?? Number.NaN);

  return {
    methods,
    ground,
    length: calculus.length,
    fit: fit(calculus, t, examplesIn(live.given)),
    /**
     * @param {number} row the place of its lane
     * @param {[number, number]} start
     */
    run(row, start) {
      const { form, hyperparameters, noise, steps: own = steps } = live.lanes[row];
      const terrain = hearing(noise);
      const run = descend(methods[form], Float64Array.from(hyperparameters), terrain, start, own, farthest, conditions(own));
      return { ...run, at: placed(run.queries, terrain) };
    },
    /**
     * What a lane shows of its run, and its course at every step, whatever the cursor counts.
     * @param {Required<Run>} run
     */
    read(run) {
      const { points, last, at } = run;
      const found = all(run);
      const status = statuses[found.status];
      const { validation, stop } = validated(points, at);
      const [distance, step] = [once(() => drawn(found.distances)), once(() => drawn(found.lengths))];
      return {
        course: () => (unit === "step" && each === 1 ? found : all({ points, last })),
        status,
        ...(stop && { stop }),
        last: status === "diverged" ? Math.min(placeOf(last, at), steps) : steps,
        rests: status === "stalled" ? found.rests : null,
        xs: shown(points, at, 0),
        ys: shown(points, at, 1),
        curves: {
          value: drawn(found.values),
          gap: drawn(found.gaps),
          slope: drawn(found.slopes),
          get distance() {
            return distance();
          },
          get step() {
            return step();
          },
          ...(validation && { validation }),
        },
      };
    },
    /**
     * f at the nodes of a grid, row by row upwards; it can be left alone for a while after each row.
     * @param {Nodes} grid
     * @returns {Generator<void, Float64Array>}
     */
    *heights({ window, resolution }) {
      const [xs, ys] = window.map(([from, to]) => spread(from, to, resolution));
      const found = new Float64Array(resolution ** 2);
      let node = 0;
      for (const y of ys) {
        for (const x of xs) found[node++] = ground.value(x, y);
        yield;
      }
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
export function spread(from, to, count) {
  const step = (to - from) / (count - 1);
  return Float64Array.from({ length: count }, (_, i) => (i < count - 1 ? from + i * step : to));
}
