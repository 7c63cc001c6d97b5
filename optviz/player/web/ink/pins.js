// The marks on a map: dark with a light rim, so that they are seen on every color of it.

/**
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Context } from "./layer.js"
 */

const INK = "#15181d";
const RIM = "#ffffff";

/**
 * @param {Context} context
 * @param {Pair[]} points in pixels
 * @param {number} size
 */
export function drawLine(context, points, size = 1) {
  begin(context);
  points.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
  stroke(context, 4.6 * size, INK);
  stroke(context, 2.2 * size, RIM);
  context.restore();
}

/**
 * @param {Context} context
 * @param {"cross" | "star" | "diamond"} kind
 * @param {Pair} at in pixels
 * @param {number} size
 */
export function drawPin(context, kind, [x, y], size = 1) {
  begin(context);
  if (kind === "cross") {
    outlineCross(context, x, y, 7 * size);
    stroke(context, 5 * size, RIM);
    stroke(context, 2.2 * size, INK);
  } else {
    outline(context, kind, x, y, 8.5 * size);
    stroke(context, 4 * size, INK);
    context.fillStyle = RIM;
    context.fill();
  }
  context.restore();
}

/** @param {Context} context */
function begin(context) {
  context.save();
  context.lineJoin = context.lineCap = "round";
  context.setLineDash([]);
  context.beginPath();
}

/** @type {(context: Context, width: number, color: string) => void} */
function stroke(context, width, color) {
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/** @type {(context: Context, x: number, y: number, r: number) => void} */
function outlineCross(context, x, y, r) {
  context.arc(x, y, r, 0, 2 * Math.PI);
  for (const [u, v] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    context.moveTo(x + 0.45 * r * u, y + 0.45 * r * v);
    context.lineTo(x + 1.6 * r * u, y + 1.6 * r * v);
  }
}

/** @type {(context: Context, kind: "star" | "diamond", x: number, y: number, r: number) => void} */
function outline(context, kind, x, y, r) {
  const corners = kind === "star" ? 10 : 4;
  for (let i = 0; i < corners; i++) {
    const angle = (2 * Math.PI * i) / corners - Math.PI / 2;
    const radius = kind === "star" && i % 2 ? r * 0.45 : r * (kind === "star" ? 1 : 0.85);
    context[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}
