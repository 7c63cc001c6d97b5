// The map of an atlas: a color for each run of a grid, with axes, marks and a key, and a note on the cell that is looked at.
// Two canvases: the picture, and above it the frames of what is pointed at and of a box that is drawn.

import { listenOnCells } from "../hear/oncells.js";
import { createSight } from "../hear/sight.js";
import { createBeside } from "../ink/beside.js";
import { element } from "../ink/element.js";
import { drawZoomFrame } from "../ink/frame.js";
import { layOutKey } from "../ink/key.js";
import { createLayer } from "../ink/layer.js";
import { drawSheet } from "../ink/sheet.js";
import { canBeKept, saveSnapshot } from "../ink/snapshot.js";
import { createAsked } from "../measure/asked.js";
import { createPlot } from "../measure/plot.js";
import { cellAt, currentValues, isSameMap, marksWithin, placeOf, valuesAt } from "../measure/sheet.js";
import { aspectOf, isSame, largest, valuesOf } from "../measure/view.js";
import { createCellNote } from "./cellnote.js";
import { createHint } from "./hint.js";
import { panelOf } from "./panel.js";

/**
 * @import { Context } from "../ink/layer.js"
 * @import { ShownSheet } from "../ink/sheet.js"
 * @import { Bounds, Box, Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Cell, Sheet } from "../measure/sheet.js"
 * @import { Panel } from "./panel.js"
 */

const MARGIN = { left: 50, right: 12, top: 27, bottom: 42 };
const INDENT = 8; // pixels on both sides of the key
const SMALLEST = 60; // pixels of a map that is drawn
const ZOOM = { nearest: 1e-6, farthest: 4, stray: Infinity }; // in sizes of the whole
const QUIET = 250; // milliseconds after a gesture until its window is asked for

/**
 * Where the map lies on its canvas: both axes to one scale if they are lengths, and on whole pixels.
 * @param {{width: number, height: number}} canvas
 * @param {number} below pixels for the key
 * @param {Bounds} window
 * @param {boolean} isSquare
 * @returns {Box}
 */
function boxOn({ width, height }, below, window, isSquare) {
  /** @type {Pair} */
  const room = [width - MARGIN.left - MARGIN.right, Math.max(SMALLEST, height - MARGIN.top - MARGIN.bottom - below)];
  const [w, h] = isSquare ? largest(room, aspectOf(window)) : room;
  return { left: MARGIN.left + Math.floor((room[0] - w) / 2), top: MARGIN.top, width: Math.round(w), height: Math.round(h) };
}

/**
 * @param {HTMLElement} root
 * @param {object} on
 * @param {(values: Pair) => void} on.cell a cell was chosen
 * @param {(window: Bounds | null) => void} on.window another window was chosen, null for the whole
 * @param {() => void} on.home the window from before the zoom was chosen
 * @param {(values: Pair | null) => void} on.pointed a cell is pointed at, or none any more
 * @param {() => void} on.moved another part is in sight
 * @param {() => void} on.redraw a frame is wanted
 * @param {() => void} on.emptied it has another size, and has to be drawn at once
 * @param {() => void} on.drawn there was room for it
 */
export function createCellMap(root, on) {
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const host = element("div", { class: "canvases" }, ...canvases);
  live.canvas.tabIndex = 0;
  live.canvas.setAttribute("role", "img");
  root.append(host);
  const stop = new AbortController();

  /** @type {ShownSheet} */
  let shown;
  /** @type {ReturnType<typeof layOutKey>} */
  let key;
  /** @type {Box | null} */
  let drawnBox = null; // what is being drawn to zoom into it
  const asked = createAsked();
  let plot = createPlot([0, 1, 0, 1], { left: 0, top: 0, width: 1, height: 1 });
  const inSight = () => sight.window ?? shown.sheet.whole;
  const isWhole = () => !shown?.sheet.zooms || isSame(inSight(), shown.sheet.whole);
  const isHome = () => !shown?.sheet.zooms || isSame(inSight(), shown.sheet.home);
  const beside = createBeside(host, on.redraw);
  const hint = createHint(host, "Two fingers move and zoom the map");
  const note = createCellNote(
    root,
    live,
    () => plot,
    drawOver,
    (cell) => on.pointed(cell && valuesAt(shown.sheet, cell)),
  );
  const sight = createSight({
    plot: () => createPlot(inSight(), plot.box), // the one that is drawn may be a frame old
    limits: () => ({ whole: shown.sheet.whole, ...ZOOM }),
    quiet: QUIET,
    moved() {
      note.leave();
      on.moved();
    },
    rested(window) {
      asked.add(window);
      on.window(valuesOf(window, shown.sheet.axes));
    },
  });
  const hands = {
    sight,
    box: () => plot.box,
    zooms: () => Boolean(shown?.sheet.zooms),
    keepsShape: () => shown.sheet.square,
    /** @param {Box | null} box */
    drawBox(box) {
      drawnBox = box;
      drawOver();
    },
    cancel() {
      sight.cancel();
      on.moved();
    },
    isHome,
    reset,
    press: (/** @type {Pair} */ pixels) => choose(cellUnder(pixels)),
    point: (/** @type {Pair} */ pixels) => note.look(cellUnder(pixels)),
    leave: note.leave,
    /** @param {Pair} by */
    go(by) {
      const { left, top, width, height } = plot.box;
      note.go(by, cellUnder([left + width / 2, top + height / 2]));
    },
    enter: () => note.cell() && (() => choose(note.cell())),
    passed: hint.passed,
  };
  listenOnCells(live.canvas, hands, stop.signal);
  live.canvas.addEventListener("blur", note.blur, { signal: stop.signal });

  /** @param {Pair} pixels */
  function cellUnder([px, py]) {
    const { left, top, width, height } = plot.box;
    if (!shown || px < left || px > left + width || py < top || py > top + height) return null;
    return cellAt(shown.sheet, [plot.fromX(px), plot.fromY(py)]);
  }

  /**
   * @param {Cell | null} cell
   * @returns {(() => void) | null} what chooses the values from before
   */
  function choose(cell) {
    if (!cell) return null;
    const before = currentValues(shown.marks);
    on.cell(valuesAt(shown.sheet, cell));
    return () => before && on.cell(before);
  }

  /** Back to before the zoom. */
  function reset() {
    if (isHome()) return;
    asked.forget();
    sight.set(shown.sheet.home);
    on.home();
    on.moved();
  }

  function showWhole() {
    asked.forget();
    sight.set(shown.sheet.whole);
    on.window(null);
    on.moved();
  }

  /**
   * Whether a sheet is what is waited for: not while its window is being moved, nor if another one has been asked for since.
   * @param {Sheet} sheet
   */
  const isAnswer = ({ window }) => !sight.isMoving && !asked.isLate(window);

  // ---- the picture ----------------------------------------------------------------------------------------

  /** @param {Context} context */
  function layOutOn(context) {
    const marks = marksWithin(shown.marks, shown.sheet, inSight());
    return layOutKey(context, shown.cells, marks, shown.theme, base.width - 2 * INDENT);
  }

  /** @type {(context: Context, place: Plot, itsKey: ReturnType<typeof layOutKey>, ratio: number) => void} */
  function drawOn(context, place, itsKey, ratio) {
    drawSheet(context, shown, place, ratio);
    itsKey.draw(INDENT, place.box.top + place.box.height + MARGIN.bottom);
  }

  /** @param {Pair} point */
  function pixelsOf(point) {
    const [u, v] = placeOf(shown.sheet, point);
    return [plot.toX(u), plot.toY(v)];
  }

  /** What lies over the picture. */
  function drawOver() {
    live.clear();
    if (drawnBox) drawZoomFrame(live.context, drawnBox);
    note.panel.draw();
  }

  /** Tell a screen reader what is shown. */
  function tell() {
    const { axes, y } = shown.sheet;
    const upwards = y.blank ? "" : ` and ${axes.y.title} upwards`;
    const keys = "Arrow keys go from cell to cell, Enter chooses one.";
    const told = `Map of ${key.words.join(", ")}, ${axes.x.title} to the right${upwards}. ${keys}`;
    live.canvas.setAttribute("aria-label", told);
    return told;
  }

  /** @type {Panel<ShownSheet, void>} */
  const panel = panelOf({
    /** @param {ShownSheet} next */
    update(next) {
      const isNew = shown?.sheet.revision !== next.sheet.revision;
      const isOther = !shown || !isSameMap(shown.sheet, next.sheet);
      shown = next;
      note.panel.update(next);
      // A window that is being moved, or is asked for, is not taken back by what arrives meanwhile.
      if (isNew && isAnswer(shown.sheet)) {
        sight.set(shown.sheet.window);
        asked.forget();
      }
      if (isOther) note.leave();
    },
    resize() {
      if ([base, live].map((layer) => layer.resize(host.clientWidth, host.clientHeight)).some(Boolean)) on.emptied();
    },
    draw() {
      if (!shown || base.width < SMALLEST) return;
      key = layOutOn(base.context);
      plot = createPlot(inSight(), boxOn(base, beside.room(key.height), inSight(), shown.sheet.square));
      base.clear();
      drawOn(base.context, plot, key, window.devicePixelRatio || 1);
      drawOver();
      tell();
      on.drawn();
    },
    describe: tell,
    painted: () => ({
      plot: plot.box,
      window: valuesOf(inSight(), shown.sheet.axes),
      size: [shown.sheet.columns, shown.sheet.rows],
      key: key?.words ?? [],
      marks: shown.marks.map((mark) => ({
        kind: mark.kind,
        label: mark.label,
        at: "at" in mark ? pixelsOf(mark.at) : undefined,
      })),
      pointed: note.panel.painted(),
      hasLines: Boolean(shown.cells.lines),
      inked: base.inked(),
    }),
    dispose() {
      stop.abort();
      sight.stop();
      beside.leave();
      note.panel.dispose();
      hint.dispose();
    },
  });

  return {
    panel,
    host,
    showWhole,
    isWhole,
    window: inSight,
    isAnswer,
    say: hint.say,
    zooms: hands.zooms,
    zoom: sight.zoom,
    save() {
      if (!canBeKept()) return hint.say("This browser does not let pages save pictures: take a screenshot");
      const { sheet, theme } = shown;
      const names = { title: sheet.title ?? sheet.layers[sheet.shown].label, file: sheet.file };
      saveSnapshot(base, names, theme, (context, ratio, down) => {
        const lower = createPlot(plot.window, { ...plot.box, top: plot.box.top + down });
        drawOn(context, lower, layOutOn(context), ratio);
      });
    },
  };
}
