// The surface as a solid relief, lit from the viewer's left: triangles filled pixel by pixel into an image with a depth for each pixel.
// The relief is painted only when the camera moves or the surface changes, and then a few ten thousand small triangles
// are faster here than in WebGL without a graphics card; the depths also tell which parts of the paths are hidden.

/** @import { Camera, Triple } from "../measure/camera.js" */

export const PLINTH = 0.05; // thickness of the base below the lowest ground

const LEVELS = 14; // level lines between the lowest and the highest ground
const FINEST = 2.2e6; // pixels of a still picture: up to two for each of the screen's in both directions, so that edges are smooth
const COARSEST = 4e5; // pixels of a picture in motion
const BEHIND = 0.02; // what is less than this behind the ground counts as lying on it

/** @typedef {ReturnType<typeof solid>} Mesh */

/** @typedef {ReturnType<typeof createRelief>} Relief */

export function createRelief() {
  const targets = { still: createTarget(), moving: createTarget() };
  let target = targets.still; // what was painted last
  /** @type {Mesh | null} */
  let mesh = null;

  return {
    /**
     * @param {Float32Array} heights
     * @param {number} size
     * @param {Triple} extent
     */
    setSurface(heights, size, extent) {
      if (mesh?.size !== size) mesh = solid(size);
      raise(mesh, heights, extent);
    },

    /**
     * Paints the relief onto a canvas whose context is measured in the camera's pixels.
     * @param {CanvasRenderingContext2D} context
     * @param {Camera} camera
     * @param {boolean} dark
     * @param {boolean} moving
     */
    draw(context, camera, dark, moving) {
      if (!mesh) return;
      const { width, height } = camera;
      const area = width * height;
      target = moving ? targets.moving : targets.still;
      const sharpness = moving ? Math.min(1, Math.sqrt(COARSEST / area)) : Math.min(2, Math.sqrt(FINEST / area));
      target.resize(Math.round(width * sharpness), Math.round(height * sharpness), width);
      shade(mesh, camera, target.scale, dark ? [0.16, 0.36] : [0.95, 0.78]);
      target.fill(mesh, dark ? 0.85 : 0.15);
      context.drawImage(target.canvas, 0, 0, width, height);
    },

    /**
     * Whether a point that is projected to (x, y) at a depth lies behind the ground.
     * @param {number} x
     * @param {number} y
     * @param {number} depth
     */
    hides(x, y, depth) {
      return target.nearest(x, y) > 1 / (depth - BEHIND);
    },
  };
}

/** An image and, for each of its pixels, one over the depth of what it shows (0: nothing). */
function createTarget() {
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let [width, height] = [0, 0];
  let image = new ImageData(1, 1);
  let pixels = new Uint32Array(image.data.buffer);
  let depths = new Float32Array(1);

  const target = {
    canvas,
    scale: 1, // pixels of this image for each of the camera's
    /**
     * @param {number} newWidth
     * @param {number} newHeight
     * @param {number} cameraWidth
     */
    resize(newWidth, newHeight, cameraWidth) {
      target.scale = newWidth / cameraWidth;
      if (newWidth === width && newHeight === height) return;
      [width, height] = [newWidth, newHeight];
      Object.assign(canvas, { width, height });
      image = new ImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
      depths = new Float32Array(width * height);
    },
    /**
     * @param {Mesh} mesh
     * @param {number} line
     */
    fill(mesh, line) {
      pixels.fill(0);
      depths.fill(0);
      fillTriangles(mesh, line, target.scale, width, height, pixels, depths);
      context.putImageData(image, 0, 0);
    },
    /**
     * The farthest of the four pixels around a place, so that paths along an edge do not flicker.
     * @param {number} x
     * @param {number} y
     */
    nearest(x, y) {
      const column = Math.round(x * target.scale);
      const row = Math.round(y * target.scale);
      if (column < 1 || row < 1 || column >= width || row >= height) return 0;
      const at = row * width + column;
      return Math.min(depths[at], depths[at - 1], depths[at - width], depths[at - width - 1]);
    },
  };
  return target;
}

/**
 * Puts every vertex on the screen, in pixels of the image, with the grey that its slope and height give it.
 * @param {Mesh} mesh
 * @param {Camera} camera
 * @param {number} scale
 * @param {[lowest: number, highest: number]} greys
 */
function shade({ positions, normals, levels, screenX, screenY, nearness, greys }, camera, scale, [lowest, highest]) {
  const light = [0, 1, 2].map((axis) => -0.62 * camera.right[axis] + 0.18 * camera.toward[axis] + (axis === 2 ? 0.76 : 0));
  const [lightX, lightY, lightZ] = light.map((component) => component / Math.hypot(...light));
  for (let vertex = 0, at = 0; vertex < levels.length; vertex++, at += 3) {
    const pixel = camera.project(positions[at], positions[at + 1], positions[at + 2]);
    screenX[vertex] = pixel[0] * scale;
    screenY[vertex] = pixel[1] * scale;
    nearness[vertex] = 1 / pixel[2];
    const lit = 0.5 + 0.5 * (normals[at] * lightX + normals[at + 1] * lightY + normals[at + 2] * lightZ);
    const ground = lowest + (highest - lowest) * Math.min(Math.max(levels[vertex], 0), 1);
    greys[vertex] = Math.min(ground * (0.66 + 0.42 * lit), 1);
  }
}

/**
 * Fills the triangles row by row, the nearest wins; where a level line passes its grey is mixed in.
 * @param {Mesh} mesh
 * @param {number} line
 * @param {number} scale
 * @param {number} width
 * @param {number} height
 * @param {Uint32Array} pixels
 * @param {Float32Array} depths
 */
function fillTriangles({ triangles, grounds, levels, screenX, screenY, nearness, greys }, line, scale, width, height, pixels, depths) {
  const inner = 0.3 * scale; // a level line fades out between these distances from its middle
  const outer = 1.1 * scale;
  for (let corner = 0; corner < triangles.length; corner += 3) {
    let a = triangles[corner];
    let b = triangles[corner + 1];
    let c = triangles[corner + 2];
    const isGround = corner < grounds;
    const turn = (screenX[b] - screenX[a]) * (screenY[c] - screenY[a]) - (screenX[c] - screenX[a]) * (screenY[b] - screenY[a]);
    if (turn === 0 || (isGround && turn > 0)) continue; // seen from its edge or from below

    if (screenY[b] < screenY[a]) [a, b] = [b, a];
    if (screenY[c] < screenY[a]) [a, c] = [c, a];
    if (screenY[c] < screenY[b]) [b, c] = [c, b];
    const ax = screenX[a],
      ay = screenY[a],
      bx = screenX[b],
      by = screenY[b],
      cx = screenX[c],
      cy = screenY[c];
    const top = Math.max(Math.ceil(ay - 0.5), 0);
    const bottom = Math.min(Math.floor(cy - 0.5), height - 1);
    if (top > bottom) continue;

    // Nearness, grey and level change evenly over the triangle: by so much per pixel to the right and per pixel down.
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    const rightB = (cy - ay) / area,
      rightC = (ay - by) / area,
      downB = (ax - cx) / area,
      downC = (bx - ax) / area;
    const nearB = nearness[b] - nearness[a],
      nearC = nearness[c] - nearness[a];
    const nearRight = nearB * rightB + nearC * rightC,
      nearDown = nearB * downB + nearC * downC;
    const greyB = greys[b] - greys[a],
      greyC = greys[c] - greys[a];
    const greyRight = greyB * rightB + greyC * rightC,
      greyDown = greyB * downB + greyC * downC;
    const levelA = levels[a] * LEVELS,
      levelB = levels[b] * LEVELS,
      levelC = levels[c] * LEVELS;
    const levelRight = (levelB - levelA) * rightB + (levelC - levelA) * rightC;
    const levelDown = (levelB - levelA) * downB + (levelC - levelA) * downC;
    const steepness = Math.sqrt(levelRight * levelRight + levelDown * levelDown); // levels passed within one pixel
    const reach = outer * steepness;
    const apart = Math.min(Math.max((0.45 - steepness * scale) / 0.3, 0), 1); // lines fade where they would run into each other
    const strength = (isGround ? 0.26 : 0.1) * apart;
    const lined =
      apart > 0 && Math.floor(Math.min(levelA, levelB, levelC) - reach + 0.5) < Math.floor(Math.max(levelA, levelB, levelC) + reach + 0.5);

    for (let row = top; row <= bottom; row++) {
      const y = row + 0.5;
      const long = ax + ((y - ay) * (cx - ax)) / (cy - ay);
      const short = y < by ? ax + ((y - ay) * (bx - ax)) / (by - ay) : by < cy ? bx + ((y - by) * (cx - bx)) / (cy - by) : bx;
      const from = Math.max(Math.ceil(Math.min(long, short) - 0.501), 0);
      const to = Math.min(Math.floor(Math.max(long, short) - 0.499), width - 1);
      const right = from + 0.5 - ax;
      const down = y - ay;
      let near = nearness[a] + nearRight * right + nearDown * down;
      let grey = greys[a] + greyRight * right + greyDown * down;
      let level = levelA + levelRight * right + levelDown * down;
      for (let at = row * width + from, end = row * width + to; at <= end; at++) {
        if (near > depths[at]) {
          depths[at] = near;
          let tone = grey;
          if (lined) {
            const away = Math.abs(level - Math.floor(level) - 0.5) / steepness;
            if (away < outer) tone += (line - grey) * strength * (away > inner ? (outer - away) / (outer - inner) : 1);
          }
          pixels[at] = 0xff000000 | (((Math.min(Math.max(tone, 0), 1) * 255) | 0) * 0x010101);
        }
        near += nearRight;
        grey += greyRight;
        level += levelRight;
      }
    }
  }
}

/**
 * The triangles of the ground and of the walls around it, and room for their vertices: row by row those of the ground, then two at
 * each node along an edge, at the foot and at the top of its wall.
 * @param {number} size
 */
function solid(size) {
  const cells = size - 1;
  const count = size * size + 8 * size;
  const triangles = new Uint32Array(6 * (cells * cells + 4 * cells));
  let corner = 0;
  /** @type {(a: number, b: number, c: number, d: number) => void} */
  const join = (a, b, c, d) => {
    triangles.set([a, b, c, b, d, c], corner);
    corner += 6;
  };
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      const last = row * size + column;
      join(last - 1 - size, last - size, last - 1, last);
    }
  }
  const grounds = corner; // triangles before this corner are ground, the others wall
  for (let wall = 0; wall < 4; wall++) {
    for (let i = 1; i < size; i++) {
      const last = size * size + 2 * (wall * size + i) + 1;
      join(last - 3, last - 1, last - 2, last);
    }
  }
  const [positions, normals] = [0, 1].map(() => new Float32Array(3 * count));
  const [levels, screenX, screenY, nearness, greys] = [0, 1, 2, 3, 4].map(() => new Float32Array(count));
  return { size, positions, normals, levels, triangles, grounds, screenX, screenY, nearness, greys };
}

/**
 * Puts the vertices where the ground has them.
 * @param {Mesh} mesh
 * @param {Float32Array} heights
 * @param {Triple} extent
 */
function raise({ size, positions, normals, levels }, heights, [halfX, halfY, top]) {
  const cells = size - 1;
  const placeX = (/** @type {number} */ column) => halfX * ((2 * column) / cells - 1);
  const placeY = (/** @type {number} */ row) => halfY * ((2 * row) / cells - 1);
  let vertex = 0;
  /** @type {(x: number, y: number, z: number, normalX: number, normalY: number, normalZ: number) => void} */
  const add = (x, y, z, normalX, normalY, normalZ) => {
    const length = Math.sqrt(normalX * normalX + normalY * normalY + normalZ * normalZ);
    const at = 3 * vertex;
    positions[at] = x;
    positions[at + 1] = y;
    positions[at + 2] = z;
    normals[at] = normalX / length;
    normals[at + 1] = normalY / length;
    normals[at + 2] = normalZ / length;
    levels[vertex] = z / top;
    vertex++;
  };

  for (let row = 0; row < size; row++) {
    const [below, above] = [Math.max(row - 1, 0), Math.min(row + 1, cells)];
    const deep = placeY(above) - placeY(below);
    for (let column = 0; column < size; column++) {
      const [left, right] = [Math.max(column - 1, 0), Math.min(column + 1, cells)];
      const slopeX = (heights[row * size + right] * top - heights[row * size + left] * top) / (placeX(right) - placeX(left));
      const slopeY = (heights[above * size + column] * top - heights[below * size + column] * top) / deep;
      add(placeX(column), placeY(row), heights[row * size + column] * top, -slopeX, -slopeY, 1);
    }
  }
  /** @type {[edge: (i: number) => number[], outward: Triple][]} */
  const walls = [
    [(i) => [i, 0], [0, -1, 0]],
    [(i) => [i, cells], [0, 1, 0]],
    [(i) => [0, i], [-1, 0, 0]],
    [(i) => [cells, i], [1, 0, 0]],
  ];
  for (const [edge, outward] of walls) {
    for (let i = 0; i < size; i++) {
      const [column, row] = edge(i);
      add(placeX(column), placeY(row), -PLINTH, ...outward);
      add(placeX(column), placeY(row), heights[row * size + column] * top, ...outward);
    }
  }
}
