// The sliders of the page around the player. When one is moved, by key or by hand, another race is on its way. A finger that is put
// down on one may mean the page: it moves the slider when it taps, or has gone along it.

import { STILL } from "./fingers.js";

const SLIDER = '[data-testid="stSlider"]';
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);
const CLAIMED = `${SLIDER} [style*="touch-action"]`; // its track and its thumb, but neither its label nor its help
const isIn = (/** @type {EventTarget | null} */ target, /** @type {string} */ what) => target instanceof Element && !!target.closest(what);

/**
 * @param {() => void} onMoved
 * @param {AbortSignal} signal
 */
export function listenToSliders(onMoved, signal) {
  let isHeld = false;
  /** @type {PointerEvent | null} */
  let undecided = null; // how a finger was put down, of which the slider has not heard yet
  /** @type {<K extends keyof DocumentEventMap>(type: K, act: (event: DocumentEventMap[K]) => void) => void} */
  const on = (type, act) => document.addEventListener(type, act, { signal, capture: true });
  on("keydown", ({ target, key }) => isIn(target, SLIDER) && KEYS.has(key) && onMoved());
  on("pointerdown", (event) => {
    if (!event.isTrusted) return; // our own, below
    isHeld = isIn(event.target, SLIDER);
    undecided = event.pointerType === "touch" && isIn(event.target, CLAIMED) ? event : null;
    if (undecided) event.stopPropagation();
  });
  on("touchstart", (event) => isIn(event.target, CLAIMED) && event.stopPropagation()); // a tap comes once more, as a click of a mouse
  on("pointermove", ({ pointerId, clientX, clientY }) => {
    if (undecided?.pointerId !== pointerId) return;
    const [along, across] = [Math.abs(clientX - undecided.clientX), Math.abs(clientY - undecided.clientY)];
    if (Math.max(along, across) <= STILL) return;
    if (along > across) undecided.target?.dispatchEvent(new PointerEvent("pointerdown", undecided));
    undecided = null;
  });
  on("pointerup", () => {
    if (isHeld) onMoved();
    isHeld = false;
    undecided = null;
  });
  on("pointercancel", () => {
    isHeld = false;
    undecided = null;
  });
}
