// The race at a moment, on the map: paths and heads of the runs, the start, and where runs have left.

import { inWords } from "../measure/resolution.js";
import { inside } from "./clip.js";
import { drawExits } from "./exits.js";
import { drawFan } from "./fan.js";
import { drawStart } from "./glyphs.js";
import { drawHeads, headsAt } from "./heads.js";
import { drawShadows } from "./shadows.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Head } from "./heads.js"
 * @import { Layer } from "./layer.js"
 * @import { Theme } from "./theme.js"
 * @import { Trails } from "./trails.js"
 */

const TO_COME = 0.8; // opacity

/**
 * @param {Layer} layer
 * @param {Trails} trails
 * @param {Plot} plot
 * @param {{scene: Scene, lanes: Lane[], isHeld: boolean, theme: Theme, scale: number}} choices
 * @param {{time: number, step: number, highlighted: string | null}} frame
 * @param {object} look
 * @param {Pair | null} look.ghost where the start would be
 * @param {boolean} look.isZoomed
 * @param {(context: CanvasRenderingContext2D, plot: Plot) => void} look.decorate draws over the runs
 * @returns {{heads: Head[], fan: number}} what was drawn, with the number of other seeds
 */
export function drawRace({ context, clear }, trails, plot, choices, { time, step, highlighted }, { ghost, isZoomed, decorate }) {
  const { scene, lanes, isHeld, theme, scale } = choices;
  let fan = 0;
  clear();
  inside(context, plot.box, () => {
    fan = drawFan(context, scene.fan, lanes, time, plot, theme, scale, highlighted);
    if (isHeld) drawShadows(context, trails.paths(), { theme, scale, opacity: TO_COME, from: step });
    trails.draw(context, time, highlighted, isHeld);
  });
  if (plot.contains(...scene.start)) drawStart(context, plot, scene.start, "start", ghost ? 0.35 : 1, theme, scale);
  const heads = headsAt(trails.paths(), time, plot);
  drawHeads(context, heads, step, highlighted, plot, theme, scale);
  drawExits(context, scene, lanes, step, plot, theme, { scale, isZoomed, highlighted });
  inside(context, plot.box, () => decorate(context, plot));
  if (ghost) drawStart(context, plot, ghost, `(${inWords(ghost, plot.window).join(", ")})`, 0.9, theme, scale);
  return { heads, fan };
}
