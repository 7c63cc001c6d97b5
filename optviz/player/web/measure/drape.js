// Paths laid on the ground of a relief, and where the camera sees them.

/**
 * @import { Camera, Triple } from "./camera.js"
 * @import { Bounds } from "./geometry.d.ts"
 * @import { Level } from "./surface.js"
 */

/**
 * The ground of a relief.
 * @typedef {object} Ground
 * @property {Float32Array} heights from 0 to 1, row 0 is y_min
 * @property {number} size nodes along each side
 * @property {Bounds} window
 * @property {Triple} extent half-widths along x and y and the height, in space
 * @property {Level[]} valueTicks
 * @property {string} title
 * @property {[string, string]} names of the two directions
 */

/**
 * The vertices of a path on the ground. Their arrays are longer than the path is: they are written anew by the next one.
 * @typedef {object} Vertices
 * @property {number} length
 * @property {Float32Array} places in the unit square, two numbers each
 * @property {Float32Array} moments in steps
 * @property {Uint8Array} jumps 1 where nothing leads to the vertex
 * @property {Float32Array} screenX of those that the camera tells apart, as are all that follow
 * @property {Float32Array} screenY
 * @property {Float32Array} times in steps
 * @property {Uint8Array} kinds what leads to the vertex
 */

/**
 * A path, as vertices on the ground, of which the camera tells `count` apart.
 * @typedef {object} Thread
 * @property {string} key
 * @property {string} color
 * @property {string} marker
 * @property {Float32Array} xs
 * @property {Float32Array} ys
 * @property {number} last
 * @property {Vertices} vertices
 * @property {number} count
 * @property {number} headX
 * @property {number} headY
 * @property {number} headKind
 */

/** @typedef {{hides: (x: number, y: number, depth: number) => boolean}} Cover whether the ground hides a point */

const LIFT = 0.008; // paths float a little above the ground
const VERTICES = 3000; // about as many vertices as a path is divided into to follow the ground

// What leads to a vertex of a path: nothing, a visible line, or a line behind the ground.
export const [JUMP, SEEN, HIDDEN] = [0, 1, 2];

/**
 * Lays a path on the ground: every step is the straight line that it is on the map, cut at the window's edge.
 * @param {Thread} lane
 * @param {Ground} surface
 */
export function drape(lane, surface) {
  const { xs, ys, last, vertices } = lane;
  const { size } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const finest = Math.min(Math.max(Math.floor(VERTICES / (last + 1)), 1), 32);
  let connected = false;
  makeRoom(vertices, (last + 1) * (finest + 1));
  const { places, moments, jumps } = vertices;
  let count = 0;
  /** @type {(u: number, v: number, time: number, jump: 0 | 1) => void} */
  const add = (u, v, time, jump) => {
    places[2 * count] = u;
    places[2 * count + 1] = v;
    moments[count] = time;
    jumps[count] = jump;
    count++;
  };
  for (let step = 0; step <= last; step++) {
    const before = Math.max(step - 1, 0);
    if (step > 0 && xs[step] === xs[before] && ys[step] === ys[before]) continue; // it rests
    const [u0, v0] = [(xs[before] - x0) / (x1 - x0), (ys[before] - y0) / (y1 - y0)];
    const [du, dv] = [(xs[step] - x0) / (x1 - x0) - u0, (ys[step] - y0) / (y1 - y0) - v0];
    const enter = Math.max(0, entry(u0, du), entry(v0, dv));
    const leave = Math.min(1, exit(u0, du), exit(v0, dv));
    if (enter > leave) {
      connected = false;
      continue;
    }
    if (!connected || enter > 0) add(u0 + enter * du, v0 + enter * dv, before + enter, 1);
    const cells = Math.sqrt(du * du + dv * dv) * (leave - enter) * (size - 1);
    const pieces = Math.min(Math.max(Math.ceil(cells / 1.2), 1), finest);
    for (let piece = 1; piece <= pieces; piece++) {
      const along = enter + ((leave - enter) * piece) / pieces;
      add(u0 + along * du, v0 + along * dv, before + along, 0);
    }
    connected = leave === 1;
  }
  vertices.length = count;
  lane.count = 0;
}

// At which shares of its way a coordinate that starts somewhere and changes is within the unit interval: from `entry` to `exit`.
/** @type {(start: number, change: number) => number} */
const entry = (start, change) => (change === 0 ? 0 : Math.min(-start / change, (1 - start) / change));
/** @type {(start: number, change: number) => number} */
const exit = (start, change) => (change === 0 ? (start < 0 || start > 1 ? -1 : 1) : Math.max(-start / change, (1 - start) / change));

/** @returns {Vertices} */
export function createVertices() {
  const [places, moments, screenX, screenY, times] = [0, 1, 2, 3, 4].map(() => new Float32Array());
  return { length: 0, places, moments, jumps: new Uint8Array(), screenX, screenY, times, kinds: new Uint8Array() };
}

/**
 * @param {Vertices} vertices
 * @param {number} count for which there is to be room
 */
function makeRoom(vertices, count) {
  if (vertices.moments.length >= count) return;
  vertices.places = new Float32Array(2 * count);
  for (const name of /** @type {const} */ (["moments", "screenX", "screenY", "times"])) vertices[name] = new Float32Array(count);
  for (const name of /** @type {const} */ (["jumps", "kinds"])) vertices[name] = new Uint8Array(count);
}

/**
 * Where the camera sees the path, without the vertices that would not make a difference of a pixel.
 * @param {Thread} lane
 * @param {Ground} surface
 * @param {Camera} camera
 * @param {Cover} relief
 */
export function project(lane, surface, camera, relief) {
  const { length, places, moments, jumps, screenX, screenY, times, kinds } = lane.vertices;
  const [halfX, halfY, top] = surface.extent;
  let count = 0;
  for (let index = 0; index < length; index++) {
    const u = places[2 * index];
    const v = places[2 * index + 1];
    const pixel = camera.project((2 * u - 1) * halfX, (2 * v - 1) * halfY, groundAt(surface, u, v) * top + LIFT);
    const near = count > 0 && Math.abs(pixel[0] - screenX[count - 1]) + Math.abs(pixel[1] - screenY[count - 1]) < 1;
    if (near && !jumps[index]) continue;
    screenX[count] = pixel[0];
    screenY[count] = pixel[1];
    times[count] = moments[index];
    kinds[count] = jumps[index] ? JUMP : relief.hides(pixel[0], pixel[1], pixel[2]) ? HIDDEN : SEEN;
    count++;
  }
  lane.count = count;
}

/**
 * The height of the ground at (u, v) in the unit square, 0 to 1.
 * @param {{heights: Float32Array, size: number}} ground
 * @param {number} u
 * @param {number} v
 */
export function groundAt({ heights, size }, u, v) {
  const column = Math.min(Math.max(u, 0), 1) * (size - 1);
  const row = Math.min(Math.max(v, 0), 1) * (size - 1);
  const i = Math.min(Math.floor(column), size - 2);
  const j = Math.min(Math.floor(row), size - 2);
  const [s, t] = [column - i, row - j];
  const at = j * size + i;
  return (1 - t) * ((1 - s) * heights[at] + s * heights[at + 1]) + t * ((1 - s) * heights[at + size] + s * heights[at + size + 1]);
}

/**
 * Puts the head of a lane at a step, between two steps on the line that joins them; false where that is outside the window.
 * @param {Thread} lane
 * @param {Ground} surface
 * @param {Camera} camera
 * @param {Cover} relief
 * @param {number} step
 */
export function locate(lane, surface, camera, relief, step) {
  const { xs, ys, last } = lane;
  const { extent } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const time = Math.min(Math.max(step, 0), last);
  const before = Math.floor(time);
  const after = Math.min(before + 1, last);
  const share = time - before;
  const u = (xs[before] + share * (xs[after] - xs[before]) - x0) / (x1 - x0);
  const v = (ys[before] + share * (ys[after] - ys[before]) - y0) / (y1 - y0);
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return false;
  const pixel = camera.project((2 * u - 1) * extent[0], (2 * v - 1) * extent[1], groundAt(surface, u, v) * extent[2] + LIFT);
  lane.headX = pixel[0];
  lane.headY = pixel[1];
  lane.headKind = relief.hides(pixel[0], pixel[1], pixel[2]) ? HIDDEN : SEEN;
  return true;
}
