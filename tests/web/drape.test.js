// Paths on the ground of a relief.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../optviz/player/web/measure/camera.js";
import { createVertices, drape, JUMP, project } from "../../optviz/player/web/measure/drape.js";

/** @import { Ground, Thread } from "../../optviz/player/web/measure/drape.js" */

const SIZE = 11;
/** @type {Ground} a slope */
const GROUND = {
  heights: Float32Array.from({ length: SIZE ** 2 }, (_, i) => (i % SIZE) / (SIZE - 1)),
  size: SIZE,
  window: [-1, 1, -2, 2],
  extent: [1, 1, 0.75],
  valueTicks: [],
  title: "f",
  names: ["x", "y"],
};

/**
 * @param {[number, number][]} points
 * @param {ReturnType<typeof createVertices>} vertices
 * @returns {Thread}
 */
function thread(points, vertices) {
  const [xs, ys] = [0, 1].map((c) => Float32Array.from(points, (point) => point[c]));
  const last = points.length - 1;
  return { key: "", color: "", marker: "", xs, ys, last, vertices, count: 0, headX: 0, headY: 0, headKind: 0 };
}

/** @param {Thread} lane */
function laid(lane) {
  const camera = new Camera();
  camera.place(GROUND.extent, 400, 300, [10, 38, 30]);
  drape(lane, GROUND);
  project(lane, GROUND, camera, { hides: () => false });
  const { length, places, moments, jumps, screenX, screenY, times, kinds } = lane.vertices;
  const numbers = (/** @type {Float32Array | Uint8Array} */ array, /** @type {number} */ count) => [...array.subarray(0, count)];
  return {
    places: numbers(places, 2 * length),
    moments: numbers(moments, length),
    jumps: numbers(jumps, length),
    seen: [screenX, screenY, times, kinds].map((array) => numbers(array, lane.count)),
  };
}

test("a path is cut at the edge of the window, and goes on where it comes back", () => {
  const { places, moments, jumps, seen } = laid(
    thread(
      [
        [0, 0],
        [2, 0],
        [0, 1],
      ],
      createVertices(),
    ),
  );
  const pairs = moments.map((moment, i) => [moment, places[2 * i], places[2 * i + 1]]);
  assert.deepEqual(pairs[0], [0, 0.5, 0.5]);
  const back = jumps.lastIndexOf(1);
  assert.deepEqual(pairs[back - 1], [0.5, 1, 0.5]); // half the first step leads out
  assert.deepEqual(pairs[back], [1.5, 1, 0.625]); // half the second one is outside
  assert.deepEqual(pairs.at(-1), [2, 0.5, 0.75]);
  assert.equal(seen[3].filter((kind) => kind === JUMP).length, 2);
});

test("the room of a longer path that is gone does for another, as if it were new", () => {
  const spiral = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, i) => /** @type {[number, number]} */ ([1.2 * Math.cos(i), (2 * Math.sin(i) * i) / count]));
  const used = createVertices();
  laid(thread(spiral(90), used));
  const room = used.places;
  for (const count of [60, 1, 89]) {
    assert.deepEqual(laid(thread(spiral(count), used)), laid(thread(spiral(count), createVertices())));
    assert.equal(used.places, room);
  }
});

test("where a run rests there is nothing to be laid, and it goes on from there", () => {
  const here = /** @type {[number, number]} */ ([0.5, -0.5]);
  const [resting, going] = [Array.from({ length: 30 }, () => here), [here]].map((points) =>
    laid(thread([[-1, 1], ...points, [0.9, 0.9]], createVertices())),
  );
  const placesOf = (/** @type {ReturnType<typeof laid>} */ { places }) =>
    new Set(Array.from({ length: places.length / 2 }, (_, i) => places.slice(2 * i, 2 * i + 2).join()));
  assert.deepEqual([...placesOf(resting)].at(-1), [...placesOf(going)].at(-1));
  assert.equal(resting.moments.at(-1), 31);
  assert.ok(resting.moments.filter((moment) => moment > 1 && moment <= 30).length === 0);
});
