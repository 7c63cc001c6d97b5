// A step told in sentences, one at a press: what is asked, one sentence for each line of the rule, and where it led.

/**
 * @import { Scene, Specimen } from "../measure/scene.js"
 */

const EVERYTHING = ["gradient", "momentum", "gradient_part", "scale", "box", "step"];

/**
 * @param {ReturnType<typeof import("./cursor.js").createCursor>} cursor
 * @param {() => void} onChange
 */
export function createTelling(cursor, onChange) {
  /** @type {Specimen[]} */
  let specimens = [];
  let [isOn, substep, step] = [false, 0, -1];

  const last = () => Math.max(...specimens.map(({ lines }) => lines.length)) + 1;
  /**
   * What a lane tells at a sub-step: its opening, a line, or its closing. A lane with fewer lines stays at its last one.
   * @param {Specimen} specimen
   * @param {number} at
   */
  const partOf = ({ opening, lines, closing }, at) => (at === 0 ? opening : at >= last() ? closing : lines[Math.min(at, lines.length) - 1]);
  const isAtRest = () => isOn && !cursor.playing;

  return {
    get isOn() {
      return isOn;
    },
    get substep() {
      return substep;
    },
    /** The last sub-step. */
    get last() {
      return last();
    },
    get step() {
      return step;
    },
    isAtRest,
    partOf,
    /** @param {Scene} scene */
    take(scene) {
      specimens = scene.specimens ?? [];
      substep = Math.min(substep, last());
    },
    /**
     * As a link has it that was opened.
     * @param {boolean} value
     */
    set(value) {
      isOn = value;
    },
    toggle() {
      isOn = !isOn;
      [substep, step] = [0, cursor.step];
      if (isOn) cursor.pause();
      onChange();
    },
    /** One sentence on; false while nothing is told, so that the cursor moves instead. */
    forward() {
      if (!isAtRest()) return false;
      const steps = Math.min(Math.max(...specimens.map(({ columns }) => columns)) - 1, cursor.steps);
      if (substep < last()) substep++;
      else if (cursor.step < steps) {
        [substep, step] = [0, cursor.step + 1];
        cursor.seek(step);
      }
      onChange();
      return true;
    },
    /** One sentence back; false while nothing is told. */
    backward() {
      if (!isAtRest()) return false;
      if (substep > 0) substep--;
      else if (cursor.step > 0) {
        [substep, step] = [last(), cursor.step - 1];
        cursor.seek(step);
      }
      onChange();
      return true;
    },
    /** Before a frame: keep up with the cursor. */
    follow() {
      if (cursor.playing) substep = last();
      else if (cursor.step !== step) substep = 0;
      step = cursor.step;
    },
    /**
     * The line of a lane's rule that is being told; null if none is.
     * @param {number} row
     */
    line(row) {
      if (!isAtRest()) return null;
      return substep === 0 || substep === last() ? -1 : Math.min(substep, specimens[row].lines.length) - 1;
    },
    /**
     * What has been told of a lane's step so far, as the names of arrows.
     * @param {number} row
     */
    shows(row) {
      if (!isAtRest()) return new Set(EVERYTHING);
      return new Set(Array.from({ length: substep + 1 }, (_, at) => partOf(specimens[row], at).shows).flat());
    },
  };
}
