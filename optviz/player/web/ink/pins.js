// The marks on a map: dark with a light rim, so that they are seen on every color of it.

/**
 * @import { AtlasHeader } from "../header.d.ts"
 * @import { Pair } from "../measure/geometry.d.ts"
 */

/** @typedef {AtlasHeader["marks"][number]} Mark */

const INK = "#15181d";
const RIM = "#ffffff";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Mark["kind"]} kind
 * @param {Pair[]} points of a line, in pixels
 * @param {Pair} at of all others
 * @param {number} [size]
 */
export function drawMark(context, kind, points, at, size = 1) {
  context.save();
  context.lineJoin = context.lineCap = "round";
  context.setLineDash([]);
  context.beginPath();
  if (kind === "line") {
    points.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
    stroke(context, [
      [4.6 * size, INK],
      [2.2 * size, RIM],
    ]);
  } else if (kind === "cross") {
    const [x, y] = at;
    const r = 7 * size;
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
    stroke(context, [
      [5 * size, RIM],
      [2.2 * size, INK],
    ]);
  } else {
    outline(context, kind === "star", at, 8.5 * size);
    stroke(context, [[4 * size, INK]]);
    context.fillStyle = RIM;
    context.fill();
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[width: number, color: string][]} passes
 */
function stroke(context, passes) {
  for (const [width, color] of passes) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {boolean} isStar
 * @param {Pair} at
 * @param {number} r
 */
function outline(context, isStar, [x, y], r) {
  const corners = isStar ? 10 : 4;
  for (let i = 0; i < corners; i++) {
    const angle = (2 * Math.PI * i) / corners - Math.PI / 2;
    const radius = isStar && i % 2 ? r * 0.45 : r * (isStar ? 1 : 0.85);
    context[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}
