// A hand on a chart over the steps: pressed and drawn it moves the cursor, else it points. A finger may mean the page: it moves the
// cursor when it taps, or has gone along the steps.

import { STILL } from "./fingers.js";

/**
 * @param {HTMLElement} canvas
 * @param {object} on
 * @param {() => boolean} on.isReady whether there is something to point at
 * @param {(px: number) => void} on.scrub pixels from the left
 * @param {() => void} [on.press]
 * @param {(px: number, py: number, event: PointerEvent) => void} [on.hover]
 * @param {() => void} [on.leave]
 */
export function listenToScrubbing(canvas, { isReady, scrub, press, hover, leave }) {
  let isHeld = false;
  /** @type {[number, number] | null} */
  let tap = null; // where a finger is down that may mean the page

  /** @type {(event: PointerEvent) => [number, number]} */
  function place({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || !isReady()) return;
    canvas.setPointerCapture(event.pointerId);
    press?.();
    if (event.pointerType === "touch") {
      tap = place(event);
      return;
    }
    isHeld = true;
    scrub(place(event)[0]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isReady()) return;
    const [px, py] = place(event);
    if (tap && Math.hypot(px - tap[0], py - tap[1]) > STILL) {
      isHeld = Math.abs(px - tap[0]) > Math.abs(py - tap[1]);
      tap = null;
    }
    if (isHeld) scrub(px);
    else if (event.pointerType !== "touch") hover?.(px, py, event);
  });
  const release = () => {
    isHeld = false;
    tap = null;
  };
  canvas.addEventListener("pointerup", () => {
    if (tap) scrub(tap[0]);
    release();
  });
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => leave?.());
}
