// Mouse, touch and pen on the map: click, drag of the start, pan, wheel and pinch zoom, double click.

/** @import { Pair } from "../measure/geometry.d.ts" */

const STILL = 4; // pixels a press may wander and still be a click
const TWICE = 260; // milliseconds within which a second click makes a double click

/**
 * All positions are in CSS pixels from the canvas's corner.
 * @param {HTMLCanvasElement} canvas
 * @param {object} on
 * @param {(x: number, y: number, coarse: boolean) => boolean} on.isStart whether the start can be grabbed here
 * @param {(x: number, y: number) => void} on.click
 * @param {(x: number, y: number) => void} on.press a click that may yet become a double click
 * @param {() => void} on.doubleClick
 * @param {(x: number, y: number, done: boolean) => void} on.moveStart
 * @param {((dx: number, dy: number, from?: Pair, to?: Pair) => void) | null} on.pan `from` and `to`: of a drag, not of a pinch
 * @param {(() => void)=} on.drop the end of a drag
 * @param {((x: number, y: number, factor: number) => void) | null} on.zoom by a factor about a point that stays; null: the wheel scrolls the page
 * @param {(x: number, y: number) => void} on.hover
 * @param {() => void} on.leave
 * @param {() => void} on.begin a pointer is down: what `cancel` returns to
 * @param {() => void} on.cancel the browser has taken the gesture for itself, e.g. to scroll the page
 * @param {AbortSignal} signal ends all listening
 */
export function listen(canvas, on, signal) {
  /** @type {Map<number, Pair>} */
  const pointers = new Map();
  /** @type {"press" | "start" | "pan" | "pinch" | null} */
  let mode = null;
  /** @type {Pair} */
  let from = [0, 0];
  /** @type {{x: number, y: number, timer: ReturnType<typeof setTimeout>} | null} */
  let waiting = null;

  /** @returns {Pair} */
  const place = (/** @type {MouseEvent | Touch} */ event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  /**
   * @template {keyof HTMLElementEventMap} K
   * @param {K} type
   * @param {(event: HTMLElementEventMap[K]) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  const listenTo = (type, listener, options) => canvas.addEventListener(type, listener, { signal, ...options });

  listenTo("pointerdown", (event) => {
    if (event.button > 0) return;
    const [x, y] = place(event);
    pointers.set(event.pointerId, [x, y]);
    canvas.setPointerCapture(event.pointerId);
    on.leave();
    if (pointers.size === 1) on.begin();
    if (pointers.size === 2) {
      if (mode === "start") on.cancel();
      mode = "pinch";
    } else if (pointers.size === 1) {
      mode = on.isStart(x, y, event.pointerType === "touch") ? "start" : "press";
      from = [x, y];
    }
  });

  listenTo("pointermove", (event) => {
    const [x, y] = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      canvas.style.cursor = on.isStart(x, y, false) ? "grab" : "crosshair";
      if (event.pointerType !== "touch") on.hover(x, y);
      return;
    }
    if (mode === "press" && Math.hypot(x - from[0], y - from[1]) > STILL) mode = "pan";
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
    const [x, y] = place(event);
    if (event.type === "pointercancel") on.cancel();
    else if (mode === "start") on.moveStart(x, y, true);
    else if (mode === "press") click(x, y);
    else if (mode === "pan") on.drop?.();
    mode = pointers.size ? "pan" : null;
    canvas.style.cursor = "crosshair";
  }
  listenTo("pointerup", release);
  listenTo("pointercancel", release);
  listenTo("pointerleave", () => on.leave());

  /**
   * @param {number} x
   * @param {number} y
   */
  function click(x, y) {
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
      if (!signal.aborted) on.click(x, y);
    }, TWICE);
    waiting = { x, y, timer };
  }

  listenTo(
    "wheel",
    (event) => {
      if (!on.zoom) return;
      event.preventDefault();
      const [x, y] = place(event);
      const lines = event.deltaMode === 1 ? 30 : 1;
      on.zoom(x, y, Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018)))));
    },
    { passive: false },
  );

  // A finger on the start drags it instead of scrolling the page.
  listenTo(
    "touchstart",
    (event) => {
      if (event.touches.length > 1 || on.isStart(...place(event.touches[0]), true)) event.preventDefault();
    },
    { passive: false },
  );
}
