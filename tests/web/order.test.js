// What of a list is in order already.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder } from "../../optviz/player/web/measure/order.js";

/** @type {(list: number[]) => number[][]} */
function everyOrderOf(list) {
  if (list.length < 2) return [list];
  return list.flatMap((one, i) => everyOrderOf(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}

/** @type {(list: number[]) => boolean} */
const rises = (list) => list.every((one, i) => i === 0 || list[i - 1] < one);

/** @type {(list: number[]) => number} the most that can stay, by trying */
function most(list) {
  const choices = Array.from({ length: 2 ** list.length }, (_, chosen) => list.filter((_, i) => chosen & (1 << i)));
  return Math.max(...choices.filter(rises).map(({ length }) => length));
}

test("what stays is in order, and there is no larger part that is", () => {
  for (const places of everyOrderOf([0, 1, 2, 3, 4, 5])) {
    const stays = inOrder(places);
    const kept = places.filter((_, i) => stays[i]);
    assert.ok(rises(kept) && kept.length === most(places), String(places));
  }
});

test("what is in order stays as a whole, and what has no place yet never does", () => {
  assert.deepEqual(inOrder([0, 1, 2]), [true, true, true]);
  assert.deepEqual(inOrder([-1, 2, -1, 3]), [false, true, false, true]);
  assert.deepEqual(inOrder([-1, -1]), [false, false]);
  assert.deepEqual(inOrder([]), []);
});
