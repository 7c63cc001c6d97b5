// What is said of runs, each sentence as long as it holds: `optviz/claims` once more, of runs that the browser has.

import { spoken } from "./numbers.js";

/** @import { LiveClaim, LiveMeasure, LiveNumber, LiveRanking, LiveTerm, LiveWords } from "../header.d.ts" */

/** @typedef {ArrayLike<number>} Numbers one for each step */

/**
 * A run, as `optviz/claims/course.py` has it. `h` are the hyperparameters of its method.
 * @typedef {object} Course
 * @property {Numbers} points x and y of one after the other
 * @property {Numbers} values
 * @property {Numbers} gaps
 * @property {Numbers} distances
 * @property {Numbers} lengths of the steps
 * @property {number} last the last step that was taken
 * @property {Numbers} start
 * @property {Numbers} floor
 * @property {Numbers} curvature
 * @property {Numbers} h
 */

/** @typedef {(course: Course, t: number, before: number) => number} Formula what it says of a step: a number, or 1 for yes and 0 for no */
/** @typedef {(x: number, y: number) => number} Length of a vector */

/**
 * The sentences that hold.
 * @param {LiveWords} words
 * @param {Formula[]} formulas those that it names
 * @param {Length} length
 * @param {Course[]} courses of all lanes
 */
export function sentencesOn({ claims, measures, terms }, formulas, length, courses) {
  /** @type {number[]} */
  const values = [];
  for (const term of terms) values.push(numberOf(term, values, courses, (i, lane) => oneOf(measures[i], formulas, courses[lane]), length));
  return claims.map((claim) => said(claim, values, courses)).filter(Boolean);
}

/**
 * The numbers of all steps, made one: see `Reduction` in course.py.
 * @param {LiveMeasure} measure
 * @param {Formula[]} formulas
 * @param {Course} course
 */
function oneOf({ each, kind, first, last }, formulas, course) {
  const end = course.values.length - 1;
  const at = (/** @type {number} */ t) => formulas[each](course, t, Math.max(t - 1, 0));
  if (kind === "first") {
    for (let t = 0; t <= end; t++) {
      const answer = at(t);
      if (answer) return t;
      if (Number.isNaN(answer)) return Number.NaN;
    }
    return Number.POSITIVE_INFINITY;
  }
  const from = first ?? end;
  const to = kind === "at" ? from : (last ?? end);
  if (!(from >= 0 && from <= to && to <= course.last)) return Number.NaN;
  let [found, where] = [at(from), from];
  for (let t = from; t <= to; t++) {
    const number = at(t);
    if (Number.isNaN(number)) return Number.NaN;
    if (kind === "least" ? number < found : number > found) [found, where] = [number, t];
  }
  return kind === "farthest" ? where : found;
}

/**
 * @param {LiveTerm} term
 * @param {number[]} values of the terms before it
 * @param {Course[]} courses
 * @param {(measure: number, lane: number) => number} measured
 * @param {Length} length
 */
function numberOf({ kind, of, number }, values, courses, measured, length) {
  const numbers = of.map((i) => values[i]);
  const [a, b] = numbers;
  switch (kind) {
    case "number":
      return number ?? Number.POSITIVE_INFINITY;
    case "nothing":
      return Number.NaN;
    case "of":
      return measured(of[0], of[1]);
    case "apart":
      return farthestApart(courses[of[0]], courses[of[1]], length);
    case "+":
      return a + b;
    case "−":
      return a - b;
    case "×":
      return a * b;
    case "÷":
      return b ? a / b : Number.NaN;
    case "most":
      return Math.max(...numbers);
    case "least":
      return Math.min(...numbers);
    case "others": {
      const there = numbers.filter((one) => !Number.isNaN(one));
      return there.length ? Math.min(...there) : Number.NaN;
    }
  }
}

/**
 * @param {Course} one
 * @param {Course} other
 * @param {Length} length
 */
function farthestApart(one, other, length) {
  const [a, b] = [one.points, other.points];
  let farthest = 0;
  for (let i = 0; i < a.length; i += 2) farthest = Math.max(farthest, length(a[i] - b[i], a[i + 1] - b[i + 1]));
  return farthest;
}

/** @type {Record<LiveClaim["when"][number][0], (a: number, b: number) => boolean>} */
const HOLDS = { "<": (a, b) => a < b, "≤": (a, b) => a <= b, ">": (a, b) => a > b, "≥": (a, b) => a >= b, "=": (a, b) => a === b };

/**
 * The sentence with its numbers, or what is said otherwise; empty if neither holds.
 * @param {LiveClaim} claim
 * @param {number[]} values of all terms
 * @param {Course[]} courses
 * @returns {string}
 */
function said({ when, says, otherwise }, values, courses) {
  if (when.every(([relation, left, right]) => HOLDS[relation](values[left], values[right]))) {
    const pieces = says.map((piece) => (typeof piece === "string" ? piece : shown(piece, values, courses)));
    if (!pieces.includes(null)) return pieces.join("");
  }
  return otherwise.length ? said(otherwise[0], values, courses) : "";
}

/**
 * A number in a sentence, or who comes when; null where that cannot be said.
 * @param {LiveNumber | LiveRanking} piece
 * @param {number[]} values
 * @param {Course[]} courses
 */
function shown(piece, values, courses) {
  if ("term" in piece) return Number.isFinite(values[piece.term]) ? spoken(values[piece.term], piece.format) : null;
  const all = piece.names.map((name, i) => ({ name, step: values[piece.terms[i]] }));
  if (!all.length || all.some(({ step }) => Number.isNaN(step))) return null;
  const come = all.filter(({ step }) => step < Number.POSITIVE_INFINITY).sort((a, b) => a.step - b.step);
  const missing = all.filter(({ step }) => step === Number.POSITIVE_INFINITY).map(({ name }) => name);
  const late = missing.length ? `not within ${courses[0].values.length - 1} steps: ${missing.join(", ")}` : "";
  return [come.map(({ name, step }) => `${name} ${spoken(step, ".0f")}`).join(", "), late].filter(Boolean).join("; ");
}
