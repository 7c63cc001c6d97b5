// The parts of a step on the map: arrows for the gradient, the momentum's and the gradient's part and the step itself,
// an ellipse for the learning rates, a box for step sizes, and the local quadratic.

import { columnAt, matrix, pair } from "../measure/scene.js";
import { drawQuadratic, eigen } from "./quadratic.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Specimen } from "../measure/scene.js"
 * @import { Symmetric } from "./quadratic.js"
 * @import { Theme } from "./theme.js"
 */

const FAR = 4000; // pixels: what is farther away is cut, a canvas loses its precision there
const SEEN = 3; // pixels: shorter arrows cannot be seen and have no name
const SLIMMEST = 1.5; // pixels: short arrows are thin, that they keep the shape of an arrow
const COVERED = 18; // pixels: a full head would hide a step that is shorter
const HOLLOW = 9; // pixels: radius of a hollow head
const AROUND = [26, 38, 52, 68]; // pixels from an arrow to where its name stands if there is no room beside it
const MARK = 9; // pixels around a head on which no name stands
const NEAR = 22; // pixels: a name that stands farther away is led to its arrow by a line
const REACH = { longest: 96, perDecade: 11, shortest: 26 }; // pixels of −∇f, whose length follows log |∇f|
const ELLIPSE = 44; // pixels of its longer half axis
const SMALLEST_BOX = 3; // pixels
const APART = 1.5; // pixels between the point and the place where the gradient was asked, if they are to be told apart

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

const IN_ORDER = /** @type {ArrowName[]} */ (Object.keys(ARROWS));
/** @type {ArrowName[]} */
const OVER_GRADIENT = ["gradient", "step", "momentum", "gradient_part"];

/** The words for the key under the map, with how the line is drawn. */
/** @type {Record<ArrowName | "scale" | "box" | "quadratic", Stroke & {words: string}>} */
export const KEY = {
  gradient: { ...ARROWS.gradient, words: "−∇f, not to scale" },
  momentum: { ...ARROWS.momentum, words: "momentum part" },
  gradient_part: { ...ARROWS.gradient_part, words: "gradient part" },
  step: { ...ARROWS.step, words: "step" },
  scale: { role: "scale", width: 1.8, dash: [], words: "learning rates along its axes, not to scale" },
  box: { role: "step", width: 1.4, dash: [], words: "step sizes along x and y" },
  quadratic: { role: "position", width: 1, dash: [2, 3], words: "local quadratic, × its stationary point" },
};

/**
 * What there is of a step, as points of the plane: arrows [from, to], the place where the gradient was asked.
 * @param {Specimen} specimen
 * @param {number} step
 */
export function partsOf(specimen, step) {
  const column = columnAt(specimen, step);
  const { lane } = specimen;
  /** @type {Pair} */
  const at = [lane.xs[column], lane.ys[column]];
  const [asked, gradient, stepSizes] = ["asked", "gradient", "step_sizes"].map((name) => pair(specimen, name, column));
  /** @type {(from: Pair, by: Pair | null) => {from: Pair, to: Pair} | null} */
  const arrow = (from, by) => by && { from, to: [from[0] + by[0], from[1] + by[1]] };
  const momentum = arrow(at, pair(specimen, "momentum_part", column));
  return {
    at,
    asked,
    gradient,
    rate: matrix(specimen, "rate", column),
    stepSizes,
    column,
    arrows: {
      step: arrow(at, pair(specimen, "step", column)),
      momentum,
      gradient_part: arrow(momentum?.to ?? at, pair(specimen, "gradient_part", column)),
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Specimen} specimen
 * @param {number} step
 * @param {Set<string>} shows what is to be drawn of: gradient, momentum, gradient_part, step, scale, box, quadratic
 * @param {Look} look
 * @returns {string[]} what was drawn
 */
export function drawDissection(context, plot, specimen, step, shows, look) {
  const { theme, scale } = look;
  const { at, asked, gradient, rate, stepSizes, arrows, column } = partsOf(specimen, step);
  /** @type {(place: Pair) => Pair} */
  const onScreen = ([x, y]) => [plot.toX(x), plot.toY(y)];
  /** @type {string[]} */
  const drawn = [];
  look.heads.push(onScreen(at));
  // Where there is no momentum, or none yet, the gradient's part is the step: one arrow.
  const hasMomentum = Boolean(arrows.momentum?.to.some((value, axis) => value !== at[axis]));
  context.save();
  context.lineCap = "butt";
  if (shows.has("quadratic") && asked && gradient) {
    const hessian = matrix(specimen, "hessian", column);
    if (hessian && drawQuadratic(context, plot, asked, gradient, hessian, theme, scale)) drawn.push("quadratic");
  }
  if (shows.has("scale") && rate && drawEllipse(context, onScreen(at), rate, plot, theme, scale)) drawn.push("scale");
  if (shows.has("box") && stepSizes && drawBox(context, at, stepSizes, plot, theme, scale)) drawn.push("box");
  const lengthOf = (/** @type {Ends} */ [[x0, y0], [x1, y1]]) => Math.hypot(x1 - x0, y1 - y0);
  const taken = arrows.step ? lengthOf([onScreen(arrows.step.from), onScreen(arrows.step.to)]) : 0;
  const isShort = taken >= SEEN && taken < COVERED * scale;
  if (isShort && shows.has("step")) drawHollowHead(context, onScreen(at), theme.ink(specimen.lane.color), theme, scale);
  /** @returns {Ends | null} */
  const endsOf = (/** @type {{from: Pair, to: Pair} | null} */ arrow) => arrow && [onScreen(arrow.from), onScreen(arrow.to)];
  // A short step is painted over −∇f, which is longer; of others −∇f is to be seen on top.
  for (const name of isShort ? OVER_GRADIENT : IN_ORDER) {
    const { role, width, dash, label } = ARROWS[name];
    if (!shows.has(name)) continue;
    if (name === "gradient_part" && !hasMomentum && shows.has("step")) continue;
    const ends = name === "gradient" ? descent(specimen, plot, asked, gradient, scale) : endsOf(arrows[name]);
    if (!ends?.flat().every(Number.isFinite)) continue;
    const length = lengthOf(ends);
    if (length === 0) continue;
    const color = theme.roles[role];
    const thick = Math.min(width * scale, Math.max(SLIMMEST, 0.3 * length));
    drawArrow(context, ends, { color, rim: theme.halo, width: thick, dash: dash.map((piece) => piece * scale) });
    drawn.push(name);
    look.arrows.push({ name, label: length >= SEEN ? label : "", ends, color });
  }
  if (asked && shows.has("gradient")) {
    const [[x, y], [px, py]] = [onScreen(at), onScreen(asked)];
    if (Math.hypot(px - x, py - y) > APART) drawRing(context, [px, py], theme, scale);
  }
  context.restore();
  return drawn;
}

/**
 * −∇f on the screen: place and direction are exact, the length follows log |∇f| below the largest of the run.
 * @param {Specimen} specimen
 * @param {Plot} plot
 * @param {Pair | null} asked
 * @param {Pair | null} gradient
 * @param {number} scale
 * @returns {Ends | null}
 */
function descent(specimen, plot, asked, gradient, scale) {
  if (!asked || !gradient) return null;
  const [perX, perY] = [plot.toX(1) - plot.toX(0), plot.toY(1) - plot.toY(0)];
  const [u, v] = [-gradient[0] * perX, -gradient[1] * perY];
  const size = Math.hypot(...gradient);
  const norm = Math.hypot(u, v);
  if (!(norm > 0) || !Number.isFinite(norm)) return null;
  const below = Math.log10(size / steepest(specimen));
  const length = Math.max(REACH.shortest, REACH.longest + REACH.perDecade * below) * scale;
  /** @type {Pair} */
  const from = [plot.toX(asked[0]), plot.toY(asked[1])];
  return [from, [from[0] + (u / norm) * length, from[1] + (v / norm) * length]];
}

/** @type {WeakMap<Specimen, number>} */
const steepestOf = new WeakMap();

/**
 * The largest |∇f| of a run.
 * @param {Specimen} specimen
 */
function steepest(specimen) {
  const known = steepestOf.get(specimen);
  if (known !== undefined) return known;
  const {
    arrays: { gradient },
    columns,
  } = specimen;
  let largest = 0;
  for (let i = 0; i < columns; i++) {
    const size = Math.hypot(gradient[i], gradient[columns + i]);
    if (size < 1e150) largest = Math.max(largest, size);
  }
  steepestOf.set(specimen, largest || 1);
  return largest || 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ends} ends
 * @param {{color: string, rim: string, width: number, dash: number[]}} look
 */
function drawArrow(context, [[x0, y0], [x1, y1]], { color, rim, width, dash }) {
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
function drawHollowHead(context, [x, y], color, theme, scale) {
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
function drawRing(context, [x, y], theme, scale) {
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

/**
 * What the matrix of the rates makes of a circle around the point, with its axes, on the screen's scale of x and y.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {Symmetric} rate
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
function drawEllipse(context, [x, y], rate, plot, theme, scale) {
  const [perX, perY] = [plot.toX(1) - plot.toX(0), plot.toY(1) - plot.toY(0)];
  const {
    values: [larger, smaller],
    cos,
    sin,
  } = eigen(rate);
  const axes = [larger * cos * perX, larger * sin * perY, -smaller * sin * perX, smaller * cos * perY];
  const longest = Math.max(Math.hypot(axes[0], axes[1]), Math.hypot(axes[2], axes[3]));
  if (!(longest > 0) || !Number.isFinite(longest)) return false;
  const shape = new Path2D();
  shape.arc(0, 0, 1, 0, 2 * Math.PI);
  shape.moveTo(-1, 0);
  shape.lineTo(1, 0);
  shape.moveTo(0, -1);
  shape.lineTo(0, 1);
  const placed = new Path2D();
  placed.addPath(shape, new DOMMatrix([...axes.map((part) => (part / longest) * ELLIPSE * scale), x, y]));
  outline(context, placed, theme.roles.scale, 1.8 * scale, theme, scale);
  return true;
}

/**
 * The step sizes along x and y as the half widths of a box around the point, to scale. Nothing where it is too small to be one.
 * @param {CanvasRenderingContext2D} context
 * @param {Pair} at
 * @param {Pair} sizes
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} scale
 */
function drawBox(context, at, sizes, plot, theme, scale) {
  const within = (/** @type {number} */ pixels) => Math.max(-FAR, Math.min(FAR, pixels));
  const [left, right] = [-1, 1].map((side) => within(plot.toX(at[0] + side * sizes[0])));
  const [top, bottom] = [1, -1].map((side) => within(plot.toY(at[1] + side * sizes[1])));
  if (!(Math.max(right - left, bottom - top) > SMALLEST_BOX)) return false;
  const box = new Path2D();
  box.rect(left, top, right - left, bottom - top);
  outline(context, box, theme.roles.step, 1.4 * scale, theme, scale);
  return true;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {string} color
 * @param {number} width
 * @param {Theme} theme
 * @param {number} scale
 */
function outline(context, path, color, width, theme, scale) {
  context.setLineDash([]);
  context.lineWidth = width + 2.4 * scale;
  context.strokeStyle = theme.halo;
  context.globalAlpha = 0.7;
  context.stroke(path);
  context.globalAlpha = 1;
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}

/**
 * The names of the arrows that were drawn in this frame, over all of them; returns where they stand.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Look} look
 */
export function drawLabels(context, plot, look) {
  /** @type {Taken[]} */
  const taken = [];
  for (const arrow of look.arrows) if (arrow.label) drawLabel(context, arrow, plot, look, taken);
  return taken;
}

/**
 * Beside the arrow where it covers no other label, and if possible no arrow; else around it, at the end of a line.
 * @param {CanvasRenderingContext2D} context
 * @param {DrawnArrow} arrow
 * @param {Plot} plot
 * @param {Look} look
 * @param {Taken[]} taken
 */
function drawLabel(context, { name, label, ends: [[x0, y0], [x1, y1]], color }, plot, { theme, scale, arrows, heads }, taken) {
  const { left, top, width, height } = plot.box;
  /** @type {Pair} */
  const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
  if (x1 < left || x1 > left + width || y1 < top || y1 > top + height) return;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  context.font = `600 ${12 * scale}px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const [w, h] = [context.measureText(label).width, 15 * scale];
  const beside = (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: Math.max(left + 3, Math.min(left + width - w - 3, x - w / 2)),
    y: Math.max(top + 9, Math.min(top + height - 9, y)),
    w,
  });
  const away = (/** @type {number} */ distance) => distance + (Math.abs(u) * w) / 2;
  const further = v > 0 ? 1 : -1;
  const places = [
    beside(x1 + u * away(7), y1 + v * 13 * scale),
    ...[1, -1].map((side) => beside(middle[0] - side * v * away(8), middle[1] + side * u * 14 * scale)),
    ...[1, -1].flatMap((side) => [
      beside(x1 + side * (w / 2 + 10 * scale), y1),
      beside(x1 + side * (w / 2 + 4 * scale), y1 + further * 15 * scale),
    ]),
    ...[1, -1].map((side) => beside(x1, y1 + side * further * 24 * scale)),
    ...AROUND.flatMap((far) =>
      Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]).map(([across, down]) =>
        beside(middle[0] + across * (far * scale + w / 2), middle[1] + down * far * scale),
      ),
    ),
  ];
  /** @type {(place: Place, ends: Ends) => boolean} */
  const covers = ({ x, y }, [[fromX, fromY], [toX, toY]]) =>
    Array.from({ length: 25 }, (_, i) => [fromX + (i / 24) * (toX - fromX), fromY + (i / 24) * (toY - fromY)]).some(
      ([px, py]) => px > x - 3 && px < x + w + 3 && Math.abs(py - y) < h / 2,
    );
  /** @type {(place: Place, head: Pair) => boolean} */
  const isOnHead = ({ x, y }, [px, py]) =>
    px > x - MARK * scale && px < x + w + MARK * scale && Math.abs(py - y) < h / 2 + (MARK - 3) * scale;
  const isClear = (/** @type {Place} */ place) =>
    arrows.every(({ ends }) => !covers(place, ends)) && heads.every((head) => !isOnHead(place, head));
  const isApart = (/** @type {Place} */ place, /** @type {Place} */ other) =>
    place.x > other.x + other.w + 2 || other.x > place.x + w + 2 || Math.abs(place.y - other.y) > h;
  const isFree = (/** @type {Place} */ place) => taken.every((other) => isApart(place, other));
  const free = places.filter(isFree);
  const place = free.find(isClear) ?? free[0];
  if (!place) return;
  taken.push({ ...place, h, name });
  // From the nearest point of the name to the nearest of the arrow.
  /** @type {Pair} */
  const nearest = [Math.max(place.x, Math.min(place.x + w, middle[0])), Math.max(place.y - h / 2, Math.min(place.y + h / 2, middle[1]))];
  const share = Math.max(0, Math.min(1, ((nearest[0] - x0) * u + (nearest[1] - y0) * v) / length));
  /** @type {Pair} */
  const foot = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  context.lineJoin = "round";
  if (Math.hypot(nearest[0] - foot[0], nearest[1] - foot[1]) > NEAR * scale) {
    context.setLineDash([]);
    /** @type {[thickness: number, stroke: string][]} */
    const passes = [
      [3.4 * scale, theme.halo],
      [1.1 * scale, color],
    ];
    for (const [thickness, stroke] of passes) {
      context.beginPath();
      context.moveTo(...nearest);
      context.lineTo(...foot);
      context.lineWidth = thickness;
      context.strokeStyle = stroke;
      context.stroke();
    }
  }
  context.lineWidth = 4 * scale;
  context.strokeStyle = theme.halo;
  context.strokeText(label, place.x, place.y);
  context.fillStyle = color;
  context.fillText(label, place.x, place.y);
}
