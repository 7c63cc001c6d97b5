// What is read of a header: lanes with their paths and curves, what became of them, and when nothing has changed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decode } from "../../optviz/player/web/measure/payload.js";
import { brokeOffAt, columnAt, isSameRace, matrix, pair, readScene, seriesOf, statusAt } from "../../optviz/player/web/measure/scene.js";
import { exitInWords } from "../../optviz/player/web/measure/words.js";
import { packed } from "./packing.js";

/** @type {(key: string) => object} */
const entrant = (key) => ({ key, name: key.toUpperCase(), color: "#000000", dash: [], marker: "circle", racing: true, note: "" });
const HEADER = {
  surface: { key: "bowl", minimum: -1 },
  grid: {
    window: [
      [-1, 1],
      [0, 2],
    ],
    resolution: 2,
    low: 0,
    span: 1,
    floor: 1e-7,
  },
  steps: 2,
  tolerance: 0.01,
  entrants: [entrant("adam"), entrant("sgd")],
  lanes: [
    { key: "sgd", status: "stalled", outcome: "stalled", last: 2, rests: 2 },
    { key: "adam", status: "diverged", outcome: "diverged in step 2", last: 1, rests: null },
  ],
  curves: [
    { key: "gap", label: "gap", log: true },
    { key: "slope", label: "slope", log: true },
  ],
};
const ARRAYS = {
  grid: Uint16Array.of(0, 65535, 0, 65535),
  points: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  gap: Float32Array.of(3, 2, 0.5, 9, 8, 7),
  slope: Float32Array.of(1, 1, 0, 1, 1, 1),
};
/** @type {(header?: object, arrays?: object) => import("../../optviz/player/web/measure/scene.js").Sent} */
const sent = (header = {}, arrays = {}) => decode(packed({ ...HEADER, ...header }, { ...ARRAYS, ...arrays }));
const SCENE = readScene(sent());
const [SGD, ADAM] = SCENE.lanes;

test("a lane has its entrant's look, its own rows of every array, and f above its minimum", () => {
  assert.deepEqual([SGD.name, ADAM.name], ["SGD", "ADAM"]);
  assert.deepEqual([...SGD.xs, ...SGD.ys], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...ADAM.xs, ...ADAM.ys], [7, 8, 9, 10, 11, 12]);
  assert.deepEqual([...ADAM.curves.gap], [9, 8, 7]);
  assert.deepEqual([...SGD.values], [2, 1, -0.5]);
});

test("a run that is not on the map says since when in what the player counts", () => {
  assert.equal(exitInWords({ unit: "epoch", each: 1 }, SGD, 1, 2), "SGD left the map, epoch 1");
  assert.equal(exitInWords({ unit: "example", each: 8 }, SGD, 1, 2), "SGD left the map, example 8");
  assert.equal(exitInWords({ unit: "step", each: 1 }, ADAM, 1, 1), "ADAM left the map, step 1");
  assert.equal(exitInWords({ unit: "gradient query", each: 1 }, ADAM, 1, 2), "ADAM diverged, gradient query 2");
});

test("without a gap the first curve is f", () => {
  const header = { surface: { key: "saddle", minimum: null }, curves: [{ key: "value", label: "f", log: false }] };
  const { lanes } = readScene(sent(header, { value: Float32Array.of(5, 4, 3, 2, 1, 0) }));
  assert.deepEqual([...lanes[1].values], [2, 1, 0]);
});

test("where f is lower outside of the window it is sent beside the gap, which is infinite there", () => {
  const curves = [...HEADER.curves, { key: "value", label: "f", log: false }];
  const beyond = Float32Array.of(3, 2, 3.4e38, 9, 8, 7);
  const { lanes } = readScene(sent({ curves }, { gap: beyond, value: Float32Array.of(2, 1, -9, 8, 7, 6) }));
  assert.deepEqual([...lanes[0].values], [2, 1, -9]);
  assert.equal(statusAt({ ...lanes[0], rests: null }, 2, HEADER), "running");
});

test("the standings have f, the curves, and nothing for place and status", () => {
  assert.equal(seriesOf(SGD, { key: "value" }), SGD.values);
  assert.equal(seriesOf(SGD, { key: "slope" }), SGD.curves.slope);
  assert.equal(seriesOf(SGD, { key: "place" }), null);
});

test("what has become of a run is told step by step", () => {
  assert.deepEqual(
    [0, 1, 2].map((step) => statusAt(SGD, step, SCENE)),
    ["running", "running", "stalled"],
  );
  assert.deepEqual(
    [0, 1, 2].map((step) => statusAt(ADAM, step, SCENE)),
    ["running", "running", "diverged"],
  );
  assert.equal(statusAt(SGD, 2, { tolerance: 0.5 }), "converged");
  assert.equal(statusAt({ ...SGD, rests: null }, 2, { tolerance: null }), "running");
  assert.deepEqual([brokeOffAt(SGD), brokeOffAt(ADAM)], [null, 2]);
});

test("a grid that is sent again is kept, another one is not", () => {
  assert.equal(readScene(sent({ link: "other" }), SCENE).grid, SCENE.grid);
  assert.notEqual(readScene(sent({}, { grid: Uint16Array.of(0, 65535, 0, 1) }), SCENE).grid, SCENE.grid);
  assert.notEqual(readScene(sent({ grid: { ...HEADER.grid, low: 1 } }), SCENE).grid, SCENE.grid);
});

test("a race is the same if the runs that both have are the same", () => {
  assert.ok(isSameRace(SCENE, readScene(sent({ link: "other" }))));
  assert.ok(isSameRace(SCENE, readScene(sent({ lanes: HEADER.lanes.slice(0, 1) }))));
  const moved = ARRAYS.points.map((value, i) => (i === 11 ? 13 : value));
  assert.ok(!isSameRace(SCENE, readScene(sent({}, { points: moved }))));
  assert.ok(!isSameRace(SCENE, readScene(sent({ surface: { key: "beale", minimum: 0 } }))));
});

test("the paths of other seeds go with the lanes that have them", () => {
  const points = Float32Array.from({ length: 12 }, (_, i) => i);
  const { fan, lanes } = readScene(sent({ fan: { lanes: ["adam"], seeds: 2 } }, { "fan.points": points }));
  assert.deepEqual(fan?.of(lanes[0]), []);
  assert.deepEqual(
    fan?.of(lanes[1]).map(({ xs, ys }) => [...xs, ...ys]),
    [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ],
  );
});

test("a fit is that of a lane at a step", () => {
  const arrays = {
    "fit.across": Float32Array.of(0, 1),
    "fit.up": Float32Array.of(0, 1),
    "fit.group": Uint8Array.of(0, 0),
    "fit.line": Float32Array.of(0, 1),
    "fit.curves": Float32Array.from({ length: 12 }, (_, i) => i),
  };
  const { fit, lanes } = readScene(sent({ fit: { labels: ["x", "y"], groups: ["all"] } }, arrays));
  assert.deepEqual([...(fit?.at(lanes[0], 1) ?? [])], [2, 3]);
  assert.deepEqual([...(fit?.at(lanes[1], 2) ?? [])], [10, 11]);
});

test("a specimen has the arrays of its lane alone, read by pairs and matrices", () => {
  const told = { title: "", columns: 2, opening: {}, lines: [], closing: {}, has: [] };
  const arrays = { "anatomy.0.step": Float64Array.of(1, 2, 3, NaN), "anatomy.1.hessian": Float64Array.of(1, 2, 3, 4, 5, 6) };
  const { specimens } = readScene(sent({ anatomy: [told, told] }, arrays));
  assert.ok(specimens);
  assert.deepEqual(Object.keys(specimens[0].arrays), ["step"]);
  assert.deepEqual(pair(specimens[0], "step", 0), [1, 3]);
  assert.equal(pair(specimens[0], "step", 1), null);
  assert.equal(pair(specimens[1], "step", 0), null);
  assert.deepEqual(matrix(specimens[1], "hessian", 1), [2, 4, 6]);
  assert.equal(columnAt(specimens[0], 7), 1);
});

test("a chart's series have their lanes and numbers in them", () => {
  const series = [{ lane: 1, component: "x", name: "v", array: "chart.0" }];
  const { charts } = readScene(sent({ charts: [{ key: "v", label: "v", meaning: "", log: false, series }] }, { "chart.0": ARRAYS.gap }));
  assert.equal(charts[0].series[0].lane.key, "adam");
  assert.deepEqual(charts[0].series[0].values, ARRAYS.gap);
});
