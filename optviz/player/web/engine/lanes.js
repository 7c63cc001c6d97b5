// The loop over steps for many lanes side by side, as `optviz/lanes/in_numpy.py` has it: of each lane only its end is kept.

/** @import { Lanes, Numbers } from "./engine.d.ts" */

/**
 * @typedef {object} Run what a lane runs
 * @property {Numbers} h its hyperparameters
 * @property {Numbers} t the surface's parameters
 * @property {Numbers} goal the minimum and the window
 * @property {[number, number]} start
 */

/**
 * @typedef {object} End
 * @property {[number, number]} point the last one within all bounds; with `stops` the first within the tolerance
 * @property {[number, number]} before one step before it; the same point if the run diverged or arrived
 * @property {number} arrived the first step within the tolerance, −1 if there was none
 * @property {boolean} lost whether it diverged
 */

const BEFORE = 2; // columns of a lane, after its point
const GAP = 4;

/**
 * @param {Lanes} lanes
 * @param {number} count
 * @param {(lane: number) => Run} runOf
 * @param {{steps: number, tolerance: number, farthest: number, stops: boolean}} rules stops: whether a run ends where it arrives
 * @param {(lane: number, run: Run, end: End) => void} ended told of every lane, in any order
 */
export function walk({ width, columns, begins, step }, count, runOf, { steps, tolerance, farthest, stops }, ended) {
  const s = new Float64Array(columns * width);
  const going = new Int32Array(width + 1); // the places of those that still go, with room for one to look ahead
  const arrived = new Int32Array(width);
  for (let first = 0; first < count; first += width) {
    const many = Math.min(width, count - first);
    const runs = Array.from({ length: many }, (_, i) => runOf(first + i));
    runs.forEach(({ h, t, goal, start }, i) => {
      begins(s, i, h, t, goal);
      [s[i], s[width + i]] = start;
      [going[i], arrived[i]] = [i, -1];
    });
    /** @type {(numbers: Numbers, i: number) => [number, number]} */
    const pointBefore = (numbers, i) => [numbers[BEFORE * width + i], numbers[(BEFORE + 1) * width + i]];
    let [left, earlier] = [many, s];
    // A pass tells the gap where a lane is, and takes it on from there: after the last step one only tells.
    for (let t = 0; t <= steps && left; t++) {
      if (t === steps) earlier = s.slice();
      step(s, going, left);
      const before = left;
      left = sift(s, width, going, before, arrived, t, tolerance, farthest, stops, t === steps);
      for (let k = left; k < before; k++) {
        const [i, point] = [going[k], pointBefore(s, going[k])];
        ended(first + i, runs[i], { point, before: point, arrived: arrived[i], lost: !(stops && arrived[i] >= 0) });
      }
    }
    for (const i of going.subarray(0, left)) {
      ended(first + i, runs[i], { point: pointBefore(s, i), before: pointBefore(earlier, i), arrived: arrived[i], lost: false });
    }
  }
}

/**
 * Notes which lanes have arrived, and puts those that end here behind those that go on; returns how many do. It is a function of its
 * own because browsers make the best code of short ones that are called often.
 * @param {Numbers} s
 * @param {number} width
 * @param {Int32Array} going
 * @param {number} left how many went on until here
 * @param {Int32Array} arrived
 * @param {number} t the step
 * @param {number} tolerance
 * @param {number} farthest
 * @param {boolean} stops
 * @param {boolean} isLast where the step is the last one, nobody is lost by the one after it
 */
function sift(s, width, going, left, arrived, t, tolerance, farthest, stops, isLast) {
  for (let k = 0; k < left; ) {
    const i = going[k];
    if (arrived[i] < 0 && s[GAP * width + i] <= tolerance) arrived[i] = t;
    const isWithin = isLast || (Math.abs(s[i]) < farthest && Math.abs(s[width + i]) < farthest);
    if (isWithin && !(stops && arrived[i] >= 0)) k++;
    else {
      left--;
      going[k] = going[left];
      going[left] = i;
    }
  }
  return left;
}
