// The run that is pointed at.

/**
 * @import { Pair } from "./geometry.d.ts"
 * @import { Lane } from "./scene.js"
 */

/**
 * The run whose path, as far as it is drawn, passes nearest, and the recorded point there; null if none is within reach.
 * @param {{lane: Lane, px: Float64Array, py: Float64Array}[]} paths where the steps of each lie in pixels
 * @param {number} time
 * @param {Pair} pixels
 * @param {number} reach in pixels
 * @returns {{lane: Lane, step: number} | null}
 */
export function nearestRun(paths, time, [x, y], reach) {
  let best = null;
  let distance = reach;
  for (const { lane, px, py } of paths) {
    const last = Math.min(Math.floor(time), lane.last);
    for (let i = last; i >= 0; i--) {
      const j = Math.min(i + 1, last);
      const [dx, dy] = [px[j] - px[i], py[j] - py[i]];
      const share = Math.max(0, Math.min(1, ((x - px[i]) * dx + (y - py[i]) * dy) / (dx * dx + dy * dy || 1)));
      const d = Math.hypot(x - px[i] - share * dx, y - py[i] - share * dy);
      if (d < distance - 0.01) [best, distance] = [{ lane, step: share < 0.5 ? i : j }, d];
    }
  }
  return best;
}
