// A draft as a sheet: its cells in their order, the values of its axes, and what of it is told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axesWithin, draftOf, draftWith, heldOf } from "../../optviz/player/web/measure/draft.js";
import { readSheet } from "../../optviz/player/web/measure/sheet.js";
import { marksWith } from "../../optviz/player/web/stage/marks.js";
import { MAP } from "./mapping.js";
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
      landmarks: [
        {
          value: 2,
          minimum: -2,
          minimizers: [
            [1, 0],
            [-0.5, 0.25],
          ],
          saddles: [],
          local_minima: [],
        },
      ],
      value: 1,
    },
  },
  engine: "",
  hyperparameters: [0.1, 0.5],
  parameters: [1],
  goal: [-1, 0, 1, 0, 1],
  minimizers: [[0, 0]],
  local_minima: [],
  seeds: [],
  start: [0, 0],
  steps: 10,
  tolerance: 1e-6,
  stops: false,
  varied: [
    { of: "hyperparameters", at: 0, least: 5e-324, most: null },
    { of: "hyperparameters", at: 1, least: 0, most: 1 - 2 ** -53 },
  ],
  resolution: 4,
  classes: ["minimizer 0", "converged", "diverged"].map((key, i) => ({ key, label: key, pattern: "", hue: i < 2 ? i : null })),
  theory: null,
};

/** @type {AtlasHeader} */
const HEADER = {
  ...MAP,
  layers: [
    { key: "basin", label: "basin", kind: "class", classes: [] },
    { key: "gap", label: "final gap", kind: "number", scale: "log" },
    { key: "steps", label: "steps", kind: "number", scale: "linear" },
    { key: "status", label: "status", kind: "class", classes: [] },
  ],
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
  const two = draftOf(sheetOf(), DRAFT, axes, [endsWith([0, 1, 2, 6, 7, 8]), endsWith([3, 4, 5])]);
  assert.deepEqual([two.columns, two.rows, two.drawn], [3, 3, DRAFT]);
  assert.deepEqual([...two.arrays.layer_gap], [0, 1, 2, 3, 4, Number.NaN, 6, 7, 8], "and one that diverged has no gap");
  assert.deepEqual([...two.arrays.layer_steps].filter(Number.isFinite), [7]);
  assert.equal(two.arrays.layer_status[5], 1);

  const blank = sheetOf({ y: { label: "", name: "", scale: "linear", blank: true } });
  const [across] = axesWithin(blank, { ...DRAFT, varied: DRAFT.varied.slice(0, 1) }, [-2, 1, 0, 1]) ?? assert.fail();
  const one = draftOf(blank, DRAFT, [across], [endsWith([0, 2]), endsWith([1, 4])]);
  assert.deepEqual([...one.arrays.layer_gap], [0, 1, 2, 4, 0, 1, 2, 4]);
  assert.deepEqual([one.columns, one.rows], [4, 2]);
});

test("every class has its share of the cells, and those of the minimizers are told even where there is none", () => {
  const axes = axesWithin(sheetOf(), { ...DRAFT, resolution: 2 }, [-2, 1, 0, 1]) ?? assert.fail();
  const { layers } = draftOf(sheetOf(), DRAFT, axes, [endsWith([3, 3, 3, 5])]);
  assert.ok(layers.basin.kind === "class");
  assert.deepEqual(
    layers.basin.classes.map(({ share }) => share),
    [0.75, undefined, 0.25],
  );
  const { layers: none } = draftOf(sheetOf(), DRAFT, axes, [endsWith([5, 5, 5, 5])]);
  assert.ok(none.basin.kind === "class");
  assert.deepEqual(
    none.basin.classes.map(({ share }) => share),
    [0, undefined, 1],
  );
});

/** No landmarks are sought. */
const nowhere = () => assert.fail();

test("what is held of its sliders is what it is drawn with, with the landmarks that are there then", () => {
  const held = heldOf(DRAFT, { values: { beta: 0.9, depth: 1, gamma: 3 }, start: null }) ?? assert.fail();
  assert.deepEqual(held, { values: { beta: 0.9 }, start: null }, "the others stand where they stood, or belong to another map");
  const other = draftWith(DRAFT, held, nowhere);
  assert.deepEqual([other.hyperparameters, other.parameters, other.goal[0]], [[0.1, 0.9], [1], -1]);
  const deep = draftWith(DRAFT, { values: { depth: 2 }, start: null }, nowhere);
  assert.deepEqual(
    [deep.parameters, deep.goal, deep.minimizers],
    [
      [2],
      [-2, 0, 1, 0, 1],
      [
        [1, 0],
        [-0.5, 0.25],
      ],
    ],
  );
  assert.deepEqual(
    deep.classes.map(({ label, hue }) => [label, hue]),
    [
      ["(1, 0)", 0],
      ["(−0.5, 0.25)", 1],
      ["converged", 2],
      ["diverged", null],
    ],
  );
});

test("a start that is dragged is another map, but of one whose cells are starts", () => {
  assert.equal(heldOf(DRAFT, { values: {}, start: null }), null);
  assert.equal(heldOf(DRAFT, { values: {}, start: [0, 0] }), null, "it is where it was");
  const held = heldOf(DRAFT, { values: {}, start: [0.5, 2] }) ?? assert.fail();
  assert.deepEqual(draftWith(DRAFT, held, nowhere).start, [0.5, 2]);
  const starts = { ...DRAFT, varied: [0, 1].map((at) => ({ of: /** @type {const} */ ("start"), at, least: null, most: null })) };
  assert.equal(heldOf(starts, { values: {}, start: [0.5, 2] }), null);
});

test("marks stand where theory and the minimizers of what is drawn put them, and what nothing moves stays", () => {
  /** @type {(...points: [number, number][]) => import("../../optviz/player/web/header.d.ts").LineMark} */
  const edgeAlong = (...points) => ({ kind: "line", points, label: "edge of stability", moves: true });
  const edge = edgeAlong([2, 0], [2, 0.5]);
  /** @type {import("../../optviz/player/web/header.d.ts").PointMark[]} */
  const [star, cross] = [
    { kind: "star", at: [1, 0.5], label: "optimum", moves: true },
    { kind: "cross", at: [1, 2], label: "current values" },
  ];
  assert.deepEqual(marksWith([edge, star, cross], null), [edge, star, cross]);
  assert.deepEqual(marksWith([edge, star, cross], null, [7, 8]), [edge, star, { ...cross, at: [7, 8] }], "the start is dragged");
  const printed = "() => (h, t, x, y, found) => { found[0] = (1 + h[1]) / t[0]; found[1] = t[0]; found[2] = x; }";
  /** @type {Draft} */
  const drawn = { ...DRAFT, parameters: [4], start: [0.25, 0], theory: { printed, rate: 0 } };
  const found = marksWith([edge, star, cross], drawn);
  assert.deepEqual(found, [edgeAlong([0.25, 0], [0.375, 0.5]), { ...star, at: [4, 0.25] }, cross]);
  const upright = { ...drawn, varied: [...DRAFT.varied].reverse(), theory: { printed, rate: 1 } };
  assert.deepEqual(marksWith([edgeAlong([0.5, 2])], upright), [edgeAlong([0.5, 0.375])]);
  const minimizers = /** @type {[number, number][]} */ ([
    [1, 0],
    [0, 1],
  ]);
  assert.deepEqual(marksWith([star, cross], { ...DRAFT, minimizers }), [...minimizers.map((at) => ({ ...star, at })), cross]);
});
