// A close look at the step under the cursor: the map's window three times the size of the step, once or at every step.

import { partsOf } from "../measure/step.js";

/**
 * @import { Bounds, Pair } from "../measure/geometry.d.ts"
 * @import { Scene, Specimen } from "../measure/scene.js"
 */

/**
 * What of the map's window others may see and change.
 * @typedef {object} Zoom
 * @property {() => Bounds | null} window the one it shows, null for the whole surface
 * @property {(window: Bounds | null) => void} set without a gesture: nobody is told
 * @property {(window: Bounds) => void} look show a window as a gesture would
 * @property {(factor: number) => void} zoom about the middle, below one inwards
 * @property {() => void} reset
 */

const AROUND = 3; // the window in sizes of the step
const TOGETHER = 6; // steps of several lanes share a window if it is at most so many times the largest of them

/**
 * The smallest box around points.
 * @param {Pair[]} points
 * @returns {Bounds}
 */
function boxAround(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

/**
 * The box of the steps that are taken at a step of the cursor, and the size of the largest of them.
 * A lane that is far from the first one is left out.
 * @param {Specimen[]} specimens
 * @param {number} step
 */
function stepsAt(specimens, step) {
  const boxes = specimens.flatMap((specimen) => {
    const { at, asked, arrows } = partsOf(specimen, step);
    const ends = [at, asked, ...Object.values(arrows).map((arrow) => arrow?.to)];
    const points = ends.flatMap((point) => (point?.every(Number.isFinite) ? [point] : []));
    return arrows.step ? [{ points, box: boxAround(points) }] : [];
  });
  if (!boxes.length) return null;
  /** @type {(box: Bounds) => number} */
  const size = ([x0, x1, y0, y1]) => Math.max(x1 - x0, y1 - y0);
  const largest = Math.max(...boxes.map(({ box }) => size(box)));
  const all = boxAround(boxes.flatMap(({ points }) => points));
  return size(all) <= TOGETHER * largest ? all : boxes[0].box;
}

/**
 * @param {Zoom} zoom of the map
 * @param {() => void} onChange
 */
export function createCloseup(zoom, onChange) {
  let isFollowing = false;

  /**
   * A window in the shape of the map's.
   * @type {(box: Bounds, domain: Scene["domain"]) => Bounds}
   */
  function around(box, [[x0, x1], [y0, y1]]) {
    const aspect = (x1 - x0) / (y1 - y0);
    const width = Math.max(AROUND * Math.max(box[1] - box[0], (box[3] - box[2]) * aspect), 2e-5 * (x1 - x0));
    const [x, y] = [(box[0] + box[1]) / 2, (box[2] + box[3]) / 2];
    return [x - width / 2, x + width / 2, y - width / aspect / 2, y + width / aspect / 2];
  }

  /**
   * Whether a window still shows a box well: all of it and not too small.
   * @type {(window: Bounds, box: Bounds) => boolean}
   */
  function isGood(window, box) {
    const room = [0.06 * (window[1] - window[0]), 0.06 * (window[3] - window[2])];
    const isIn = [0, 2].every((i) => box[i] > window[i] + room[i / 2] && box[i + 1] < window[i + 1] - room[i / 2]);
    const share = Math.max((box[1] - box[0]) / (window[1] - window[0]), (box[3] - box[2]) / (window[3] - window[2]));
    return isIn && share > 1 / 9;
  }

  /** @type {(scene: Scene, step: number) => void} */
  function look(scene, step) {
    const box = stepsAt(scene.specimens ?? [], step);
    if (box) zoom.look(around(box, scene.domain));
  }

  /**
   * Whether the step can be seen well as the map is now.
   * @type {(scene: Scene, step: number) => boolean}
   */
  function isClose(scene, step) {
    const [window, box] = [zoom.window(), stepsAt(scene.specimens ?? [], step)];
    return Boolean(window && box && isGood(window, box));
  }

  /** The map is moved by hand or shows the whole surface again. */
  function letGo() {
    if (!isFollowing) return;
    isFollowing = false;
    onChange();
  }

  return {
    get isFollowing() {
      return isFollowing;
    },
    /**
     * Zoom to the step, and back.
     * @param {Scene} scene
     * @param {number} step
     */
    toggle(scene, step) {
      if (isClose(scene, step)) zoom.reset();
      else look(scene, step);
    },
    /**
     * @param {Scene} scene
     * @param {number} step
     */
    toggleFollowing(scene, step) {
      isFollowing = !isFollowing;
      if (isFollowing) look(scene, step);
      onChange();
    },
    letGo,
    /** The map has another window. */
    viewed() {
      if (!zoom.window()) letGo();
    },
    /**
     * Before a frame: keep up with the cursor.
     * @param {Scene} scene
     * @param {number} step
     */
    follow(scene, step) {
      if (isFollowing && !isClose(scene, step)) look(scene, step);
    },
  };
}
