// Keys of a map that has the focus. What it has a use for goes no further.

/** @type {Record<string, [number, number]>} */
export const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @type {Record<string, number>} */
export const FACTORS = { "+": 0.8, "=": 0.8, "-": 1.25 };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(event: KeyboardEvent) => (() => void) | null} actionOf what a key does, null if nothing
 * @param {AbortSignal} signal
 */
export function listenToMapKeys(canvas, actionOf, signal) {
  canvas.addEventListener(
    "keydown",
    (event) => {
      const action = actionOf(event);
      if (!action) return;
      action();
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}
