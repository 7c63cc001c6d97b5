// A payload that leaves the browser something to work out, and what becomes of it where the browser cannot.

import assert from "node:assert/strict";
import { test } from "node:test";

import { digestOf } from "../../optviz/player/web/engine/digest.js";
import { readSent } from "../../optviz/player/web/stage/sent.js";
import { packed } from "./packing.js";

/** A method that steps to the left on a slope f = x, as an engine would print it. */
const ENGINE = `() => ({
  farthest: 1e10, statuses: ["running"],
  methods: { Left: { fields: [], together: false, searches: false, begins: () => {}, query: null, update: (h, s, c, x, g) => x - h[0] * g } },
  terrains: { slope: {
    summed: false, value: (t, x) => x, gradient: (t, x, y, found) => { found[0] = 1; found[1] = 0; }, hessian: () => {},
    gap: (goal, value) => value, length: (x, y) => Math.sqrt(x * x + y * y), rests: () => 0, status: () => 0,
  } },
})`;
const HERE = Float64Array.of(1, 2, 0.5, 2, 0, 2);
const THERE = Float64Array.of(1, 2, 1e300, 2, 3, 2);
/** @type {(engine?: string, digest?: number) => Uint8Array} */
const sent = (engine = ENGINE, digest = digestOf(HERE)) => {
  const run = { status: "running", outcome: "", last: 2, rests: null };
  const [found, given] = [digest, null].map((digest) => ({ form: "Left", hyperparameters: [0.5], digest }));
  const header = {
    ...{ surface: { key: "slope", minimizers: [[0, 2]] }, start: [1, 2], steps: 2, unit: "step", each: 1, tolerance: 0.1, curves: [] },
    ...{
      lanes: [
        { key: "given", ...run },
        { key: "found", ...run },
      ],
      grid: {
        window: [
          [0, 2],
          [5, 6],
        ],
        resolution: 3,
      },
    },
    live: { engine, parameters: [], goal: [0, 0, 2, 5, 6], lanes: [given, found] },
  };
  return packed(header, { "live.points": THERE });
};

test("runs that were sent stay as they are, the others are run, and what is read off both has the rows of the lanes", () => {
  const { arrays } = readSent(sent());
  const largest = 3.4028234663852886e38;
  assert.deepEqual([...arrays.points], [1, largest, 3, 2, 2, 2, 1, 0.5, 0, 2, 2, 2]);
  assert.deepEqual([...arrays.value], [1, largest, 3, 1, 0.5, 0]);
  assert.deepEqual([...arrays.distance], [1, largest, 3, 1, 0.5, 0]);
  assert.deepEqual([...arrays.step], [0, largest, largest, 0, 0.5, 0.5]);
  assert.deepEqual([...arrays.slope], [1, 1, 1, 1, 1, 1]);
  assert.deepEqual([...arrays.grid], [0, 1, 2, 0, 1, 2, 0, 1, 2]);
});

test("a run that is not Python's, to the last bit, is an error, and so is an engine that does not run", () => {
  assert.throws(() => readSent(sent(ENGINE, digestOf(HERE) ^ 1)), /The run of found is another one here than in Python/);
  assert.throws(() => readSent(sent("() => ({")), SyntaxError);
  const evaluating = globalThis.Function;
  globalThis.Function = /** @type {any} */ (
    class {
      constructor() {
        throw new EvalError("refused by the page's Content Security Policy");
      }
    }
  );
  try {
    assert.throws(() => readSent(sent(ENGINE.replace("running", "refused"))), EvalError);
  } finally {
    globalThis.Function = evaluating;
  }
});

test("a digest is that of Python, for which −0 is 0", () => {
  assert.equal(digestOf(Float64Array.of(1)), Number((0x3ff00000n * 1664525n) % 2n ** 32n));
  assert.equal(digestOf(Float64Array.of(-0, 1)), digestOf(Float64Array.of(0, 1)));
});

test("a payload that leaves nothing to the browser is read as it is", () => {
  const { arrays } = readSent(packed({ lanes: [] }, { points: Float32Array.of(1) }));
  assert.deepEqual(Object.keys(arrays), ["points"]);
});
