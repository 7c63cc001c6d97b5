// Mouse, touch and pen on a map: click, drag of the start, pan, wheel and pinch zoom, double click.

import { createDelay } from "./delay.js";
import { shareFingers } from "./fingers.js";
import { listenToWheel } from "./wheel.js";

/** @import { Pair } from "../measure/geometry.d.ts" */

const STILL = { mouse: 4, touch: 10 }; // pixels a press may wander and still be a click
const TWICE = 260; // milliseconds after which a click is taken for a single one. Who is slower is believed, too: see `dblclick`
const HOLD = 350; // milliseconds after which a finger that rests on the start holds it

/**
 * What is going on: a press may yet become anything, `start` drags the start, `swipe` is a finger's that means the page.
 * @typedef {"press" | "start" | "pan" | "pinch" | "swipe" | null} Mode
 */

/**
 * All positions are in CSS pixels from the canvas's corner.
 * @param {HTMLCanvasElement} canvas
 * @param {object} on
 * @param {(x: number, y: number, coarse: boolean) => boolean} on.isStart whether the start can be grabbed here
 * @param {(x: number, y: number) => (() => void) | null} on.click gives what takes it back, if anything came of it
 * @param {(x: number, y: number) => void} on.press a click that may yet become a double click
 * @param {() => void} on.doubleClick
 * @param {(x: number, y: number, done: boolean) => void} on.moveStart
 * @param {((dx: number, dy: number, from?: Pair, to?: Pair) => void) | null} on.pan `from` and `to`: of a drag, not of a pinch
 * @param {(() => void)=} on.drop the end of a drag
 * @param {((x: number, y: number, factor: number) => void) | null} on.zoom by a factor about a point that stays; null: there is no zoom
 * @param {(x: number, y: number) => void} on.hover
 * @param {() => void} on.leave
 * @param {() => void} on.begin a pointer is down: what `cancel` returns to
 * @param {() => void} on.cancel the browser has taken the gesture for itself, e.g. to scroll the page
 * @param {(hand: "wheel" | "finger") => void} on.passed the page was meant, where something could have been zoomed
 * @param {AbortSignal} signal ends all listening
 */
export function listen(canvas, on, signal) {
  /** @type {Map<number, Pair>} */
  const pointers = new Map();
  /** @type {Mode} */
  let mode = null;
  /** @type {Pair} */
  let from = [0, 0];
  let isOnStart = false;
  let began = 0; // when the first finger was put down, by the browser's clock
  /** @type {{x: number, y: number, timer: ReturnType<typeof setTimeout>} | null} */
  let waiting = null;
  let isClick = false; // whether that is what the last press was
  /** @type {(() => void) | null} */
  let takeBack = null; // the last click that was taken for a single one

  /** A finger grasps the start when it has rested on it: one that is drawn over it scrolls the page. */
  const hold = createDelay(HOLD, () => {
    mode = "start";
    on.moveStart(...from, false);
  });

  /** @returns {Pair} */
  const place = (/** @type {MouseEvent} */ event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const isTouch = (/** @type {PointerEvent} */ event) => event.pointerType === "touch";
  /**
   * @template {keyof HTMLElementEventMap} K
   * @param {K} type
   * @param {(event: HTMLElementEventMap[K]) => void} listener
   */
  const listenTo = (type, listener) => canvas.addEventListener(type, listener, { signal });

  listenTo("pointerdown", (event) => {
    if (event.button > 0) return;
    const [x, y] = place(event);
    pointers.set(event.pointerId, [x, y]);
    canvas.setPointerCapture(event.pointerId);
    on.leave();
    hold.cancel();
    if (pointers.size === 1) {
      on.begin();
      [mode, from, began, isOnStart] = ["press", [x, y], event.timeStamp, on.isStart(x, y, isTouch(event))];
      if (isOnStart && isTouch(event)) hold.start();
    } else if (pointers.size === 2) {
      if (mode === "start") on.cancel();
      mode = "pinch";
    }
  });

  listenTo("pointermove", (event) => {
    const [x, y] = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      canvas.style.cursor = on.isStart(x, y, false) ? "grab" : "crosshair";
      if (!isTouch(event)) on.hover(x, y);
      return;
    }
    const isFar = Math.hypot(x - from[0], y - from[1]) > (isTouch(event) ? STILL.touch : STILL.mouse);
    if (mode === "press" && isFar) {
      hold.cancel();
      mode = isTouch(event) ? "swipe" : isOnStart ? "start" : "pan";
    }
    // The page was busy, and has heard of a finger that moved on at once only when it was taken for one that rests.
    if (mode === "start" && isFar && isTouch(event) && event.timeStamp - began < HOLD) {
      on.cancel();
      mode = "swipe";
    }
    if (mode === "pinch") pinch(event.pointerId, [x, y]);
    pointers.set(event.pointerId, [x, y]);
    if (mode === "start") on.moveStart(x, y, false);
    if (mode === "pan") on.pan?.(x - before[0], y - before[1], from, [x, y]);
    canvas.style.cursor = mode === "press" ? "crosshair" : "grabbing";
  });

  /**
   * @param {number} moved
   * @param {Pair} now
   */
  function pinch(moved, now) {
    const [[id, still]] = [...pointers].filter(([other]) => other !== moved);
    const before = pointers.get(moved);
    if (id === undefined || !before) return;
    const spread = (/** @type {Pair} */ point) => Math.max(10, Math.hypot(point[0] - still[0], point[1] - still[1]));
    const [cx, cy] = [(now[0] + still[0]) / 2, (now[1] + still[1]) / 2];
    on.pan?.((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    on.zoom?.(cx, cy, spread(before) / spread(now));
  }

  /** @param {PointerEvent} event */
  function release(event) {
    if (!pointers.delete(event.pointerId)) return;
    hold.cancel();
    const [x, y] = place(event);
    const isTaken = event.type === "pointercancel";
    isClick = mode === "press" && !isTaken;
    const isPassing = mode === "swipe" || (mode === "press" && isTaken);
    if (isPassing) isTouch(event) && on.zoom && on.passed("finger");
    else if (isTaken) on.cancel();
    else if (mode === "start") on.moveStart(x, y, true);
    else if (mode === "press") click(x, y);
    else if (mode === "pan") on.drop?.();
    mode = pointers.size ? "swipe" : null; // a finger that stays behind after a pinch is not one that draws
    canvas.style.cursor = "crosshair";
  }
  listenTo("pointerup", release);
  listenTo("pointercancel", release);
  listenTo("pointerleave", () => on.leave());
  listenTo("contextmenu", (event) => mode === "start" && event.preventDefault()); // what a finger that rests asks for elsewhere

  /**
   * @param {number} x
   * @param {number} y
   */
  function click(x, y) {
    if (waiting) takeBack = null;
    if (waiting && Math.hypot(x - waiting.x, y - waiting.y) < 20) {
      clearTimeout(waiting.timer);
      waiting = null;
      on.doubleClick();
      return;
    }
    clearTimeout(waiting?.timer);
    on.press(x, y);
    const timer = setTimeout(() => {
      waiting = null;
      if (!signal.aborted) takeBack = on.click(x, y);
    }, TWICE);
    waiting = { x, y, timer };
  }

  /** The second click of a slow hand, or one that a busy page has heard late: the first was none. */
  listenTo("dblclick", () => {
    if (!waiting || !isClick) return;
    clearTimeout(waiting.timer);
    waiting = null;
    takeBack?.();
    takeBack = null;
    on.doubleClick();
  });

  const turned = {
    zoom: (/** @type {WheelEvent} */ event, /** @type {number} */ factor) => on.zoom?.(...place(event), factor),
    scroll: () => on.passed("wheel"),
  };
  listenToWheel(canvas, turned, () => on.zoom !== null, signal);
  shareFingers(canvas, () => mode === "start", signal);
}
