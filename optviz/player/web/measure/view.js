// What zooming and panning make of the window of a map. A window is in places, units in which its axes are even: for a
// logarithmic axis the logarithm, for a plain one the number itself.

/** @import { Bounds, Box, Limits, Pair, Plot, Scale } from "./geometry.d.ts" */

const SAME = 1e-9; // places that differ by less are one

/** @type {(window: Bounds) => Pair} */
const sizeOf = ([x0, x1, y0, y1]) => [x1 - x0, y1 - y0];
/** @type {(window: Bounds) => Pair} */
const middleOf = ([x0, x1, y0, y1]) => [(x0 + x1) / 2, (y0 + y1) / 2];
/** @type {(value: number, low: number, high: number) => number} */
const between = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * A window larger by a factor about a place that stays where it is, as far as the limits allow.
 * @param {Bounds} window
 * @param {Pair} place
 * @param {number} factor
 * @param {Limits} limits
 * @returns {Bounds}
 */
function scaled(window, [x, y], factor, { whole, nearest, farthest }) {
  const [x0, x1, y0, y1] = window;
  const widths = sizeOf(whole)[0] / sizeOf(window)[0];
  const allowed = between(factor, nearest * widths, farthest * widths);
  return [x + (x0 - x) * allowed, x + (x1 - x) * allowed, y + (y0 - y) * allowed, y + (y1 - y) * allowed];
}

/**
 * Zoomed by a factor, below one inwards, at a point that keeps its place.
 * @param {Plot} plot
 * @param {Pair} pixels
 * @param {number} factor
 * @param {Limits} limits
 */
export function zoomed(plot, [px, py], factor, limits) {
  return scaled(plot.window, [plot.fromX(px), plot.fromY(py)], factor, limits);
}

/**
 * Moved by pixels to the right and down: what is in sight goes with the hand.
 * @param {Plot} plot
 * @param {Pair} pixels
 * @returns {Bounds}
 */
export function panned({ window: [x0, x1, y0, y1], fromX, fromY }, [dx, dy]) {
  const [right, up] = [fromX(dx) - fromX(0), fromY(dy) - fromY(0)];
  return [x0 - right, x1 - right, y0 - up, y1 - up];
}

/**
 * What lies in a box that is drawn into the picture.
 * @param {Plot} plot
 * @param {Box} drawn
 * @param {Limits} limits
 */
export function fitted({ fromX, fromY }, { left, top, width, height }, limits) {
  /** @type {Bounds} */
  const inside = [fromX(left), fromX(left + width), fromY(top + height), fromY(top)];
  return scaled(inside, middleOf(inside), 1, limits);
}

/**
 * The pixels of a picture that are nearest to some others: themselves, or on its edge.
 * @param {Box} picture
 * @param {Pair} pixels
 * @returns {Pair}
 */
export function keptIn({ left, top, width, height }, [px, py]) {
  return [between(px, left, left + width), between(py, top, top + height)];
}

/**
 * The box that is drawn from one corner to another, cut off at the picture's edge. Where it must keep the shape of the picture
 * it is as large as its longer side says.
 * @param {Box} picture
 * @param {Pair} from
 * @param {Pair} to
 * @param {boolean} keepsShape
 * @returns {Box}
 */
export function drawnBox(picture, from, to, keepsShape) {
  const [ax, ay] = keptIn(picture, from);
  const [bx, by] = keptIn(picture, to);
  const sides = [Math.abs(bx - ax), Math.abs(by - ay)];
  const share = Math.max(sides[0] / picture.width, sides[1] / picture.height);
  const [width, height] = keepsShape ? [share * picture.width, share * picture.height] : sides;
  return { left: bx < ax ? ax - width : ax, top: by < ay ? ay - height : ay, width, height };
}

/**
 * Whether a window has gone too far from the whole.
 * @param {Bounds} window
 * @param {Limits} limits
 */
export function strays(window, { whole, stray }) {
  const [here, home] = [middleOf(window), middleOf(whole)];
  return sizeOf(whole).some((size, axis) => Math.abs(here[axis] - home[axis]) > stray * size);
}

/**
 * Whether two windows are one, so that a map is back at the whole.
 * @param {Bounds} window
 * @param {Bounds} other
 */
export function isSame(window, other) {
  return window.every((place, i) => Math.abs(place - other[i]) < SAME);
}

/**
 * Width to height.
 * @param {Bounds} window
 */
export function aspectOf(window) {
  const [across, up] = sizeOf(window);
  return across / up;
}

/**
 * The largest size of an aspect that a room holds.
 * @param {Pair} room
 * @param {number} aspect
 * @returns {Pair}
 */
export function largest([width, height], aspect) {
  return [Math.min(width, height * aspect), Math.min(height, width / aspect)];
}

/**
 * The window of places for one of values.
 * @param {Bounds} values
 * @param {{x: Scale, y: Scale}} axes
 * @returns {Bounds}
 */
export function placesOf([x0, x1, y0, y1], { x, y }) {
  return [x.place(x0), x.place(x1), y.place(y0), y.place(y1)];
}

/**
 * The window of values for one of places.
 * @param {Bounds} places
 * @param {{x: Scale, y: Scale}} axes
 * @returns {Bounds}
 */
export function valuesOf([x0, x1, y0, y1], { x, y }) {
  return [x.value(x0), x.value(x1), y.value(y0), y.value(y1)];
}
