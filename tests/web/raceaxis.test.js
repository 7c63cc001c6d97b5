// The upright axis of the curves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { logAxis } from "../../optviz/player/web/measure/raceaxis.js";

test("what is infinite, as the gap of a run that left the window, does not stretch an axis and leaves the picture", () => {
  const lane = /** @type {any} */ ({ status: "stalled" });
  const calm = { lane, values: Float32Array.of(100, 1) };
  const gone = { lane, values: Float32Array.of(10, 3.4028234e38) };
  const [axis, both] = [logAxis([calm], null), logAxis([calm, gone], null)];
  assert.deepEqual([both.low, both.high], [axis.low, axis.high]);
  assert.ok(both.of(gone.values[1]) > both.high);
});
