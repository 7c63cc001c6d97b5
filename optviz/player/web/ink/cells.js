// What is painted of a map: a color for each cell, and the patterns that lie over some of them.

import { format, powerOfTen, roundTicks, spaced } from "../measure/numbers.js";
import { isolines } from "./isolines.js";
import { createPattern, kindColor, packed, RAMP_COLORS } from "./palette.js";

/**
 * @import { CellClass, NumberLayer } from "../header.d.ts"
 * @import { Axis } from "../measure/axis.js"
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Sheet } from "../measure/sheet.js"
 * @import { Context } from "./layer.js"
 * @import { Theme } from "./theme.js"
 */

const LINES = 8; // contour lines, at most about
const CLIFF = 0.3; // of the ramp, between the corners of a cell
const NOTHING = 255; // a cell of no class

/** @typedef {ReturnType<typeof createRamp>} Ramp */

/** @typedef {ReturnType<typeof paintCells>} Cells */

/**
 * The scale of a number layer: the share of its ramp at which a number stands, 0 the smallest.
 * @param {NumberLayer} layer
 * @param {Float32Array | Uint8Array} numbers
 */
export function createRamp(layer, numbers) {
  const isLog = layer.scale === "log";
  const [least, most] = extremes(numbers, isLog);
  const [low, high] = layer.range ?? [least, most];
  const place = isLog ? Math.log10 : (/** @type {number} */ value) => value;
  const span = place(high) - place(low) || 1;
  const share = (/** @type {number} */ value) => Math.max(0, Math.min(1, (value <= low ? 0 : place(value) - place(low)) / span));
  const ticks = isLog ? decades(low, high) : roundTicks(low, high, LINES).map((value) => ({ value, label: format(value, 4) }));
  return {
    layer,
    share,
    ticks: ticks.filter(({ value }) => value > low && value < high).map((tick) => ({ ...tick, share: share(tick.value) })),
    lowLabel: least < low ? `≤ ${shortly(low)}` : shortly(low),
    highLabel: most > high ? `≥ ${shortly(high)}` : shortly(high),
  };
}

const shortly = (/** @type {number} */ value) => format(value, 2);

/**
 * @param {Float32Array | Uint8Array} numbers
 * @param {boolean} isLog
 */
function extremes(numbers, isLog) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of numbers) {
    if (value < least && !(isLog && value <= 0)) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [isLog ? 0.1 : 0, 1];
}

/**
 * @param {number} low
 * @param {number} high
 */
function decades(low, high) {
  /** @type {number[]} */
  const powers = [];
  for (let k = Math.ceil(Math.log10(low)); 10 ** k < high; k++) powers.push(k);
  return spaced(powers, LINES).map((power) => ({ value: 10 ** power, label: powerOfTen(power) }));
}

/**
 * colors: one per cell, packed; ramp: of a number layer; shades: of a class layer that has them; over: the class layer whose
 * patterns lie over the cells, and kinds: the class of each cell in it; key: the classes to explain; lines: contours in cells
 *
 * @param {Sheet} sheet
 * @param {Theme} theme
 */
export function paintCells(sheet, theme) {
  const { layers, arrays, shown, shade, patterns, contours, columns, rows } = sheet;
  const layer = layers[shown];
  const numbers = arrays[`layer_${shown}`];
  const ground = theme.surface(0.3);
  const colors = new Uint32Array(columns * rows);
  /** @type {Ramp | null} */
  let ramp = null;
  /** @type {Ramp | null} */
  let shades = null;
  /** @type {Path2D | null} */
  let lines = null;
  /** @type {Set<number>} */
  const present = new Set();

  if (layer.kind === "number") {
    const of = createRamp(layer, numbers);
    ramp = of;
    const ink = RAMP_COLORS.map(packed);
    const none = packed(ground);
    numbers.forEach((value, i) => (colors[i] = Number.isNaN(value) ? none : ink[Math.round(of.share(value) * 255)]));
    if (contours) {
      const shares = Float64Array.from(numbers, (value) => (Number.isNaN(value) ? NaN : of.share(value)));
      lines = isolines(
        shares,
        columns,
        of.ticks.map((tick) => tick.share),
        { rows, steepest: CLIFF },
      );
    }
  } else {
    const shading = shade ? layers[shade] : null;
    const byNumber = arrays[`layer_${shade}`];
    const darkness = shading?.kind === "number" ? createRamp(shading, byNumber) : null;
    shades = darkness;
    const inks = layer.classes.map(({ hue }) => inksOf(hue, ground));
    const none = packed(ground);
    numbers.forEach((kind, i) => {
      const share = !darkness ? 0.35 : Number.isNaN(byNumber[i]) ? 0.5 : darkness.share(byNumber[i]);
      colors[i] = kind === NOTHING ? none : inks[kind][Math.round(share * 63)];
      present.add(kind);
    });
  }

  const patterned = patterns ? layers[patterns] : layer;
  const over = patterned.kind === "class" ? patterned : null;
  const kinds = over ? arrays[`layer_${over.key}`] : null;
  if (over && kinds && over !== layer) {
    kinds.forEach((kind, i) => (over.classes[kind]?.pattern || Number.isNaN(numbers[i])) && present.add(kind));
  }
  const swatches = (layer.kind === "class" ? layer : over)?.classes ?? [];
  return {
    colors,
    ramp,
    shades,
    lines,
    over,
    kinds,
    key: swatches
      .filter(({ share }, kind) => present.has(kind) || (over === layer && share !== undefined)) // a class is listed with its share, even of none
      .map((one) => ({ ...one, color: layer.kind === "class" && one.hue != null ? kindColor(one.hue, shades ? 0.3 : 0.35) : ground })),
    background: ground,
  };
}

/**
 * @param {CellClass["hue"]} hue
 * @param {number[]} ground
 */
function inksOf(hue, ground) {
  return Array.from({ length: 64 }, (_, i) => packed(hue == null ? ground : kindColor(hue, i / 63)));
}

/** @typedef {ReturnType<typeof createPixels>} Pixels */

/**
 * An image and its pixels, packed.
 * @param {number} width
 * @param {number} height
 */
function createPixels(width, height) {
  const image = new ImageData(width, height);
  return { image, packed: new Uint32Array(image.data.buffer) };
}

/**
 * Room for a map of so many pixels and for a pattern over it.
 * @param {number} width
 * @param {number} height
 */
function createRoom(width, height) {
  const mask = new OffscreenCanvas(width, height);
  const stencil = /** @type {OffscreenCanvasRenderingContext2D} */ (mask.getContext("2d"));
  return { width, height, map: createPixels(width, height), cut: createPixels(width, height), mask, stencil };
}

/** @type {ReturnType<typeof createRoom> | undefined} */
let room; // kept: while a map is redrawn over and over it has the same size

/**
 * Give each pixel the ink of its cell.
 * @param {Pixels} pixels
 * @param {Int32Array} columnOf the cells of the pixels of a row, −1 outside
 * @param {Int32Array} rowOf those of a column
 * @param {Uint32Array} inks row by row
 * @param {number} across cells in a row
 * @param {number} outside what pixels of no cell have
 */
function fill({ packed }, columnOf, rowOf, inks, across, outside) {
  const width = columnOf.length;
  for (let j = 0; j < rowOf.length; j++) {
    const [start, first] = [j * width, rowOf[j] * across];
    // Rows of one cell are alike: the second is a copy of the first.
    if (j && rowOf[j] === rowOf[j - 1]) packed.copyWithin(start, start - width, start);
    else for (let i = 0; i < width; i++) packed[start + i] = first < 0 || columnOf[i] < 0 ? outside : inks[first + columnOf[i]];
  }
}

/**
 * Put the cells on a context whose pixels lie `ratio` to a CSS pixel, each cell as far as it is the nearest.
 * @param {Context} context
 * @param {Cells} cells
 * @param {{x: Axis, y: Axis}} axes
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} ratio
 */
export function drawCells(context, { colors, background, over, kinds }, { x, y }, plot, theme, ratio) {
  const { left, top, width, height } = plot.box;
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  const columnOf = Int32Array.from({ length: w }, (_, i) => x.cellAt(plot.fromX(left + (i + 0.5) / ratio)));
  const rowOf = Int32Array.from({ length: h }, (_, i) => y.cellAt(plot.fromY(top + (i + 0.5) / ratio)));
  const across = x.values.length;
  if (room?.width !== w || room.height !== h) room = createRoom(w, h);
  const { map, cut, mask, stencil } = room;
  fill(map, columnOf, rowOf, colors, across, packed(background));
  context.putImageData(map.image, Math.round(left * ratio), Math.round(top * ratio));
  if (!over || !kinds) return;
  for (const kind of new Set(over.classes.map(({ pattern }) => pattern).filter(Boolean))) {
    const has = over.classes.map(({ pattern }) => pattern === kind);
    const inked = Uint32Array.from(kinds, (one) => (has[one] ? 0xff000000 : 0));
    if (!inked.some(Boolean)) continue;
    fill(cut, columnOf, rowOf, inked, across, 0);
    stencil.putImageData(cut.image, 0, 0);
    stencil.globalCompositeOperation = "source-in";
    stencil.fillStyle = createPattern(stencil, kind, theme, ratio);
    stencil.fillRect(0, 0, w, h);
    context.drawImage(mask, left, top, w / ratio, h / ratio);
  }
}
