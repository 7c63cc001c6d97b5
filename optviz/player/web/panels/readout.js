// What lies under the pointer on the map, in words: a landmark, or else the place and the height there.

import { element } from "../ink/element.js";
import { format } from "../measure/numbers.js";
import { inWords } from "../measure/resolution.js";
import { valueAt } from "../measure/surface.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Scene } from "../measure/scene.js"
 * @import { Grid } from "../measure/surface.js"
 */

/** @param {HTMLElement} host */
export function createReadout(host) {
  const output = element("output", { class: "readout", "aria-hidden": "true" });
  host.append(output);
  return {
    /**
     * @param {Pick<Scene, "surface" | "axes">} scene
     * @param {Grid[]} grids the finest last
     * @param {Plot} plot
     * @param {Pair} pixels
     * @param {number} reach pixels from a landmark within which it is told
     */
    show(scene, grids, plot, pixels, reach) {
      output.textContent = landmarkAt(scene.surface, plot, pixels, reach) ?? placeAt(scene, grids, plot, pixels);
    },
    clear() {
      output.textContent = "";
    },
  };
}

/**
 * @param {Scene["surface"]} surface
 * @param {Plot} plot
 * @param {Pair} pixels
 * @param {number} reach
 */
function landmarkAt({ minimizers, saddles, local_minima, minimum, symbol }, plot, [px, py], reach) {
  /** @type {(place: Pair) => boolean} */
  const isNear = ([x, y]) => Math.hypot(plot.toX(x) - px, plot.toY(y) - py) < reach;
  /** @type {(place: Pair) => string} */
  const inNumbers = (place) => `(${place.map((value) => format(value, 5)).join(", ")})`;
  const lowest = minimizers.find(isNear);
  if (lowest) return `global minimizer ${inNumbers(lowest)}, ${symbol} = ${format(/** @type {number} */ (minimum), 6)}`;
  const saddle = saddles.find(isNear);
  if (saddle) return `saddle ${inNumbers(saddle)}`;
  const low = local_minima.find(isNear);
  return low ? `local minimizer ${inNumbers(low)}` : null;
}

/**
 * @param {Pick<Scene, "surface" | "axes">} scene
 * @param {Grid[]} grids
 * @param {Plot} plot
 * @param {Pair} pixels
 */
function placeAt({ surface: { symbol }, axes }, grids, plot, [px, py]) {
  /** @type {Pair} */
  const place = [plot.fromX(px), plot.fromY(py)];
  const [x, y] = inWords(place, plot.window);
  const height = grids.map((grid) => valueAt(grid, ...place)).findLast((value) => value !== null);
  return `${axes[0]} ${x}   ${axes[1]} ${y}${height === undefined ? "" : `   ${symbol} ≈ ${format(height, 3)}`}`;
}
