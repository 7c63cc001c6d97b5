// A small chart of one variable that is remembered: a line for each run and coordinate, and their numbers at the cursor.

import { listenToScrubbing } from "../hear/scrubbing.js";
import { drawAxes } from "../ink/axes.js";
import { element } from "../ink/element.js";
import { createLayer } from "../ink/layer.js";
import { uprightOf } from "../measure/memoryaxis.js";
import { formatSteady } from "../measure/numbers.js";
import { placesOn } from "../measure/places.js";
import { createPlot } from "../measure/plot.js";

/**
 * @import { DrawnChart, Scene } from "../measure/scene.js"
 * @import { Choices } from "./panel.js"
 */

/** @type {Record<string, number[]>} */
const DASHES = { y: [4, 3], limit: [1, 2.5] }; // x and what both coordinates share are solid
const MOST = 13; // characters that have room beside others
const TYPE = 0.88; // of the size elsewhere
const AHEAD = 0.28; // opacity of what is still to come

/**
 * @param {DrawnChart} variable
 * @param {Pick<Choices, "scene" | "theme" | "scale">} choices
 * @param {(step: number) => void} seek
 */
export function createChart({ label, meaning, log, series: first }, { scene, theme, scale }, seek) {
  const canvas = element("canvas", { role: "img" });
  const frame = element("div", { class: "canvases" }, canvas);
  const [layer, full] = [createLayer(canvas), createLayer()];
  const endOf = (/** @type {Pick<Scene, "lanes">} */ { lanes }) => Math.max(1, ...lanes.map(({ last }) => last)); // nobody goes on after that
  let [series, end] = [first, endOf(scene)];
  let { axis, isLog } = uprightOf(series, log);
  const cells = series.map(({ component, name }) => {
    const sign = name === `${label} of ${component}` ? component : name === label ? "" : (name ?? component);
    const value = element("span", { class: "value" });
    const parts = sign ? [element("i", { text: sign }), value] : [value];
    return { value, cell: element("span", { class: sign.length > 4 ? "wide" : "" }, ...parts) };
  });
  const lanes = [...new Set(series.map(({ lane }) => lane))];
  const rows = lanes.map((lane) => {
    const own = cells.filter((_, i) => series[i].lane === lane).map(({ cell }) => cell);
    const row = element("div", { class: "now", title: lanes.length > 1 ? lane.name : "" }, ...own);
    row.style.color = theme.word(lane.color);
    return row;
  });
  const caption = element(
    "figcaption",
    { title: meaning },
    element("b", { text: label }),
    element("span", { text: meaning.split(/[:;]/)[0] }),
  );
  let plot = createPlot([0, end, axis.low, axis.high], { left: 0, top: 0, width: 1, height: 1 });
  let [isLaidOut, isStale] = [false, true];

  listenToScrubbing(canvas, { isReady: () => isLaidOut, scrub: (px) => seek(plot.fromX(px)) });

  const ticksAlong = (/** @type {number} */ height) => axis.ticks(Math.max(2, height / (26 * scale)));

  /**
   * What the numbers of the axis take of the width: of a run that diverges they are long.
   * @param {number} height
   */
  function besideOf(height) {
    full.context.font = `${11.5 * TYPE * scale}px ${theme.font}`;
    return Math.max(46 * scale, ...ticksAlong(height).map(({ label: text }) => full.context.measureText(text).width + 9));
  }

  function drawFull() {
    const { context } = full;
    const { left, top, width, height } = plot.box;
    full.clear();
    drawAxes(context, plot, [], ticksAlong(height), theme, { scale: TYPE * scale, grid: true });
    context.save();
    context.beginPath();
    context.rect(left, top, width + 1, height);
    context.clip();
    context.lineJoin = "round";
    context.lineWidth = 1.6 * scale;
    for (const { lane, component, values } of series) {
      context.beginPath();
      const hasPlace = placesOn(values, isLog);
      let isDown = false; // the line breaks off where there is no value
      for (let i = 0; i < values.length; i++) {
        const y = plot.toY(axis.of(values[i]));
        if (Number.isNaN(y) || !hasPlace(i)) isDown = false;
        else {
          context[isDown ? "lineTo" : "moveTo"](plot.toX(i), Math.max(top - 50, Math.min(top + height + 50, y)));
          isDown = true;
        }
      }
      context.setLineDash((DASHES[component] ?? []).map((piece) => piece * scale));
      context.strokeStyle = theme.ink(lane.color);
      context.stroke();
    }
    context.restore();
  }

  /** @param {number} time */
  function draw(time) {
    if (!isLaidOut || layer.width < 40) return false;
    if (isStale) drawFull();
    isStale = false;
    const { context } = layer;
    const { left, top, width, height } = plot.box;
    const x = plot.toX(Math.min(time, end));
    layer.clear();
    context.globalAlpha = AHEAD;
    full.drawOn(context);
    context.globalAlpha = 1;
    full.drawOn(context, time >= end ? left + width + 2 : x);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.globalAlpha = 0.55;
    context.lineWidth = 1.2;
    context.strokeStyle = theme.text;
    context.stroke();
    context.globalAlpha = 1;
    const step = Math.floor(time);
    for (const { lane, component, values } of series) {
      const at = Math.min(step, lane.last);
      const y = plot.toY(axis.of(values[at]));
      if (!(y >= top && y <= top + height)) continue;
      context.beginPath();
      context.arc(plot.toX(at), y, 2.6 * scale, 0, 2 * Math.PI);
      context.fillStyle = component in DASHES ? theme.background : theme.ink(lane.color);
      context.fill();
      context.lineWidth = 1.4 * scale;
      context.strokeStyle = theme.ink(lane.color);
      context.stroke();
    }
    return true;
  }

  /** @param {number} [least] pixels for the numbers of the axis */
  function layOut(least = 0) {
    const height = Math.max(1, layer.height - 10);
    const left = Math.max(least, besideOf(height));
    const box = { left, top: 4, width: Math.max(1, layer.width - left - 5), height };
    plot = createPlot([0, end, axis.low, axis.high], box);
    [isLaidOut, isStale] = [true, true];
  }

  return {
    element: element("figure", { class: "chart" }, caption, frame, ...rows),
    resize() {
      const { clientWidth, clientHeight } = frame;
      const changed = [layer, full].map((one) => one.resize(clientWidth, clientHeight)).some(Boolean);
      if (changed || !isLaidOut) layOut();
    },
    /**
     * Take the same curves of other runs.
     * @param {DrawnChart} variable
     * @param {Pick<Scene, "lanes">} of
     */
    follow(variable, of) {
      [series, end] = [variable.series, endOf(of)];
      ({ axis, isLog } = uprightOf(series, log));
      if (isLaidOut) layOut(plot.box.left);
    },
    /** The picture at a time; false if there is no room for it. */
    draw,
    /**
     * The numbers at a step.
     * @param {number} step
     */
    write(step) {
      for (const [i, { value, cell }] of cells.entries()) {
        const { values, lane } = series[i];
        const number = values[Math.min(step, lane.last)];
        const text = Number.isNaN(number) ? "–" : formatSteady(number);
        if (value.textContent === text) continue;
        value.textContent = text;
        if (cell.textContent.length > MOST) cell.classList.add("wide"); // and stays so: what is below it moves once
      }
    },
    /** @param {number} step */
    describe(step) {
      const values = series.map(
        ({ lane, component, values: own }) => `${lane.name} ${component} ${formatSteady(own[Math.min(step, lane.last)])}`,
      );
      const told = `${label}: ${meaning}. At step ${step}: ${values.join(", ")}`;
      canvas.setAttribute("aria-label", told);
      return told;
    },
  };
}
