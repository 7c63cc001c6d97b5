// A window under the hands of a visitor, and what is asked for once all is quiet.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createDelay } from "../../optviz/player/web/hear/delay.js";
import { createSight } from "../../optviz/player/web/hear/sight.js";
import { createPlot } from "../../optviz/player/web/measure/plot.js";

/** @type {import("../../optviz/player/web/measure/geometry.d.ts").Bounds} */
const WHOLE = [0, 10, 0, 5];
const BOX = { left: 0, top: 0, width: 100, height: 50 };
const QUIET = 250;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

function watched() {
  /** @type {string[]} */
  const heard = [];
  const sight = createSight({
    plot: () => createPlot(sight.window ?? WHOLE, BOX),
    limits: () => ({ whole: WHOLE, nearest: 0.01, farthest: 4, stray: 2 }),
    quiet: QUIET,
    moved: () => heard.push("moved"),
    rested: () => heard.push("rested"),
  });
  return { sight, heard };
}

test("a delay begins anew each time that it is asked for, and happens once", () => {
  let count = 0;
  const delay = createDelay(100, () => count++);
  delay.start();
  mock.timers.tick(99);
  delay.start();
  mock.timers.tick(99);
  assert.equal(count, 0);
  assert.ok(delay.isWaiting);
  mock.timers.tick(1);
  assert.equal(count, 1);
  assert.ok(!delay.isWaiting);
  mock.timers.tick(1000);
  assert.equal(count, 1);
});

test("a delay that is cancelled does not happen", () => {
  const delay = createDelay(100, () => assert.fail("it happened"));
  delay.start();
  delay.cancel();
  assert.ok(!delay.isWaiting);
  mock.timers.tick(1000);
});

test("a map moves at every turn of the wheel and is asked for once, when all is quiet", () => {
  const { sight, heard } = watched();
  for (let turn = 0; turn < 3; turn++) {
    sight.zoom(0.5);
    mock.timers.tick(QUIET - 1);
  }
  assert.deepEqual(heard, ["moved", "moved", "moved"]);
  assert.deepEqual(sight.window, [4.375, 5.625, 2.1875, 2.8125]);
  assert.ok(sight.isMoving);
  mock.timers.tick(1);
  assert.deepEqual(heard, ["moved", "moved", "moved", "rested"]);
  assert.ok(!sight.isMoving);
});

test("a gesture that is taken back leaves the window as it was, and nothing is asked for", () => {
  const { sight, heard } = watched();
  sight.fit({ left: 20, top: 10, width: 50, height: 25 });
  mock.timers.tick(QUIET);
  const before = sight.window;
  sight.begin();
  sight.pan([10, 10]);
  sight.pan([10, 10]);
  sight.cancel();
  mock.timers.tick(1000);
  assert.deepEqual(sight.window, before);
  assert.deepEqual(heard, ["moved", "rested", "moved", "moved"]);
});

test("a window that would stray from the whole is not gone to", () => {
  const { sight, heard } = watched();
  sight.pan([201, 0]);
  assert.equal(sight.window, null);
  assert.deepEqual(heard, []);
});

test("a window that is set is nobody's gesture: nobody is told, and no gesture is waited for", () => {
  const { sight, heard } = watched();
  sight.pan([10, 0]);
  sight.set(WHOLE);
  mock.timers.tick(1000);
  assert.deepEqual(heard, ["moved"]);
  assert.deepEqual(sight.window, WHOLE);
});
