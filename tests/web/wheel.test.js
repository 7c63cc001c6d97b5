// By how much a turn of the wheel zooms.

import assert from "node:assert/strict";
import { test } from "node:test";

import { factorOf } from "../../optviz/player/web/hear/wheel.js";

const PIXELS = 0;
const LINES = 1;

test("a turn away and one back meet again where they began", () => {
  for (const deltaY of [1, 12, 100, 2000]) {
    const both = factorOf({ deltaY, deltaMode: PIXELS }) * factorOf({ deltaY: -deltaY, deltaMode: PIXELS });
    assert.ok(Math.abs(both - 1) < 1e-12, String(deltaY));
  }
});

test("away zooms in, a notch by a fifth, in pixels as in lines, and a leap by no more", () => {
  for (const turn of [
    { deltaY: -100, deltaMode: PIXELS },
    { deltaY: -120, deltaMode: PIXELS },
    { deltaY: -3, deltaMode: LINES },
    { deltaY: -5000, deltaMode: PIXELS },
  ]) {
    assert.ok(Math.abs(factorOf(turn) - Math.exp(-0.2)) < 1e-12, JSON.stringify(turn));
  }
});

test("a pinch, which comes in small pieces, zooms by each of them", () => {
  const pieces = [-1, -2.5, -4];
  const product = pieces.reduce((factor, deltaY) => factor * factorOf({ deltaY, deltaMode: PIXELS }), 1);
  assert.ok(Math.abs(product - Math.exp(-0.075)) < 1e-12);
});
