// Numbers for people: what is written of a number, and which numbers stand at an axis.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decadesBetween,
  decimalsFor,
  format,
  formatNarrow,
  formatSet,
  formatSteady,
  formatTo,
  percent,
  powerOfTen,
  roundTicks,
  spaced,
} from "../../optviz/player/web/measure/numbers.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SIZES = Array.from({ length: 121 }, (_, i) => 10 ** (i / 4 - 15) * 1.37);

/** @param {string} text a number as the player writes it */
function read(text) {
  const lowered = text
    .replace(/10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, sign, digits) => `10e${sign && "-"}${[...digits].map((one) => RAISED.indexOf(one)).join("")}`)
    .replaceAll("−", "-")
    .replace("×10e", "e")
    .replace("10e", "1e");
  return Number(lowered);
}

test("numbers are written as people write them", () => {
  const known = /** @type {const} */ ([
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [-2.5, "−2.5"],
    [0.001, "0.001"],
    [0.0001, "10⁻⁴"],
    [0.00012345, "1.23×10⁻⁴"],
    [1234.5, "1235"],
    [12345, "1.23×10⁴"],
    [-1e-12, "−10⁻¹²"],
    [1e10, "10¹⁰"],
    [NaN, "–"],
    [3.4e38, "∞"],
    [-Infinity, "−∞"],
  ]);
  for (const [value, text] of known) assert.equal(format(value, 3), text);
});

test("a written number is the number to its digits, in one digit as in six", () => {
  for (const size of SIZES) {
    for (const value of [size, -size]) {
      for (const digits of [1, 2, 3, 4, 6]) {
        const off = Math.abs(read(format(value, digits)) - value);
        assert.ok(off <= 0.5000001 * 10 ** (Math.floor(Math.log10(size)) - digits + 1), `${value} to ${digits}: ${format(value, digits)}`);
      }
    }
  }
});

test("no number ends in a zero after its point", () => {
  for (const size of SIZES) assert.doesNotMatch(format(Number(size.toPrecision(2)), 6), /\.\d*0(?!\d)/);
});

test("a steady number has four digits, whatever they are, unless it is whole", () => {
  assert.equal(formatSteady(1.5), "1.500");
  assert.equal(formatSteady(-0.00125), "−0.001250");
  assert.equal(formatSteady(0.000125), "1.250×10⁻⁴");
  assert.equal(formatSteady(12345), "12345");
  assert.equal(formatSteady(123456), "1.235×10⁵");
  assert.equal(formatSteady(NaN), "NaN");
  assert.equal(formatSteady(-Infinity), "−∞");
  for (const size of SIZES.filter((one) => !Number.isInteger(one)))
    assert.match(formatSteady(size).replace(/^0\.0*/, ""), /^(\d\.?){4}(×|$)/);
});

test("a number for a column is short where a power of ten needs the room", () => {
  assert.equal(formatNarrow(0.001234), "0.00123");
  assert.equal(formatNarrow(0.0001234), "1.2×10⁻⁴");
});

test("a coordinate has the decimals that its resolution needs", () => {
  assert.equal(decimalsFor(0.001), 3);
  assert.equal(decimalsFor(0.004), 3);
  assert.equal(decimalsFor(20), 0);
  assert.equal(decimalsFor(1e-12), 8);
  assert.equal(formatTo(1.23456, 0.01), "1.23");
  assert.equal(formatTo(-0.001, 0.01), "0.00");
  assert.equal(formatTo(123.456, 0.001), "123.5");
  assert.equal(formatTo(1234.56, 0.001), "1235");
  assert.equal(formatTo(-2e7, 0.001), "−2×10⁷");
});

test("a power of ten is raised", () => {
  assert.equal(powerOfTen(-10), "10⁻¹⁰");
  assert.equal(powerOfTen(37), "10³⁷");
});

test("ticks are round, even, within their bounds and as many as there is room for", () => {
  assert.deepEqual(roundTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(roundTicks(-3, 3, 3), [-2, 0, 2]);
  assert.deepEqual(roundTicks(0.1, 0.3, 2), [0.1, 0.2, 0.3]);
  for (const size of SIZES) {
    for (const [low, high] of [
      [0, size],
      [-0.7 * size, 2.1 * size],
      [9.3 * size, 9.9 * size],
    ]) {
      for (const count of [2, 4, 9]) {
        const ticks = roundTicks(low, high, count);
        const step = ticks[1] - ticks[0];
        const nearly = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) <= 1e-6 * step;
        assert.ok(ticks.length >= 1 && ticks.length <= count + 1.01, `${ticks}`);
        assert.ok(ticks.every((tick) => tick >= low - 1e-6 * size && tick <= high + 1e-6 * size));
        if (ticks.length < 2) continue;
        assert.ok(ticks.every((tick, k) => k === 0 || nearly(tick - ticks[k - 1], step)));
        assert.match(step.toExponential(9), /^[125]\.0{8}|^[0149]\.9{8}/);
      }
    }
  }
});

test("a range that is none has no ticks", () => {
  assert.deepEqual(roundTicks(1, 1, 5), []);
  assert.deepEqual(roundTicks(2, 1, 5), []);
  assert.deepEqual(roundTicks(0, Infinity, 5), []);
  assert.deepEqual(roundTicks(NaN, 1, 5), []);
});

test("what is thinned keeps its last item and its even spaces", () => {
  assert.deepEqual(spaced([1, 2, 3, 4, 5, 6, 7], 3), [1, 4, 7]);
  assert.deepEqual(spaced([1, 2, 3, 4], 3), [2, 4]);
  assert.deepEqual(spaced([1, 2, 3], 9), [1, 2, 3]);
});

test("decades lie between their bounds and are as many as there is room for", () => {
  assert.deepEqual(decadesBetween(1e-3, 1e2, 9), [-3, -2, -1, 0, 1, 2]);
  assert.deepEqual(decadesBetween(2e-3, 99, 9), [-2, -1, 0, 1]);
  assert.deepEqual(decadesBetween(1e-12, 1, 4), [-12, -9, -6, -3, 0]);
  assert.deepEqual(decadesBetween(1e-11, 1, 4), [-9, -6, -3, 0]);
  assert.deepEqual(decadesBetween(2, 3, 4), []);
});

test("a few of many are not none", () => {
  assert.deepEqual([0, 1e-6, 0.001, 0.206, 1].map(percent), ["0%", "<0.1%", "0.1%", "20.6%", "100%"]);
});

test("a value that is set is written as Python writes it", () => {
  const texts = ["0", "0.0015", "0.00012", "10⁻⁴", "2.5×10⁻⁵", "10⁻⁸", "0.123457", "333", "99999", "10⁵", "−3.6", "0.9999"];
  const values = [0, 0.0015, 0.00012, 1e-4, 2.5e-5, 1e-8, 0.1234567, 333, 99999, 1e5, -3.6, 0.9999];
  assert.deepEqual(values.map(formatSet), texts);
});
