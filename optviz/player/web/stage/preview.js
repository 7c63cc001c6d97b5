// The runs of the cell of a map that is pointed at, run here: shown over the race, and gone when the pointer has left.

import { createRunner } from "../engine/runner.js";
import { listenToAim } from "../hear/aim.js";
import { drawPreview } from "../ink/preview.js";

/**
 * @import { Aim } from "../hear/aim.js"
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Choices } from "../panels/panel.js"
 */

/**
 * The lanes of a scene with what a cell sets; none where only Python can run them.
 * @param {Scene} scene
 * @param {Aim} aim
 * @returns {Lane[]}
 */
function lanesAt(scene, aim) {
  const { live } = scene;
  if (!live) return [];
  const own = { parameters: [...live.parameters], start: /** @type {[number, number]} */ ([...scene.start]) };
  const lanes = live.lanes.map((lane) => ({ ...lane, hyperparameters: [...lane.hyperparameters] }));
  for (const { of, at, value } of aim) {
    if (of === "hyperparameters") for (const lane of lanes) lane.hyperparameters[at] = value;
    else own[of][at] = value;
  }
  const runner = createRunner({ ...scene, live: { ...live, parameters: own.parameters, lanes } });
  return scene.lanes.map((lane, row) => {
    const found = runner.read(runner.run(row, own.start));
    return { ...lane, ...found, values: found.curves.value };
  });
}

/** @param {() => void} redraw */
export function createPreview(redraw) {
  /** @type {Aim | null} */
  let aim = null;
  /** @type {Lane[]} */
  let lanes = [];
  let isStale = false;

  return {
    /**
     * @param {string} page
     * @param {AbortSignal} signal
     */
    listen(page, signal) {
      listenToAim(
        page,
        (next) => {
          [aim, isStale] = [next, true];
          redraw();
        },
        signal,
      );
    },
    /** Once a frame, however often the pointer has moved. */
    prepare(/** @type {Scene} */ scene) {
      if (isStale) lanes = aim ? lanesAt(scene, aim) : [];
      isStale = false;
    },
    /** Another race has arrived. */
    renew() {
      isStale = aim !== null;
    },
    /** @type {(context: CanvasRenderingContext2D, plot: Plot, choices: Choices) => void} */
    drawOn: (context, plot, choices) => drawPreview(context, lanes, plot, choices),
    painted: () => lanes.map(({ key, last, xs, ys }) => ({ key, steps: last, end: [xs[last], ys[last]] })),
  };
}
