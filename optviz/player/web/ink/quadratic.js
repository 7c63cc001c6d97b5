// The local quadratic of Newton's method on the map: f(p) + g·d + ½ dᵀHd around a point p, as lines of equal height,
// and its stationary point.

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Theme } from "./theme.js"
 */

const FLAT = 1e-9; // an eigenvalue below this share of the other: there is no one stationary point
const LINES = 5; // the third of them passes through p
const ARM = 37; // how far a hyperbola is drawn, in its half axes
const DASHED = 1500; // pixels: a line that reaches farther is not dashed, which would take a canvas a second

/** @typedef {[xx: number, xy: number, yy: number]} Symmetric */

/**
 * Eigenvalues of a symmetric matrix, the larger one first, and the cosine and sine of the angle of its eigenvector.
 * @param {Symmetric} matrix
 */
export function eigen([xx, xy, yy]) {
  const [mean, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const turn = Math.atan2(2 * xy, xx - yy) / 2;
  return { values: [mean + spread, mean - spread], cos: Math.cos(turn), sin: Math.sin(turn) };
}

/**
 * Returns whether there was something to draw.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Pair} p
 * @param {Pair} g
 * @param {Symmetric} hessian
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawQuadratic(context, plot, p, g, hessian, theme, scale) {
  const {
    values: [l1, l2],
    cos,
    sin,
  } = eigen(hessian);
  if (!Number.isFinite(l1 * l2) || !(Math.min(Math.abs(l1), Math.abs(l2)) > FLAT * Math.max(Math.abs(l1), Math.abs(l2)))) return false;
  // p seen from the stationary point, along the two eigenvectors
  const [u, w] = [(cos * g[0] + sin * g[1]) / l1, (-sin * g[0] + cos * g[1]) / l2];
  const center = [p[0] - cos * u + sin * w, p[1] - sin * u - cos * w];
  const drop = (Math.abs(l1) * u * u + Math.abs(l2) * w * w) / 2;
  const [perX, perY] = [plot.toX(1) - plot.toX(0), plot.toY(1) - plot.toY(0)];
  const [x, y] = [plot.toX(center[0]), plot.toY(center[1])];
  if (![x, y, drop].every(Number.isFinite)) return false;

  const [lines, longLines] = [new Path2D(), new Path2D()];
  const placed = new DOMMatrix([perX * cos, perY * sin, -perX * sin, perY * cos, x, y]);
  // Around a saddle every line comes in four branches: every other line will do.
  for (let k = 1; k <= LINES; k += l1 * l2 > 0 ? 1 : 2) {
    const level = drop * (k / 3) ** 2;
    const halves = [l1, l2].map((l) => Math.sqrt((2 * level) / Math.abs(l)));
    const isLong = Math.max(...halves) * Math.max(Math.abs(perX), Math.abs(perY)) * (l1 * l2 > 0 ? 1 : ARM) > DASHED;
    (isLong ? longLines : lines).addPath(l1 * l2 > 0 ? ellipse(halves) : hyperbolas(halves), placed);
  }
  context.setLineDash([2 * scale, 3 * scale]);
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.42;
  context.lineWidth = scale;
  if (drop > 0) context.stroke(lines);
  context.setLineDash([]);
  if (drop > 0) context.stroke(longLines);
  context.globalAlpha = 1;
  const r = 6 * scale;
  context.lineCap = "round";
  /** @type {[width: number, color: string][]} */
  const passes = [
    [5 * scale, theme.halo],
    [2 * scale, theme.text],
  ];
  for (const [width, color] of passes) {
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(x - r, y - side * r);
      context.lineTo(x + r, y + side * r);
    }
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
  context.lineCap = "butt";
  return true;
}

/** @param {number[]} halves */
function ellipse([a, b]) {
  const path = new Path2D();
  path.ellipse(0, 0, a, b, 0, 0, 2 * Math.PI);
  return path;
}

/**
 * The lines of a saddle at a height above and below it: four branches.
 * @param {number[]} halves
 */
function hyperbolas([a, b]) {
  const path = new Path2D();
  for (const isAlong of [true, false]) {
    for (const side of [-1, 1]) {
      for (let i = 0; i <= 60; i++) {
        const t = ((i - 30) / 30) * Math.acosh(ARM);
        const [near, wide] = [side * Math.cosh(t), Math.sinh(t)];
        path[i ? "lineTo" : "moveTo"](a * (isAlong ? near : wide), b * (isAlong ? wide : near));
      }
    }
  }
  return path;
}
