// Numbers that are no finer than what is seen of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, rounded, snapped } from "../../optviz/player/web/measure/resolution.js";

test("a place is cut to what a four hundredth of the window can tell apart", () => {
  assert.deepEqual(snapped([1.23456, 1.23456], [0, 4, 0, 0.04]), [1.23, 1.2346]);
  assert.deepEqual(snapped([-1.23456, 1234.56], [-400, 400, 0, 4000]), [-1, 1235]);
});

test("it is written with as many decimals, trailing zeros and all", () => {
  assert.deepEqual(inWords([1.5, -1.5], [0, 4, 0, 0.04]), ["1.50", "−1.5000"]);
});

test("a window is asked for to a ten-thousandth of its width", () => {
  assert.deepEqual(rounded([0.123456789, 1.123456789, 2.000004, 3.000004]), [0.1235, 1.1235, 2, 3]);
  assert.deepEqual(rounded([0.123456789, 0.133456789, -1.23456789, -1.22456789]), [0.123457, 0.133457, -1.234568, -1.224568]);
  assert.deepEqual(rounded([-20000.4, 30000.4, 0.4, 0.6]), [-20000, 30000, 0, 1]);
});

test("the narrowest window keeps twelve decimals", () => {
  /** @type {import("../../optviz/player/web/measure/geometry.d.ts").Bounds} */
  const narrow = [1, 1 + 1e-10, 0, 1e-10];
  assert.ok(rounded(narrow).every((place, i) => Math.abs(place - narrow[i]) <= 5e-13));
});
