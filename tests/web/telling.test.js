// A step told in sentences.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCursor } from "../../optviz/player/web/hear/cursor.js";
import { createTelling } from "../../optviz/player/web/hear/telling.js";

const part = (/** @type {string} */ sentence, /** @type {string[]} */ ...shows) => ({ sentence, shows });

/** Two lines, three steps. */
function begun() {
  const cursor = createCursor(() => {});
  cursor.restart(3);
  const telling = createTelling(cursor, () => {});
  const specimen = {
    columns: 3,
    opening: part("asks", "gradient"),
    lines: [part("m", "momentum"), part("x", "step")],
    closing: part("ends"),
  };
  telling.take(/** @type {any} */ ({ specimens: [specimen] }));
  return { cursor, telling };
}

test("silent, it leaves the step to the cursor, and everything is shown", () => {
  const { telling } = begun();
  assert.equal(telling.forward(), false);
  assert.equal(telling.line(0), null);
  assert.ok(telling.shows(0).has("box"));
});

test("each press tells one more sentence, and shows what it is about", () => {
  const { telling } = begun();
  telling.toggle();
  const told = [];
  do told.push([telling.substep, telling.line(0), [...telling.shows(0)].join(" ")]);
  while (telling.substep < telling.last && telling.forward());
  assert.deepEqual(told, [
    [0, -1, "gradient"],
    [1, 0, "gradient momentum"],
    [2, 1, "gradient momentum step"],
    [3, -1, "gradient momentum step"],
  ]);
});

test("after the last sentence comes the next step, and back from its first the last one of the step before", () => {
  const { cursor, telling } = begun();
  telling.toggle();
  for (let press = 0; press < 4; press++) telling.forward();
  assert.deepEqual([cursor.step, telling.substep], [1, 0]);
  telling.backward();
  assert.deepEqual([cursor.step, telling.substep], [0, 3]);
});

test("the last step has no next one", () => {
  const { cursor, telling } = begun();
  telling.toggle();
  for (let press = 0; press < 40; press++) telling.forward();
  assert.deepEqual([cursor.step, telling.substep], [2, 3]);
});

test("a cursor that moves by itself begins the step anew; one that plays tells it whole", () => {
  const { cursor, telling } = begun();
  telling.toggle();
  telling.forward();
  cursor.seek(2);
  telling.follow();
  assert.equal(telling.substep, 0);
  cursor.play();
  telling.follow();
  assert.equal(telling.substep, telling.last);
});
