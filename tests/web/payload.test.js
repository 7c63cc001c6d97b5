// The block of bytes that Python sends, as it says it packs it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decode, revisionOf } from "../../optviz/player/web/measure/payload.js";
import { packed } from "./packing.js";

const ARRAYS = {
  points: Float32Array.of(1.5, -2, 3.25),
  codes: Uint8Array.of(0, 1, 255),
  axis: Float64Array.of(0.1, 1e-300),
  grid: Uint16Array.of(0, 65535),
};

test("header and arrays come out as they went in", () => {
  const { header, arrays } = decode(packed({ key: "η ≠ 1", steps: 2 }, ARRAYS));
  assert.equal(/** @type {any} */ (header).key, "η ≠ 1");
  assert.deepEqual(arrays, ARRAYS);
});

test("a message that begins anywhere in memory can be read", () => {
  const bytes = packed({ key: "a" }, ARRAYS);
  for (let shift = 1; shift < 9; shift++) {
    const memory = new Uint8Array(bytes.length + shift + 3);
    memory.set(bytes, shift);
    assert.deepEqual(decode(memory.subarray(shift, shift + bytes.length)).arrays, ARRAYS);
  }
});

test("the revision is read without the rest", () => {
  const bytes = packed({ key: "a" }, ARRAYS);
  assert.equal(revisionOf(bytes), "0123abcd");
  assert.equal(revisionOf(bytes.subarray(0, 40)), "0123abcd");
  assert.equal(decode(bytes).header.revision, "0123abcd");
});

test("what has no revision has none", () => {
  assert.equal(revisionOf(new TextEncoder().encode('    {"key":"a"}')), "");
});
