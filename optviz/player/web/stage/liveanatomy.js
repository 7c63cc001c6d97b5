// The steps of runs that were run here, taken apart: what an anatomy shows of them while a visitor holds the start or a slider.

import { dissect } from "../engine/dissection.js";
import * as operations from "../engine/operations.js";

/**
 * @import { Dissection, Method, Numbers, Terrain } from "../engine/engine.d.ts"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { DrawnChart, Lane, Scene, Specimen } from "../measure/scene.js"
 */

const LARGEST = 2 ** 128 - 2 ** 104; // of float32

/** @typedef {{lane: Lane, hyperparameters: Numbers, ground: Terrain, start: Pair}} Ran */
/** @typedef {{arrays: Record<string, Float64Array>, states: Float64Array, columns: number}} Apart */

/**
 * What takes the lanes of a scene apart that have been run with other values; null if it is no anatomy.
 * @param {Scene} scene
 * @param {Record<string, Method>} methods
 * @returns {((runs: Ran[]) => Pick<Scene, "lanes" | "specimens" | "charts">) | null}
 */
export function createLiveAnatomy({ live, steps, specimens: shown, charts, lanes }, methods) {
  if (!live?.specimens || !shown) return null;
  const told = live.specimens.map(({ dissection, ...one }, row) => ({
    ...one,
    form: live.lanes[row],
    specimen: shown[row],
    dissection: /** @type {Dissection} */ (new Function(`return ${dissection}`)()(operations)),
  }));

  /** @type {(ran: Ran, row: number) => Apart} */
  function apart({ lane, hyperparameters, ground, start }, row) {
    const { dissection, arrays, form } = told[row];
    const columns = lane.last + (lane.last < steps ? 1 : 0); // the last one is the step that was refused
    const count = arrays.reduce((sum, [, rows]) => sum + rows, 0);
    const { parts, states } = dissect(dissection, methods[form.form], hyperparameters, ground, start, columns, count);
    let next = 0;
    const named = arrays.map(([name, rows]) => [name, parts.subarray(next * columns, (next += rows) * columns)]);
    return { arrays: Object.fromEntries(named), states, columns };
  }

  /** @type {(ran: Ran, row: number, found: Apart) => Specimen} */
  function specimenOf({ lane, hyperparameters }, row, { arrays, columns }) {
    const { name, form, specimen, constants: own } = told[row];
    const isAsItWas = form.hyperparameters.every((value, i) => value === hyperparameters[i]);
    if (isAsItWas) return { ...specimen, lane, columns, arrays };
    const constants = own.map((value, i) => (arrays.constants[i * columns] === value ? undefined : arrays.constants[i * columns]));
    return { ...specimen, title: name, constants, lane: { ...lane, name }, columns, arrays };
  }

  /**
   * A curve in a chart: what its source has of each step, the last step at the end of the run, too.
   * @type {(source: [string, number], lane: Lane, found: Apart) => Float32Array}
   */
  function curve([name, row], lane, { arrays, states, columns }) {
    const numbers = (name === "states" ? states : arrays[name]) ?? lane.curves[name] ?? lane.values;
    const width = name === "states" ? columns + 1 : name in arrays ? columns : numbers.length;
    const values = new Float32Array(steps + 1).fill(Number.NaN);
    for (let step = 0; step <= lane.last; step++) {
      const value = numbers[row * width + Math.min(step, width - 1)];
      if (Number.isFinite(value)) values[step] = Math.max(-LARGEST, Math.min(LARGEST, value));
    }
    return values;
  }

  const rowOf = new Map(lanes.map((lane, row) => [lane, row]));
  return (runs) => {
    const found = runs.map(apart);
    const specimens = runs.map((ran, row) => specimenOf(ran, row, found[row]));
    /** @type {(chart: DrawnChart) => DrawnChart} */
    const drawn = (chart) => ({
      ...chart,
      series: chart.series.map((one) => {
        const row = rowOf.get(one.lane) ?? 0;
        const { lane } = specimens[row];
        return { ...one, lane, values: curve(one.source, lane, found[row]) };
      }),
    });
    return { lanes: specimens.map(({ lane }) => lane), specimens, charts: charts.map(drawn) };
  };
}
