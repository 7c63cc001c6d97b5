// The key of a map: its ramp of colors, its classes and its marks, in as many lines as they need. It is drawn, and not
// made of elements, so that a saved picture has it too.

import { createPattern, css, kindColor, RAMP_COLORS } from "../ink/palette.js";
import { drawMark } from "../ink/pins.js";

const LINE = 21; // pixels from line to line
const GAP = 16;
const BAR = 150;
const SWATCH = 16;

/**
 * @param {object} cells what `paintCells` found
 * @param {object[]} marks of the header
 * @returns {{height: number, words: string[], draw: (left: number, top: number) => void}}
 */
export function layOutKey(context, cells, marks, theme, width) {
  context.font = `12px ${theme.font}`;
  const items = [];
  const wide = (text) => context.measureText(text).width;
  const write = (text, x, y) => {
    context.font = `12px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(text, x, y);
  };

  function addRamp(title, colors, lowLabel, highLabel, ticks) {
    const [before, low, high] = [wide(title) + 10, wide(lowLabel) + 6, wide(highLabel) + 6];
    const bar = Math.max(60, Math.min(BAR, width - before - low - high));
    items.push({
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
        context.strokeStyle = theme.border;
        context.lineWidth = 1;
        context.strokeRect(from - 0.5, y - 5.5, bar + 1, 11);
        write(highLabel, from + bar + 6, y);
      },
    });
  }

  if (cells.ramp) {
    const { layer, lowLabel, highLabel, ticks } = cells.ramp;
    addRamp(
      layer.label,
      RAMP_COLORS.filter((_, i) => i % 2 === 0),
      lowLabel,
      highLabel,
      ticks,
    );
  }
  for (const { label: name, share, color, pattern } of cells.key) {
    const label = share ? `${name} ${share}` : name;
    items.push({
      words: label,
      width: SWATCH + 5 + wide(label),
      draw(x, y) {
        const box = [x, y - 6, SWATCH, 12];
        context.fillStyle = css(color);
        context.fillRect(...box);
        if (pattern) {
          context.fillStyle = createPattern(context, pattern, theme, 1);
          context.fillRect(...box);
        }
        context.strokeStyle = theme.border;
        context.lineWidth = 1;
        context.strokeRect(x - 0.5, y - 6.5, SWATCH + 1, 13);
        write(label, x + SWATCH + 5, y);
      },
    });
  }
  if (cells.shades) {
    const { layer, lowLabel, highLabel } = cells.shades;
    const hue = cells.key.find((one) => one.hue != null)?.hue ?? null;
    if (hue !== null) {
      const colors = Array.from({ length: 32 }, (_, i) => kindColor(hue, i / 31));
      addRamp(`${layer.label}:`, colors, lowLabel, highLabel, []);
    }
  }
  for (const kind of new Map(marks.map((mark) => [mark.kind + mark.label, mark])).values()) {
    items.push({
      words: kind.label,
      width: 20 + wide(kind.label),
      draw(x, y) {
        const ends = [x - 1, x + 15].map((end) => [end, y]);
        drawMark(context, kind.kind, ends, [x + 7, y], 0.8);
        write(kind.label, x + 20, y);
      },
    });
  }

  let [x, line] = [0, 0];
  for (const item of items) {
    if (x && x + item.width > width) [x, line] = [0, line + 1];
    [item.x, item.line] = [x, line];
    x += item.width + GAP;
  }
  return {
    height: items.length ? (line + 1) * LINE : 0,
    words: items.map((item) => item.words),
    draw(left, top) {
      for (const item of items) item.draw(left + item.x, top + item.line * LINE + LINE / 2);
    },
  };
}
