// When a frame is painted: while the race plays, and whenever something has changed.

const STILL = 250; // milliseconds for which the old race stands still while another is on its way

/**
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} cursor
 * @param {{prepare: () => boolean, paint: (moment: {time: number, step: number, now: number, isMoving: boolean}) => void}} on
 */
export function createFrames(cursor, on) {
  let [request, isDirty, painted] = [0, true, -1];
  /** @type {ReturnType<typeof setTimeout> | null} */
  let still = null;

  function redraw() {
    isDirty = true;
    request ||= requestAnimationFrame(frame);
  }

  /** @param {number} now */
  function frame(now) {
    request = 0;
    if (still === null) cursor.advance(now);
    if (isDirty || cursor.time !== painted) paint(now);
    if (cursor.playing && still === null) request ||= requestAnimationFrame(frame);
  }

  function paint(now = performance.now()) {
    isDirty = false;
    if (!on.prepare()) return;
    const { time, step, playing, steps } = cursor;
    painted = time;
    on.paint({ time, step, now, isMoving: playing && time < steps });
  }

  function goOn() {
    if (still === null) return;
    clearTimeout(still);
    still = null;
    cursor.resume();
    redraw();
  }

  return {
    redraw,
    paint,
    /** Another race is on its way, and bringing it is a better use of the machine than a few more frames of this one. */
    standStill() {
      if (still !== null) clearTimeout(still);
      still = setTimeout(goOn, STILL);
    },
    goOn,
    dispose() {
      cancelAnimationFrame(request);
      if (still !== null) clearTimeout(still);
    },
  };
}
