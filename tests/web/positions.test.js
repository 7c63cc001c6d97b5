// Where a slider stands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPositions } from "../../optviz/player/web/measure/positions.js";

const CHOICES = [0, 0.001, 0.0015, 0.01, 0.02, 1];

test("every tenth position of a fine slider is a round value, and what lies between is short and increasing", () => {
  const { count, valueAt } = createPositions(CHOICES, true);
  const values = Array.from({ length: count + 1 }, (_, position) => valueAt(position));
  assert.deepEqual(
    values.filter((_, position) => position % 10 === 0),
    CHOICES,
  );
  assert.deepEqual(values.slice(30, 33), [0.01, 0.011, 0.012]);
  assert.ok(values.every((value, i) => i === 0 || value > values[i - 1]));
  assert.ok(values.every((value) => String(value).length <= 8));
});

test("a position has the value that stands there, and any other value the nearest one", () => {
  for (const isFine of [true, false]) {
    const { count, valueAt, of } = createPositions(CHOICES, isFine);
    for (let position = 0; position <= count; position++) assert.equal(of(valueAt(position)), position);
    assert.deepEqual([of(-1), of(7)], [0, count]);
  }
  assert.equal(createPositions(CHOICES, true).of(0.0123), 32);
});

test("keys go from one round value to the next and stop at the ends", () => {
  const { count, roundBeside } = createPositions(CHOICES, true);
  assert.deepEqual(
    [roundBeside(0, 1), roundBeside(10, 1), roundBeside(13, 1), roundBeside(13, -1), roundBeside(20, -1)],
    [10, 20, 20, 10, 10],
  );
  assert.deepEqual([roundBeside(0, -1), roundBeside(count, 1)], [0, count]);
});

test("a value lies as far along as its neighbors say, and beyond the ends at the ends", () => {
  const { shareOf } = createPositions(CHOICES, false);
  assert.deepEqual([0, 0.001, 0.015, 1, 5, -3].map(shareOf), [0, 0.2, 0.7, 1, 1, 0]);
  assert.equal(createPositions([3], false).shareOf(3), 0);
});
