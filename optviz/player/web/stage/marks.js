// The marks of a map where what it is drawn with puts them: what theory says, the minimizers, and the start, which may be dragged.

import * as operations from "../engine/operations.js";

/**
 * @import { Draft, Known } from "../header.d.ts"
 * @import { Numbers } from "../engine/engine.d.ts"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Mark } from "../measure/sheet.js"
 */

/** @typedef {(h: Numbers, t: Numbers, x: number, y: number, found: Numbers) => void} Theory */

/** @type {{printed: string, made: Theory}} */
let newest = { printed: "", made: () => {} };

/** @param {Known} known */
function theoryOf({ printed }) {
  if (newest.printed !== printed) newest = { printed, made: new Function(`return ${printed}`)()(operations) };
  return newest.made;
}

/**
 * The marks of a map where they are with what it is drawn with: those that nothing moves as they are.
 * @param {Mark[]} marks as Python made them
 * @param {Draft | null} drawn null: by Python
 * @param {Pair | null} [dragged] where the start is dragged to, on a map of starts
 * @returns {Mark[]}
 */
export function marksWith(marks, drawn, dragged = null) {
  const found = placedWith(marks, drawn);
  return dragged ? found.map((mark) => (mark.kind === "cross" ? { ...mark, at: dragged } : mark)) : found;
}

/** @type {(marks: Mark[], drawn: Draft | null) => Mark[]} */
function placedWith(marks, drawn) {
  if (!drawn) return marks;
  const moving = marks.filter(({ moves }) => moves);
  const resting = marks.filter(({ moves }) => !moves);
  return [...(drawn.theory ? moving.map(predicted(drawn, drawn.theory)) : minimizersOf(moving, drawn)), ...resting];
}

/**
 * One star for each minimizer there is now.
 * @param {Mark[]} stars
 * @param {Draft} drawn
 * @returns {Mark[]}
 */
function minimizersOf([star], { minimizers }) {
  return star && star.kind !== "line" ? minimizers.map((at) => ({ ...star, at })) : [];
}

/**
 * Where theory puts a mark: the edge of stability at the same values of the other axis, or the best values of both.
 * @param {Draft} drawn
 * @param {Known} known
 * @returns {(mark: Mark) => Mark}
 */
function predicted({ hyperparameters, parameters, varied, start: [x, y] }, known) {
  const theory = theoryOf(known);
  const [across, up] = [known.rate, 1 - known.rate];
  const found = new Float64Array(3);

  /** @param {number} other the value along the other axis */
  function foundAt(other) {
    const parts = { hyperparameters: Float64Array.from(hyperparameters), parameters: Float64Array.from(parameters), start: [x, y] };
    if (varied[up]) parts[varied[up].of][varied[up].at] = other;
    theory(parts.hyperparameters, parts.parameters, x, y, found);
    return found;
  }

  /** @type {(rate: number, other: number) => Pair} */
  const placed = (rate, other) => (across === 0 ? [rate, other] : [other, rate]);
  return (mark) => {
    if (mark.kind === "line") return { ...mark, points: mark.points.map((point) => placed(foundAt(point[up])[0], point[up])) };
    const [, rate, momentum] = foundAt(mark.at[up]);
    return { ...mark, at: placed(rate, momentum) };
  };
}
