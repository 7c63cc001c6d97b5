// The steps of runs, taken apart here: what an anatomy shows of them, at rest and while a visitor holds the start or a slider.

import { dissect } from "../engine/dissection.js";
import * as operations from "../engine/operations.js";

/**
 * @import { Live } from "../header.d.ts"
 * @import { Known } from "../engine/dissection.js"
 * @import { Dissection, Method, Numbers, Terrain } from "../engine/engine.d.ts"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { DrawnChart, Lane, Scene, Specimen } from "../measure/scene.js"
 */

const LARGEST = 2 ** 128 - 2 ** 104; // of float32

/** @typedef {{last: number, hyperparameters: Numbers, ground: Terrain, start: Pair, known?: Known | null}} Ran a run; known: see `dissect` */
/** @typedef {{arrays: Record<string, Float64Array>, states: Float64Array, columns: number}} Apart */

/**
 * What takes the lanes of an anatomy apart; null of any other scene.
 * @param {Live} live
 * @param {number} steps
 * @param {Record<string, Method>} methods
 * @returns {((ran: Ran, row: number) => Apart) | null}
 */
export function createDissector({ specimens, lanes }, steps, methods) {
  if (!specimens) return null;
  const told = specimens.map(({ dissection, arrays }, row) => ({
    arrays,
    method: methods[lanes[row].form],
    dissection: /** @type {Dissection} */ (new Function(`return ${dissection}`)()(operations)),
  }));
  return ({ last, hyperparameters, ground, start, known }, row) => {
    const { dissection, arrays, method } = told[row];
    const columns = last + (last < steps ? 1 : 0); // the last one is the step that was refused
    const count = arrays.reduce((sum, [, rows]) => sum + rows, 0);
    const { parts, states } = dissect(dissection, method, hyperparameters, ground, start, columns, count, known);
    let next = 0;
    const named = arrays.map(([name, rows]) => [name, parts.subarray(next * columns, (next += rows) * columns)]);
    return { arrays: Object.fromEntries(named), states, columns };
  };
}

/**
 * A curve in a chart: what its source has of each step, the last step at the end of the run, too.
 * @param {[string, number]} source
 * @param {Pick<Lane, "last" | "curves" | "values">} lane
 * @param {Apart} found
 * @param {number} steps
 */
export function curveOf([name, row], lane, { arrays, states, columns }, steps) {
  const numbers = (name === "states" ? states : arrays[name]) ?? lane.curves[name] ?? lane.values;
  const width = name === "states" ? columns + 1 : name in arrays ? columns : numbers.length;
  const values = new Float32Array(steps + 1).fill(Number.NaN);
  for (let step = 0; step <= lane.last; step++) {
    const value = numbers[row * width + Math.min(step, width - 1)];
    if (Number.isFinite(value)) values[step] = Math.max(-LARGEST, Math.min(LARGEST, value));
  }
  return values;
}

/**
 * What takes the lanes of a scene apart that have been run with other values; null if it is no anatomy.
 * @param {Scene} scene
 * @param {Record<string, Method>} methods
 * @returns {((runs: (Ran & {lane: Lane})[]) => Pick<Scene, "lanes" | "specimens" | "charts">) | null}
 */
export function createLiveAnatomy({ live, steps, specimens: shown, charts, lanes }, methods) {
  const apart = live && shown ? createDissector(live, steps, methods) : null;
  if (!live?.specimens || !shown || !apart) return null;
  const told = live.specimens.map(({ name, constants }, row) => ({ name, constants, form: live.lanes[row], specimen: shown[row] }));

  /** @type {(ran: Ran & {lane: Lane}, row: number, found: Apart) => Specimen} */
  function specimenOf({ lane, hyperparameters }, row, { arrays, columns }) {
    const { name, form, specimen, constants: own } = told[row];
    const isAsItWas = form.hyperparameters.every((value, i) => value === hyperparameters[i]);
    if (isAsItWas) return { ...specimen, lane, columns, arrays };
    const constants = own.map((value, i) => (arrays.constants[i * columns] === value ? undefined : arrays.constants[i * columns]));
    return { ...specimen, title: name, constants, lane: { ...lane, name }, columns, arrays };
  }

  const rowOf = new Map(lanes.map((lane, row) => [lane.key, row]));
  return (runs) => {
    const found = runs.map(apart);
    const specimens = runs.map((ran, row) => specimenOf(ran, row, found[row]));
    /** @type {(chart: DrawnChart) => DrawnChart} */
    const drawn = (chart) => ({
      ...chart,
      series: chart.series.map((one) => {
        const row = rowOf.get(one.lane.key) ?? 0;
        const { lane } = specimens[row];
        return { ...one, lane, values: curveOf(one.source, lane, found[row], steps) };
      }),
    });
    return { lanes: specimens.map(({ lane }) => lane), specimens, charts: charts.map(drawn) };
  };
}
