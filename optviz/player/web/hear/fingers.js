// Fingers on a picture: one scrolls the page past it, two are for the picture, and so is one that holds something.

export const STILL = 10; // pixels that a finger may wander and still be a tap

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
