// What a method remembers, over the steps: a small chart for each variable, all on the one cursor.

import { drawAxes } from "../ink/axes.js";
import { element } from "../ink/element.js";
import { createLayer } from "../ink/layer.js";
import { decadesBetween, format, formatSteady, powerOfTen, roundTicks, spaced } from "../measure/numbers.js";
import { createPlot } from "../measure/plot.js";

const DEEPEST = 1e-16; // a log axis spans at most this share below its top
const FARTHEST = 1e4; // a linear axis is bent where the largest value is so many times the usual one
const DASHES = { y: [4, 3], limit: [1, 2.5] }; // x and what both coordinates share are solid
const AHEAD = 0.28; // opacity of what is still to come

function finite(series) {
  return series.flatMap(({ values }) => [...values]).filter((value) => Number.isFinite(value) && Math.abs(value) < 1e30);
}

function logAxis(series) {
  const found = finite(series).filter((value) => value > 0);
  const high = found.reduce((a, b) => Math.max(a, b), 0) || 1;
  const low = Math.max(
    found.reduce((a, b) => Math.min(a, b), Infinity),
    high * DEEPEST,
  );
  const [bottom, top] = [Math.log10(Math.min(low, high / 2)), Math.log10(high)];
  const room = 0.08 * (top - bottom);
  return {
    low: bottom - room,
    high: top + room,
    of: (value) => (value > 0 ? Math.log10(value) : value === 0 ? -Infinity : NaN),
    ticks(count) {
      const exponents = decadesBetween(10 ** (bottom - room), 10 ** (top + room), count);
      if (exponents.length > 1) return exponents.map((k) => ({ value: k, label: powerOfTen(k) }));
      return spaced([bottom, top], count).map((value) => ({ value, label: format(10 ** value, 2) }));
    },
  };
}

/** Linear; linear only near zero where a few values would press all others onto it. */
function linearAxis(series) {
  const found = finite(series);
  const low = found.reduce((a, b) => Math.min(a, b), Infinity);
  const high = found.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(low <= high)) return { low: 0, high: 1, of: (value) => value, ticks: () => [] };
  const size = Math.max(Math.abs(low), Math.abs(high));
  const sizes = found
    .map(Math.abs)
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const isBent = size > FARTHEST * usual;
  const of = isBent ? (value) => Math.asinh(value / usual) : (value) => value;
  const room = 0.08 * (of(high) - of(low) || Math.abs(of(high)) || 1);
  const [bottom, top] = [of(low) - room, of(high) + room];
  if (!isBent) {
    const ticks = (count) => roundTicks(bottom, top, count).map((value) => ({ value, label: format(value, 3) }));
    return { low: bottom, high: top, of, ticks };
  }
  return {
    low: bottom,
    high: top,
    of,
    ticks() {
      const values = [low, 0, high].filter((value) => low <= value && value <= high);
      return values.map((value) => ({ value: of(value), label: format(value, 2) }));
    },
  };
}

/**
 * @param {HTMLElement} host
 * @param {{seek: (step: number) => void}} on
 */
export function createMemory(host, on) {
  let [scene, theme, scale, charts, shown] = [null, null, 1, [], []];

  function chart({ label, meaning, log, series }) {
    const canvas = element("canvas", { role: "img" });
    const frame = element("div", { class: "canvases" }, canvas);
    const several = new Set(series.map(({ lane }) => lane)).size > 1;
    const rows = [...new Set(series.map(({ lane }) => lane))].map((lane) => {
      const cells = series
        .filter((one) => one.lane === lane)
        .map(({ component, name, values }) => {
          const sign = name === `${label} of ${component}` ? component : name === label ? "" : (name ?? component);
          const value = element("span", { class: "value" });
          const parts = sign ? [element("i", { text: sign }), value] : [value];
          return { lane, values, value, cell: element("span", { class: sign.length > 4 ? "wide" : "" }, ...parts) };
        });
      const row = element("div", { class: "now", title: several ? lane.name : "" }, ...cells.map(({ cell }) => cell));
      row.style.color = theme.word(lane.color);
      return { row, cells };
    });
    const caption = element("figcaption", { title: meaning }, element("b", { text: label }), element("span", { text: meaning }));
    const made = element("figure", { class: "chart" }, caption, frame, ...rows.map(({ row }) => row));
    const [axis, cells] = [log ? logAxis(series) : linearAxis(series), rows.flatMap((row) => row.cells)];
    const [layer, full] = [createLayer(canvas), createLayer()];
    const one = { made, label, meaning, series, axis, cells, frame, layer, full, plot: null, isStale: true };
    listen(one);
    return one;
  }

  function listen(one) {
    const { canvas } = one.layer;
    let isHeld = false;
    const seek = (event) => on.seek(one.plot.fromX(event.clientX - canvas.getBoundingClientRect().left));
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 0 || !one.plot) return;
      isHeld = true;
      canvas.setPointerCapture(event.pointerId);
      seek(event);
    });
    canvas.addEventListener("pointermove", (event) => isHeld && seek(event));
    for (const type of ["pointerup", "pointercancel"]) canvas.addEventListener(type, () => (isHeld = false));
  }

  /** The last step that any run has taken; past it there is nothing to draw. */
  const end = () => Math.max(1, ...scene.lanes.map(({ last }) => last));

  function layOut(one) {
    const { layer, axis } = one;
    const box = { left: 46 * scale, top: 4, width: Math.max(1, layer.width - 46 * scale - 5), height: Math.max(1, layer.height - 10) };
    one.plot = createPlot([0, end(), axis.low, axis.high], box);
    one.isStale = true;
  }

  function drawFull({ full, plot, axis, series }) {
    const { context } = full;
    const { left, top, width, height } = plot.box;
    full.clear();
    drawAxes(context, plot, [], axis.ticks(Math.max(2, height / (26 * scale))), theme, { scale: 0.88 * scale, grid: true });
    context.save();
    context.beginPath();
    context.rect(left, top, width + 1, height);
    context.clip();
    context.lineJoin = "round";
    context.lineWidth = 1.6 * scale;
    for (const { lane, component, values } of series) {
      context.beginPath();
      let isDown = false; // the line breaks off where there is no value
      for (let i = 0; i < values.length; i++) {
        const y = plot.toY(axis.of(values[i]));
        if (Number.isNaN(y)) isDown = false;
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

  function draw(one, time) {
    const { layer, full, plot, axis, series } = one;
    if (!plot || layer.width < 40) return false;
    if (one.isStale) drawFull(one);
    one.isStale = false;
    const { context } = layer;
    const { left, top, width, height } = plot.box;
    const x = plot.toX(Math.min(time, end()));
    layer.clear();
    context.globalAlpha = AHEAD;
    full.drawOn(context);
    context.globalAlpha = 1;
    full.drawOn(context, time >= end() ? left + width + 2 : x);
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

  function write({ cells }, step) {
    for (const { lane, values, value } of cells) {
      const number = values[Math.min(step, lane.last)];
      const text = Number.isNaN(number) ? "–" : formatSteady(number);
      if (value.textContent !== text) value.textContent = text;
    }
  }

  return {
    /** Take another scene, theme or scale. */
    update(next) {
      const looks = [next.scene.revision, next.theme, next.scale];
      if (looks.every((part, i) => part === shown[i])) return;
      ({ scene, theme, scale } = next);
      shown = looks;
      charts = scene.charts.map(chart);
      host.replaceChildren(...charts.map(({ made }) => made));
      this.resize();
    },
    resize() {
      for (const one of charts) {
        const { clientWidth, clientHeight } = one.frame;
        const changed = [one.layer, one.full].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
        if (changed || !one.plot) layOut(one);
      }
    },
    /** Returns how many charts were painted. */
    draw(time) {
      const step = Math.min(Math.floor(time), scene.steps);
      for (const one of charts) write(one, step);
      return charts.filter((one) => draw(one, time)).length;
    },
    describe(step) {
      for (const { layer, label, meaning, series } of charts) {
        const words = ({ lane, component, values }) => `${lane.name} ${component} ${formatSteady(values[Math.min(step, lane.last)])}`;
        const values = series.map(words);
        layer.canvas.setAttribute("aria-label", `${label}: ${meaning}. At step ${step}: ${values.join(", ")}`);
      }
    },
  };
}
