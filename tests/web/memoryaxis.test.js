// The axis of a small chart, which its numbers choose.

import assert from "node:assert/strict";
import { test } from "node:test";
import { uprightOf } from "../../optviz/player/web/measure/memoryaxis.js";

/** @type {(...values: number[]) => {values: Float32Array}} */
const curve = (...values) => ({ values: Float32Array.from(values) });
const GONE = [curve(1, 2000, Number.NaN)];

test("numbers that span decades stand on a logarithmic axis, unless one is below zero or something else is said", () => {
  assert.ok(uprightOf(GONE, null).isLog);
  assert.ok(uprightOf([curve(0, 2), curve(2000)], null).isLog === false, "less than three decades, and a zero");
  assert.ok(uprightOf([curve(0, 1), curve(2000)], null).isLog, "zeros have no place on it, and do not choose it");
  assert.ok(!uprightOf([...GONE, curve(-1)], null).isLog);
  assert.ok(!uprightOf(GONE, false).isLog);
  assert.ok(uprightOf([curve(-1, 1)], true).isLog);
  for (const nothing of [curve(), curve(Number.NaN), curve(0, 0)]) assert.ok(!uprightOf([nothing], null).isLog);
});

test("an axis has room for all of its numbers", () => {
  for (const log of [true, false]) {
    const { axis } = uprightOf(GONE, log);
    for (const value of [1, 2000]) assert.ok(axis.low < axis.of(value) && axis.of(value) < axis.high);
  }
});
