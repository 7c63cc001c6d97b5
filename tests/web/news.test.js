// Whether what something was made of has changed since.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createNews } from "../../optviz/player/web/measure/news.js";

test("another part is news, and so is one more or one less", () => {
  const isNew = createNews();
  const told = [
    [1, "a"],
    [1, "a"],
    [1, "b"],
    [1, "b", 2],
    [1, "b", 2],
    [1, "b"],
    [1, "b"],
  ].map((parts) => isNew(...parts));
  assert.deepEqual(told, [true, false, true, true, false, true, false]);
});
