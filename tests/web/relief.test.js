// The surface as a solid relief.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRelief } from "../../optviz/player/web/ink/relief.js";
import { Camera } from "../../optviz/player/web/measure/camera.js";

class Picture {
  data;
  constructor(/** @type {number} */ width, /** @type {number} */ height) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

test("a surface that bends is painted as if it had been there from the first", () => {
  /** @type {number[]} */
  let painted = [];
  const context = { putImageData: (/** @type {Picture} */ { data }) => (painted = [...data]), drawImage() {} };
  Object.assign(globalThis, { ImageData: Picture, document: { createElement: () => ({ getContext: () => context }) } });
  const camera = new Camera();
  camera.place([1, 0.8, 0.75], 120, 90, [10, 10, 10]);
  const onto = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (context));

  /** @type {(relief: ReturnType<typeof createRelief>, depth: number, size: number) => number[]} */
  const picture = (relief, depth, size) => {
    const bowl = (/** @type {number} */ i) => ((i % size) / size - 0.5) ** 2 + depth * (Math.floor(i / size) / size - 0.5) ** 2;
    relief.setSurface(
      Float32Array.from({ length: size ** 2 }, (_, i) => bowl(i)),
      size,
      [1, 0.8, 0.75],
    );
    relief.draw(onto, camera, false, true);
    return painted;
  };
  const bending = createRelief();
  const first = picture(bending, 1, 21);
  for (const [depth, size] of [
    [3, 21],
    [1, 21],
    [3, 11],
    [3, 21],
  ]) {
    const found = picture(bending, depth, size);
    assert.deepEqual(found, picture(createRelief(), depth, size));
    assert.equal(found.join() === first.join(), depth === 1);
  }
});
