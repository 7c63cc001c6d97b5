// Who races, between a visitor who clicks and Python that answers later.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRacing } from "../../optviz/player/web/hear/racing.js";

/** @typedef {import("../../optviz/player/web/measure/scene.js").Scene} Scene */

/** @type {(...racing: string[]) => Scene} */
const scene = (...racing) => {
  const entrants = ["adam", "nag", "sgd"].map((key) => ({ key, racing: racing.includes(key) }));
  return /** @type {Scene} */ (/** @type {unknown} */ ({ entrants, lanes: [], specimens: null }));
};

/** @type {(context: import("node:test").TestContext) => {racing: ReturnType<typeof createRacing>, asked: string[][]}} */
function begun(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[][]} */
  const asked = [];
  return { racing: createRacing({ changed() {}, ask: (keys) => asked.push(keys) }), asked };
}

test("a scene says who races", (context) => {
  const { racing } = begun(context);
  racing.take(scene("adam", "sgd"));
  assert.deepEqual([...racing.keys], ["adam", "sgd"]);
});

test("clicks in quick succession are asked for once, by the last of them", (context) => {
  const { racing, asked } = begun(context);
  for (const keys of [["adam"], ["adam", "nag"], ["nag"]]) {
    racing.race(keys);
    context.mock.timers.tick(300);
  }
  assert.deepEqual(asked, []);
  context.mock.timers.tick(100);
  assert.deepEqual(asked, [["nag"]]);
});

test("what is wished is shown until Python has answered, and then what it says", (context) => {
  const { racing } = begun(context);
  racing.take(scene("adam"));
  racing.race(["nag"]);
  racing.take(scene("adam"));
  assert.deepEqual([...racing.keys], ["nag"]);
  context.mock.timers.tick(400);
  racing.take(scene("sgd"));
  assert.deepEqual([...racing.keys], ["sgd"]);
});

test("in an anatomy all runs are shown", (context) => {
  const { racing } = begun(context);
  const anatomy = /** @type {Scene} */ (/** @type {unknown} */ ({ entrants: [], lanes: [{ key: "a" }, { key: "b" }], specimens: [] }));
  racing.take(anatomy);
  assert.deepEqual([...racing.keys], ["a", "b"]);
});
