// A hand on a chart over the steps: pressed and drawn it moves the cursor, else it points.

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

  /** @type {(event: PointerEvent) => [number, number]} */
  function place({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || !isReady()) return;
    isHeld = true;
    canvas.setPointerCapture(event.pointerId);
    press?.();
    scrub(place(event)[0]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isReady()) return;
    const [px, py] = place(event);
    if (isHeld) scrub(px);
    else if (event.pointerType !== "touch") hover?.(px, py, event);
  });
  canvas.addEventListener("pointerup", () => (isHeld = false));
  canvas.addEventListener("pointercancel", () => (isHeld = false));
  canvas.addEventListener("pointerleave", () => leave?.());
}
