// The camera: what it looks at stays in the picture, and things lie where the eye expects them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../optviz/player/web/measure/camera.js";

const [WIDTH, HEIGHT] = [640, 360];
/** @type {[number, number, number]} */
const EXTENT = [1, 0.6, 0.75];
/** @type {[number, number, number]} */
const MARGINS = [10, 38, 30];

/** A camera with a pose. */
function posed(/** @type {number[]} */ ...pose) {
  const camera = new Camera();
  camera.place(EXTENT, WIDTH, HEIGHT, MARGINS);
  camera.set(pose);
  return camera;
}

/** @type {(camera: Camera, x: number, y: number, z: number) => number[]} */
const seen = (camera, x, y, z) => [...camera.project(x, y, z)];

test("from home the whole surface is in the picture, at every azimuth and elevation", () => {
  for (let azimuth = -180; azimuth < 180; azimuth += 20) {
    for (const elevation of [5, 30, 60, 89]) {
      const camera = posed(azimuth, elevation, 5);
      for (const x of [-1, 1]) {
        for (const y of [-0.6, 0.6]) {
          for (const z of [0, 0.75]) {
            const [px, py, depth] = seen(camera, x, y, z);
            assert.ok(px >= MARGINS[1] - 1 && px <= WIDTH - MARGINS[1] + 1, `${azimuth} ${elevation}: ${px}`);
            assert.ok(py >= MARGINS[0] - 1 && py <= HEIGHT - MARGINS[2] + 1, `${azimuth} ${elevation}: ${py}`);
            assert.ok(depth > 0);
          }
        }
      }
    }
  }
});

test("the nearer the larger", () => {
  const size = (/** @type {number} */ distance) => {
    const camera = posed(-60, 42, distance);
    return Math.abs(seen(camera, 0.5, 0, 0.4)[0] - seen(camera, -0.5, 0, 0.4)[0]);
  };
  assert.ok(size(3) > size(5) && size(5) > size(9));
});

test("what is higher stands higher, and what is nearer has less depth", () => {
  const camera = posed(0, 30, 5); // the viewer stands on the positive side of x
  assert.ok(seen(camera, 0, 0, 0.7)[1] < seen(camera, 0, 0, 0.1)[1]);
  assert.ok(seen(camera, 0.8, 0, 0.3)[2] < seen(camera, -0.8, 0, 0.3)[2]);
  assert.ok(seen(camera, 0, 0.5, 0.3)[0] > seen(camera, 0, -0.5, 0.3)[0]);
});

test("the middle of the surface is the middle of the picture", () => {
  for (const azimuth of [-150, -60, 10, 95]) assert.ok(Math.abs(seen(posed(azimuth, 42, 5), 0, 0, 0.375)[0] - WIDTH / 2) < 1e-9);
});

test("a whole turn leads back, and turning goes the shorter way around", () => {
  assert.deepEqual(posed(300, 42, 5).pose, posed(-60, 42, 5).pose);
  const [near, far] = [seen(posed(20, 42, 5), 0.3, 0.2, 0.1), seen(posed(380, 42, 5), 0.3, 0.2, 0.1)];
  near.forEach((value, i) => assert.ok(Math.abs(value - far[i]) < 1e-9));
});

test("elevation and distance stay within their limits", () => {
  assert.deepEqual(posed(0, -20, 100).pose, [0, 5, 12]);
  assert.deepEqual(posed(0, 120, 0.1).pose, [0, 89, 2.6]);
});

test("anything that is not three finite numbers leads home", () => {
  for (const pose of [[], [1, 2], [1, 2, NaN], [1, 2, 3, 4]]) assert.deepEqual(posed(...pose).pose, [-60, 42, 5]);
});
