// The title of a picture that is saved: in as many lines as it takes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inLines } from "../../optviz/player/web/ink/snapshot.js";

const wide = (/** @type {string} */ line) => 10 * line.length;

test("a title is broken between words, and none of it is lost", () => {
  const title = "Adam with bias correction, β₂ 0.999, ε 10⁻⁸ on Ravine, condition 20, from (1, 0.5), 40 steps";
  for (const room of [100, 250, 5000]) {
    const lines = inLines(title, room, wide);
    assert.equal(lines.join(" "), title);
    assert.ok(lines.every((line) => wide(line) <= room || !line.includes(" ")));
  }
  assert.equal(inLines(title, 5000, wide).length, 1);
  assert.deepEqual(inLines("", 100, wide), [""]);
});
