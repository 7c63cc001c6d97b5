// The gestures that move the camera of the 3-D view.

import { HOME } from "../measure/camera.js";
import { STILL, shareFingers } from "./fingers.js";
import { FACTORS } from "./mapkeys.js";
import { listenToWheel } from "./wheel.js";

/** @import { Camera, Triple } from "../measure/camera.js" */

const TURN = { azimuth: -0.45, elevation: 0.35 }; // degrees for a pixel

/**
 * Drag, two fingers, wheel, arrow keys and double click on an element move the camera.
 * @param {HTMLElement} element
 * @param {Camera} camera
 * @param {{moved: () => void, passed: (hand: "wheel" | "finger") => void}} tell `passed`: the page was meant
 * @param {AbortSignal} signal
 */
export function steer(element, camera, tell, signal) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let [way, isPassing] = [0, false]; // how far a single finger has gone, and whether there is only one
  const turn = (/** @type {number} */ azimuth, /** @type {number} */ elevation) =>
    set(camera.pose[0] + azimuth, camera.pose[1] + elevation, camera.pose[2]);
  const zoom = (/** @type {number} */ factor) => set(camera.pose[0], camera.pose[1], camera.pose[2] * factor);
  const set = (/** @type {Triple} */ ...pose) => {
    camera.set(pose);
    tell.moved();
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const isTouch = (/** @type {PointerEvent} */ event) => event.pointerType === "touch";
  /** @type {<K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void) => void} */
  const on = (name, listener) => element.addEventListener(name, listener, { signal });

  element.style.cursor = "grab";
  on("mousedown", (event) => event.preventDefault()); // keeps the keyboard where it was: a drag is not a wish to steer with the arrow keys
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    [way, isPassing] = [0, isTouch(event) && pointers.size === 1];
    element.style.cursor = "grabbing";
  });
  on("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const before = pointers.size === 2 ? spread() : 0;
    const [dx, dy] = [event.clientX - pointer.x, event.clientY - pointer.y];
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    if (pointers.size === 2) {
      turn((TURN.azimuth * dx) / 2, (TURN.elevation * dy) / 2); // the other finger turns the other half
      zoom(before / Math.max(spread(), 1));
    } else if (isTouch(event)) way += Math.hypot(dx, dy);
    else turn(TURN.azimuth * dx, TURN.elevation * dy);
  });
  const release = (/** @type {PointerEvent} */ event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (isPassing && (event.type === "pointercancel" || way > STILL)) tell.passed("finger");
    isPassing = false;
    if (!pointers.size) element.style.cursor = "grab";
  };
  on("pointerup", release);
  on("pointercancel", release);
  const turned = {
    zoom: (/** @type {WheelEvent} */ _, /** @type {number} */ factor) => zoom(factor),
    scroll: () => tell.passed("wheel"),
  };
  listenToWheel(element, turned, () => true, signal);
  shareFingers(element, () => false, signal);
  on("dblclick", () => set(...HOME));
  on("keydown", (event) => {
    /** @type {Record<string, [azimuth: number, elevation: number]>} */
    const moves = { ArrowLeft: [5, 0], ArrowRight: [-5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) turn(...moves[event.key]);
    else if (FACTORS[event.key]) zoom(FACTORS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // in the rest of the player the arrow keys move the step
  });
}
