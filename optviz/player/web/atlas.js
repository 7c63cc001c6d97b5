// The atlas: what became of every run of a grid, as a map with axes, a key, marks and a readout.
// Streamlit calls its default export at every change of data or theme. The header is described in `viewer.mount_atlas`.

import { listen } from "./hear/gestures.js";
import { drawAxes } from "./ink/axes.js";
import { drawCells, paintCells } from "./ink/cells.js";
import { element } from "./ink/element.js";
import { createLayer } from "./ink/layer.js";
import { drawMark } from "./ink/pins.js";
import { readTheme } from "./ink/theme.js";
import { createAxis } from "./measure/axis.js";
import { format } from "./measure/numbers.js";
import { decode, revisionOf } from "./measure/payload.js";
import { createPlot } from "./measure/plot.js";
import { layOutKey } from "./panels/atlaskey.js";
import { createTooltip } from "./panels/tooltip.js";

const MARGIN = { left: 50, right: 12, top: 27, bottom: 42 };
const NARROWEST = 1e-6; // of the whole axis, the least that a window shows
const WIDEST = 4;
const SMALLEST_BOX = 8; // pixels of a box that is drawn to zoom into it
const QUIET = 250; // milliseconds after a gesture until its window is asked for
const SHARPNESS = 2; // pixels of a saved picture to one of the page
const TITLE = 30; // pixels for the title of a saved picture

/** @type {WeakMap<Node, ReturnType<typeof createAtlas>>} */
const atlases = new WeakMap();

export default function atlas({ data, parentElement, setTriggerValue }) {
  if (!atlases.has(parentElement)) atlases.set(parentElement, createAtlas(parentElement));
  const mounted = atlases.get(parentElement);
  mounted.receive(data, setTriggerValue);
  // Streamlit cleans up between data that come in quick succession too; see player.js.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || atlases.get(parentElement) !== mounted) return;
      atlases.delete(parentElement);
      mounted.dispose();
    });
}

function createAtlas(parent) {
  const tabs = element("div", { class: "tabs", role: "radiogroup", "aria-label": "What is shown" });
  const whole = element("button", { class: "worded whole", type: "button", text: "whole", hidden: true, on: { click: reset } });
  const save = element("button", { class: "worded", type: "button", text: "Save PNG", on: { click: savePicture } });
  const bar = element("div", { class: "bar" }, tabs, whole, save);
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const host = element("div", { class: "canvases" }, ...canvases);
  const spoken = element("output", { class: "unseen", "aria-live": "polite" });
  const root = element("div", { class: "player atlas" }, bar, host, spoken);
  live.canvas.tabIndex = 0;
  live.canvas.setAttribute("role", "img");
  parent.append(root);

  const stop = new AbortController();
  const tooltip = createTooltip();
  let [sheet, theme, cells, axes, trigger, revision] = [null, null, null, null, () => {}, ""];
  let cellsOf = null; // the revision that the painted cells are of
  let [window_, before, timer] = [null, null, 0]; // places [x0, x1, y0, y1] that are shown; at the outset of a gesture
  let plot = createPlot([0, 1, 0, 1], { left: 0, top: 0, width: 1, height: 1 });
  let pointed = null; // [column, row] of the cell that is looked at
  let isChosenByKey = false;
  let drawnBox = null; // {left, top, width, height} that is being drawn to zoom into it
  let [request, frames, drawn] = [0, 0, {}];

  // ---- what comes from Python -----------------------------------------------------------------------------

  const marking = () => window.optviz?.marks?.[sheet.key];
  const marks = () => marking()?.marks ?? [];

  function receive(data, setTriggerValue) {
    trigger = setTriggerValue;
    if (root.parentNode !== parent) parent.append(root);
    const next = revisionOf(data);
    const found = readTheme(parent.host ?? root);
    const isOtherTheme = JSON.stringify(found) !== JSON.stringify(theme);
    if (isOtherTheme) theme = found;
    if (next !== revision) {
      revision = next;
      take(decode(data));
    }
    paint();
  }

  function take({ header, arrays }) {
    const isOtherMap = !sheet || ["x", "y"].some((axis) => JSON.stringify(sheet[axis]) !== JSON.stringify(header[axis]));
    sheet = {
      ...header,
      arrays,
      layers: Object.fromEntries(header.layers.map((layer) => [layer.key, layer])),
      columns: arrays.x.length,
      rows: arrays.y.length,
    };
    axes = { x: createAxis(header.x, arrays.x), y: createAxis(header.y, arrays.y) };
    // A window that is being moved is not taken back by what arrives meanwhile.
    if (!timer) window_ = placesOf(header.window ?? [...ends(arrays.x), ...ends(arrays.y)]);
    if (isOtherMap) leave();
    root.classList.toggle("square", sheet.square);
    tabs.replaceChildren(...(header.layers.length > 1 ? header.layers.filter(({ hidden }) => !hidden).map(tab) : []));
  }

  const ends = (values) => [values[0], values[values.length - 1]];
  const placesOf = ([x0, x1, y0, y1]) => [axes.x.place(x0), axes.x.place(x1), axes.y.place(y0), axes.y.place(y1)];
  const valuesOf = ([x0, x1, y0, y1]) => [axes.x.value(x0), axes.x.value(x1), axes.y.value(y0), axes.y.value(y1)];

  function tab({ key, label, short }) {
    const choose = () => show(key);
    return element("button", {
      class: "tab",
      type: "button",
      role: "radio",
      text: short ?? label,
      "data-layer": key,
      on: { click: choose },
    });
  }

  /** Show a layer at once; Python hears of it so that the link says so too. */
  function show(key) {
    if (sheet.shown === key) return;
    sheet.shown = key;
    trigger("layer", key);
    paint();
  }

  // ---- the picture ----------------------------------------------------------------------------------------

  function paint() {
    if (!sheet || marking()?.on !== revision) return; // its marks are on their way
    for (const one of tabs.children) one.setAttribute("aria-checked", String(one.dataset.layer === sheet.shown));
    cells = paintCells(sheet, theme);
    cellsOf = revision;
    ((window.optviz ??= {}).atlases ??= {})[sheet.key] = hook;
    draw();
  }

  function draw() {
    whole.hidden = !sheet?.zooms || !sheet.whole || placesOf(sheet.whole).every((place, i) => Math.abs(place - window_[i]) < 1e-9);
    live.canvas.style.touchAction = sheet?.zooms ? "none" : "pan-y";
    if (!sheet || cellsOf !== revision || base.width < 60) return;
    const key = layOutKey(base.context, cells, marksInSight(), theme, base.width - 16);
    const box = { left: MARGIN.left, top: MARGIN.top, width: base.width - MARGIN.left - MARGIN.right };
    const height = Math.max(60, base.height - MARGIN.top - MARGIN.bottom - key.height);
    plot = createPlot(window_, framed({ ...box, height }));
    drawOn(base.context, plot, key, window.devicePixelRatio || 1);
    drawPointed();
    describe(key);
    frames++;
    drawn = { revision: `${revision} ${JSON.stringify(marks())}`, shown: sheet.shown, frames };
  }

  /** The box of the map: both axes to one scale if they are lengths, and on whole pixels. */
  function framed({ left, top, width, height }) {
    const [x0, x1, y0, y1] = window_;
    const aspect = sheet.square ? (x1 - x0) / (y1 - y0) : 0;
    const w = aspect ? Math.min(width, height * aspect) : width;
    const h = aspect ? Math.min(height, width / aspect) : height;
    return { left: left + Math.floor((width - w) / 2), top, width: Math.round(w), height: Math.round(h) };
  }

  /** Cells, contours, marks, axes and key on the page or on a picture to save. */
  function drawOn(context, { box, window: shown }, key, ratio, shift = 0) {
    const { left, top, width, height } = box;
    context.clearRect(0, shift, left + width + 400, top + height + 400);
    const moved = createPlot(shown, { ...box, top: top + shift });
    drawCells(context, cells, axes, moved, theme, ratio);
    context.save();
    context.beginPath();
    context.rect(left, moved.box.top, width, height);
    context.clip();
    if (cells.lines) drawLines(context, moved);
    context.restore();
    const ticksX = axes.x.ticks(shown[0], shown[1], width, 46);
    const ticksY = sheet.y.blank ? [] : axes.y.ticks(shown[2], shown[3], height, 30);
    drawAxes(context, moved, ticksX, ticksY, theme, { scale: 1, grid: false });
    context.fillStyle = theme.text;
    context.font = `12.5px ${theme.font}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillText(axes.y.title, 4, moved.box.top - 17);
    context.textAlign = "right";
    context.fillText(axes.x.title, left + width, moved.box.top + height + 30);
    drawMarks(context, moved);
    key.draw(8, moved.box.top + height + MARGIN.bottom);
  }

  function drawLines(context, { toX, toY }) {
    const [columns, rows] = [sheet.columns - 1, sheet.rows - 1];
    const [left, right] = [toX(axes.x.placeOf(0)), toX(axes.x.placeOf(columns))];
    const [bottom, top] = [toY(axes.y.placeOf(0)), toY(axes.y.placeOf(rows))];
    const placed = new Path2D();
    placed.addPath(cells.lines, new DOMMatrix([(right - left) / columns, 0, 0, (top - bottom) / rows, left, bottom]));
    context.lineJoin = "round";
    for (const [width, color] of [
      [2.2, "rgb(255 255 255 / 0.35)"],
      [0.9, "rgb(10 14 20 / 0.75)"],
    ]) {
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke(placed);
    }
  }

  function drawMarks(context, { box: { left, top, width, height }, toX, toY }) {
    const at = ([x, y]) => [toX(axes.x.place(x)), toY(axes.y.place(y))];
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    for (const mark of marks()) {
      if (mark.kind === "line") drawMark(context, "line", mark.points.map(at).filter(isFinitePoint), null);
    }
    context.restore();
    for (const mark of marks()) {
      if (mark.kind === "line") continue;
      const [px, py] = at(mark.at);
      const isIn = px >= left - 1 && px <= left + width + 1 && py >= top - 1 && py <= top + height + 1;
      if (isIn) drawMark(context, mark.kind, [], [px, py]);
    }
  }

  /** The marks of which some part lies in the window: only they are explained. */
  function marksInSight() {
    const [x0, x1, y0, y1] = window_;
    const isIn = ([x, y]) => {
      const [u, v] = [axes.x.place(x), axes.y.place(y)];
      return u >= x0 && u <= x1 && v >= y0 && v <= y1;
    };
    return marks().filter(({ at, points }) => (points ?? [at]).some(isIn));
  }

  const isFinitePoint = (point) => point.every(Number.isFinite);

  function describe(key) {
    const { x, y } = axes;
    live.canvas.setAttribute(
      "aria-label",
      `Map of ${key.words.join(", ")}, ${x.title} to the right${sheet.y.blank ? "" : ` and ${y.title} upwards`}. ` +
        "Arrow keys go from cell to cell, Enter chooses one.",
    );
  }

  function redraw() {
    request ||= requestAnimationFrame(() => {
      request = 0;
      draw();
    });
  }

  // ---- pointing -------------------------------------------------------------------------------------------

  function cellAt(px, py) {
    const { left, top, width, height } = plot.box;
    if (!sheet || px < left || px > left + width || py < top || py > top + height) return null;
    const cell = [axes.x.cellAt(plot.fromX(px)), axes.y.cellAt(plot.fromY(py))];
    return cell.includes(-1) ? null : cell;
  }

  /** The values of a cell, as people read them: those of both axes and of all layers. */
  function linesOf([column, row]) {
    const i = row * sheet.columns + column;
    const said = Object.values(sheet.layers).map((layer) => {
      const value = sheet.arrays[`layer_${layer.key}`][i];
      if (layer.kind === "number") return [layer.short ?? layer.label, format(value, 5)];
      return [layer.short ?? layer.label, layer.classes[value]?.label ?? "–"];
    });
    const ofAxis = ({ title, values }, place) => [title, format(values[place], 6)];
    return [ofAxis(axes.x, column), ...(sheet.y.blank ? [] : [ofAxis(axes.y, row)]), ...said];
  }

  function look(cell, byKey) {
    pointed = cell;
    isChosenByKey = byKey;
    drawPointed();
    if (!cell) return tooltip.hide();
    const lines = linesOf(cell);
    const [px, py] = middle(cell);
    const { left, top } = live.canvas.getBoundingClientRect();
    tooltip.showRun("", theme.text, lines, left + px, top + py, root);
    if (byKey) spoken.textContent = lines.map((line) => line.join(" ")).join(", ");
  }

  const leave = () => look(null, false);
  const middle = ([column, row]) => [plot.toX(axes.x.placeOf(column)), plot.toY(axes.y.placeOf(row))];

  function drawPointed() {
    live.clear();
    if (drawnBox) drawBox(drawnBox);
    if (!pointed) return;
    const [px, py] = middle(pointed);
    const { context } = live;
    const { left, top, width, height } = plot.box;
    const half = [width / sheet.columns / 2, height / sheet.rows / 2].map((size) => Math.max(4, size));
    for (const [size, color] of [
      [3.4, "#ffffff"],
      [1.6, "#15181d"],
    ]) {
      context.lineWidth = size;
      context.strokeStyle = color;
      context.strokeRect(px - half[0], py - half[1], 2 * half[0], 2 * half[1]);
    }
    context.fillStyle = theme.primary;
    context.fillRect(px - 0.5, top + height, 1.5, 6);
    context.fillRect(left - 6, py - 0.5, 6, 1.5);
  }

  function drawBox({ left, top, width, height }) {
    const { context } = live;
    context.fillStyle = "rgb(255 255 255 / 0.22)";
    context.fillRect(left, top, width, height);
    for (const [size, color] of [
      [3, "#ffffff"],
      [1.4, "#15181d"],
    ]) {
      context.lineWidth = size;
      context.strokeStyle = color;
      context.strokeRect(left, top, width, height);
    }
  }

  function choose(cell) {
    if (cell) trigger("cell", [axes.x.values[cell[0]], axes.y.values[cell[1]]]);
  }

  // ---- the window -----------------------------------------------------------------------------------------

  function moveWindow(next) {
    window_ = next;
    leave();
    redraw();
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      trigger("window", valuesOf(window_));
    }, QUIET);
  }

  function zoom(px, py, factor) {
    const [x0, x1, y0, y1] = window_;
    const span = sheet.whole ? placesOf(sheet.whole) : window_;
    const allowed = Math.max((NARROWEST * (span[1] - span[0])) / (x1 - x0), Math.min((WIDEST * (span[1] - span[0])) / (x1 - x0), factor));
    const [x, y] = [plot.fromX(px), plot.fromY(py)];
    moveWindow([x + (x0 - x) * allowed, x + (x1 - x) * allowed, y + (y0 - y) * allowed, y + (y1 - y) * allowed]);
  }

  /** Two fingers move the window; one, or the mouse, draws a box to zoom into. */
  function pan(dx, dy, from, to) {
    leave();
    if (!from) {
      const [right, up] = [plot.fromX(dx) - plot.fromX(0), plot.fromY(dy) - plot.fromY(0)];
      const [x0, x1, y0, y1] = window_;
      drawnBox = null;
      return moveWindow([x0 - right, x1 - right, y0 - up, y1 - up]);
    }
    const { left, top, width, height } = plot.box;
    const clamped = ([x, y]) => [Math.max(left, Math.min(left + width, x)), Math.max(top, Math.min(top + height, y))];
    const [[ax, ay], [bx, by]] = [clamped(from), clamped(to)];
    const size = [Math.abs(bx - ax), Math.abs(by - ay)];
    // Where both axes have one scale the box has the shape of the map, so that the map keeps it.
    if (sheet.square) {
      const share = Math.max(size[0] / width, size[1] / height);
      [size[0], size[1]] = [share * width, share * height];
    }
    drawnBox = { left: bx < ax ? ax - size[0] : ax, top: by < ay ? ay - size[1] : ay, width: size[0], height: size[1] };
    drawPointed();
  }

  function drop() {
    const box = drawnBox;
    drawnBox = null;
    drawPointed();
    if (!box || box.width < SMALLEST_BOX || box.height < SMALLEST_BOX) return;
    moveWindow([plot.fromX(box.left), plot.fromX(box.left + box.width), plot.fromY(box.top + box.height), plot.fromY(box.top)]);
  }

  function reset() {
    if (!sheet?.zooms) return;
    clearTimeout(timer);
    timer = 0;
    if (sheet.whole) window_ = placesOf(sheet.whole);
    trigger("window", null);
    redraw();
  }

  const zooms = () => Boolean(sheet?.zooms);
  listen(
    live.canvas,
    {
      isStart: () => false,
      // At once: a click that becomes a double click has done no harm.
      press: (px, py) => choose(cellAt(px, py)),
      click() {},
      doubleClick: reset,
      moveStart() {},
      begin: () => (before = window_),
      drop,
      cancel() {
        drawnBox = null;
        if (!zooms()) return;
        clearTimeout(timer);
        timer = 0;
        window_ = before;
        redraw();
      },
      get pan() {
        return zooms() ? pan : null;
      },
      get zoom() {
        return zooms() ? zoom : null;
      },
      hover: (px, py) => look(cellAt(px, py), false),
      leave,
    },
    stop.signal,
  );

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  live.canvas.addEventListener(
    "keydown",
    (event) => {
      if (!sheet || event.ctrlKey || event.metaKey || event.altKey) return;
      const center = [plot.box.left + plot.box.width / 2, plot.box.top + plot.box.height / 2];
      const step = STEPS[event.key];
      if (step) {
        const from = pointed ?? currentCell() ?? cellAt(...center);
        const far = event.shiftKey ? 10 : 1;
        const last = [sheet.columns - 1, sheet.rows - 1];
        look(
          from.map((place, i) => Math.max(0, Math.min(last[i], place + far * step[i]))),
          true,
        );
      } else if (event.key === "Enter" && pointed) choose(pointed);
      else if (event.key === "Escape") leave();
      else if (zooms() && (event.key === "+" || event.key === "=")) zoom(...center, 0.8);
      else if (zooms() && event.key === "-") zoom(...center, 1.25);
      else if (zooms() && event.key === "0") reset();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal: stop.signal },
  );
  live.canvas.addEventListener("blur", () => isChosenByKey && leave(), { signal: stop.signal });

  /** The cell of the cross: where the keys begin. */
  function currentCell() {
    const mark = marks().find(({ kind }) => kind === "cross");
    const cell = mark && [axes.x.cellAt(axes.x.place(mark.at[0])), axes.y.cellAt(axes.y.place(mark.at[1]))];
    return cell && !cell.includes(-1) ? cell : null;
  }

  // ---- a picture to keep ----------------------------------------------------------------------------------

  async function savePicture() {
    if (!sheet) return;
    const picture = new OffscreenCanvas(base.width * SHARPNESS, (base.height + TITLE) * SHARPNESS);
    const context = picture.getContext("2d");
    context.scale(SHARPNESS, SHARPNESS);
    const key = layOutKey(context, cells, marksInSight(), theme, base.width - 16);
    drawOn(context, plot, key, SHARPNESS, TITLE);
    context.fillStyle = theme.text;
    context.font = `600 14px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(sheet.title ?? sheet.layers[sheet.shown].label, 8, TITLE / 2);
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = theme.background;
    context.fillRect(0, 0, picture.width, picture.height);
    const address = URL.createObjectURL(await picture.convertToBlob({ type: "image/png" }));
    element("a", { href: address, download: `${sheet.file}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  // ---- size -----------------------------------------------------------------------------------------------

  function resize() {
    const { clientWidth, clientHeight } = host;
    if ([base, live].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean)) draw();
  }
  const watch = new ResizeObserver(resize);
  watch.observe(host);
  window.addEventListener("resize", resize, { signal: stop.signal });
  window.addEventListener("optviz:marks", () => (cellsOf === revision ? redraw() : paint()), { signal: stop.signal });

  const hook = {
    painted: () => ({
      ...drawn,
      plot: plot.box,
      window: valuesOf(window_),
      size: [sheet.columns, sheet.rows],
      key: layOutKey(new OffscreenCanvas(1, 1).getContext("2d"), cells, marksInSight(), theme, 1e4).words,
      marks: marks().map(({ kind, label, at }) => ({
        kind,
        label,
        at: at && [plot.toX(axes.x.place(at[0])), plot.toY(axes.y.place(at[1]))],
      })),
      pointed: pointed && { cell: pointed, lines: linesOf(pointed), at: middle(pointed) },
      hasLines: Boolean(cells.lines),
      inked: base.inked(),
    }),
    drawn: () => drawn,
  };

  return {
    receive,
    dispose() {
      stop.abort();
      watch.disconnect();
      cancelAnimationFrame(request);
      clearTimeout(timer);
      tooltip.hide();
      if (window.optviz?.atlases?.[sheet?.key] === hook) delete window.optviz.atlases[sheet.key];
      root.remove();
    },
  };
}
