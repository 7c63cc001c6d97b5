// The hands of a visitor on the map: they move its window and its start, and point at what it shows.

import { snapped } from "../measure/resolution.js";
import { keptIn } from "../measure/view.js";
import { listen } from "./gestures.js";
import { FACTORS, listenToMapKeys, WAYS } from "./mapkeys.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Ghost } from "./ghost.js"
 * @import { Sight } from "./sight.js"
 */

const GRASP = { coarse: 24, fine: 14 }; // pixels from the start within which a finger or a pointer grabs it

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} map
 * @param {() => Plot} map.plot
 * @param {() => Pair | null} map.start null if nobody may move it
 * @param {() => number} map.scale
 * @param {Sight} map.sight
 * @param {Ghost} map.ghost
 * @param {() => void} map.grab a gesture takes the window
 * @param {(factor: number, about?: Pair) => void} map.zoom about the middle if nothing else is said
 * @param {() => void} map.cancel a gesture is taken back
 * @param {() => void} map.reset
 * @param {(pixels: Pair) => void} map.look
 * @param {() => void} map.leave
 * @param {(hand: "wheel" | "finger") => void} map.passed the page was meant
 * @param {AbortSignal} signal
 */
export function listenOnMap(canvas, { plot, start, scale, sight, ghost, grab, zoom, cancel, reset, look, leave, passed }, signal) {
  /** @type {(pixels: Pair) => boolean} */
  const isInside = ([px, py]) => plot().contains(plot().fromX(px), plot().fromY(py));
  /** @type {(pixels: Pair) => Pair} */
  const placeAt = ([px, py]) => snapped([plot().fromX(px), plot().fromY(py)], plot().window);

  /** @type {(pixels: Pair, reach: number) => boolean} */
  function isStart(pixels, reach) {
    const at = start();
    return at !== null && Math.hypot(plot().toX(at[0]) - pixels[0], plot().toY(at[1]) - pixels[1]) < reach * scale();
  }

  listen(
    canvas,
    {
      isStart: (px, py, coarse) => isStart([px, py], coarse ? GRASP.coarse : GRASP.fine),
      press: (px, py) => start() && isInside([px, py]) && ghost.show(placeAt([px, py])),
      click: (px, py) => (start() && isInside([px, py]) ? ghost.choose(placeAt([px, py])) : null),
      doubleClick: reset,
      moveStart(px, py, done) {
        const place = placeAt(keptIn(plot().box, [px, py]));
        ghost.show(place);
        if (done) ghost.choose(place);
      },
      begin: sight.begin,
      cancel,
      pan(dx, dy) {
        grab();
        sight.pan([dx, dy]);
      },
      zoom: (px, py, factor) => zoom(factor, [px, py]),
      hover: (px, py) => (isInside([px, py]) ? look([px, py]) : leave()),
      leave,
      passed,
    },
    signal,
  );

  listenToMapKeys(
    canvas,
    ({ key, shiftKey }) => {
      if (FACTORS[key]) return () => zoom(FACTORS[key]);
      if (key === "0") return reset;
      return shiftKey && WAYS[key] && start() ? () => ghost.nudge(WAYS[key]) : null;
    },
    signal,
  );
}
