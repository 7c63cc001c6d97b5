// How the race stands, in words for those who do not see it.

import { format } from "./numbers.js";
import { brokeOffAt } from "./scene.js";

/** @import { Lane, Scene } from "./scene.js" */

/**
 * Where the cursor is, in what it counts.
 * @param {Pick<Scene, "unit" | "each">} scene
 * @param {number} step
 */
export const placeInWords = ({ unit, each }, step) => `${unit} ${step * each}`;

/**
 * Why a run is no longer on the map, and since when.
 * @param {Pick<Scene, "unit" | "each">} scene
 * @param {Lane} lane
 * @param {number} left when it crossed the edge
 * @param {number} step
 */
export function exitInWords(scene, lane, left, step) {
  const end = brokeOffAt(lane);
  const [what, since] = end !== null && step >= end ? ["diverged", end] : ["left the map", left];
  return `${lane.name} ${what}, ${placeInWords(scene, since)}`;
}

/**
 * @param {Scene} scene
 * @param {Lane[]} lanes that are shown
 * @param {Lane | null} leader
 * @param {number} step
 */
export function raceInWords(scene, lanes, leader, step) {
  const runs = lanes.length;
  const reached = (/** @type {Lane} */ lane) => lane.values[Math.min(step, lane.last)];
  const isTied = leader && runs > 1 && lanes.every((lane) => reached(lane) === reached(leader));
  const standing = isTied ? "All are at" : `${leader?.name} leads with`;
  const ahead = leader ? ` ${standing} ${scene.surface.symbol} = ${format(reached(leader), 3)}.` : "";
  return `${runs} ${runs === 1 ? "run" : "runs"} at ${placeInWords(scene, step)} of ${scene.steps * scene.each}.${ahead}`;
}

/**
 * @param {Scene} scene
 * @param {number} step
 */
export function stepInWords({ specimens, steps }, step) {
  const names = (specimens ?? []).map(({ title }) => title).join(" and ");
  return `${names} at step ${step} of ${steps}, the parts of the step as arrows.`;
}
