// Where runs have left the window: an arrow at the edge and, where there is room, a label with the step,
// or whatever else the player counts.

import { brokeOffAt } from "../measure/scene.js";
import { exitInWords } from "../measure/words.js";
import { fontOfNames } from "./axes.js";
import { drawPointer } from "./glyphs.js";
import { BUTTONS } from "./ground.js";

/**
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Theme } from "./theme.js"
 */

const MOST = 4; // labels at a time
const LINES_FOR_ONE = 6; // lines of a map's height that each of them may have: of a small map they would cover all

/** @typedef {{x: number, y: number, angle: number, step: number, inside: boolean}} Exit */

/**
 * The last crossing of the window's edge up to a step by a run that is outside at that step, or null.
 * @param {Lane} lane
 * @param {number} step
 * @param {Plot} plot
 * @returns {Exit | null}
 */
function exitOf(lane, step, plot) {
  const at = Math.min(step, lane.last);
  if (plot.contains(lane.xs[at], lane.ys[at])) {
    return brokeOffAt(lane) !== null && step > lane.last
      ? { x: lane.xs[at], y: lane.ys[at], angle: -Math.PI / 2, step: lane.last + 1, inside: true }
      : null;
  }
  let before = at - 1;
  while (before >= 0 && !plot.contains(lane.xs[before], lane.ys[before])) before--;
  if (before < 0) return null;
  const [x, y, dx, dy] = [lane.xs[before], lane.ys[before], lane.xs[before + 1] - lane.xs[before], lane.ys[before + 1] - lane.ys[before]];
  const [x0, x1, y0, y1] = plot.window;
  /** @type {(from: number, change: number, low: number, high: number) => number} */
  const reach = (from, change, low, high) => (change > 0 ? (high - from) / change : change < 0 ? (low - from) / change : Infinity);
  const share = Math.min(1, reach(x, dx, x0, x1), reach(y, dy, y0, y1));
  const angle = Math.atan2(plot.toY(y) - plot.toY(y + dy), plot.toX(x + dx) - plot.toX(x));
  return { x: x + share * dx, y: y + share * dy, angle: -angle, step: before + 1, inside: false };
}

/** @typedef {{lane: Lane, exit: Exit, px: number, py: number}} Found */

/**
 * Labels go to those that have diverged first, then to those that left last; while the map is zoomed most runs are outside of
 * the window, so only the diverged and the one that is looked at are named.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Lane[]} lanes
 * @param {number} step
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {{scale: number, isZoomed: boolean, highlighted: string | null}} how
 */
export function drawExits(context, scene, lanes, step, plot, theme, { scale, isZoomed, highlighted }) {
  const { left, top, width, height } = plot.box;
  /** @type {Found[]} */
  const found = [];
  for (const lane of lanes) {
    const exit = exitOf(lane, step, plot);
    if (exit) found.push({ lane, exit, px: plot.toX(exit.x), py: plot.toY(exit.y) });
  }
  if (!found.length) return;
  for (const { lane, exit, px, py } of found) {
    if (!exit.inside) drawPointer(context, px, py, exit.angle, 5.5 * scale, theme.ink(lane.color), theme.background);
  }
  context.font = fontOfNames(theme, scale);
  const nameWide = context.measureText(scene.axes[0]).width + 8;
  context.font = `${11.5 * scale}px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const line = 17 * scale;
  const hasDiverged = (/** @type {Found} */ { lane }) => Number(brokeOffAt(lane) !== null && step > lane.last);
  const isLookedAt = (/** @type {Found} */ { lane }) => Number(lane.key === highlighted);
  const named = found
    .filter((one) => !isZoomed || hasDiverged(one) || isLookedAt(one))
    .sort((a, b) => isLookedAt(b) - isLookedAt(a) || hasDiverged(b) - hasDiverged(a) || b.exit.step - a.exit.step);
  const most = Math.max(1, Math.min(MOST, Math.floor(height / (LINES_FOR_ONE * line))));
  // The corner of the buttons is taken from the outset, and so is that of the lower axis's name. On a narrow map they stand in two rows.
  const rows = width < BUTTONS.whole ? [0, 1, 2, 3] : [0, 1];
  const taken = rows.map((row) => ({ x: left + width - BUTTONS.whole, y: top + row * line, w: BUTTONS.whole }));
  taken.push({ x: left + width - nameWide, y: top + height - line, w: nameWide });
  /**
   * Puts a label near a place at the edge, moved inwards until it covers no other.
   * @type {(text: string, color: string, px: number, py: number, above: number) => void}
   */
  const label = (text, color, px, py, above) => {
    const w = context.measureText(text).width + 12 * scale;
    const inwards = py > top + height / 2 ? -1 : 1;
    const x = Math.max(left + 4, Math.min(left + width - w - 4, px > left + width / 2 ? px - w - 14 * scale : px + 14 * scale));
    const first = Math.max(top + 4, Math.min(top + height - line - 4, py - line / 2 - above));
    for (let attempt = 0; attempt < 10; attempt++) {
      const y = first + inwards * attempt * (line + 2);
      if (y < top || y > top + height - line) return;
      if (taken.some((other) => x < other.x + other.w + 3 && other.x < x + w + 3 && Math.abs(y - other.y) < line + 1)) continue;
      taken.push({ x, y, w });
      context.globalAlpha = 0.88;
      context.fillStyle = theme.background;
      context.beginPath();
      context.roundRect(x, y, w, line, 4 * scale);
      context.fill();
      context.globalAlpha = 1;
      context.fillStyle = color;
      context.fillText(text, x + 6 * scale, y + line / 2 + 0.5);
      return;
    }
  };
  for (const { lane, exit, px, py } of named.slice(0, most))
    label(exitInWords(scene, lane, exit.step, step), theme.ink(lane.color), px, py, exit.inside ? 16 * scale : 0);
  if (named.length > most) label(`and ${named.length - most} more`, theme.faint, named[most - 1].px, named[most - 1].py, 0);
}
