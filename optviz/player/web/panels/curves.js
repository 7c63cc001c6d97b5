// The curves over the steps: gap, gradient, distance or step length, one line for each run.
// All lines are drawn once in full; each frame shows the part of that picture up to the cursor.

import { drawAxes } from "../ink/axes.js";
import { element } from "../ink/element.js";
import { drawHead, drawPointer } from "../ink/glyphs.js";
import { createLayer } from "../ink/layer.js";
import { drawStop, stopsOf } from "../ink/stops.js";
import { decadesBetween, format, powerOfTen, roundTicks, spaced } from "../measure/numbers.js";
import { createPlot, linearTicks } from "../measure/plot.js";

const DEEPEST = 1e-16; // a log axis spans at most this share below its top: what is lower is rounding
const REACH = 14; // pixels from a curve within which it is looked at

/** A logarithmic axis over the positive values of all runs; a run that breaks off does not stretch it. */
function logAxis(series, tolerance) {
  let [low, high] = [Infinity, 0];
  const calm = series.filter(({ lane }) => lane.status !== "diverged");
  for (const { values } of calm.length ? calm : series) {
    for (const value of values) {
      if (!(value > 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  for (const { values } of series) high = Math.max(high, Math.min(values[0], 1e30));
  if (!(high > 0)) [low, high] = [0.1, 10];
  high = Math.min(high, 1e30);
  low = Math.max(Math.min(low, high / 10), high * DEEPEST);
  if (tolerance && tolerance < high) low = Math.min(low, tolerance / 3);
  const [bottom, top] = [Math.log10(low), Math.log10(high)];
  const room = (top - bottom) * 0.06;
  return {
    low: bottom,
    high: top + room,
    of: (value) => (value > 0 ? Math.log10(value) : -Infinity),
    ticks: (count) => {
      const exponents = decadesBetween(low, high * 10 ** room, count);
      if (exponents.length > 1) return exponents.map((k) => ({ value: k, label: powerOfTen(k) }));
      return spaced(
        roundTicks(low, high, count).filter((value) => value > 0),
        count,
      ).map((value) => ({ value: Math.log10(value), label: format(value, 3) }));
    },
  };
}

/** A symmetric axis: linear near zero, logarithmic far from it on both sides; linear altogether for a small range. */
function symmetricAxis(series) {
  const ends = series.flatMap(({ values }) => [values[0], values[values.length - 1], ...values.filter((_, i) => i % 8 === 0)]);
  const [low, high] = [Math.min(...ends, 0), Math.max(...ends, 0)].map((value) => Math.max(-1e30, Math.min(1e30, value)));
  const size = Math.max(-low, high, 1e-12);
  const near = Math.max(...series.map(({ values }) => Math.abs(values[0])), 1e-9);
  if (size < 50 * near) {
    const room = (high - low || 1) * 0.06;
    return { low: low - room, high: high + room, of: (value) => value, ticks: (count) => linearTicks(low - room, high + room, count, 1) };
  }
  const unit = Math.min(1, 10 ** Math.floor(Math.log10(near)));
  const of = (value) => Math.asinh(value / unit);
  const room = (of(high) - of(low)) * 0.06;
  return {
    low: of(low) - room,
    high: of(high) + room,
    of,
    ticks: (count) => {
      const side = (limit, sign) => {
        if (limit < unit * 10) return [];
        return decadesBetween(unit * 10, limit, Math.max(2, (count * of(limit)) / (of(high) - of(low)))).map((k) => ({
          value: sign * of(10 ** k),
          label: (sign < 0 ? "−" : "") + powerOfTen(k),
        }));
      };
      return [...side(-low, -1), { value: 0, label: "0" }, ...side(high, 1)];
    },
  };
}

/**
 * @param {HTMLElement} host
 * @param {{seek: (step: number) => void, hover: (hit: object | null) => void, choose: (key: string) => void}} on
 */
export function createCurves(host, on) {
  const tabs = element("div", { class: "tabs", role: "radiogroup", "aria-label": "What the curves show" });
  const frame = element("div", { class: "canvases" });
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const full = createLayer();
  live.canvas.setAttribute("role", "img");
  frame.append(...canvases);
  host.append(tabs, frame);

  let [scene, theme, lanes, scale, chosen] = [null, null, [], 1, null];
  let [plot, axis, series] = [null, null, []];
  let [isStale, looked, time] = [true, null, 0];

  function layOut() {
    const { key, log } = scene.curves.find((curve) => curve.key === chosen);
    series = lanes.map((lane) => ({ lane, values: lane.curves[key].subarray(0, lane.last + 1) }));
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

  const heightOf = (value) => {
    const { top, height } = plot.box;
    return Math.max(top - 40, Math.min(top + height, plot.toY(axis.of(value))));
  };

  function drawBase() {
    const { context } = base;
    const { left, top, width, height } = plot.box;
    base.clear();
    const ticksX = roundTicks(0, scene.steps, Math.max(2, width / (70 * scale))).map((value) => ({ value, label: String(value) }));
    drawAxes(context, plot, ticksX, axis.ticks(Math.max(2, height / (30 * scale))), theme, { scale, grid: true });
    if (chosen === "gap" && scene.tolerance > 0) {
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
    const { label } = scene.curves.find(({ key }) => key === chosen);
    context.font = `${11.5 * scale}px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.textAlign = "right";
    context.textBaseline = "top";
    context.fillText(label, left + width - 6, top + 5);
    context.textBaseline = "bottom";
    context.fillText(scene.unit, left + width - 6, top + height - 4);
    full.clear();
    full.context.save();
    full.context.beginPath();
    full.context.rect(left, top, width + 2, height);
    full.context.clip();
    for (const { lane, values } of series) {
      const own = lane.key === looked;
      drawCurve(full.context, values, lane, looked === null || own ? 1 : 0.18, own ? 3 : 1.7);
    }
    full.context.restore();
    for (const { lane, values } of series) drawExit(full.context, lane, values);
    isStale = false;
  }

  function drawCurve(context, values, lane, opacity, width) {
    context.beginPath();
    let [lastX, lastY] = [-10, 0];
    for (let i = 0; i < values.length; i++) {
      const [x, y] = [plot.toX(i), heightOf(values[i])];
      if (x - lastX < 0.5 && Math.abs(y - lastY) < 0.5 && i < values.length - 1) continue;
      context[i ? "lineTo" : "moveTo"]((lastX = x), (lastY = y));
    }
    context.globalAlpha = opacity;
    context.setLineDash(lane.dash.map((piece) => piece * scale));
    context.lineJoin = "round";
    context.lineWidth = width * scale;
    context.strokeStyle = theme.ink(lane.color);
    context.stroke();
  }

  /** An arrow at the top where a curve leaves the axis for good. */
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

  function draw(highlighted) {
    if (!plot || live.width < 40) return;
    if (highlighted !== looked) [looked, isStale] = [highlighted, true];
    if (isStale) drawBase();
    const { context } = live;
    const { left, top, width, height } = plot.box;
    const x = plot.toX(time);
    live.clear();
    full.drawOn(context, time >= scene.steps ? left + width + 2 : x);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.strokeStyle = theme.text;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.2;
    context.stroke();
    const step = Math.floor(time);
    for (const { lane, values } of series) {
      for (const [shape, at] of stopsOf(lane, step)) {
        drawStop(context, shape, plot.toX(at), heightOf(values[at]), theme.ink(lane.color), theme.background, 0.7 * scale);
      }
      const i = Math.min(step, values.length - 1);
      const j = Math.min(step + 1, values.length - 1);
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

  const place = (event) => {
    const { left, top } = live.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const stepAt = (px) => Math.max(0, Math.min(scene.steps, Math.round(plot.fromX(px))));

  function nearest(px, py) {
    const step = stepAt(px);
    let [best, distance] = [null, REACH * scale];
    for (const { lane, values } of series) {
      if (step > Math.floor(time) || step >= values.length) continue;
      const d = Math.abs(heightOf(values[step]) - py);
      if (d < distance) [best, distance] = [{ lane, step, px, py }, d];
    }
    return best;
  }

  let dragging = false;
  live.canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || !plot) return;
    dragging = true;
    live.canvas.setPointerCapture(event.pointerId);
    on.hover(null);
    on.seek(stepAt(place(event)[0]));
  });
  live.canvas.addEventListener("pointermove", (event) => {
    if (!plot) return;
    const [px, py] = place(event);
    if (dragging) on.seek(stepAt(px));
    else if (event.pointerType !== "touch") on.hover(nearest(px, py));
  });
  for (const type of ["pointerup", "pointercancel"]) live.canvas.addEventListener(type, () => (dragging = false));
  live.canvas.addEventListener("pointerleave", () => on.hover(null));

  function buildTabs() {
    const buttons = scene.curves.map(({ key, label }) =>
      element("button", {
        type: "button",
        role: "radio",
        class: "tab",
        "aria-checked": String(key === chosen),
        tabindex: key === chosen ? "0" : "-1",
        "data-key": key,
        text: key,
        title: label,
        on: { click: () => on.choose(key) },
      }),
    );
    tabs.replaceChildren(...buttons);
  }

  tabs.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const at = scene.curves.findIndex(({ key }) => key === chosen);
    on.choose(scene.curves[(at + way + scene.curves.length) % scene.curves.length].key);
    tabs.querySelector('[aria-checked="true"]').focus();
  });

  return {
    element: live.canvas,
    update(next) {
      const isSame = scene?.curves.length === next.scene.curves.length && chosen === next.curve;
      ({ scene, theme, lanes, scale, curve: chosen } = next);
      if (!isSame || !tabs.firstChild) buildTabs();
      layOut();
    },
    setLanes(next) {
      lanes = next;
      layOut();
    },
    resize() {
      const { clientWidth, clientHeight } = frame;
      const changed = [base, live, full].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
      if (changed && scene) layOut();
    },
    draw(now, highlighted) {
      time = now;
      draw(highlighted);
    },
    describe: (words) => live.canvas.setAttribute("aria-label", words),
    painted: () => ({ width: live.width, height: live.height, inked: live.inked() }),
  };
}
