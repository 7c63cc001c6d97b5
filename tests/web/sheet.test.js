// What the atlas reads out of a payload: a grid of runs with two axes, layers and marks.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  cellAt,
  currentCell,
  isSameMap,
  linesOf,
  marksWithin,
  placeOf,
  placeOfCell,
  readSheet,
  valuesAt,
} from "../../optviz/player/web/measure/sheet.js";
import { MAP } from "./mapping.js";
import { packed } from "./packing.js";

/** @import { AtlasHeader } from "../../optviz/player/web/header.d.ts" */

const X = Float64Array.of(0.001, 0.01, 0.1, 1);
const Y = Float64Array.of(0, 0.9, 0.99);

/** @type {AtlasHeader} */
const HEADER = {
  ...MAP,
  layers: [
    { key: "gap", label: "final gap", kind: "number", scale: "log" },
    {
      key: "status",
      label: "what became of it",
      short: "status",
      kind: "class",
      classes: [
        { key: "converged", label: "converged", pattern: "", hue: null },
        { key: "diverged", label: "diverged", pattern: "hatch", hue: null },
      ],
    },
  ],
  whole: [0.0001, 1, 0, 0.999],
};

/** @type {AtlasHeader["marks"]} */
const MARKS = [
  {
    kind: "line",
    points: [
      [1e-5, 0],
      [0.05, 0.95],
    ],
    label: "edge",
  },
  { kind: "star", at: [0.5, 0.5], label: "best" },
  { kind: "cross", at: [0.012, 0.89], label: "current values" },
];

const ARRAYS = {
  x: X,
  y: Y,
  layer_gap: Float32Array.from({ length: 12 }, (_, i) => i / 8),
  layer_status: Uint8Array.from([0, 1, 255, ...Array(9).fill(0)]),
};

/** @param {object} header */
const read = (header) => readSheet(packed(header, ARRAYS));

const SHEET = read(HEADER);

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} wanted
 */
function near(found, wanted) {
  assert.equal(found.length, wanted.length);
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 1e-9, `${found[i]} is not ${value}`));
}

test("a sheet has its cells, and its layers by their keys", () => {
  assert.deepEqual([SHEET.columns, SHEET.rows], [4, 3]);
  assert.deepEqual(Object.keys(SHEET.layers), ["gap", "status"]);
  assert.equal(SHEET.revision, "0123abcd");
});

test("windows are in places, and without one all cells are in sight", () => {
  near(SHEET.whole, [-4, 0, 0, 3]);
  near(SHEET.window, [-3, 0, 0, 2]);
  near(read({ ...HEADER, window: [0.01, 0.1, 0.9, 0.99] }).window, [-2, -1, 1, 2]);
  near(read({ ...HEADER, whole: null }).whole, [-3, 0, 0, 2]);
  near(SHEET.home, [-3, 0, 0, 2]);
  near(read({ ...HEADER, home: [0.01, 0.1, 0, 0.9] }).home, [-2, -1, 0, 1]);
});

test("a cell reaches halfway to its neighbors, and the outermost as far beyond", () => {
  assert.deepEqual(cellAt(SHEET, [-2.49, 0.51]), [1, 1]);
  assert.deepEqual(cellAt(SHEET, [-2.51, 0.49]), [0, 0]);
  assert.deepEqual(cellAt(SHEET, [0.49, 2.49]), [3, 2]);
  assert.equal(cellAt(SHEET, [0.51, 1]), null);
  assert.equal(cellAt(SHEET, [-1, 2.51]), null);
});

test("the middle of a cell lies in the cell, and has its values", () => {
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 3; row++) {
      const middle = placeOfCell(SHEET, [column, row]);
      assert.deepEqual(cellAt(SHEET, middle), [column, row]);
      near(middle, placeOf(SHEET, valuesAt(SHEET, [column, row])));
    }
  }
});

test("a cell is read out with both axes and all layers", () => {
  assert.deepEqual(linesOf(SHEET, [1, 0]), [
    ["learning rate η", "0.01"],
    ["momentum γ", "0"],
    ["final gap", "0.125"],
    ["status", "diverged"],
  ]);
  assert.deepEqual(linesOf(SHEET, [2, 0])[3], ["status", "–"]);
  assert.deepEqual(linesOf(SHEET, [3, 2])[2], ["final gap", "1.375"]);
});

test("an axis that stands for nothing is not read out", () => {
  const flat = read({ ...HEADER, y: { ...HEADER.y, blank: true } });
  assert.deepEqual(linesOf(flat, [1, 0])[1], ["final gap", "0.125"]);
});

test("a mark is explained as long as some of it lies in the window", () => {
  const labels = (/** @type {[number, number, number, number]} */ window) => marksWithin(MARKS, SHEET, window).map(({ label }) => label);
  assert.deepEqual(labels(SHEET.window), ["edge", "best", "current values"]);
  assert.deepEqual(labels([-2.5, -1.5, 0.5, 1.5]), ["current values"]);
  assert.deepEqual(labels([-1.5, -1, 1, 2]), ["edge"]);
  assert.deepEqual(labels([5, 6, 5, 6]), []);
});

test("the keys begin at the cell of the cross", () => {
  assert.deepEqual(currentCell(MARKS, SHEET), [1, 1]);
  assert.equal(currentCell(MARKS.slice(0, 2), SHEET), null);
  assert.equal(currentCell([{ kind: "cross", at: [1e9, 0.5], label: "" }], SHEET), null);
});

test("a map is another when one of its axes is", () => {
  const axis = { label: "β₁", name: "beta1", scale: "near_one" };
  assert.ok(isSameMap(SHEET, read({ ...HEADER, shown: "status", title: "another" })));
  assert.ok(!isSameMap(SHEET, read({ ...HEADER, y: axis })));
});
