// What is run here while sliders are held, and what Python answers to their values: holding.js TOLD NUMBERS, with
// { cases: [{ before: payload in base64, held: values by slider, after: payload }] }. The numbers are those of the one race after those of
// the other, each with its landmarks, its lanes, also where early stopping ends them, its window and the heights of its surface, where these
// are sent with fewer digits, the lowest and the highest; and of a fit the examples and the fits.
import { readFileSync, writeFileSync } from "node:fs";
import { readScene } from "../../optviz/player/web/measure/scene.js";
import { advance, createLive } from "../../optviz/player/web/stage/live.js";
import { readSent } from "../../optviz/player/web/stage/sent.js";

/** @import { Scene } from "../../optviz/player/web/measure/scene.js" */

const STATUSES = ["running", "converged", "stalled", "diverged"];
const sceneOf = (/** @type {string} */ payload) => readScene(readSent(new Uint8Array(Buffer.from(payload, "base64"))));

/**
 * @param {Scene} scene
 * @param {boolean} isRounded whether its heights are to be
 */
function numbersOf({ surface, lanes, grid, domain, start, fit }, isRounded) {
  const { minimum, minimizers, saddles, local_minima } = surface;
  return [
    [minimum ?? Number.NEGATIVE_INFINITY, ...minimizers.flat(), ...saddles.flat(), ...local_minima.flat()],
    ...lanes.map(({ status, last, rests }) => [STATUSES.indexOf(status), last, rests ?? -1]),
    ...lanes.map(({ stop }) => (stop ? [stop.best, stop.stopped ?? -1] : [])),
    ...lanes.flatMap(({ xs, ys, curves }) => [
      xs,
      ys,
      curves.gap ?? [],
      curves.slope,
      curves.distance ?? [],
      curves.step,
      curves.validation ?? [],
    ]),
    [...domain.flat(), ...start, ...grid.window],
    ...(isRounded ? [[grid.low, grid.high]] : [grid.values]),
    ...(fit ? [fit.across, fit.up, fit.line, ...lanes.map((lane) => fit.at(lane, lane.last))] : []),
  ].flatMap((numbers) => [...numbers]);
}

const [told, output] = process.argv.slice(2);
const { cases } = JSON.parse(readFileSync(told, "utf8"));
const numbers = cases.flatMap((/** @type {{before: string, held: Record<string, number>, after: string}} */ { before, held, after }) => {
  const scene = sceneOf(before);
  const run = createLive(scene);
  if (!run) throw new Error("This race can be run by Python alone.");
  const answer = sceneOf(after);
  const race = run(null, held);
  let [found, parts] = [advance(race, 0), 1];
  for (; !found.done; parts++) found = advance(race, 0);
  if (!found.value || parts <= scene.lanes.length) throw new Error("A race can be left alone after each of its lanes.");
  const [here, there] = [found.value, answer].map((one) => numbersOf(one, "floor" in JSON.parse(answer.grid.description)));
  if (here.length !== there.length) throw new Error(`${here.length} numbers for ${there.length}`);
  return [here.length, ...here, ...there];
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers).buffer));
