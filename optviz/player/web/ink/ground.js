// What lies still under the race: the surface with its arrows, its axes and its landmarks, and paths of before to compare with. It is
// drawn when the window, the surface, the theme or those paths change.

import { linearTicks } from "../measure/plot.js";
import { agree } from "../measure/surface.js";
import { drawArrows } from "./arrows.js";
import { drawAxes, fontOfNames } from "./axes.js";
import { inside } from "./clip.js";
import { drawLandmark } from "./glyphs.js";
import { drawShades, paintShades } from "./shades.js";
import { drawShadows } from "./shadows.js";
import { inPixels } from "./trails.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Grid, Heights } from "../measure/surface.js"
 * @import { Layer } from "./layer.js"
 * @import { Shades } from "./shades.js"
 * @import { Theme } from "./theme.js"
 */

/** Pixels of a map that its buttons take from the right, and from the top. */
export const BUTTONS = { whole: 270, zoomed: 380, below: 52 };
const BEFORE = 0.3; // opacity of paths of before

export function createGround() {
  /** @type {Grid | null} */
  let whole = null; // the last grid of the whole surface, under the finer grid of a zoomed window
  /** @type {Shades[]} */
  let layers = [];
  /** @type {{theme?: Theme, heights?: Heights}} */
  let painted = {}; // what they are painted in

  return {
    grids: () => layers.map(({ grid }) => grid),
    /**
     * Take another scene, theme or scale of heights.
     * @param {{scene: Scene, theme: Theme, heights: Heights}} choices
     * @param {boolean} isNewSurface
     */
    update({ scene: { grid, domain }, theme, heights }, isNewSurface) {
      const isWhole = grid.window.every((value, i) => value === domain.flat()[i]);
      if (isWhole) whole = grid;
      else if (whole && (isNewSurface || !agree(whole, grid))) whole = null;
      if (painted.theme === theme && painted.heights === heights) return;
      painted = { theme, heights };
      layers = (isWhole || !whole ? [grid] : [whole, grid]).map((one, i) => paintShades(one, heights, theme, layers[i]?.picture));
    },
    /**
     * @param {Layer} layer
     * @param {Plot} plot
     * @param {{scene: Scene, before: Lane[], theme: Theme, scale: number, arrows: boolean}} choices
     * @param {boolean} isZoomed
     */
    draw(layer, plot, { scene, before, theme, scale, arrows }, isZoomed) {
      const { context } = layer;
      layer.clear();
      inside(context, plot.box, () => {
        const { left, top, width, height } = plot.box;
        context.fillStyle = theme.surfaceCss(1);
        context.fillRect(left, top, width, height);
        context.imageSmoothingQuality = "high";
        for (const shades of layers) drawShades(context, shades, plot, theme, scale);
        if (arrows) drawArrows(context, this.grids(), plot, theme, scale);
      });
      drawNamedAxes(context, plot, scene.axes, theme, scale, isZoomed ? BUTTONS.zoomed : BUTTONS.whole);
      drawLandmarks(context, plot, scene.surface, theme, scale);
      const paths = before.map((lane) => inPixels(lane, plot));
      inside(context, plot.box, () => drawShadows(context, paths, { theme, scale, opacity: BEFORE, from: 0 }));
    },
  };
}

/**
 * Axes with numbers, and their names within the map: the upper one goes along its axis below the buttons where it has no room
 * beside them.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {[string, string]} names
 * @param {Theme} theme
 * @param {number} scale
 * @param {number} buttons pixels from the right
 */
function drawNamedAxes(context, plot, [across, up], theme, scale, buttons) {
  const { left, top, width, height } = plot.box;
  const [x0, x1, y0, y1] = plot.window;
  const [ticksX, ticksY] = [linearTicks(x0, x1, width, 64 * scale), linearTicks(y0, y1, height, 52 * scale)];
  drawAxes(context, plot, ticksX, ticksY, theme, { scale, grid: false });
  context.font = fontOfNames(theme, scale);
  context.textAlign = "right";
  context.fillText(across, left + width - 4, top + height - 10 * scale);
  context.textAlign = "left";
  if (8 * scale + context.measureText(up).width + buttons < width) return context.fillText(up, left + 8 * scale, top + 11 * scale);
  context.save();
  context.translate(left + 11 * scale, top + BUTTONS.below);
  context.rotate(-Math.PI / 2);
  context.textAlign = "right";
  context.fillText(up, 0, 0);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Scene["surface"]} surface
 * @param {Theme} theme
 * @param {number} scale
 */
function drawLandmarks(context, plot, { saddles, local_minima, minimizers }, theme, scale) {
  const kinds = /** @type {const} */ ([
    ["saddle", saddles, 6],
    ["local minimum", local_minima, 9],
    ["minimizer", minimizers, 9],
  ]);
  for (const [kind, places, size] of kinds) {
    for (const [x, y] of places) {
      if (plot.contains(x, y)) drawLandmark(context, kind, plot.toX(x), plot.toY(y), size * scale, theme.text, theme.halo);
    }
  }
}
