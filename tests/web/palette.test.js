// The colors of a map: even in lightness, so that they are told apart in gray too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { css, kindColor, packed, RAMP_COLORS } from "../../optviz/player/web/ink/palette.js";

/** The lightness of a color (CIE L*, from 0 to 100). */
function lightness(/** @type {number[]} */ color) {
  const [r, g, b] = color.map((value) => (value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16;
}

const far = (/** @type {number[]} */ a, /** @type {number[]} */ b) => Math.hypot(...a.map((value, i) => value - b[i]));

test("the ramp falls evenly from bright to dark", () => {
  const lights = RAMP_COLORS.map(lightness);
  assert.equal(lights.length, 256);
  assert.ok(lights[0] > 85 && lights[255] < 20);
  for (let i = 8; i < 256; i += 8) {
    const fall = lights[i - 8] - lights[i];
    assert.ok(fall > 1 && fall < 4.5, `${i}: ${fall}`);
  }
});

test("every color is one that a screen can show", () => {
  for (const color of [...RAMP_COLORS, ...Array.from({ length: 20 }, (_, hue) => kindColor(hue, 0.5))]) {
    assert.equal(color.length, 3);
    for (const value of color) assert.ok(Number.isInteger(value) && value >= 0 && value <= 255);
  }
});

test("kinds are told apart, and each darkens with its share", () => {
  for (let hue = 0; hue < 10; hue++) {
    for (let other = 0; other < hue; other++) assert.ok(far(kindColor(hue, 0.35), kindColor(other, 0.35)) > 12, `${hue} ${other}`);
    assert.ok(lightness(kindColor(hue, 0)) > lightness(kindColor(hue, 0.5)) + 10);
    assert.ok(lightness(kindColor(hue, 0.5)) > lightness(kindColor(hue, 1)) + 10);
  }
});

test("the colors are those of Oklab, taken to the screen by way of XYZ", () => {
  const known = [0, 1, 3].map((hue) => kindColor(hue, 0.5)); // lightness 0.63, chroma 0.13, hues 250, 65 and 345
  assert.deepEqual(known, [
    [68, 141, 212],
    [190, 118, 32],
    [191, 102, 155],
  ]);
});

test("no kind is lighter than another", () => {
  for (const share of [0, 0.35, 0.7]) {
    const lights = Array.from({ length: 8 }, (_, hue) => lightness(kindColor(hue, share)));
    assert.ok(Math.max(...lights) - Math.min(...lights) < 6, `${lights}`);
  }
});

test("a packed color lies in memory as the pixels of an image do", () => {
  const pixel = new Uint8ClampedArray(Uint32Array.of(packed([1, 2, 254])).buffer);
  assert.deepEqual([...pixel], [1, 2, 254, 255]);
});

test("a color is written as a style sheet wants it", () => {
  assert.equal(css([1.4, 2.6, 255]), "rgb(1 3 255)");
});
