// The race in words.

import assert from "node:assert/strict";
import { test } from "node:test";

import { raceInWords } from "../../optviz/player/web/measure/words.js";

/** @import { Lane, Scene } from "../../optviz/player/web/measure/scene.js" */

const scene = /** @type {Scene} */ (/** @type {unknown} */ ({ unit: "step", each: 1, steps: 2, surface: { symbol: "f" } }));
const slow = /** @type {Lane} */ (/** @type {unknown} */ ({ name: "SGD", values: [8, 4, 2], last: 2 }));
const fast = /** @type {Lane} */ (/** @type {unknown} */ ({ name: "Adam", values: [8, 1], last: 1 }));

test("nobody leads where all are at the same height, and who leads is told with the height", () => {
  assert.equal(raceInWords(scene, [slow, fast], slow, 0), "2 runs at step 0 of 2. All are at f = 8.");
  assert.equal(raceInWords(scene, [slow, fast], fast, 1), "2 runs at step 1 of 2. Adam leads with f = 1.");
  assert.equal(raceInWords(scene, [slow, fast], fast, 2), "2 runs at step 2 of 2. Adam leads with f = 1.");
});

test("a run on its own leads", () => {
  assert.equal(raceInWords(scene, [slow], slow, 0), "1 run at step 0 of 2. SGD leads with f = 8.");
  assert.equal(raceInWords(scene, [], null, 0), "0 runs at step 0 of 2.");
});
