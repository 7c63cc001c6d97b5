// What Python has sent, with what it leaves to the browser to work out: the runs, what is read off them, the heights of the surface,
// and what is drawn of a fit.

import { digestOf } from "../engine/digest.js";
import { createRunner } from "../engine/runner.js";
import { decode } from "../measure/payload.js";
import { advance } from "./live.js";
import { createDissector, curveOf } from "./liveanatomy.js";

/**
 * @import { PlayerHeader } from "../header.d.ts"
 * @import { Running } from "../engine/engine.d.ts"
 * @import { Runner } from "../engine/runner.js"
 * @import { Numbers } from "../measure/payload.js"
 * @import { Sent } from "../measure/scene.js"
 */

const FACTORS = "live.factors.";

/**
 * A payload with all of its arrays. An error where the browser cannot run what it is to run, or does not run it as Python did.
 * @param {Uint8Array} bytes
 * @returns {Sent}
 */
export function readSent(bytes) {
  /** @type {Sent} */
  const { header, arrays } = decode(bytes);
  if (!header.live) return { header, arrays };
  const live = { ...header.live, factors: factorsIn(arrays), given: arrays };
  const runner = createRunner({ ...header, live });
  const found = workedOut({ ...header, live }, runner, arrays);
  return { header: { ...header, live }, arrays: { ...arrays, ...found }, curve: runner.fit?.curve };
}

/**
 * What a schedule multiplies by, by the steps of a run.
 * @param {Record<string, Numbers>} arrays
 */
function factorsIn(arrays) {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(FACTORS));
  return Object.fromEntries(named.map(([name, factors]) => [name.slice(FACTORS.length), /** @type {Float64Array} */ (factors)]));
}

/**
 * @param {PlayerHeader & {live: Running}} header
 * @param {Runner} runner
 * @param {Record<string, Numbers>} arrays
 */
function workedOut({ live, lanes, start, steps, grid, charts = [] }, { run, read, heights, fit, ground, methods }, arrays) {
  const apart = createDissector(live, steps, methods);
  const length = steps + 1;
  const points = new Float32Array(2 * length * lanes.length);
  /** @type {Record<string, Float32Array>} */
  const curves = {};
  /** @type {Record<string, Numbers>} */
  const dissected = {};
  const everyStep = Int32Array.from({ length }, (_, step) => step);
  let [sent, begun] = [0, 0]; // how many runs were sent, and how many numbers of them
  /** @param {number} own the steps that a run takes */
  function sentRun(own) {
    const points = /** @type {Float64Array} */ (arrays["live.points"].subarray(begun, (begun += 2 * (own + 1))));
    const at = arrays["live.at"]?.subarray(length * sent, length * ++sent) ?? everyStep;
    return { points, last: own, at };
  }

  for (const [row, { key, last }] of lanes.entries()) {
    const { digest, hyperparameters, steps: own = steps } = live.lanes[row];
    const isSent = digest === null;
    const found = isSent ? sentRun(own) : run(row, start);
    if (!isSent && digestOf(found.points) !== digest) throw new Error(`The run of ${key} is another one here than in Python.`);
    const shown = read(found);
    points.set(shown.xs, 2 * length * row);
    points.set(shown.ys, 2 * length * row + length);
    for (const [name, values] of Object.entries(shown.curves))
      (curves[name] ??= new Float32Array(length * lanes.length)).set(values, length * row);
    if (!apart) continue;
    const known = isSent ? { points: found.points, states: /** @type {Float64Array} */ (arrays[`live.states.${row}`]) } : null;
    const parts = apart({ last, hyperparameters: Float64Array.from(hyperparameters), ground, start, known }, row);
    for (const [name, array] of Object.entries(parts.arrays)) dissected[`anatomy.${row}.${name}`] = array;
    const lane = { last, curves: shown.curves, values: shown.curves.value };
    for (const { series } of charts) {
      for (const one of series) if (one.lane === row) dissected[one.array] = curveOf(one.source, lane, parts, steps);
    }
  }
  const observed = fit?.observations();
  return {
    points,
    ...curves,
    ...dissected,
    ...(arrays.grid ? {} : { grid: advance(heights(grid)).value }),
    ...(observed && { "fit.across": observed.across, "fit.up": observed.up }),
  };
}
