// The examples that a surface is the mean loss of, and what each run makes of them at the cursor.

import { drawAxes } from "../ink/axes.js";
import { element } from "../ink/element.js";
import { createLayer } from "../ink/layer.js";
import { createNews } from "../measure/news.js";
import { createPlot, linearTicks } from "../measure/plot.js";
import { panelOf } from "./panel.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Theme } from "../ink/theme.js"
 */

const SHAPES = ["circle", "cross", "square"]; // of the groups, in their order
/** @typedef {NonNullable<Scene["fit"]>} Fit */

const SIZE = 2.1; // pixels, half of an example's mark
const ROW = 15; // pixels, of the key

/** @param {HTMLElement} host */
export function createFit(host) {
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const frame = element("div", { class: "canvases" }, ...canvases);
  const title = element("p", { class: "fit-title", text: "The data, and the fits at the cursor" });
  live.canvas.setAttribute("role", "img");
  host.append(title, frame);
  /** @type {Scene} */
  let scene;
  /** @type {Theme} */
  let theme;
  /** @type {Lane[]} */
  let lanes = [];
  /** @type {Plot} */
  let plot;
  /** @type {ReturnType<typeof keyOf>} */
  let key = [];
  let [scale, isStale, fitted] = [1, true, 0];
  const isOther = createNews();

  /**
   * Where what is read of the axis that goes up, and of the groups, stands above the plot: nothing is drawn over it there.
   * @param {Fit} fit
   */
  function keyOf({ groups, labels }) {
    base.context.font = `${11 * scale}px ${theme.font}`;
    let [x, row] = [0, 0];
    return [labels[1], ...(groups.length > 1 ? groups : [])].map((text, i) => {
      const width = base.context.measureText(text).width + (i ? 12 * scale : 0);
      if (x > 0 && x + width > live.width - 8) [x, row] = [0, row + 1];
      const place = { text, shape: i ? SHAPES[(i - 1) % SHAPES.length] : null, x: x + 2, y: (row + 0.5) * ROW * scale };
      x += width + 14 * scale;
      return place;
    });
  }

  /** @param {Fit} fit */
  function layOut(fit) {
    const { across, up } = fit;
    /** @returns {[low: number, high: number]} */
    const ends = (/** @type {Float32Array} */ values) => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return [low - 0.05 * (high - low), high + 0.05 * (high - low)];
    };
    key = keyOf(fit);
    const top = key[key.length - 1].y + (ROW / 2) * scale + 4;
    const box = {
      left: 40 * scale,
      top,
      width: Math.max(1, live.width - 40 * scale - 8),
      height: Math.max(1, live.height - top - 24 * scale),
    };
    plot = createPlot([...ends(across), ...ends(up)], box);
    isStale = true;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {string} shape
   * @param {number} x
   * @param {number} y
   */
  function mark(context, shape, x, y) {
    context.beginPath();
    if (shape === "circle") context.arc(x, y, SIZE, 0, 7);
    else if (shape === "square") context.rect(x - SIZE, y - SIZE, 2 * SIZE, 2 * SIZE);
    else {
      context.moveTo(x - SIZE, y - SIZE);
      context.lineTo(x + SIZE, y + SIZE);
      context.moveTo(x - SIZE, y + SIZE);
      context.lineTo(x + SIZE, y - SIZE);
    }
    context.stroke();
  }

  /** @param {Fit} fit */
  function drawBase({ across, up, group, labels }) {
    const { context } = base;
    const { left, top, width, height } = plot.box;
    const [x0, x1, y0, y1] = plot.window;
    base.clear();
    const [ticksX, ticksY] = [linearTicks(x0, x1, width, 70 * scale), linearTicks(y0, y1, height, 34 * scale)];
    drawAxes(context, plot, ticksX, ticksY, theme, { scale, grid: false });
    context.strokeStyle = theme.text;
    context.lineWidth = 1;
    context.globalAlpha = 0.4;
    across.forEach((value, i) => mark(context, SHAPES[group[i] % SHAPES.length], plot.toX(value), plot.toY(up[i])));
    context.globalAlpha = 1;
    context.font = `${11 * scale}px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const { text, shape, x, y } of key) {
      if (shape) mark(context, shape, x + 4 * scale, y);
      context.fillText(text, x + (shape ? 12 * scale : 0), y + 0.5);
    }
    context.textAlign = "right";
    context.textBaseline = "bottom";
    const wide = context.measureText(labels[0]).width + 8;
    context.globalAlpha = 0.85;
    context.fillStyle = theme.background;
    context.fillRect(left + width - 2 - wide, top + height - 3 - 13 * scale, wide, 13 * scale);
    context.globalAlpha = 1;
    context.fillStyle = theme.faint;
    context.fillText(labels[0], left + width - 6, top + height - 4);
    isStale = false;
  }

  return panelOf({
    update(next) {
      ({ scene, theme, scale, lanes } = next);
      if (host.hidden === Boolean(scene.fit)) host.hidden = !scene.fit;
      if (scene.fit && isOther(scene.fit, theme, scale)) layOut(scene.fit);
    },
    setLanes(next) {
      lanes = next;
    },
    resize() {
      const { clientWidth, clientHeight } = frame;
      const changed = [base, live].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
      if (changed && scene?.fit) layOut(scene.fit);
    },
    draw({ time, highlighted }) {
      const { fit } = scene;
      if (!fit || live.width < 40) return;
      if (isStale) drawBase(fit);
      const { context } = live;
      const { left, top, width, height } = plot.box;
      live.clear();
      base.drawOn(context);
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      fitted = 0;
      for (const lane of lanes) {
        const curve = fit.at(lane, Math.min(Math.floor(time), lane.last));
        if (!curve.every(Number.isFinite)) continue;
        context.beginPath();
        curve.forEach((value, i) => context[i ? "lineTo" : "moveTo"](plot.toX(fit.line[i]), plot.toY(value)));
        context.globalAlpha = highlighted === null || lane.key === highlighted ? 1 : 0.2;
        context.setLineDash(lane.dash.map((piece) => piece * scale));
        context.lineWidth = (lane.key === highlighted ? 3.2 : 2.2) * scale;
        context.strokeStyle = theme.ink(lane.color);
        context.stroke();
        fitted++;
      }
      context.restore();
    },
    describe(words) {
      if (!scene.fit) return null;
      const told = `${scene.fit.labels[1]} against ${scene.fit.labels[0]}, with the fit of each run. ${words}`;
      live.canvas.setAttribute("aria-label", told);
      return told;
    },
    painted: () => ({ width: live.width, height: live.height, inked: live.inked(), fits: fitted }),
  });
}
