// What a map has asked for, while the answers are on their way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAsked } from "../../optviz/player/web/measure/asked.js";

/** @import { Bounds } from "../../optviz/player/web/measure/geometry.d.ts" */

test("an answer to a window comes too late when another one has been asked for since, and any other map does not", () => {
  /** @type {Bounds[]} */
  const [first, second, third] = [
    [0, 1, 0, 1],
    [0, 0.5, 0, 0.5],
    [0, 0.25, 0, 0.25],
  ];
  const asked = createAsked();
  const late = () => [first, second, third].map(asked.isLate);
  assert.deepEqual(late(), [false, false, false]);
  asked.add(first);
  asked.add(second);
  assert.deepEqual(late(), [true, false, false], "a window that nobody has asked for is news, such as that of a story");
  asked.add(first);
  assert.deepEqual(late(), [false, true, false], "back where it was, the map waits for the last one");
  asked.forget();
  assert.deepEqual(late(), [false, false, false]);
});
