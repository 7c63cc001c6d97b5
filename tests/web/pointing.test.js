// Which run is pointed at on the map, and where its head is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nearestRun } from "../../optviz/player/web/measure/nearest.js";

/** @import { Lane } from "../../optviz/player/web/measure/scene.js" */

const REACH = 12;

/**
 * @param {string} key
 * @param {number[]} px
 * @param {number[]} py
 */
function path(key, px, py) {
  const lane = /** @type {Lane} */ (/** @type {unknown} */ ({ key, last: px.length - 1 }));
  return { lane, px: Float64Array.from(px), py: Float64Array.from(py) };
}

const PATHS = [path("across", [0, 100, 200], [50, 50, 50]), path("down", [150, 150, 150], [0, 100, 200])];

/** @type {(time: number, pixels: [number, number]) => [string, number] | null} */
function pointed(time, pixels) {
  const found = nearestRun(PATHS, time, pixels, REACH);
  return found && [found.lane.key, found.step];
}

test("the run is the one whose line passes nearest, and the step the nearer end of its piece", () => {
  assert.deepEqual(pointed(2, [30, 55]), ["across", 0]);
  assert.deepEqual(pointed(2, [80, 45]), ["across", 1]);
  assert.deepEqual(pointed(2, [155, 160]), ["down", 2]);
  assert.deepEqual(pointed(2, [152, 60]), ["down", 1]);
});

test("beyond reach there is none", () => {
  assert.deepEqual(pointed(2, [50, 61.9]), ["across", 1]);
  assert.equal(pointed(2, [50, 62.1]), null);
  assert.equal(pointed(2, [220, 50]), null);
});

test("what is not drawn yet cannot be pointed at", () => {
  assert.equal(pointed(1.9, [130, 50]), null);
  assert.deepEqual(pointed(1.9, [108, 50]), ["across", 1]);
  assert.deepEqual(pointed(0, [4, 50]), ["across", 0]);
});
