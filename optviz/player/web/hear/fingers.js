// Fingers on a picture: one scrolls the page past it, two are for the picture, and so is one that holds something.

/**
 * @param {HTMLElement} element
 * @param {() => boolean} isHeld
 * @param {AbortSignal} signal
 */
export function shareFingers(element, isHeld, signal) {
  element.style.touchAction = "pan-y";
  const keep = (/** @type {TouchEvent} */ event) => {
    if (event.cancelable && (event.targetTouches.length > 1 || isHeld())) event.preventDefault();
  };
  element.addEventListener("touchstart", keep, { signal, passive: false });
  element.addEventListener("touchmove", keep, { signal, passive: false });
}
