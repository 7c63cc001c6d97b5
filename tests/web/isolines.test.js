// Lines of equal height: where they run, that they are whole, and where there are none.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { isolines } from "../../optviz/player/web/ink/isolines.js";

/** The lines of a path: its points, and whether it is closed. */
class Recorded {
  /** @type {{points: number[][], isClosed: boolean}[]} */
  lines = [];
  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.lines.push({ points: [[x, y]], isClosed: false });
  }
  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.lines.at(-1)?.points.push([x, y]);
  }
  closePath() {
    const line = this.lines.at(-1);
    if (line) line.isClosed = true;
  }
}

before(() => Object.assign(globalThis, { Path2D: Recorded }));

/**
 * @param {(x: number, y: number) => number} f on a grid of so many nodes along each side
 * @param {number} size
 * @param {number[]} levels
 * @param {{rows?: number, steepest?: number}} [limits]
 */
function linesOf(f, size, levels, limits = {}) {
  const rows = limits.rows ?? size;
  const values = Float64Array.from({ length: size * rows }, (_, i) => f(i % size, Math.floor(i / size)));
  return /** @type {Recorded} */ (/** @type {unknown} */ (isolines(values, size, levels, limits))).lines;
}

test("a slope has one straight line for each level", () => {
  const lines = linesOf((x) => x, 9, [2.25, 5.5]);
  assert.equal(lines.length, 2);
  lines.forEach(({ points, isClosed }, i) => {
    assert.ok(!isClosed);
    assert.equal(points.length, 9);
    assert.ok(points.every(([x]) => x === [2.25, 5.5][i]));
  });
});

test("a bowl has whole circles", () => {
  const lines = linesOf((x, y) => Math.hypot(x - 20, y - 20), 41, [5, 12]);
  assert.equal(lines.length, 2);
  lines.forEach(({ points, isClosed }, i) => {
    assert.ok(isClosed && points.length > 30);
    for (const [x, y] of points) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - [5, 12][i]) < 0.1);
  });
});

test("lines that leave the grid end at its edge", () => {
  const [line] = linesOf((x, y) => Math.hypot(x, y), 11, [6]);
  assert.ok(!line.isClosed);
  const ends = [line.points[0], line.points[line.points.length - 1]];
  assert.ok(ends.every(([x, y]) => x === 0 || y === 0));
});

test("at a saddle two lines turn away from each other", () => {
  const lines = linesOf((x, y) => (x - 10) * (y - 10), 21, [4]);
  assert.equal(lines.length, 2);
  for (const { points } of lines) assert.equal(new Set(points.map(([x, y]) => Math.sign(x - 10) + 2 * Math.sign(y - 10))).size, 1);
});

test("no line passes where there is no number, nor over a cliff", () => {
  const f = (/** @type {number} */ x) => x;
  assert.deepEqual(linesOf((x, y) => (y > 3 ? NaN : f(x)), 9, [4.5])[0].points.at(-1), [4.5, 3]);
  assert.equal(linesOf((x) => (x < 4 ? 0 : 1), 9, [0.5], { steepest: 0.3 }).length, 0);
  assert.equal(linesOf((x) => (x < 4 ? 0 : 1), 9, [0.5]).length, 1);
});

test("a grid may have other rows than columns, and a bead is no line", () => {
  assert.equal(linesOf((_, y) => y, 12, [1.5], { rows: 4 })[0].points.length, 12);
  assert.equal(linesOf((x, y) => (x === 4 && y === 4 ? 1 : 0), 9, [0.5]).length, 0);
});
