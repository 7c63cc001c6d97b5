import assert from "node:assert/strict";
import { test } from "node:test";
import { placesOn } from "../../optviz/player/web/measure/places.js";

const placed = (/** @type {number[]} */ values, isLog = true) => values.map((_, i) => placesOn(Float32Array.from(values), isLog)(i));

test("on a log axis a zero between steps has no place, so that a line breaks off there", () => {
  assert.deepEqual(placed([0, 1, 0, 0.5, 0, 0.25]), [false, true, false, true, false, true]);
});

test("what stays zero to the end has left through the bottom", () => {
  assert.deepEqual(placed([1, 0, 0.5, 0, 0]), [true, false, true, true, true]);
});

test("what was zero all along, what lies below zero and what is no number have no place", () => {
  assert.deepEqual(placed([0, 0]), [false, false]);
  assert.deepEqual(placed([2, -1, 1]), [true, false, true]);
  assert.deepEqual(placed([NaN, 1]), [false, true]);
});

test("on a linear axis every number has its place", () => {
  assert.deepEqual(placed([0, -1, NaN, 2], false), [true, true, false, true]);
});
