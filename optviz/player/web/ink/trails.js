// The paths that the runs have left on the map, kept as a picture that only grows by what is new.

import { areClose, cornersOf, withoutRepeats } from "../measure/corners.js";
import { createLayer } from "./layer.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 */

const FAR = 4000; // pixels from the picture's corner at which lines are cut: beyond, a canvas loses its precision
const TAIL = [
  [60, 0.25],
  [32, 0.45],
  [12, 1],
]; // the fresh end of a path: age in steps, opacity
// Of a path that is whole in every frame:
const PIECE = 200; // corners in one stroke: one of thousands is slow
const OFTEN = 24; // times that dashes go to and fro between two places, until they have run together there; a line need not once
const FADED = 0.7; // opacity of the older part
const DIMMED = 0.16; // opacity of all others while one is looked at

/** @typedef {ReturnType<typeof inPixels>} Path */

/**
 * Where a run goes in pixels, and how long its line is there, which keeps dashes running on from piece to piece. The line is drawn
 * through the first `turns` of its `corners`, which are steps.
 * @param {Lane} lane
 * @param {Plot} plot
 * @param {{px: Float64Array, py: Float64Array, along: Float64Array, corners: Int32Array}} [spare] of a path that is not wanted any
 *   more, to be written anew
 */
export function inPixels(lane, plot, spare) {
  const { xs, ys } = lane;
  const isOfUse = spare?.px.length === xs.length;
  const [px, py, along] = isOfUse ? [spare.px, spare.py, spare.along] : [0, 1, 2].map(() => new Float64Array(xs.length));
  const corners = isOfUse ? spare.corners : new Int32Array(xs.length);
  for (let i = 0; i < px.length; i++) {
    px[i] = plot.toX(xs[i]);
    py[i] = plot.toY(ys[i]);
    const [dx, dy] = i ? [px[i] - px[i - 1], py[i] - py[i - 1]] : [0, 0];
    along[i] = i ? along[i - 1] + Math.min(FAR, Math.sqrt(dx * dx + dy * dy)) : 0;
  }
  return { lane, px, py, along, corners, turns: cornersOf(px, py, 0, px.length - 1, corners), inked: 0 };
}

/**
 * The steps at which a line turns after one step and up to another, where it ends.
 * @param {Pick<Path, "corners" | "turns">} path
 * @param {number} from
 * @param {number} to
 */
function turnsOf({ corners, turns }, from, to) {
  if (to <= from) return new Int32Array();
  const between = corners.subarray(countUpTo(corners, turns, from), countUpTo(corners, turns, to - 1));
  const found = new Int32Array(between.length + 1);
  found.set(between);
  found[between.length] = to;
  return found;
}

/**
 * How many of the first numbers of a sorted list are at most so large.
 * @param {Int32Array} sorted
 * @param {number} count
 * @param {number} most
 */
function countUpTo(sorted, count, most) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isNear = (/** @type {number} */ x, /** @type {number} */ y) => Math.abs(x) < FAR && Math.abs(y) < FAR;

/**
 * Goes on with a line from one point to another, as far as it lies within reach.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} nextX
 * @param {number} nextY
 */
function lineBetween(context, x, y, nextX, nextY) {
  if (isNear(x, y) && isNear(nextX, nextY)) {
    context.lineTo(nextX, nextY);
    return;
  }
  let [enter, leave] = [0, 1];
  for (const [from, way] of [
    [x, nextX - x],
    [y, nextY - y],
  ]) {
    if (way === 0 && Math.abs(from) > FAR) return;
    if (way === 0) continue;
    const [a, b] = [(-FAR - from) / way, (FAR - from) / way];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  if (enter >= leave) return;
  if (enter > 0) context.moveTo(x + enter * (nextX - x), y + enter * (nextY - y));
  context.lineTo(x + leave * (nextX - x), y + leave * (nextY - y));
}

/**
 * Makes a part of a path the context's own, to be stroked.
 * @param {CanvasRenderingContext2D} context
 * @param {Path} path
 * @param {number} from a step
 * @param {number} to
 */
export function outline(context, path, from, to) {
  const { px, py } = path;
  context.beginPath();
  context.moveTo(px[from], py[from]);
  let drawn = from;
  for (const i of turnsOf(path, from, to)) {
    lineBetween(context, px[drawn], py[drawn], px[i], py[i]);
    drawn = i;
  }
}

/** @typedef {ReturnType<typeof createTrails>} Trails */

export function createTrails() {
  const [halos, lines] = [createLayer(), createLayer()];
  /** @type {Lane[]} */
  let lanes = [];
  /** @type {Plot | null} */
  let plot = null;
  /** @type {Path[] | null} */
  let paths = null;
  let ink = (/** @type {string} */ color) => color;
  let [halo, scale, haloedTo, drawnTo] = ["", 1, 0, 0]; // up to which steps the two pictures go
  /** @type {Path[]} */
  let spare = [];

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Path} path
   * @param {number} from
   * @param {number} to
   * @param {number} width
   * @param {string} color
   * @param {Iterable<number>} [turns] the steps at which it turns, up to the last whole one
   */
  function stroke(context, path, from, to, width, color, turns = turnsOf(path, from, Math.floor(to))) {
    const { px, py, along, lane } = path;
    context.beginPath();
    if (isNear(px[from], py[from])) context.moveTo(px[from], py[from]);
    let [lastX, lastY] = [px[from], py[from]];
    let count = 0;
    const goTo = (/** @type {number} */ x, /** @type {number} */ y) => {
      lineBetween(context, lastX, lastY, x, y);
      [lastX, lastY] = [x, y];
      count++;
    };
    const whole = Math.floor(to);
    for (const i of turns) goTo(px[i], py[i]);
    const share = to - whole;
    if (share > 0) goTo(px[whole] + share * (px[whole + 1] - px[whole]), py[whole] + share * (py[whole + 1] - py[whole]));
    context.setLineDash(color === halo ? [] : lane.dash.map((piece) => piece * scale));
    context.lineDashOffset = along[from];
    context.lineCap = lane.dash.length && color !== halo ? "butt" : "round";
    context.lineWidth = width * scale;
    context.strokeStyle = color;
    context.stroke();
    return count;
  }

  /**
   * The same in pieces, as far as it is to be seen. They meet under their own caps, and they cover.
   * @param {CanvasRenderingContext2D} context
   * @param {Path} path
   * @param {number} from
   * @param {number} to a whole step
   * @param {number} width
   * @param {string} color
   */
  function strokeInPieces(context, path, from, to, width, color) {
    const { px, py, lane } = path;
    const turns = turnsOf(path, from, to);
    const all = new Int32Array(turns.length + 1);
    all[0] = from;
    all.set(turns, 1);
    const often = lane.dash.length && color !== halo ? OFTEN : 0;
    const kept = all.subarray(0, withoutRepeats(px, py, all, all.length, often, all));
    let count = 0;
    for (let i = 0; i + 1 < kept.length; i += PIECE) {
      const piece = kept.subarray(i, i + PIECE + 1);
      count += stroke(context, path, piece[0], piece[piece.length - 1], width, color, piece.subarray(1));
    }
    return count;
  }

  /**
   * A dot on every step that is long enough to be seen as one.
   * @param {CanvasRenderingContext2D} context
   * @param {Path} path
   * @param {number} from
   * @param {number} to
   * @param {string} color
   */
  function dot(context, path, from, to, color) {
    const { px, py, along } = path;
    let [last, before] = [-1, -1]; // two dots: where others would lie on them, none is needed
    context.beginPath();
    for (let i = from + 1; i <= to; i++) {
      if (along[i] - along[i - 1] < 9 * scale) continue;
      if ([last, before].some((other) => other >= 0 && areClose(px, py, i, other))) continue;
      [last, before] = [i, last];
      context.moveTo(px[i] + 2 * scale, py[i]);
      context.arc(px[i], py[i], 2 * scale, 0, 2 * Math.PI);
    }
    context.fillStyle = color;
    context.fill();
  }

  function clear() {
    halos.clear();
    lines.clear();
    if (paths) spare = paths;
    [paths, haloedTo, drawnTo] = [null, 0, 0];
  }

  function located() {
    const onto = plot;
    paths ??= onto ? lanes.map((lane, row) => inPixels(lane, onto, spare[row])) : [];
    return paths;
  }

  return {
    /**
     * Take other runs, another window or another theme; nothing is drawn until `draw`.
     * @param {Lane[]} newLanes
     * @param {Plot} newPlot
     * @param {Theme} theme
     * @param {number} strokes
     */
    set(newLanes, newPlot, theme, strokes) {
      [lanes, plot, ink, halo, scale] = [newLanes, newPlot, theme.ink, theme.halo, strokes];
      clear();
    },
    /**
     * @param {number} width
     * @param {number} height
     */
    resize(width, height) {
      halos.resize(width, height);
      lines.resize(width, height);
      clear();
    },
    paths: located,
    /**
     * Draw the paths up to a time; `highlighted` is the key of the run that is looked at, or null. While something is held no two
     * frames have a path in common: halos, which cover, are then drawn where they are seen, without a picture of them.
     * @param {CanvasRenderingContext2D} context
     * @param {number} time
     * @param {string | null} highlighted
     * @param {boolean} isHeld
     */
    draw(context, time, highlighted, isHeld) {
      const step = Math.floor(time);
      if (step < drawnTo) clear();
      const paths = located();
      const looked = paths.find((path) => path.lane.key === highlighted);
      halos.context.lineJoin = lines.context.lineJoin = context.lineJoin = "round";
      const isDirect = isHeld && !looked;
      context.globalAlpha = looked ? 0.5 : 1;
      for (const path of paths) {
        const to = Math.min(step, path.lane.last);
        if (isDirect) strokeInPieces(context, path, 0, to, 5, halo);
        else if (to > haloedTo) stroke(halos.context, path, haloedTo, to, 5, halo);
        if (to <= drawnTo) continue;
        path.inked += (isHeld ? strokeInPieces : stroke)(lines.context, path, drawnTo, to, 2.1, ink(path.lane.color));
        dot(lines.context, path, drawnTo, to, ink(path.lane.color));
      }
      drawnTo = step;
      if (!isDirect) {
        haloedTo = step;
        halos.drawOn(context);
      }
      context.globalAlpha = looked ? DIMMED : FADED;
      lines.drawOn(context);
      for (const path of looked ? [] : paths) {
        const end = Math.min(time, path.lane.last);
        for (const [i, [age, opacity]] of TAIL.entries()) {
          const from = Math.max(0, Math.floor(time) - age);
          const to = i + 1 < TAIL.length ? Math.max(0, Math.floor(time) - TAIL[i + 1][0]) : end;
          if (from >= Math.min(to, end)) continue;
          context.globalAlpha = opacity;
          stroke(context, path, from, Math.min(to, end), 2.1, ink(path.lane.color));
        }
      }
      context.globalAlpha = 1;
      if (looked) {
        const end = Math.min(time, looked.lane.last);
        stroke(context, looked, 0, end, 6.5, halo);
        stroke(context, looked, 0, end, 3, ink(looked.lane.color));
        dot(context, looked, 0, Math.floor(end), ink(looked.lane.color));
      }
      context.setLineDash([]);
    },
  };
}
