// What the page says of runs, said anew of those that were run here while a visitor holds the start or a slider.

import * as operations from "../engine/operations.js";
import { sentencesOn } from "../measure/claims.js";

/**
 * @import { Calculus } from "../engine/engine.d.ts"
 * @import { Course } from "../measure/claims.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Scene } from "../measure/scene.js"
 * @import { Ran } from "./liveanatomy.js"
 */

/** @typedef {Ran & {course: () => Omit<Course, "start" | "floor" | "curvature" | "h">}} Measured */

/**
 * What says it of the lanes of a scene, sentence by sentence, Markdown; null if there is nothing that this browser could say.
 * @param {Scene} scene
 * @returns {((runs: Measured[], minimizers: Pair[], length: Calculus["length"]) => string[]) | null}
 */
export function createLiveWords({ live, start: own }) {
  const words = live?.words;
  if (!words) return null;
  const formulas = new Function(`return ${words.formulas}`)()(operations);

  return (runs, minimizers, length) => {
    const courses = words.claims.length ? runs.map((ran) => courseOf(ran, minimizers, length)) : [];
    const told = sentencesOn(words, formulas, length, courses);
    const isThere = runs.every(({ start }) => start[0] === own[0] && start[1] === own[1]);
    return [isThere ? words.opening.trim() : "", ...(told.length ? told : [words.rest])].filter(Boolean);
  };
}

/**
 * @param {Measured} ran
 * @param {Pair[]} minimizers
 * @param {Calculus["length"]} length
 * @returns {Course}
 */
function courseOf({ course, hyperparameters: h, ground, start: [x, y] }, minimizers, length) {
  const curvature = new Float64Array(3);
  ground.hessian(x, y, curvature);
  let [floor, nearest] = [[Number.NaN, Number.NaN], Number.POSITIVE_INFINITY];
  for (const place of minimizers) {
    const distance = length(place[0] - x, place[1] - y);
    if (distance < nearest) [floor, nearest] = [place, distance];
  }
  return Object.assign(Object.create(course()), { start: [x, y], floor, curvature, h }); // which reckons only what it is asked for
}
