// The surface as numbers: read from 16 bits, between the nodes, and as heights.

import assert from "node:assert/strict";
import { test } from "node:test";

import { agree, createGrid, createScale, valueAt } from "../../optviz/player/web/measure/surface.js";

const FLOOR = 1e-7;

/**
 * A grid as `payload.packed` sends it.
 * @param {(x: number, y: number) => number} f
 * @param {[[number, number], [number, number]]} window
 */
function sampled(f, window, resolution = 41) {
  const [[x0, x1], [y0, y1]] = window;
  const at = (/** @type {number} */ i, /** @type {number} */ low, /** @type {number} */ high) =>
    low + (i / (resolution - 1)) * (high - low);
  const heights = Array.from({ length: resolution ** 2 }, (_, i) => f(at(i % resolution, x0, x1), at(Math.floor(i / resolution), y0, y1)));
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const packed = heights.map((z) => Math.round((65535 * Math.log1p((z - low) / (high - low) / FLOOR)) / Math.log1p(1 / FLOOR)));
  return createGrid({ window, resolution, low, span: high - low, floor: FLOOR }, Uint16Array.from(packed));
}

const bowl = (/** @type {number} */ x, /** @type {number} */ y) => x * x + 4 * y * y;
const GRID = sampled(bowl, [
  [-2, 2],
  [-1, 3],
]);

test("16 bits tell the values near the minimum as well as those far from it", () => {
  assert.equal(GRID.size, 41);
  assert.deepEqual(GRID.window, [-2, 2, -1, 3]);
  GRID.values.forEach((value, i) => {
    const exact = bowl(-2 + 0.1 * (i % 41), -1 + 0.1 * Math.floor(i / 41));
    assert.ok(Math.abs(value - exact) <= 2e-4 * exact + 1e-5, `${value} ${exact}`);
  });
});

test("between the nodes f is that of the four around it, outside there is none", () => {
  const plane = sampled(
    (x, y) => 2 * x - y + 10,
    [
      [-2, 2],
      [-1, 3],
    ],
  );
  for (const [x, y] of [
    [0.123, 1.456],
    [-2, -1],
    [2, 3],
    [1.99, -0.99],
  ]) {
    assert.ok(Math.abs((valueAt(plane, x, y) ?? NaN) - (2 * x - y + 10)) < 5e-3);
  }
  for (const [x, y] of [
    [2.001, 0],
    [0, -1.001],
    [NaN, 0],
  ]) {
    assert.equal(valueAt(plane, x, y), null);
  }
});

test("heights go from 0 to 1 and rise with f, on both scales", () => {
  for (const kind of /** @type {const} */ (["linear", "log"])) {
    const scale = createScale(GRID, kind, { minimum: 0, symbol: "f" });
    const heights = [...GRID.values].sort((a, b) => a - b).map(scale.of);
    assert.ok(heights.every((height, i) => height >= 0 && height <= 1 + 1e-9 && (i === 0 || height >= heights[i - 1])));
    assert.ok(Math.abs(heights[heights.length - 1] - 1) < 1e-9);
    for (const { value, height } of [...scale.levels, ...scale.ticks]) assert.ok(Math.abs(scale.of(value) - height) < 1e-12);
    assert.ok(scale.levels.length > 3);
  }
});

test("a logarithmic scale says what it measures from", () => {
  assert.equal(createScale(GRID, "log", { minimum: 0, symbol: "f" }).title, "f");
  assert.equal(createScale(GRID, "log", { minimum: -1, symbol: "f" }).title, "f − f*");
  assert.equal(createScale(GRID, "log", { minimum: null, symbol: "loss" }).title, "loss − lowest loss in view");
});

test("two grids agree if they can be of one function", () => {
  const fine = sampled(bowl, [
    [-1, 1],
    [0, 2],
  ]);
  assert.ok(agree(GRID, fine));
  const other = sampled(
    (x, y) => bowl(x, y) + 3 * x,
    [
      [-1, 1],
      [0, 2],
    ],
  );
  assert.ok(!agree(GRID, other));
  const elsewhere = sampled(bowl, [
    [10, 11],
    [10, 11],
  ]);
  assert.ok(!agree(GRID, elsewhere));
});
