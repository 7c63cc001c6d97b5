// Lines without the points that make no difference.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cornersOf, fourAColumn, withoutRepeats } from "../../optviz/player/web/measure/corners.js";

/** @typedef {[x: number, y: number]} Point */

const CLOSE = 0.25;

/** @type {Record<string, Point[]>} */
const LINES = {
  straight: Array.from({ length: 300 }, (_, i) => [i / 10, i / 7]),
  circle: Array.from({ length: 500 }, (_, i) => [100 * Math.cos(i / 40), 100 * Math.sin(i / 40)]),
  spiral: Array.from({ length: 900 }, (_, i) => [0.2 * i * Math.cos(i / 9), 0.2 * i * Math.sin(i / 9)]),
  "to and fro": Array.from({ length: 200 }, (_, i) => [50 * Math.cos(i), 0]),
  "across a valley": Array.from({ length: 400 }, (_, i) => [i / 3, (i % 2 ? 1 : -1) * 90 * 0.98 ** i]),
  "at rest": Array.from({ length: 300 }, (_, i) => [5 + 0.1 * Math.sin(i * i), 5 + 0.1 * Math.cos(i * i)]),
  wild: Array.from({ length: 400 }, (_, i) => [40 * Math.sin(i * i), 40 * Math.sin(1.7 * i * i)]),
  far: [
    [0, 0],
    [1e300, 1e300],
    [-1e300, 0],
    [3, 3],
  ],
};
for (const [name, points] of Object.entries(LINES)) LINES[`${name}, in a mirror`] = points.map(([x, y]) => [x, -y]);

/** @type {(points: Point[], first?: number, last?: number) => number[]} the corners of what is drawn */
function turns(points, first = 0, last = points.length - 1) {
  const corners = new Int32Array(points.length);
  const [xs, ys] = [0, 1].map((c) => points.map((point) => point[c]));
  return [...corners.subarray(0, cornersOf(xs, ys, first, last, corners))];
}

/** @type {(point: Point, from: Point, to: Point) => number} */
function distance([x, y], [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const share = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}

test("every point that is left out is within a quarter of a pixel of the line that is drawn past it", () => {
  for (const [name, points] of Object.entries(LINES)) {
    const corners = turns(points);
    assert.deepEqual([corners.at(0), corners.at(-1)], [0, points.length - 1], name);
    for (const [k, corner] of corners.entries()) {
      const before = corners[Math.max(0, k - 1)];
      assert.ok(k === 0 || before < corner, `${name}: in their order`);
      for (const point of points.slice(before + 1, corner)) {
        assert.ok(distance(point, points[before], points[corner]) <= CLOSE + 1e-9, `${name}: ${point}`);
      }
    }
  }
});

test("a line that ends early is as close to its points", () => {
  const points = LINES.spiral;
  const corners = turns(points);
  for (let end = 1; end < points.length; end += 7) {
    const before = /** @type {number} */ (corners.findLast((corner) => corner < end));
    for (const point of points.slice(before + 1, end)) assert.ok(distance(point, points[before], points[end]) <= CLOSE + 1e-9);
  }
});

test("what is straight, or stays where it is, has no corners, and what is round has few", () => {
  assert.equal(turns(LINES.straight).length, 2);
  assert.equal(turns(LINES["at rest"]).length, 2);
  assert.ok(turns(LINES.circle).length < 150);
  for (const end of [90, 1e300]) {
    const resting = /** @type {Point[]} */ ([[0, 0], [40, 3], ...Array(100).fill([end, 80])]);
    assert.deepEqual(turns(resting), end === 90 ? [0, 1, 101] : [0, 1, 2, 101]);
  }
  const valley = LINES["across a valley"];
  assert.deepEqual(
    turns(valley).slice(0, 200),
    Array.from({ length: 200 }, (_, i) => i),
  );
});

test("a part of a line has its own corners, and a point none but itself", () => {
  assert.deepEqual(turns(LINES.straight, 20, 60), [20, 60]);
  assert.deepEqual(turns(LINES.straight, 7, 7), [7]);
});

test("of what goes to and fro so much is left as was asked for, and all of it is within a quarter of a pixel of what is left", () => {
  const still = Array.from({ length: 400 }, (_, i) => /** @type {Point} */ ([i % 2 ? 90 : 10, i % 2 ? 40 : 20]));
  const drifting = still.map(([x, y], i) => /** @type {Point} */ ([x + i / 100, y]));
  /** @type {Point[]} */
  const leaving = [[0, 0], ...still.slice(0, 31), [200, 5], [180, 90]];
  const twice = [...still, ...still.map(([x, y]) => /** @type {Point} */ ([x + 300, y]))];
  for (const [name, points] of Object.entries({ ...LINES, still, drifting, leaving, odd: leaving.toSpliced(9, 1), twice })) {
    const [xs, ys] = [0, 1].map((c) => points.map((point) => point[c]));
    const corners = new Int32Array(points.length);
    const all = corners.slice(0, cornersOf(xs, ys, 0, points.length - 1, corners));
    for (const often of [0, 3]) {
      const kept = new Int32Array(all);
      const left = [...kept.subarray(0, withoutRepeats(xs, ys, kept, all.length, often, kept))];
      assert.deepEqual([left.at(0), left.at(-1)], [0, points.length - 1], name);
      for (const [k, corner] of left.entries()) {
        const before = left[Math.max(0, k - 1)];
        const out = [...all].filter((other) => before < other && other < corner);
        const [from, to] = [points[left[Math.max(0, k - 2)]], points[before]];
        for (const other of out) assert.ok(distance(points[other], from, to) <= CLOSE + 1e-9, `${name}, ${often}: ${other}`);
        if (!out.length) continue;
        const last = points[/** @type {number} */ (out.at(-1))]; // from there it came
        const isAsItWas = [last, points[corner]].some((point) => distance(point, points[before], points[before]) <= CLOSE);
        assert.ok(isAsItWas, `${name}, ${often}: ${corner} is reached from where it was`);
      }
      if (name === "still") assert.equal(left.length, 3 + often);
      if (name === "twice") assert.equal(left.filter((corner) => corner >= still.length).length, 3 + often, "it is counted anew");
    }
  }
});

test("a column of pixels has the four corners that cover it", () => {
  const points = Array.from({ length: 2000 }, (_, i) => /** @type {Point} */ ([i / 7, 100 * Math.sin(i * i)]));
  const [xs, ys] = [0, 1].map((c) => points.map((point) => point[c]));
  const corners = Int32Array.from(points.keys());
  const kept = [...corners.subarray(0, fourAColumn(xs, ys, corners, points.length, corners))];
  const [before, after] = [[...points.keys()], kept].map((places) => Map.groupBy(places, (place) => Math.floor(xs[place])));
  assert.deepEqual([...before.keys()], [...after.keys()]);
  for (const [column, all] of before) {
    const left = after.get(column) ?? [];
    const [whole, drawn] = [all, left].map((places) => places.map((place) => ys[place]));
    assert.ok(left.length <= 4 && left.every((place, i) => i === 0 || left[i - 1] < place), `in their order: ${left}`);
    assert.deepEqual([left.at(0), left.at(-1)], [all.at(0), all.at(-1)]);
    assert.deepEqual([Math.min(...drawn), Math.max(...drawn)], [Math.min(...whole), Math.max(...whole)]);
  }
});
