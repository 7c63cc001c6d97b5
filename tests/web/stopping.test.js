import assert from "node:assert/strict";
import { test } from "node:test";

import { reached } from "../../optviz/player/web/engine/reading.js";
import { earlyStop } from "../../optviz/player/web/engine/stopping.js";

test("a run is stopped where patience ran out, and goes back to the first of the lowest losses", () => {
  const losses = Float64Array.of(3, 2, 2, 2, 1, Number.NaN, Number.NaN, Number.NaN);
  assert.deepEqual(earlyStop(losses, 2), { best: 1, stopped: 3 });
  assert.deepEqual(earlyStop(losses, 3), { best: 4, stopped: 7 });
  assert.deepEqual(earlyStop(losses, 4), { best: 4, stopped: null });
});

test("the cursor shows the last step that what it counts sufficed for, and the last one of all from then on", () => {
  assert.deepEqual([...reached([0, 16, 32, 45, 45], 8, 8)], [0, 0, 1, 1, 2, 2, 4, 4]);
  assert.deepEqual([...reached([0, 100], 3, 8)], [0, 0, 0]);
});
