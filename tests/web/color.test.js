// Colors as a browser computes them, as numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parsed } from "../../optviz/player/web/ink/color.js";

test("a color is read in every way in which browsers write one that they have computed", () => {
  for (const [written, rgb, opacity] of /** @type {const} */ ([
    ["rgb(49, 51, 63)", [49, 51, 63], 1],
    ["rgba(49, 51, 63, 0.25)", [49, 51, 63], 0.25],
    ["rgb(49 51 63 / 25%)", [49, 51, 63], 0.25],
    ["color(srgb 1 0 0.2)", [255, 0, 51], 1],
    ["color(srgb 0.192157 0.2 0.247059 / 0.5)", [49, 51, 63], 0.5],
    ["color(srgb none 1.02 -1e-05)", [0, 255, 0], 1],
  ])) {
    assert.deepEqual(parsed(written), { rgb, opacity }, written);
  }
});

test("what is no computed color in red, green and blue is none", () => {
  for (const written of ["", "red", "#fff", "color(display-p3 1 0 0)", "oklch(0.7 0.1 200)", "rgb()"]) {
    assert.equal(parsed(written), null, written);
  }
});
