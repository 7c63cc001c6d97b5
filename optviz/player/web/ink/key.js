// The key of a map: its ramp of colors, its classes and its marks, in as many lines as they need. It is drawn, and not
// made of elements, so that a saved picture has it too.

import { percent } from "../measure/numbers.js";
import { createPattern, css, kindColor, RAMP_COLORS } from "./palette.js";
import { drawLine, drawPin } from "./pins.js";

/**
 * @import { Mark } from "../measure/sheet.js"
 * @import { Cells } from "./cells.js"
 * @import { Context } from "./layer.js"
 * @import { Theme } from "./theme.js"
 */

const LINE = 21; // pixels from line to line
const GAP = 16;
const BAR = { shortest: 60, longest: 150 };
const SWATCH = 16;
const MARK = 20;
const SIZE_OF_MARK = 0.8; // of those on the map

/**
 * An entry of the key, drawn from its left end and its middle line.
 * @typedef {{words: string, width: number, draw: (x: number, y: number) => void}} Entry
 */

/** @typedef {ReturnType<typeof createPen>} Pen */

/**
 * A bar of colors from the lowest number to the highest.
 * @typedef {{title: string, colors: number[][], lowLabel: string, highLabel: string, ticks: {share: number}[]}} Ramp
 */

/**
 * @param {Context} context
 * @param {Cells} cells
 * @param {Mark[]} marks
 * @param {Theme} theme
 * @param {number} width
 * @returns {{height: number, words: string[], draw: (left: number, top: number) => void}}
 */
export function layOutKey(context, cells, marks, theme, width) {
  const pen = createPen(context, theme);
  const entries = [...rampsOf(cells).map((ramp) => rampEntry(pen, ramp, width)), ...cells.key.map((one) => classEntry(pen, one))];
  const shades = shadesOf(cells);
  if (shades) entries.push(rampEntry(pen, shades, width));
  for (const mark of new Map(marks.map((one) => [one.kind + one.label, one])).values()) entries.push(markEntry(pen, mark));
  const { places, lines } = inLines(entries, width);
  return {
    height: lines * LINE,
    words: entries.map(({ words }) => words),
    draw(left, top) {
      for (const [i, { x, line }] of places.entries()) entries[i].draw(left + x, top + line * LINE + LINE / 2);
    },
  };
}

/**
 * Entries one after the other, in a new line where they would not fit.
 * @param {Entry[]} entries
 * @param {number} width
 */
function inLines(entries, width) {
  let [x, line] = [0, 0];
  const places = entries.map((entry) => {
    if (x && x + entry.width > width) [x, line] = [0, line + 1];
    const place = { x, line };
    x += entry.width + GAP;
    return place;
  });
  return { places, lines: entries.length ? line + 1 : 0 };
}

/**
 * @param {Context} context
 * @param {Theme} theme
 */
function createPen(context, theme) {
  const font = `12px ${theme.font}`;
  return {
    context,
    theme,
    /** @param {string} text */
    wide(text) {
      context.font = font;
      return context.measureText(text).width;
    },
    /** @type {(text: string, x: number, y: number) => void} */
    write(text, x, y) {
      context.font = font;
      context.fillStyle = theme.faint;
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.fillText(text, x, y);
    },
    /** @type {(x: number, y: number, width: number, height: number) => void} */
    rim(x, y, width, height) {
      context.strokeStyle = theme.border;
      context.lineWidth = 1;
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
    },
  };
}

/**
 * The ramp of a number layer, if that is what is painted.
 * @param {Cells} cells
 * @returns {Ramp[]}
 */
function rampsOf({ ramp }) {
  return ramp ? [{ ...ramp, title: ramp.layer.label, colors: RAMP_COLORS.filter((_, i) => i % 2 === 0) }] : [];
}

/**
 * The shades of a class layer, in the color of its first class that has one.
 * @param {Cells} cells
 * @returns {Ramp | null}
 */
function shadesOf({ shades, key }) {
  const hue = key.find((one) => one.hue != null)?.hue ?? null;
  if (!shades || hue === null) return null;
  return { ...shades, title: `${shades.layer.label}:`, colors: Array.from({ length: 32 }, (_, i) => kindColor(hue, i / 31)), ticks: [] };
}

/**
 * @param {Pen} pen
 * @param {Ramp} ramp
 * @param {number} room
 * @returns {Entry}
 */
function rampEntry({ context, theme, wide, write, rim }, { title, colors, lowLabel, highLabel, ticks }, room) {
  const [before, low, high] = [wide(title) + 10, wide(lowLabel) + 6, wide(highLabel) + 6];
  const bar = Math.max(BAR.shortest, Math.min(BAR.longest, room - before - low - high));
  return {
    words: `${title} from ${lowLabel} to ${highLabel}`,
    width: before + low + bar + high,
    draw(x, y) {
      write(title, x, y);
      write(lowLabel, x + before, y);
      const from = x + before + low;
      colors.forEach((color, i) => {
        context.fillStyle = css(color);
        context.fillRect(from + (bar * i) / colors.length, y - 5, bar / colors.length + 0.6, 10);
      });
      context.fillStyle = theme.dark ? "rgb(255 255 255 / 0.55)" : "rgb(0 0 0 / 0.4)";
      for (const { share } of ticks) context.fillRect(Math.round(from + bar * share), y - 5, 1, 10);
      rim(from, y - 5, bar, 10);
      write(highLabel, from + bar + 6, y);
    },
  };
}

/**
 * @param {Pen} pen
 * @param {Cells["key"][number]} one
 * @returns {Entry}
 */
function classEntry({ context, theme, wide, write, rim }, { label, share, color, pattern }) {
  const words = share === undefined ? label : `${label} ${percent(share)}`;
  return {
    words,
    width: SWATCH + 5 + wide(words),
    draw(x, y) {
      for (const fill of [css(color), ...(pattern ? [createPattern(context, pattern, theme, 1)] : [])]) {
        context.fillStyle = fill;
        context.fillRect(x, y - 6, SWATCH, 12);
      }
      rim(x, y - 6, SWATCH, 12);
      write(words, x + SWATCH + 5, y);
    },
  };
}

/**
 * @param {Pen} pen
 * @param {Mark} mark
 * @returns {Entry}
 */
function markEntry({ context, wide, write }, { kind, label }) {
  return {
    words: label,
    width: MARK + wide(label),
    draw(x, y) {
      if (kind !== "line") drawPin(context, kind, [x + 7, y], SIZE_OF_MARK);
      else
        drawLine(
          context,
          [
            [x - 1, y],
            [x + 15, y],
          ],
          SIZE_OF_MARK,
        );
      write(label, x + MARK, y);
    },
  };
}
