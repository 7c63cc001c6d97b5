// How the race stands, in words for those who do not see it.

import { format } from "./numbers.js";

/** @import { Lane, Scene } from "./scene.js" */

/**
 * Where the cursor is, in what it counts.
 * @param {Pick<Scene, "unit" | "each">} scene
 * @param {number} step
 */
export const placeInWords = ({ unit, each }, step) => `${unit} ${step * each}`;

/**
 * @param {Scene} scene
 * @param {Lane[]} lanes that are shown
 * @param {Lane | null} leader
 * @param {number} step
 */
export function raceInWords(scene, lanes, leader, step) {
  const runs = lanes.length;
  const value = leader && format(leader.values[Math.min(step, leader.last)], 3);
  const ahead = leader ? ` ${leader.name} leads with ${scene.surface.symbol} = ${value}.` : "";
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
