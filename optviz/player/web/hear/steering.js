// The gestures that move the camera of the 3-D view.

import { HOME } from "../measure/camera.js";

/** @import { Camera, Triple } from "../measure/camera.js" */

/**
 * Drag, pinch, wheel, arrow keys and double click on an element move the camera; `moved` is called after each.
 * @param {HTMLElement} element
 * @param {Camera} camera
 * @param {() => void} moved
 * @param {AbortSignal} signal
 */
export function steer(element, camera, moved, signal) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  const turn = (/** @type {number} */ azimuth, /** @type {number} */ elevation) =>
    set(camera.pose[0] + azimuth, camera.pose[1] + elevation, camera.pose[2]);
  const zoom = (/** @type {number} */ factor) => set(camera.pose[0], camera.pose[1], camera.pose[2] * factor);
  const set = (/** @type {Triple} */ ...pose) => {
    camera.set(pose);
    moved();
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  /** @type {<K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void) => void} */
  const on = (name, listener) => element.addEventListener(name, listener, { signal, passive: false });

  element.style.touchAction = "none";
  element.style.cursor = "grab";
  on("mousedown", (event) => event.preventDefault()); // keeps the keyboard where it was: a drag is not a wish to steer with the arrow keys
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    element.style.cursor = "grabbing";
  });
  on("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const before = pointers.size === 2 ? spread() : 0;
    const [dx, dy] = [event.clientX - pointer.x, event.clientY - pointer.y];
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    if (pointers.size === 1) turn(-0.45 * dx, 0.35 * dy);
    else if (pointers.size === 2) zoom(before / Math.max(spread(), 1));
  });
  const release = (/** @type {PointerEvent} */ event) => {
    pointers.delete(event.pointerId);
    if (!pointers.size) element.style.cursor = "grab";
  };
  on("pointerup", release);
  on("pointercancel", release);
  on("wheel", (event) => {
    event.preventDefault();
    const turned = event.deltaY * (event.deltaMode ? 0.04 : 0.0015);
    zoom(Math.exp(Math.min(Math.max(turned, -0.4), 0.4)));
  });
  on("dblclick", () => set(...HOME));
  on("keydown", (event) => {
    /** @type {Record<string, [azimuth: number, elevation: number]>} */
    const moves = { ArrowLeft: [5, 0], ArrowRight: [-5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) turn(...moves[event.key]);
    else if (event.key === "+") zoom(1 / 1.1);
    else if (event.key === "-") zoom(1.1);
    else return;
    event.preventDefault();
    event.stopPropagation(); // in the rest of the player the arrow keys move the step
  });
}
