// What is held of the sliders of a page, and who hears of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draggedStart, dragStart, drop, held, hold, letGo, listenToHeld, release, standing } from "../../optviz/player/web/hear/held.js";

Object.assign(globalThis, { window: globalThis });

/** @param {string} page */
function heard(page) {
  /** @type {string[]} */
  const told = [];
  const stop = new AbortController();
  listenToHeld(page, (values, isMoving) => told.push(`${JSON.stringify(values)} ${isMoving}`), stop.signal);
  return { told, stop };
}

test("a value is held from the first move of its slider until Python has answered", () => {
  const { told, stop } = heard("one");
  hold("one", "eta", 0.1);
  hold("one", "eta", 0.2);
  hold("another", "eta", 7);
  release("one", "eta");
  release("one", "eta");
  letGo("one");
  letGo("one");
  stop.abort();
  hold("one", "eta", 0.3);
  assert.deepEqual(told, ['{"eta":0.1} true', '{"eta":0.2} true', '{"eta":0.2} false', "{} false"]);
});

test("an answer lets go of what it answers, and neither of what is moving nor of what was moved on since", () => {
  hold("page", "eta", 0.1);
  release("page", "eta");
  hold("page", "gamma", 0.5);
  hold("page", "beta1", 0.9);
  release("page", "beta1");
  letGo("page", { values: { eta: 0.1, beta1: 0.8 }, start: null });
  assert.deepEqual(held("page"), { gamma: 0.5, beta1: 0.9 });
  letGo("page", { values: { eta: 0.1, beta1: 0.9 }, start: null });
  assert.deepEqual(held("page"), { gamma: 0.5 });
  release("page", "gamma");
  letGo("page");
  assert.deepEqual(held("page"), {});
});

test("a map whose own answer is on its way is drawn with what the player was answered, and with what is held since", () => {
  hold("basins", "depth", 1);
  dragStart("basins", [1, 2]);
  assert.deepEqual(standing("basins"), { values: { depth: 1 }, start: [1, 2] });
  release("basins", "depth");
  letGo("basins", { values: { depth: 1, width: 0.5 }, start: [1, 2] });
  assert.deepEqual([held("basins"), draggedStart("basins")], [{}, null]);
  hold("basins", "width", 0.3);
  assert.deepEqual(standing("basins"), { values: { depth: 1, width: 0.3 }, start: [1, 2] });
});

test("what a slider drops is held no more, and that of the others is", () => {
  const { told } = heard("third");
  hold("third", "eta", 0.1);
  hold("third", "gamma", 0.5);
  drop("third", "eta");
  drop("third", "eta");
  release("third", "eta");
  assert.deepEqual(held("third"), { gamma: 0.5 });
  assert.deepEqual(told.slice(2), ['{"gamma":0.5} true']);
});

test("a start is dragged until Python has answered, which no listener hears, or until it goes back", () => {
  const { told } = heard("dragged");
  dragStart("dragged", [1, 2]);
  assert.deepEqual(draggedStart("dragged"), [1, 2]);
  letGo("dragged");
  assert.equal(draggedStart("dragged"), null);
  dragStart("dragged", [3, 4]);
  dragStart("dragged", null);
  assert.deepEqual(told, ["{} true", "{} true", "{} false"]);
});
