// A draft as a sheet: its cells in their order, the values of its axes, and what of it is told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axesWithin, draftOf, draftWith, heldOf } from "../../optviz/player/web/measure/draft.js";
import { marksOn, readSheet } from "../../optviz/player/web/measure/sheet.js";
import { packed } from "./packing.js";

/**
 * @import { AtlasHeader, Draft } from "../../optviz/player/web/header.d.ts"
 * @import { Ends } from "../../optviz/player/web/engine/engine.d.ts"
 */

/** @type {Draft} */
const DRAFT = {
  page: "",
  sliders: {
    beta: { lanes: [[0, 1]], parameter: null, landmarks: [], value: 0.5 },
    depth: {
      lanes: [],
      parameter: 0,
      landmarks: [{ value: 2, minimum: -2, minimizers: [[1, 0]], saddles: [], local_minima: [] }],
      value: 1,
    },
  },
  engine: "",
  hyperparameters: [0.1, 0.5],
  parameters: [1],
  goal: [-1, 0, 1, 0, 1],
  minimizers: [[0, 0]],
  local_minima: [],
  start: [0, 0],
  steps: 10,
  tolerance: 1e-6,
  stops: false,
  varied: [
    { of: "hyperparameters", at: 0, least: 5e-324, most: null },
    { of: "hyperparameters", at: 1, least: 0, most: 1 - 2 ** -53 },
  ],
  resolution: 4,
  classes: ["minimizer 0", "converged", "diverged"].map((key, hue) => ({ key, label: key, pattern: "", hue })),
};

/** @type {AtlasHeader} */
const HEADER = {
  kind: "atlas",
  key: "map",
  x: { label: "η", name: "learning rate", scale: "log" },
  y: { label: "γ", name: "momentum", scale: "near_one" },
  layers: [
    { key: "basin", label: "basin", kind: "class", classes: [] },
    { key: "gap", label: "final gap", kind: "number", scale: "log" },
    { key: "steps", label: "steps", kind: "number", scale: "linear" },
    { key: "status", label: "status", kind: "class", classes: [] },
  ],
  ...{ shown: "gap", shade: null, patterns: "status", contours: true, marks: [], square: false, zooms: true },
  ...{ whole: null, home: null, window: null, heading: "", title: "", file: "map" },
};

/** @param {Partial<AtlasHeader>} others */
function sheetOf(others = {}) {
  return readSheet(packed({ ...HEADER, ...others }, { x: Float64Array.of(0.001, 0.01, 0.1, 1), y: Float64Array.of(0, 0.9) }));
}

/**
 * What workers find who number their runs: the number is the gap.
 * @param {number[]} gaps
 * @returns {Ends}
 */
function endsWith(gaps) {
  return {
    gap: Float64Array.from(gaps),
    arrived: Int32Array.from(gaps, (gap) => (gap === 3 ? 7 : -1)),
    codes: Uint8Array.from(gaps, (gap) => (gap === 5 ? 1 : 0)),
    lost: Uint8Array.from(gaps, (gap) => (gap === 5 ? 1 : 0)),
    index: Int16Array.from(gaps, (gap) => (gap === 3 ? 0 : -1)),
  };
}

test("its values are even on the scale of each axis, from end to end of the window, as far as they are allowed", () => {
  const sheet = sheetOf();
  const [x, y] = axesWithin(sheet, DRAFT, [-2, 1, -5, 40]) ?? assert.fail();
  assert.deepEqual(
    [...x.values].map((value) => Number(value.toPrecision(12))),
    [0.01, 0.1, 1, 10],
  );
  assert.equal(y.values[0], 0);
  assert.equal(y.values[3], 1 - 2 ** -53);
  assert.equal(axesWithin(sheet, DRAFT, [-2, 1, -5, -4]), null, "nothing there is allowed");
});

test("the rows of several workers are its rows, and a single row is shared out by its columns", () => {
  const axes = axesWithin(sheetOf(), { ...DRAFT, resolution: 3 }, [-2, 1, 0, 1]) ?? assert.fail();
  const two = draftOf(sheetOf(), DRAFT, axes, [endsWith([0, 1, 2, 6, 7, 8]), endsWith([3, 4, 5])], false);
  assert.deepEqual([two.columns, two.rows, two.isDraft], [3, 3, true]);
  assert.deepEqual([...two.arrays.layer_gap], [0, 1, 2, 3, 4, Number.NaN, 6, 7, 8], "and one that diverged has no gap");
  assert.deepEqual([...two.arrays.layer_steps].filter(Number.isFinite), [7]);
  assert.equal(two.arrays.layer_status[5], 1);

  const blank = sheetOf({ y: { label: "", name: "", scale: "linear", blank: true } });
  const [across] = axesWithin(blank, { ...DRAFT, varied: DRAFT.varied.slice(0, 1) }, [-2, 1, 0, 1]) ?? assert.fail();
  const one = draftOf(blank, DRAFT, [across], [endsWith([0, 2]), endsWith([1, 4])], false);
  assert.deepEqual([...one.arrays.layer_gap], [0, 1, 2, 4, 0, 1, 2, 4]);
  assert.deepEqual([one.columns, one.rows], [4, 2]);
});

test("every class has its share of the cells, and those of the minimizers are told even where there is none", () => {
  const axes = axesWithin(sheetOf(), { ...DRAFT, resolution: 2 }, [-2, 1, 0, 1]) ?? assert.fail();
  const { layers } = draftOf(sheetOf(), DRAFT, axes, [endsWith([3, 3, 3, 5])], false);
  assert.ok(layers.basin.kind === "class");
  assert.deepEqual(
    layers.basin.classes.map(({ share }) => share),
    [0.75, undefined, 0.25],
  );
  const { layers: none } = draftOf(sheetOf(), DRAFT, axes, [endsWith([5, 5, 5, 5])], false);
  assert.ok(none.basin.kind === "class");
  assert.deepEqual(
    none.basin.classes.map(({ share }) => share),
    [0, undefined, 1],
  );
});

test("what is held of its sliders is what it is drawn with, with the landmarks that are there then", () => {
  const held = heldOf(DRAFT, { beta: 0.9, depth: 1, gamma: 3 });
  assert.deepEqual(held, { beta: 0.9 }, "the others stand where they stood, or belong to another map");
  const other = draftWith(DRAFT, held) ?? assert.fail();
  assert.deepEqual([other.hyperparameters, other.parameters, other.goal[0]], [[0.1, 0.9], [1], -1]);
  const deep = draftWith({ ...DRAFT, classes: [] }, { depth: 2 }) ?? assert.fail();
  assert.deepEqual([deep.parameters, deep.goal, deep.minimizers], [[2], [-2, 0, 1, 0, 1], [[1, 0]]]);
  assert.equal(draftWith(DRAFT, { depth: 2 }), null, "its classes are other minimizers");
});

test("marks that a slider moves are not where it does", () => {
  /** @type {import("../../optviz/player/web/measure/sheet.js").Mark[]} */
  const marks = [
    { kind: "star", at: [1, 2], label: "optimum", moves: true },
    { kind: "cross", at: [1, 2], label: "current values" },
  ];
  assert.deepEqual(marksOn(marks, sheetOf()), marks);
  assert.deepEqual(marksOn(marks, { ...sheetOf(), isHeld: true }), marks.slice(1));
});
