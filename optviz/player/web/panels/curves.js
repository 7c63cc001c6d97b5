// The curves over the steps: gap, gradient, distance or step length, one line for each run.
// All lines are drawn once in full; each frame shows the part of that picture up to the cursor. Where all of it is
// seen while something is held, and every frame has lines of its own, they are drawn where they are seen.

import { listenToScrubbing } from "../hear/scrubbing.js";
import { drawAxes } from "../ink/axes.js";
import { element } from "../ink/element.js";
import { drawHead, drawPointer } from "../ink/glyphs.js";
import { createLayer } from "../ink/layer.js";
import { drawStop, stopsOf } from "../ink/stops.js";
import { cornersOf, fourAColumn } from "../measure/corners.js";
import { roundTicks } from "../measure/numbers.js";
import { placesOn } from "../measure/places.js";
import { createPlot } from "../measure/plot.js";
import { logAxis, symmetricAxis } from "../measure/raceaxis.js";
import { panelOf } from "./panel.js";
import { createTabs } from "./tabs.js";

/**
 * @import { Curve } from "../header.d.ts"
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Series, Upright } from "../measure/raceaxis.js"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Theme } from "../ink/theme.js"
 * @import { Frame } from "./panel.js"
 */

const TO_COME = 0.45; // opacity
const REACH = 14; // pixels from a curve within which it is looked at

/** @typedef {{lane: Lane, step: number, x: number, y: number}} Hit x and y in pixels of the browser's window */

/**
 * @param {HTMLElement} host
 * @param {{seek: (step: number) => void, hover: (hit: Hit | null) => void, choose: (key: string) => void}} on
 */
export function createCurves(host, on) {
  const tabs = createTabs("What the curves show", on.choose);
  const frame = element("div", { class: "canvases" });
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const full = createLayer();
  live.canvas.setAttribute("role", "img");
  frame.append(...canvases);
  host.append(tabs.element, frame);

  /** @type {Scene} */
  let scene;
  /** @type {Theme} */
  let theme;
  /** @type {Lane[]} */
  let lanes = [];
  let [scale, chosen, isHeld] = [1, "", false];
  /** @type {Plot} */
  let plot;
  /** @type {Upright} */
  let axis;
  /** @type {(Series & {hasPlace: (step: number) => boolean})[]} */
  let series = [];
  let line = { xs: new Float64Array(), ys: new Float64Array(), corners: new Int32Array() }; // where one is drawn, and where it turns
  /** @type {string | null} */
  let looked = null;
  let [isStale, hasFull, time] = [true, false, 0]; // hasFull: whether the lines are drawn in full

  const curve = () => /** @type {Curve} */ (scene.curves.find(({ key }) => key === chosen));

  function layOut() {
    const { key, log } = curve();
    series = lanes.map((lane) => {
      const values = lane.curves[key].subarray(0, lane.last + 1);
      return { lane, values, hasPlace: placesOn(values, log) };
    });
    axis = log ? logAxis(series, key === "gap" ? scene.tolerance : null) : symmetricAxis(series);
    const box = {
      left: 44 * scale,
      top: 8,
      width: Math.max(1, live.width - 44 * scale - 14),
      height: Math.max(1, live.height - 8 - 24 * scale),
    };
    plot = createPlot([0, Math.max(1, scene.steps), axis.low, axis.high], box);
    isStale = true;
  }

  const heightOf = (/** @type {number} */ value) => {
    const { top, height } = plot.box;
    return Math.max(top - 40, Math.min(top + height, plot.toY(axis.of(value))));
  };

  function drawBase() {
    const { context } = base;
    const { left, top, width, height } = plot.box;
    base.clear();
    const ticksX = roundTicks(0, scene.steps * scene.each, Math.max(2, width / (70 * scale))).map((value) => ({
      value: value / scene.each,
      label: String(value),
    }));
    drawAxes(context, plot, ticksX, axis.ticks(Math.max(2, height / (30 * scale))), theme, { scale, grid: true });
    if (chosen === "gap" && scene.tolerance) {
      const y = Math.round(heightOf(scene.tolerance)) + 0.5;
      context.setLineDash([3, 4]);
      context.beginPath();
      context.moveTo(left, y);
      context.lineTo(left + width, y);
      context.strokeStyle = theme.faint;
      context.stroke();
      context.setLineDash([]);
      context.font = `${10.5 * scale}px ${theme.font}`;
      context.fillStyle = theme.faint;
      context.textAlign = "left"; // at the right stands what is counted
      context.textBaseline = "bottom";
      context.fillText("tolerance", left + 4, y - 2);
    }
    const { label } = curve();
    context.font = `${11.5 * scale}px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.textAlign = "right";
    context.textBaseline = "top";
    context.fillText(label, left + width - 6, top + 5);
    context.textBaseline = "bottom";
    const wide = context.measureText(scene.unit).width + 8;
    context.fillStyle = theme.background; // where the tolerance is close to the floor, its line ends at the word
    context.fillRect(left + width - 2 - wide, top + height - 4 - 13 * scale, wide, 13 * scale);
    context.fillStyle = theme.faint;
    context.fillText(scene.unit, left + width - 6, top + height - 4);
  }

  /** @param {CanvasRenderingContext2D} context */
  function drawLines(context) {
    const { left, top, width, height } = plot.box;
    context.save();
    context.beginPath();
    context.rect(left, top, width + 2, height);
    context.clip();
    for (const one of series) {
      const own = one.lane.key === looked;
      drawCurve(context, one, looked === null || own ? 1 : 0.18, own ? 3 : 1.7);
    }
    context.restore();
    for (const { lane, values } of series) drawExit(context, lane, values);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {typeof series[number]} one
   * @param {number} opacity
   * @param {number} width
   */
  function drawCurve(context, { values, lane, hasPlace }, opacity, width) {
    if (line.corners.length < values.length)
      line = { xs: new Float64Array(values.length), ys: new Float64Array(values.length), corners: new Int32Array(values.length) };
    const { xs, ys, corners } = line;
    context.beginPath();
    for (let first = 0; first < values.length; first++) {
      if (!hasPlace(first)) continue;
      let last = first; // of those in one piece
      for (let i = first; i < values.length && hasPlace(i); last = i++) {
        xs[i] = plot.toX(i);
        ys[i] = heightOf(values[i]);
      }
      const turns = fourAColumn(xs, ys, corners, cornersOf(xs, ys, first, last, corners), corners);
      context.moveTo(xs[first] - 0.5, ys[first]); // so that a value between two gaps is seen, too
      for (let turn = 0; turn < turns; turn++) context.lineTo(xs[corners[turn]], ys[corners[turn]]);
      first = last;
    }
    context.globalAlpha = opacity;
    context.setLineDash(lane.dash.map((piece) => piece * scale));
    context.lineJoin = "round";
    context.lineWidth = width * scale;
    context.strokeStyle = theme.ink(lane.color);
    context.stroke();
  }

  /**
   * An arrow at the top where a curve leaves the axis for good.
   * @param {CanvasRenderingContext2D} context
   * @param {Lane} lane
   * @param {Float32Array} values
   */
  function drawExit(context, lane, values) {
    const { top } = plot.box;
    const inside = values.findLastIndex((value) => plot.toY(axis.of(value)) >= top);
    if (inside === values.length - 1) return;
    const [from, to] = [plot.toY(axis.of(values[inside])), heightOf(values[inside + 1])];
    const x = plot.toX(inside + Math.min(1, (from - top) / (from - to || 1)));
    context.globalAlpha = looked === null || lane.key === looked ? 1 : 0.2;
    drawPointer(context, x, top, -Math.PI / 2, 4.5 * scale, theme.ink(lane.color), theme.background);
    context.globalAlpha = 1;
  }

  /** @param {Frame} frame */
  function draw(frame) {
    time = frame.time;
    if (!plot || live.width < 40) return;
    if (frame.highlighted !== looked) {
      looked = frame.highlighted;
      isStale = true;
    }
    const isDirect = isHeld && time >= scene.steps;
    if (isStale) drawBase();
    hasFull &&= !isStale;
    isStale = false;
    if (!isDirect && !hasFull) {
      full.clear();
      drawLines(full.context);
      hasFull = true;
    }
    const { context } = live;
    const { left, top, width, height } = plot.box;
    const x = plot.toX(time);
    live.clear();
    if (isHeld && !isDirect) {
      context.globalAlpha = TO_COME;
      full.drawOn(context);
      context.globalAlpha = 1;
    }
    if (isDirect) live.within(left + width + 2, () => drawLines(context));
    else full.drawOn(context, time >= scene.steps ? left + width + 2 : x);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.strokeStyle = theme.text;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.2;
    context.stroke();
    const step = Math.floor(time);
    for (const { lane, values, hasPlace } of series) {
      for (const [shape, at] of stopsOf(lane, step)) {
        drawStop(context, shape, plot.toX(at), heightOf(values[at]), theme.ink(lane.color), theme.background, 0.7 * scale);
      }
      const i = Math.min(step, values.length - 1);
      if (!hasPlace(i)) continue;
      const j = hasPlace(i + 1) ? i + 1 : i;
      const share = step < values.length - 1 ? time - step : 0;
      const y = heightOf(values[i]) + share * (heightOf(values[j]) - heightOf(values[i]));
      const px = Math.min(x, plot.toX(values.length - 1));
      context.globalAlpha = looked === null || lane.key === looked ? 1 : 0.25;
      if (y >= top - 1 && plot.toY(axis.of(values[i])) >= top - 1)
        drawHead(context, lane.marker, px, y, (lane.key === looked ? 5.2 : 3.6) * scale, theme.ink(lane.color), theme.background);
    }
    context.globalAlpha = 1;
  }

  // ---- pointing -------------------------------------------------------------------------------------------

  const stepAt = (/** @type {number} */ px) => Math.max(0, Math.min(scene.steps, Math.round(plot.fromX(px))));

  /**
   * @param {number} px
   * @param {number} py
   */
  function nearest(px, py) {
    const step = stepAt(px);
    /** @type {{lane: Lane, step: number} | null} */
    let best = null;
    let distance = REACH * scale;
    for (const { lane, values, hasPlace } of series) {
      if (step > Math.floor(time) || step >= values.length || !hasPlace(step)) continue;
      const d = Math.abs(heightOf(values[step]) - py);
      if (d < distance) [best, distance] = [{ lane, step }, d];
    }
    return best;
  }

  listenToScrubbing(live.canvas, {
    isReady: () => plot !== undefined,
    press: () => on.hover(null),
    scrub: (px) => on.seek(stepAt(px)),
    hover(px, py, event) {
      const hit = nearest(px, py);
      on.hover(hit && { ...hit, x: event.clientX, y: event.clientY });
    },
    leave: () => on.hover(null),
  });

  /** @param {Lane[]} next */
  function take(next) {
    lanes = next;
    layOut();
  }

  return panelOf({
    update(choices) {
      ({ scene, theme, scale, isHeld, curve: chosen } = choices);
      tabs.update(scene.curves, chosen);
      take(choices.lanes);
    },
    setLanes: take,
    resize() {
      const { clientWidth, clientHeight } = frame;
      const changed = [base, live, full].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
      if (changed && scene) layOut();
    },
    draw,
    describe(words) {
      const told = `Curves of ${curve().label}. ${words}`;
      live.canvas.setAttribute("aria-label", told);
      return told;
    },
    painted: () => ({
      width: live.width,
      height: live.height,
      get inked() {
        return live.inked(); // it takes a while
      },
    }),
  });
}
