// Workers that share a draft: when they begin and end, who hears of what they find, and what happens where there are none.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCrew } from "../../optviz/player/web/stage/crew.js";

/** @import { Work } from "../../optviz/player/web/engine/engine.d.ts" */

/** @type {Work} */
const WORK = {
  printed: "",
  told: /** @type {any} */ ({}),
  axes: [4, 5].map((count, at) => ({ varied: { of: "start", at }, values: Float64Array.from({ length: count }, (_, i) => i) })),
};

/** A worker that answers when it is told to, with the values of its last axis. */
class Hand extends EventTarget {
  isGone = false;
  /** @type {any[]} */
  asked = [];

  /** @param {any} task */
  postMessage(task) {
    this.asked.push(task);
  }

  terminate() {
    this.isGone = true;
  }

  answer() {
    const { task, axes } = this.asked.shift();
    this.dispatchEvent(Object.assign(new Event("message"), { data: { task, ends: [...axes[1].values] } }));
  }
}

/** @param {number} cores */
function hired(cores) {
  /** @type {Hand[]} */
  const hands = [];
  /** @type {string[]} */
  const heard = [];
  const hire = () => /** @type {any} */ (hands[hands.push(new Hand()) - 1]);
  const crew = createCrew(hire, cores);
  const draw = () =>
    crew.draw(
      WORK,
      (parts) => heard.push(JSON.stringify(parts)),
      () => heard.push("failed"),
    );
  return { hands, heard, crew, draw };
}

test("workers begin with the first draft, one for each core but the page's own, at most four, and each has its share of the rows", () => {
  for (const [cores, many] of [
    [1, 1],
    [2, 1],
    [3, 2],
    [64, 4],
    [0, 1],
  ]) {
    const { hands, draw } = hired(cores);
    assert.equal(hands.length, 0);
    draw();
    draw();
    assert.equal(hands.length, many);
    const rows = hands.flatMap(({ asked: [{ axes }] }) => [...axes[1].values]);
    assert.deepEqual(rows.sort(), [0, 1, 2, 3, 4]);
    for (const { asked } of hands) assert.equal(asked[0].axes[0].values.length, 4);
  }
});

test("a draft is there when all have answered, and one that nobody waits for is not", () => {
  const { hands, heard, draw } = hired(3);
  const forget = draw();
  draw();
  forget();
  for (const hand of hands) hand.answer();
  hands[1].answer();
  assert.deepEqual(heard, []);
  hands[0].answer();
  assert.deepEqual(heard, ["[[0,2,4],[1,3]]"]);
});

test("workers that are dismissed are gone, and others come when they are wanted again", () => {
  const { hands, crew, draw } = hired(3);
  draw();
  crew.dismiss();
  assert.ok(hands.every(({ isGone }) => isGone));
  draw();
  assert.equal(hands.length, 4);
});

test("where a worker fails, whoever waits hears of it, and no other is hired", () => {
  const { hands, heard, crew, draw } = hired(3);
  draw();
  hands[1].dispatchEvent(new Event("error", { cancelable: true }));
  assert.deepEqual(heard, ["failed"]);
  assert.ok(crew.hasFailed && hands.every(({ isGone }) => isGone));
});

test("where there are no workers, whoever wants one hears of it", () => {
  let failed = 0;
  const crew = createCrew(() => {
    throw new ReferenceError("Worker is not defined");
  }, 2);
  crew.draw(
    WORK,
    () => assert.fail(),
    () => failed++,
  );
  assert.equal(failed, 1);
  assert.ok(crew.hasFailed);
});
