// The cell of a map that is pointed at, and who hears of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { listenToAim, pointAt } from "../../optviz/player/web/hear/aim.js";

/** @import { Aim } from "../../optviz/player/web/hear/aim.js" */

test("the players of a page hear of its cells, who comes late of the one that is pointed at, and who has gone of none", () => {
  Object.assign(globalThis, { window: globalThis });
  /** @type {Aim} */
  const aim = [{ of: "start", at: 0, value: 1 }];
  /** @type {string[]} */
  const heard = [];
  /** @type {(name: string) => (aim: Aim | null) => void} */
  const by = (name) => (one) => heard.push(`${name} ${one ? one[0].value : "nothing"}`);
  const [first, stay] = [new AbortController(), new AbortController().signal];
  listenToAim("maps", by("first"), first.signal);
  listenToAim("basins", by("another page"), stay);
  pointAt("maps", aim);
  listenToAim("maps", by("late"), stay);
  first.abort();
  pointAt("maps", null);
  assert.deepEqual(heard, ["first 1", "late 1", "late nothing"]);
});
