// Grids of runs of the engine in Node: gridding.js TOLD NUMBERS. Told are some: { grids: [{ alone, told, axes, minima }, …] }
// The numbers are of each grid the gaps, the steps to the tolerance, the statuses and the minimizers, and then the first three of
// runs that are taken one by one.
import { readFileSync, writeFileSync } from "node:fs";
import { descend } from "../../optviz/player/web/engine/descent.js";
import { engineOf, gridOf } from "../../optviz/player/web/engine/grid.js";
import { read } from "../../optviz/player/web/engine/reading.js";
import { terrain } from "../../optviz/player/web/engine/terrain.js";

/** @import { OfLanes, Method } from "../../optviz/player/web/engine/engine.d.ts" */

const [told, output] = process.argv.slice(2);
/** @type {{ grids: { alone: string, told: any, axes: any[], minima: number[] }[] }} */
const { grids } = JSON.parse(readFileSync(told, "utf8"));

/** @type {(engine: OfLanes, method: Method, told: any, axes: any[], minima: number[]) => number[][]} minima: of each cell, if they differ */
function aloneOf({ calculus, farthest }, method, told, [across, up], minima) {
  const goal = Float64Array.from(told.goal, (number) => number ?? Number.NEGATIVE_INFINITY);
  /** @type {number[][]} */
  const found = [[], [], []];
  for (const rowValue of up ? up.values : [0]) {
    for (const value of across.values) {
      const one = structuredClone(told);
      if (up) one[up.varied.of][up.varied.at] = rowValue;
      one[across.varied.of][across.varied.at] = value;
      if (minima.length) goal[0] = minima[found[0].length];
      const ground = terrain(calculus, Float64Array.from(one.parameters), []);
      const run = descend(method, Float64Array.from(one.hyperparameters), ground, one.start, one.steps, farthest);
      const { gaps, arrived, status } = read(run, ground, calculus, goal, [], one.tolerance);
      [gaps[one.steps], arrived, status].forEach((number, i) => found[i].push(number));
    }
  }
  return found;
}

const numbers = grids.flatMap(({ alone, told, axes, minima }) => {
  const made = engineOf(told.engine);
  const { gap, arrived, codes, index } = gridOf(made, told, axes);
  /** @type {any} */
  const whole = engineOf(alone);
  const [method] = /** @type {Method[]} */ (Object.values(whole.methods));
  return [gap, arrived, codes, index, ...aloneOf(made, method, told, axes, minima)].flatMap((one) => [...one]);
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers).buffer));
