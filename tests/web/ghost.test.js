// A start that is shown where it would be, asked for, and taken back.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createGhost } from "../../optviz/player/web/hear/ghost.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** A race that answers when it is told to, and the starts that it was asked for. */
function watched() {
  /** @type {string[]} */
  const asked = [];
  let [start, shown] = ["1,2", ""];
  const point = (/** @type {string} */ text) => /** @type {[number, number]} */ (text.split(",").map(Number));
  const ghost = createGhost({
    window: () => [0, 10, 0, 5],
    start: () => point(start),
    moved: () => (shown = String(ghost.place)),
    chosen: (place) => asked.push(String(place)),
  });
  return {
    ghost,
    asked,
    choose: (/** @type {string} */ text) => ghost.choose(point(text)),
    shown: () => shown,
    answer() {
      start = /** @type {string} */ (asked.at(-1));
      ghost.drop();
    },
  };
}

test("a start that is taken back is followed by the one before it, whether its race has arrived or not", () => {
  for (const isAnswered of [false, true]) {
    const { asked, choose, answer } = watched();
    choose("3,4");
    if (isAnswered) answer();
    const takeBack = choose("5,1");
    if (isAnswered) answer();
    takeBack();
    assert.deepEqual(asked, ["3,4", "5,1", "3,4"], String(isAnswered));
  }
});

test("a ghost is given up when no race arrives, and another one that came up after a race is not", () => {
  const { ghost, choose, answer, shown } = watched();
  choose("3,4");
  mock.timers.tick(4000);
  answer();
  ghost.show([5, 1]);
  mock.timers.tick(4000);
  assert.equal(shown(), "5,1");
  choose("5,1");
  mock.timers.tick(5000);
  assert.equal(shown(), "null");
});
