// What zooming and panning make of a window: known answers, and laws that hold for any window and any gesture.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAxis } from "../../optviz/player/web/measure/axis.js";
import { createPlot, linearTicks } from "../../optviz/player/web/measure/plot.js";
import {
  aspectOf,
  drawnBox,
  fitted,
  isSame,
  largest,
  panned,
  placesOf,
  strays,
  valuesOf,
  zoomed,
} from "../../optviz/player/web/measure/view.js";

/**
 * @typedef {import("../../optviz/player/web/measure/geometry.d.ts").Bounds} Bounds
 * @typedef {import("../../optviz/player/web/measure/geometry.d.ts").Limits} Limits
 * @typedef {import("../../optviz/player/web/measure/geometry.d.ts").Pair} Pair
 * @typedef {import("../../optviz/player/web/measure/geometry.d.ts").Plot} Plot
 */

/** @type {Bounds} */
const WINDOW = [0, 10, 0, 5];
const BOX = { left: 50, top: 20, width: 400, height: 200 };
const PLOT = createPlot(WINDOW, BOX);
const FREE = { whole: WINDOW, nearest: 1e-9, farthest: 1e9, stray: Infinity };
const STRICT = { whole: WINDOW, nearest: 0.01, farthest: 4, stray: 2 };

/**
 * The same numbers at every run, evenly spread over [0, 1).
 * @param {number} seed
 */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Two hundred gestures on windows and boxes of all sizes and places. */
function* gestures() {
  const next = sequence(12);
  /** @type {(low: number, high: number) => number} */
  const within = (low, high) => low + next() * (high - low);
  for (let i = 0; i < 200; i++) {
    const [x0, y0] = [within(-100, 100), within(-100, 100)];
    /** @type {Bounds} */
    const window = [x0, x0 + 10 ** within(-3, 3), y0, y0 + 10 ** within(-3, 3)];
    const box = { left: within(0, 80), top: within(0, 40), width: within(100, 900), height: within(100, 700) };
    /** @type {Pair} */
    const pixels = [box.left + next() * box.width, box.top + next() * box.height];
    /** @type {Pair} */
    const by = [within(-300, 300), within(-300, 300)];
    yield { plot: createPlot(window, box), pixels, factor: 10 ** within(-0.5, 0.5), by };
  }
}

/**
 * @param {number[]} found
 * @param {number[]} wanted
 * @param {number[]} sizes of what the difference is small against
 */
function near(found, wanted, sizes = wanted) {
  const [width, height] = [Math.abs(sizes[1] - sizes[0]), Math.abs(sizes[3] - sizes[2])];
  const slack = [width, width, height, height];
  found.forEach((place, i) => {
    const error = Math.abs(place - wanted[i]);
    assert.ok(error <= 1e-9 * slack[i] + 1e-12 * Math.abs(wanted[i]), `${found} is not ${wanted}`);
  });
}

/** @type {(plot: Plot, window: Bounds) => Plot} */
const onSame = (plot, window) => createPlot(window, plot.box);
/** @type {(plot: Plot) => Limits} */
const free = ({ window }) => ({ ...FREE, whole: window });

test("zooming in at the middle halves what is to be seen on every side", () => {
  near(zoomed(PLOT, [250, 120], 0.5, FREE), [2.5, 7.5, 1.25, 3.75]);
});

test("zooming out at the middle doubles it", () => {
  near(zoomed(PLOT, [250, 120], 2, FREE), [-5, 15, -2.5, 7.5]);
});

test("zooming in at a corner keeps the corner", () => {
  near(zoomed(PLOT, [50, 220], 0.5, FREE), [0, 5, 0, 2.5]);
  near(zoomed(PLOT, [450, 20], 0.5, FREE), [5, 10, 2.5, 5]);
});

test("the picture goes with the hand: to the right and down is towards smaller x and larger y", () => {
  near(panned(PLOT, [40, 20]), [-1, 9, 0.5, 5.5]);
});

test("a box that is drawn becomes the window, its upper edge the largest y", () => {
  near(fitted(PLOT, { left: 150, top: 70, width: 100, height: 50 }, FREE), [2.5, 5, 2.5, 3.75]);
});

test("a box of the whole picture changes nothing", () => {
  near(fitted(PLOT, BOX, FREE), WINDOW);
});

test("a box lies between its corners, whichever was first", () => {
  const box = { left: 100, top: 60, width: 80, height: 30 };
  const [left, right, top, bottom] = [100, 180, 60, 90];
  assert.deepEqual(drawnBox(BOX, [left, top], [right, bottom], false), box);
  assert.deepEqual(drawnBox(BOX, [right, bottom], [left, top], false), box);
  assert.deepEqual(drawnBox(BOX, [right, top], [left, bottom], false), box);
});

test("a box is cut off at the edge of the picture", () => {
  assert.deepEqual(drawnBox(BOX, [100, 60], [900, 900], false), { left: 100, top: 60, width: 350, height: 160 });
  assert.deepEqual(drawnBox(BOX, [100, 60], [-900, -900], false), { left: 50, top: 20, width: 50, height: 40 });
});

test("a box that keeps the shape of the picture is as large as its longer side says, away from where it began", () => {
  assert.deepEqual(drawnBox(BOX, [100, 60], [200, 70], true), { left: 100, top: 60, width: 100, height: 50 });
  assert.deepEqual(drawnBox(BOX, [300, 160], [290, 110], true), { left: 200, top: 110, width: 100, height: 50 });
});

test("on a logarithmic axis zooming is even in the powers of ten", () => {
  const values = Float64Array.of(1e-4, 1e-3, 1e-2, 1e-1, 1);
  const axes = {
    x: createAxis({ label: "η", name: "", scale: "log" }, values),
    y: createAxis({ label: "ε", name: "", scale: "log" }, values),
  };
  const plot = createPlot(placesOf([1e-4, 1, 1e-4, 1], axes), BOX);
  near(valuesOf(zoomed(plot, [250, 120], 0.5, free(plot)), axes), [1e-3, 1e-1, 1e-3, 1e-1]);
  near(valuesOf(zoomed(plot, [50, 220], 0.5, free(plot)), axes), [1e-4, 1e-2, 1e-4, 1e-2]);
  near(valuesOf(panned(plot, [100, 0]), axes), [1e-5, 1e-1, 1e-4, 1]);
});

test("near one zooming is even in the powers of ten of the distance from one", () => {
  const values = Float64Array.of(0, 0.9, 0.99);
  const axes = {
    x: createAxis({ label: "γ", name: "", scale: "near_one" }, values),
    y: createAxis({ label: "y", name: "", scale: "linear" }, values),
  };
  const plot = createPlot(placesOf([0, 0.99, 0, 1], axes), BOX);
  near(valuesOf(zoomed(plot, [450, 220], 0.5, free(plot)), axes), [0.9, 0.99, 0, 0.5]);
  near(valuesOf(panned(plot, [-200, 0]), axes), [0.9, 0.999, 0, 1]);
});

test("a window of values is a window of places and back", () => {
  const values = Float64Array.of(0.1, 0.5, 0.9);
  for (const scale of /** @type {const} */ (["linear", "log", "near_one"])) {
    const axis = createAxis({ label: "", name: "", scale }, values);
    near(valuesOf(placesOf([0.1, 0.9, 0.2, 0.8], { x: axis, y: axis }), { x: axis, y: axis }), [0.1, 0.9, 0.2, 0.8]);
  }
});

test("the point under the pointer keeps its pixels", () => {
  for (const { plot, pixels, factor } of gestures()) {
    const [x, y] = [plot.fromX(pixels[0]), plot.fromY(pixels[1])];
    const after = onSame(plot, zoomed(plot, pixels, factor, free(plot)));
    assert.ok(Math.hypot(after.toX(x) - pixels[0], after.toY(y) - pixels[1]) < 1e-3);
  }
});

test("zooming in and out again by the same factor at the same point changes nothing", () => {
  for (const { plot, pixels, factor } of gestures()) {
    const there = onSame(plot, zoomed(plot, pixels, factor, free(plot)));
    near(zoomed(there, pixels, 1 / factor, free(plot)), plot.window);
  }
});

test("zooming by two factors one after the other is zooming by their product", () => {
  for (const { plot, pixels, factor } of gestures()) {
    const once = onSame(plot, zoomed(plot, pixels, factor, free(plot)));
    near(zoomed(once, pixels, 0.7, free(plot)), zoomed(plot, pixels, factor * 0.7, free(plot)), plot.window);
  }
});

test("zooming by a factor makes both sides of the window as many times as large", () => {
  for (const { plot, pixels, factor } of gestures()) {
    const [x0, x1, y0, y1] = zoomed(plot, pixels, factor, free(plot));
    const [u0, u1, v0, v1] = plot.window;
    near([0, x1 - x0, 0, y1 - y0], [0, factor * (u1 - u0), 0, factor * (v1 - v0)]);
  }
});

test("what is in sight moves by as many pixels as the hand", () => {
  for (const { plot, pixels, by } of gestures()) {
    const [x, y] = [plot.fromX(pixels[0]), plot.fromY(pixels[1])];
    const after = onSame(plot, panned(plot, by));
    assert.ok(Math.hypot(after.toX(x) - pixels[0] - by[0], after.toY(y) - pixels[1] - by[1]) < 1e-3);
  }
});

test("panning there and back changes nothing, and never the size of the window", () => {
  for (const { plot, by } of gestures()) {
    const there = onSame(plot, panned(plot, by));
    near(panned(there, [-by[0], -by[1]]), plot.window);
    const [x0, x1, y0, y1] = there.window;
    near([0, x1 - x0, 0, y1 - y0], [0, plot.window[1] - plot.window[0], 0, plot.window[3] - plot.window[2]]);
  }
});

test("a box that is drawn fills the picture", () => {
  for (const { plot, pixels, by } of gestures()) {
    const drawn = drawnBox(plot.box, pixels, [pixels[0] + by[0], pixels[1] + by[1]], false);
    if (drawn.width < 1 || drawn.height < 1) continue;
    const [x0, x1, y0, y1] = fitted(plot, drawn, { ...free(plot), nearest: 1e-12 });
    near(
      [plot.toX(x0), plot.toX(x1), plot.toY(y1), plot.toY(y0)].map((pixel) => pixel + 1e4),
      [1e4 + drawn.left, 1e4 + drawn.left + drawn.width, 1e4 + drawn.top, 1e4 + drawn.top + drawn.height],
    );
  }
});

test("at a limit zooming stops, with the point under the pointer where it is", () => {
  near(zoomed(PLOT, [50, 220], 1e-6, STRICT), [0, 0.1, 0, 0.05]);
  near(zoomed(PLOT, [50, 220], 1e6, STRICT), [0, 40, 0, 20]);
  const closest = onSame(PLOT, zoomed(PLOT, [250, 120], 1e-6, STRICT));
  near(zoomed(closest, [60, 30], 0.5, STRICT), closest.window);
});

test("a box that is smaller than the limit allows shows as little as may be, around its middle", () => {
  near(fitted(PLOT, { left: 250, top: 120, width: 0.4, height: 0.2 }, STRICT), [4.955, 5.055, 2.4725, 2.5225]);
});

test("no gestures, however many, lead out of the limits", () => {
  let plot = PLOT;
  for (const { pixels, factor, by } of gestures()) {
    const drawn = drawnBox(BOX, pixels, [pixels[0] + by[0], pixels[1] + by[1]], true);
    const boxed = drawn.width ? fitted(plot, drawn, STRICT) : plot.window;
    for (const window of [zoomed(plot, pixels, factor ** 9, STRICT), boxed, panned(plot, by)]) {
      const size = (window[1] - window[0]) / (WINDOW[1] - WINDOW[0]);
      assert.ok(size > STRICT.nearest * (1 - 1e-9) && size < STRICT.farthest * (1 + 1e-9), `${size} times the whole`);
      assert.ok(Math.abs(aspectOf(window) / aspectOf(WINDOW) - 1) < 1e-6, "the shape is kept");
      if (!strays(window, STRICT)) plot = onSame(PLOT, window);
    }
  }
});

test("a window strays when its middle is too many windows away, along x or along y", () => {
  /** @type {(x: number, y: number) => Bounds} */
  const moved = (x, y) => [x, x + 10, y, y + 5];
  assert.ok(!strays(moved(19.9, -9.9), STRICT));
  assert.ok(strays(moved(20.1, 0), STRICT));
  assert.ok(strays(moved(-20.1, 0), STRICT));
  assert.ok(strays(moved(0, 10.1), STRICT));
  assert.ok(strays(moved(0, -10.1), STRICT));
  assert.ok(!strays(moved(1e9, 1e9), FREE));
});

test("zoomed in, out and moved back a map shows the whole again, and not before", () => {
  const inwards = onSame(PLOT, zoomed(PLOT, [123, 77], 0.3, STRICT));
  const moved = onSame(PLOT, panned(inwards, [10, -7]));
  const back = onSame(PLOT, panned(moved, [-10, 7]));
  assert.ok(isSame(zoomed(back, [123, 77], 1 / 0.3, STRICT), WINDOW));
  assert.ok(!isSame(inwards.window, WINDOW));
  assert.ok(!isSame([0, 10, 0, 5.001], WINDOW));
  assert.ok(!isSame([-0.001, 10, 0, 5], WINDOW));
});

test("a shape takes the room that it can: all of the width, or all of the height", () => {
  assert.equal(aspectOf(WINDOW), 2);
  assert.deepEqual(largest([400, 300], 2), [400, 200]);
  assert.deepEqual(largest([800, 300], 2), [600, 300]);
});

test("an axis that is short has two numbers, too", () => {
  for (const [low, high] of [
    [-4.5, 4.5],
    [0.1, 0.9],
    [-3, 11],
  ]) {
    for (const length of [40, 120, 210, 400])
      assert.ok(linearTicks(low, high, length, 64).length >= 2, `from ${low} to ${high} on ${length} pixels`);
  }
  assert.deepEqual(
    linearTicks(-4.5, 4.5, 400, 64).map(({ label }) => label),
    ["−4", "−2", "0", "2", "4"],
  );
});
