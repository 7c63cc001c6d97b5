// The arrows of a step: how each is drawn, and heads that leave a short one to be seen.

/**
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Theme } from "./theme.js"
 */

const FAR = 4000; // pixels: what is farther away is cut, a canvas loses its precision there
const HOLLOW = 9; // pixels: radius of a hollow head

/** @typedef {"step" | "gradient" | "momentum" | "gradient_part"} ArrowName */

/** @typedef {keyof Theme["roles"]} Role */

/** @typedef {{role: Role, width: number, dash: number[]}} Stroke */

/** @typedef {[from: Pair, to: Pair]} Ends */

/** @typedef {{name: ArrowName, label: string, ends: Ends, color: string}} DrawnArrow in pixels */

/**
 * How a frame is drawn; `arrows` and `heads`: what there is in this frame, for the labels.
 * @typedef {{theme: Theme, scale: number, arrows: DrawnArrow[], heads: Pair[]}} Look
 */

/** @typedef {{x: number, y: number, w: number}} Place of a label: its left end, its middle and its width */

/** @typedef {Place & {h: number, name: ArrowName}} Taken */

/** How each arrow is drawn; the order is that of painting, so that of arrows on one line all can be seen. */
/** @type {Record<ArrowName, Stroke & {label: string}>} */
export const ARROWS = {
  step: { role: "step", width: 5.2, dash: [], label: "step" },
  gradient: { role: "gradient", width: 1.5, dash: [4, 3], label: "−∇f" },
  momentum: { role: "momentum", width: 2.3, dash: [9, 3], label: "momentum" },
  gradient_part: { role: "gradient", width: 2.3, dash: [], label: "gradient part" },
};

export const IN_ORDER = /** @type {ArrowName[]} */ (Object.keys(ARROWS));
/** @type {ArrowName[]} */
export const OVER_GRADIENT = ["gradient", "step", "momentum", "gradient_part"];

/** The words for the key under the map, with how the line is drawn. */
/** @type {Record<ArrowName | "scale" | "box" | "quadratic", Stroke & {words: string}>} */
export const KEY = {
  gradient: { ...ARROWS.gradient, words: "−∇f, not to scale" },
  momentum: { ...ARROWS.momentum, words: "momentum part" },
  gradient_part: { ...ARROWS.gradient_part, words: "gradient part" },
  step: { ...ARROWS.step, words: "step" },
  scale: { role: "scale", width: 1.8, dash: [], words: "learning rates along its axes, not to scale" },
  box: { role: "step", width: 1.4, dash: [], words: "step lengths along x and y" },
  quadratic: { role: "position", width: 1, dash: [2, 3], words: "local quadratic; × is its stationary point" },
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ends} ends
 * @param {{color: string, rim: string, width: number, dash: number[]}} look
 */
export function drawArrow(context, [[x0, y0], [x1, y1]], { color, rim, width, dash }) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  // Only the part within reach of the picture is drawn; an arrow that leads farther has no head to be seen.
  const [enter, leave] = within(x0, y0, x1, y1);
  if (enter >= leave) return;
  const isWhole = leave === 1;
  const head = Math.min(6 + 2.1 * width, 0.7 * length);
  const half = head * 0.46;
  const end = isWhole ? length - head * 0.8 : leave * length;
  const from = enter * length;
  context.setLineDash([]);
  const shaft = () => {
    context.beginPath();
    context.moveTo(x0 + u * from, y0 + v * from);
    context.lineTo(x0 + u * end, y0 + v * end);
  };
  const tip = () => {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x1 - u * head - v * half, y1 - v * head + u * half);
    context.lineTo(x1 - u * head * 0.75, y1 - v * head * 0.75);
    context.lineTo(x1 - u * head + v * half, y1 - v * head - u * half);
    context.closePath();
  };
  context.lineJoin = "round";
  context.strokeStyle = rim;
  context.lineWidth = width + 2.6;
  shaft();
  context.stroke();
  if (isWhole) {
    tip();
    context.lineWidth = 2.6;
    context.stroke();
  }
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  shaft();
  context.stroke();
  context.setLineDash([]);
  if (isWhole) {
    tip();
    context.fill();
  }
}

/**
 * The shares of a line between which it lies within reach of the picture.
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function within(x0, y0, x1, y1) {
  let [enter, leave] = [0, 1];
  for (const [from, way] of [
    [x0, x1 - x0],
    [y0, y1 - y0],
  ]) {
    if (Math.abs(from) <= FAR && Math.abs(from + way) <= FAR) continue;
    if (way === 0) return [1, 0];
    const [a, b] = [(-FAR - from) / way, (FAR - from) / way];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return [enter, leave];
}

/**
 * A head that is hollow, so that a short step can be seen inside of it.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {string} color
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawHollowHead(context, [x, y], color, theme, scale) {
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, HOLLOW * scale, 0, 2 * Math.PI);
  context.fillStyle = theme.halo;
  context.fill();
  context.lineWidth = 2 * scale;
  context.strokeStyle = color;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawRing(context, [x, y], theme, scale) {
  context.setLineDash([]);
  /** @type {[width: number, color: string][]} */
  const passes = [
    [4 * scale, theme.halo],
    [1.8 * scale, theme.roles.gradient],
  ];
  for (const [width, color] of passes) {
    context.beginPath();
    context.arc(x, y, 4 * scale, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}
