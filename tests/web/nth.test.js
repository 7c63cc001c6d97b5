// What would stand at a place if numbers were sorted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { smallest } from "../../optviz/player/web/measure/nth.js";

test("it is what sorting puts there, with ties and infinities, too", () => {
  const scattered = (/** @type {number} */ i) => Math.sin(i * i + 1);
  /** @type {Record<string, (i: number) => number>} */
  const kinds = {
    scattered,
    sorted: (i) => i,
    "the other way round": (i) => -i,
    alike: () => 3,
    "with ties": (i) => Math.round(2 * scattered(i)) + 0, // no negative zero, which sorting tells from zero
    infinite: (i) => (i % 7 ? scattered(i) : i % 2 ? Infinity : -Infinity),
  };
  for (const [name, number] of Object.entries(kinds)) {
    for (const count of [1, 2, 3, 50, 1001]) {
      const numbers = Float64Array.from({ length: count }, (_, i) => number(i));
      const sorted = numbers.slice().sort();
      for (const place of [0, Math.floor(count / 200), Math.floor(count / 2), count - 1])
        assert.equal(smallest(numbers.slice(), place), sorted[place], `${name}, ${place} of ${count}`);
    }
  }
});
