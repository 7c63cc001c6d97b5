// A range of the player. A finger that is put down on it may mean the page: it counts when it taps, or has gone along the range.

import { STILL } from "./fingers.js";

/**
 * @param {HTMLInputElement} range
 * @param {() => number} shown what it shows while nobody moves it
 * @param {(value: number) => void} act
 * @param {() => void} [done] it has been let go: by a finger, the mouse or a key; heard more than once, or with nothing moved, too
 */
export function listenToRange(range, shown, act, done = () => {}) {
  /** @type {{x: number, value: number} | null} */
  let undecided = null; // where a finger is down that may mean the page, and what it has set
  let isKeyDown = false;

  const decide = () => {
    if (undecided) act(undecided.value);
    undecided = null;
  };
  range.addEventListener("pointerdown", ({ pointerType, clientX }) => {
    undecided = pointerType === "touch" ? { x: clientX, value: shown() } : null;
  });
  range.addEventListener("input", () => {
    if (!undecided) return act(Number(range.value));
    undecided.value = Number(range.value);
    range.value = String(shown());
  });
  range.addEventListener("pointermove", ({ clientX }) => {
    if (undecided && Math.abs(clientX - undecided.x) > STILL) decide();
  });
  range.addEventListener("pointerup", () => {
    decide();
    done();
  });
  range.addEventListener("pointercancel", () => {
    undecided = null;
    done();
  });
  range.addEventListener("keydown", () => (isKeyDown = true));
  for (const type of ["keyup", "blur"])
    range.addEventListener(type, () => {
      isKeyDown = false;
      done();
    });
  range.addEventListener("change", () => !isKeyDown && done());
}
