// The one step cursor that every panel follows: play, pause, step, seek, speed, loop.

const STEPS_PER_SECOND = 30;
const REST = 1.2; // seconds at the last step before the race starts again

/** @typedef {ReturnType<typeof createCursor>} Cursor */

/**
 * Its time runs in fractions of a step. A step lasts two or more frames of the screen, so while the race plays
 * heads are drawn between two recorded points and every frame shows new data; at rest the time is a whole step,
 * and what is drawn then is exactly what was recorded. Numbers are only ever shown for whole steps.
 *
 * @param {() => void} onChange
 */
export function createCursor(onChange) {
  let [time, steps, speed] = [0, 1, 1];
  let [playing, loops, pausedByUser] = [false, true, false];
  /** @type {number | null} */
  let beyond = null; // where it would stand if the end did not come before
  /** @type {number | null} */
  let before = null; // the last moment
  let rested = 0;

  const cursor = {
    get time() {
      return time;
    },
    get step() {
      return Math.floor(time);
    },
    get steps() {
      return steps;
    },
    get playing() {
      return playing;
    },
    get speed() {
      return speed;
    },
    get loops() {
      return loops;
    },
    /** Whether someone chose to stop here, so that the link should lead here. */
    get pausedByUser() {
      return pausedByUser;
    },

    play() {
      if (time >= steps) time = 0;
      beyond = null;
      [playing, pausedByUser, before, rested] = [true, false, null, 0];
      onChange();
    },
    pause() {
      [playing, pausedByUser] = [false, true];
      time = Math.floor(time);
      onChange();
    },
    toggle() {
      if (playing) cursor.pause();
      else cursor.play();
    },
    /**
     * Stop at a step.
     * @param {number} step
     */
    seek(step) {
      [playing, pausedByUser] = [false, true];
      time = Math.min(steps, Math.max(0, Math.round(step)));
      beyond = null;
      onChange();
    },
    /**
     * At the beginning, as when nobody has been here yet.
     * @param {boolean} plays
     */
    begin(plays) {
      [time, playing, pausedByUser, before, rested, beyond] = [0, plays, false, null, 0, null];
      onChange();
    },
    /**
     * Start over without changing whether it plays; at rest the step stays where it is.
     * @param {number} newSteps
     */
    restart(newSteps) {
      steps = newSteps;
      time = playing ? 0 : Math.min(time, steps);
      [before, rested, beyond] = [null, 0, null];
    },
    /**
     * The same race is longer or shorter: who stands at the end stays there.
     * @param {number} newSteps
     * @param {boolean} isHeld whether that is still being chosen: who would stand beyond the end comes back when it does
     */
    stretch(newSteps, isHeld) {
      const wish = beyond ?? (time >= steps ? Infinity : time);
      [steps, time] = [newSteps, Math.min(wish, newSteps)];
      beyond = isHeld && wish > steps ? wish : null;
    },
    /** @param {number} value */
    setSpeed(value) {
      speed = value;
      onChange();
    },
    /** @param {boolean} value */
    setLoops(value) {
      loops = value;
      onChange();
    },
    /** Go on after a time in which nothing moved. */
    resume() {
      before = null;
    },
    /**
     * Move on to a moment in milliseconds.
     * @param {number} now
     */
    advance(now) {
      if (!playing) return;
      const elapsed = Math.min(0.1, Math.max(0, (now - (before ?? now)) / 1000));
      before = now;
      if (time < steps) {
        beyond = null;
        time = Math.min(steps, time + elapsed * STEPS_PER_SECOND * speed);
        return;
      }
      rested += elapsed;
      if (!loops) {
        playing = false;
        onChange();
      } else if (rested > REST) {
        [time, rested, beyond] = [0, 0, null];
      }
    },
  };
  return cursor;
}
