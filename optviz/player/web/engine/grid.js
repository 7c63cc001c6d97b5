// A grid of runs, of which only the ends are kept: what a map shows of them, as `optviz/sweep.py` and `optviz/basins.py` have it.

import { walk } from "./lanes.js";
import { lowestFrom } from "./lowest.js";
import * as operations from "./operations.js";
import { terrain } from "./terrain.js";

/** @import { Ends, OfLanes, Varying, Told } from "./engine.d.ts" */

/**
 * @param {string} printed
 * @returns {OfLanes}
 */
export function engineOf(printed) {
  return new Function(`return ${printed}`)()(operations);
}

/**
 * @param {OfLanes} engine
 * @param {Told} told
 * @param {Varying[]} axes the first one along the rows, then upwards
 * @returns {Ends}
 */
export function gridOf({ lanes, calculus, farthest }, told, axes) {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const gap = new Float64Array(count);
  const arrived = new Int32Array(count);
  const codes = new Uint8Array(count);
  const lost = new Uint8Array(count);
  const index = new Int16Array(count);
  const [p, before, g, hessian] = [2, 2, 2, 3].map((width) => new Float64Array(width));
  const goal = Float64Array.from(told.goal, (number) => number ?? Number.NEGATIVE_INFINITY);
  const own = { h: Float64Array.from(told.hyperparameters), t: Float64Array.from(told.parameters), start: told.start };
  const places = [...told.minimizers, ...told.local_minima];
  /** @type {Map<string, Float64Array>} */
  const goals = new Map();

  /** @param {Float64Array} t */
  function goalOf(t) {
    if (!told.seeds.length) return goal;
    const key = t.join();
    let found = goals.get(key);
    if (!found) {
      found = goal.slice();
      found[0] = lowestFrom(terrain(calculus, t, []), told.seeds, goal);
      goals.set(key, found);
    }
    return found;
  }

  /** @type {(numbers: Float64Array, of: Varying["varied"]["of"]) => Float64Array} what no axis sets all lanes share */
  const ownOf = (numbers, of) => (axes.some(({ varied }) => varied.of === of) ? numbers.slice() : numbers);

  /** @param {number} lane */
  function runOf(lane) {
    const start = /** @type {[number, number]} */ ([...own.start]);
    const run = { h: ownOf(own.h, "hyperparameters"), t: ownOf(own.t, "parameters"), start };
    const parts = { hyperparameters: run.h, parameters: run.t, start: run.start };
    let rest = lane;
    for (const { varied, values } of axes) {
      parts[varied.of][varied.at] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    return { ...run, goal: goalOf(run.t) };
  }

  /**
   * Which of the minimizers a run that arrived is at: the nearest, −1 where a minimum is nearer that is not global.
   * @param {number} x
   * @param {number} y
   * @param {Float64Array} goal
   */
  function reached(x, y, goal) {
    let [found, closest] = [-1, Number.POSITIVE_INFINITY];
    places.forEach(([itsX, itsY], i) => {
      const distance = calculus.length(x - itsX, y - itsY);
      if (distance < closest) [found, closest] = [i < told.minimizers.length ? i : -1, distance];
    });
    return calculus.counts(goal, x, y) ? found : -1;
  }

  walk(lanes, count, runOf, { ...told, farthest }, (lane, { t, goal }, end) => {
    const ground = terrain(calculus, t, []);
    const [x, y] = end.point;
    const value = ground.value(x, y);
    p.set(end.point);
    before.set(end.before);
    ground.gradient(x, y, g);
    ground.hessian(x, y, hessian);
    gap[lane] = calculus.gap(goal, value, x, y);
    arrived[lane] = end.arrived;
    lost[lane] = end.lost ? 1 : 0;
    codes[lane] = calculus.status(goal, told.tolerance, /** @type {0 | 1} */ (lost[lane]), value, p, before, g, hessian);
    index[lane] = end.arrived < 0 ? -1 : reached(x, y, /** @type {Float64Array} */ (goal));
  });
  return { gap, arrived, codes, lost, index };
}
