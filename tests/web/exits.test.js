// What is written about runs that have left the map.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawExits } from "../../optviz/player/web/ink/exits.js";

/**
 * @import { Plot } from "../../optviz/player/web/measure/geometry.d.ts"
 * @import { Lane, Scene } from "../../optviz/player/web/measure/scene.js"
 * @import { Theme } from "../../optviz/player/web/ink/theme.js"
 */

const LETTER = 6; // pixels
const LINE = 17;
const scene = /** @type {Scene} */ (/** @type {unknown} */ ({ unit: "step", each: 1, axes: ["x", "y"] }));
const theme = /** @type {Theme} */ (/** @type {unknown} */ ({ ink: String, faint: "faint", background: "white", font: "sans" }));
const lanes = Array.from("ABCDEF", (name, i) => {
  const lane = { key: name, name, color: name, marker: "circle", status: "running", last: 9, xs: [], ys: [] };
  return /** @type {Lane} */ (
    /** @type {unknown} */ ({ ...lane, xs: Array(10).fill(0.1 * i), ys: Array.from({ length: 10 }, (_, step) => step) })
  );
});

/**
 * The words on a square map whose window is 1.5 to each side, and how high they stand.
 * @param {number} side pixels
 * @returns {{text: string, y: number}[]}
 */
function written(side) {
  /** @type {{text: string, y: number}[]} */
  const words = [];
  const drawn = {
    measureText: (/** @type {string} */ text) => ({ width: LETTER * text.length }),
    fillText: (/** @type {string} */ text, /** @type {number} */ _, /** @type {number} */ y) => words.push({ text, y }),
  };
  const context = new Proxy(drawn, { get: (own, name) => Reflect.get(own, name) ?? (() => {}), set: () => true });
  const [toX, toY] = [(/** @type {number} */ x) => ((x + 1.5) / 3) * side, (/** @type {number} */ y) => ((1.5 - y) / 3) * side];
  const box = { left: 0, top: 0, width: side, height: side };
  const contains = (/** @type {number} */ x, /** @type {number} */ y) => Math.abs(x) <= 1.5 && Math.abs(y) <= 1.5;
  const plot = /** @type {Plot} */ (/** @type {unknown} */ ({ window: [-1.5, 1.5, -1.5, 1.5], box, toX, toY, contains }));
  drawExits(/** @type {any} */ (context), scene, lanes, 9, plot, theme, { scale: 1, isZoomed: false, highlighted: null });
  return words;
}

test("the smaller a map, the fewer of the runs that have left it are named", () => {
  const texts = (/** @type {number} */ side) => written(side).map(({ text }) => text);
  assert.deepEqual(texts(424), [..."ABCD"].map((name) => `${name} left the map, step 2`).concat("and 2 more"));
  assert.deepEqual(texts(276), ["A left the map, step 2", "B left the map, step 2", "and 4 more"]);
});

test("no name stands where the buttons are, of which a narrow map has two rows", () => {
  for (const [side, rows] of [
    [424, 2],
    [210, 4],
  ]) {
    const highest = Math.min(...written(side).map(({ y }) => y));
    assert.ok(highest - LINE / 2 >= rows * LINE, `${side}: ${highest}`);
  }
});
