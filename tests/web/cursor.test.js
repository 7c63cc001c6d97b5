// The cursor: time runs in fractions of a step while it plays, and rests on whole ones.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCursor } from "../../optviz/player/web/hear/cursor.js";

/** A cursor over so many steps, with the number of times that it told of a change. */
function over(/** @type {number} */ steps) {
  const told = { times: 0 };
  const cursor = createCursor(() => {
    told.times++;
  });
  cursor.restart(steps);
  return { cursor, told };
}

/** Frames at 60 per second. */
function run(/** @type {ReturnType<typeof createCursor>} */ cursor, /** @type {number} */ seconds, from = 0) {
  for (let frame = 0; frame <= Math.round(60 * seconds); frame++) cursor.advance(1000 * (from + frame / 60));
}

test("it plays thirty steps a second, and as many times more as it is fast", () => {
  for (const speed of [0.5, 1, 4]) {
    const { cursor } = over(1000);
    cursor.setSpeed(speed);
    cursor.play();
    run(cursor, 2);
    assert.ok(Math.abs(cursor.time - 60 * speed) < 1e-6, String(cursor.time));
    assert.equal(cursor.step, Math.floor(cursor.time));
  }
});

test("a long pause between two frames is no leap", () => {
  const { cursor } = over(1000);
  cursor.play();
  cursor.advance(0);
  cursor.advance(60_000);
  assert.ok(Math.abs(cursor.time - 3) < 1e-9);
});

test("after a time in which nothing moved it goes on from where it was", () => {
  const { cursor } = over(1000);
  cursor.play();
  run(cursor, 1);
  const before = cursor.time;
  cursor.resume();
  cursor.advance(90_000);
  assert.equal(cursor.time, before);
});

test("it stops on a whole step, and where it is told to", () => {
  const { cursor, told } = over(100);
  cursor.play();
  run(cursor, 0.51);
  assert.notEqual(cursor.time, cursor.step);
  cursor.toggle();
  assert.equal(cursor.time, cursor.step);
  assert.ok(cursor.pausedByUser && !cursor.playing);
  cursor.seek(41.6);
  assert.equal(cursor.time, 42);
  cursor.seek(-3);
  assert.equal(cursor.time, 0);
  cursor.seek(1e9);
  assert.equal(cursor.time, 100);
  assert.equal(told.times, 5);
});

test("at the end it rests and begins again, or stays", () => {
  const { cursor } = over(30);
  cursor.play();
  run(cursor, 1.5);
  assert.equal(cursor.time, 30);
  run(cursor, 1.2, 1.5);
  assert.ok(cursor.time < 30);
  cursor.setLoops(false);
  run(cursor, 3, 3);
  assert.equal(cursor.time, 30);
  assert.ok(!cursor.playing && !cursor.pausedByUser);
  cursor.play();
  assert.equal(cursor.time, 0);
});

test("a race that is stretched keeps its step, and who stands at its end or beyond stands there", () => {
  const { cursor } = over(300);
  /** @type {(steps: number, isHeld?: boolean) => number[]} */
  const stretched = (steps, isHeld = true) => {
    cursor.stretch(steps, isHeld);
    return [cursor.time, cursor.steps];
  };
  cursor.seek(150);
  assert.deepEqual(stretched(1000), [150, 1000]);
  assert.deepEqual(stretched(100), [100, 100]);
  assert.deepEqual(stretched(120), [120, 120]);
  assert.deepEqual(stretched(300), [150, 300], "it comes back while the length is still being chosen");
  stretched(100);
  assert.deepEqual(stretched(100, false), [100, 100]);
  assert.deepEqual(stretched(300), [300, 300], "and then stands at the end");
  assert.deepEqual(stretched(2000), [2000, 2000]);
  assert.deepEqual(stretched(50, false), [50, 50]);
  cursor.play();
  run(cursor, 1);
  const { time } = cursor;
  stretched(10);
  assert.deepEqual([cursor.time, cursor.playing], [10, true]);
  assert.deepEqual(stretched(2000), [time, 2000], "one that plays goes on from where it was");
});

test("another race starts over where one plays, and keeps the step at rest as far as there is one", () => {
  const { cursor } = over(100);
  cursor.seek(60);
  cursor.restart(80);
  assert.equal(cursor.time, 60);
  cursor.restart(50);
  assert.equal(cursor.time, 50);
  cursor.play();
  run(cursor, 1);
  cursor.restart(50);
  assert.equal(cursor.time, 0);
  assert.ok(cursor.playing);
});
