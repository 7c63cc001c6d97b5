// The parts of a step on the map: arrows for the gradient, the momentum's and the gradient's part and the step itself,
// an ellipse for the learning rates, a box for step lengths, and the local quadratic.

import { matrix } from "../measure/scene.js";
import { partsOf, steepest } from "../measure/step.js";
import { drawQuadratic } from "./quadratic.js";
import { ARROWS, drawArrow, drawHollowHead, drawRing, IN_ORDER, OVER_GRADIENT } from "./steparrow.js";
import { drawBox, drawEllipse } from "./stepshapes.js";

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Specimen } from "../measure/scene.js"
 * @import { Ends, Look } from "./steparrow.js"
 */

const SEEN = 3; // pixels: shorter arrows cannot be seen and have no name
const SLIMMEST = 1.5; // pixels: short arrows are thin, that they keep the shape of an arrow
const COVERED = 18; // pixels: a full head would hide a step that is shorter
const REACH = { longest: 96, perDecade: 11, shortest: 26 }; // pixels of −∇f, whose length follows log |∇f|
const APART = 1.5; // pixels between the point and the place where the gradient was asked, if they are to be told apart

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
