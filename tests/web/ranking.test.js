// Who is ahead.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRanking } from "../../optviz/player/web/measure/ranking.js";

/** @typedef {import("../../optviz/player/web/measure/scene.js").Lane} Lane */

/** @type {(key: string, gap: number[], last?: number) => Lane} */
const lane = (key, gap, last = gap.length - 1) =>
  /** @type {Lane} */ (/** @type {unknown} */ ({ key, last, curves: { gap: Float32Array.from(gap) } }));
/** @type {(order: Lane[]) => string} */
const keys = (order) => order.map(({ key }) => key).join("");

test("the smallest gap leads, and who has diverged comes last", () => {
  const ranking = createRanking();
  const lanes = [lane("a", [3, 2, 0.1], 1), lane("b", [3, 1, 1]), lane("c", [3, NaN, 0.5])];
  assert.equal(keys(ranking.rank(lanes, 2)), "cba");
  assert.equal(keys(ranking.rank(lanes, 1)), "bac");
  assert.equal(ranking.leader?.key, "b");
});

test("ties keep the places that they had", () => {
  const ranking = createRanking();
  const lanes = [lane("a", [1, 3]), lane("b", [1, 2]), lane("c", [1, 1])];
  assert.equal(keys(ranking.rank(lanes, 0)), "abc");
  assert.equal(keys(ranking.rank(lanes, 1)), "cba");
  assert.equal(keys(ranking.rank(lanes, 0)), "cba");
});

test("without a lower bound of f its values decide", () => {
  const [a, b] = [5, 4].map((value, i) => ({ ...lane("ab"[i], []), last: 0, curves: {}, values: Float32Array.of(value) }));
  assert.equal(keys(createRanking().rank([a, b], 0)), "ba");
});

test("other runs of a method take its place, and those that have left none", () => {
  const ranking = createRanking();
  ranking.rank([lane("a", [2]), lane("b", [1])], 0);
  const next = lane("b", [9]);
  ranking.take([lane("c", [1]), next]);
  assert.equal(ranking.leader, next);
  ranking.take([]);
  assert.equal(ranking.leader, null);
});
