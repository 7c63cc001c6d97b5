// The axis of a map: which cell lies where, and which numbers stand at it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAxis } from "../../optviz/player/web/measure/axis.js";

/** @type {(low: number, high: number, count: number) => number[]} */
const even = (low, high, count) => Array.from({ length: count }, (_, i) => low + (i / (count - 1)) * (high - low));
const AXES = {
  linear: createAxis({ label: "x", name: "start", scale: "linear" }, Float64Array.from(even(-4.5, 4.5, 37))),
  log: createAxis(
    { label: "η", name: "learning rate", scale: "log" },
    Float64Array.from(even(-5, 1, 49), (power) => 10 ** power),
  ),
  near_one: createAxis(
    { label: "γ", name: "momentum", scale: "near_one" },
    Float64Array.from(even(0, 3, 31), (p) => 1 - 10 ** -p),
  ),
};

test("a value and its place are two names of one spot", () => {
  for (const axis of Object.values(AXES)) {
    for (const value of axis.values) assert.ok(Math.abs(axis.value(axis.place(value)) - value) <= 1e-12 * Math.max(1, Math.abs(value)));
  }
});

test("a cell is found at its value, and up to the middle between two of them", () => {
  for (const axis of Object.values(AXES)) {
    axis.values.forEach((_, cell) => {
      assert.equal(axis.cellAt(axis.placeOf(cell)), cell);
      if (cell === 0) return;
      const [before, here] = [axis.placeOf(cell - 1), axis.placeOf(cell)];
      assert.equal(axis.cellAt(before + 0.499 * (here - before)), cell - 1);
      assert.equal(axis.cellAt(before + 0.501 * (here - before)), cell);
    });
  }
});

test("half a cell beyond the first and the last there is none", () => {
  for (const axis of Object.values(AXES)) {
    const last = axis.values.length - 1;
    const half = (axis.placeOf(last) - axis.placeOf(0)) / last / 2;
    assert.equal(axis.cellAt(axis.placeOf(0) - 0.99 * half), 0);
    assert.equal(axis.cellAt(axis.placeOf(0) - 1.01 * half), -1);
    assert.equal(axis.cellAt(axis.placeOf(last) + 0.99 * half), last);
    assert.equal(axis.cellAt(axis.placeOf(last) + 1.01 * half), -1);
    assert.equal(axis.cellAt(NaN), -1);
  }
});

test("the only cell is everywhere", () => {
  const axis = createAxis({ label: "", name: "", scale: "linear" }, Float64Array.of(3));
  assert.equal(axis.cellAt(-1e9), 0);
  assert.equal(axis.title, "");
});

test("ticks are where their numbers are, within the axis, and far enough from each other", () => {
  for (const [name, axis] of Object.entries(AXES)) {
    const ends = /** @type {const} */ ([axis.placeOf(0), axis.placeOf(axis.values.length - 1)]);
    for (const length of [120, 300, 900]) {
      const ticks = axis.ticks(...ends, length, 46);
      assert.ok(ticks.length >= 1, `${name} ${length}`);
      for (const { value } of ticks) assert.ok(value >= ends[0] - 1e-6 && value <= ends[1] + 1e-6);
      if (name === "linear") continue;
      const pixels = ticks.map(({ value }) => (value * length) / (ends[1] - ends[0]));
      for (let i = 1; i < pixels.length; i++) assert.ok(pixels[i] - pixels[i - 1] >= 46 - 1e-9, `${name} ${length} ${pixels}`);
    }
  }
});

test("the ticks of a wide logarithmic axis are its powers of ten", () => {
  const labels = AXES.log.ticks(-5, 1, 400, 46).map(({ label }) => label);
  assert.deepEqual(labels, ["10⁻⁵", "10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10"]);
});

test("the ticks of an axis near one are as far from one as powers of ten", () => {
  const labels = AXES.near_one.ticks(0, 3, 200, 46).map(({ label }) => label);
  assert.deepEqual(labels, ["0", "0.9", "0.99", "0.999"]);
});

test("an axis that is zoomed into has other ticks", () => {
  const [low, high] = [Math.log10(0.011), Math.log10(0.019)];
  for (const { value } of AXES.log.ticks(low, high, 400, 46)) assert.ok(value >= low - 1e-9 && value <= high + 1e-9);
  assert.ok(AXES.log.ticks(low, high, 400, 46).length > 1);
});

test("an axis is called by its name and its sign", () => {
  assert.equal(AXES.log.title, "learning rate η");
});
