// The camera of the 3-D view: where it stands and how it projects.

/** @typedef {[number, number, number]} Triple */

/** @type {Triple} */
export const HOME = [-60, 42, 5]; // azimuth and elevation in degrees, distance in half-widths of the surface
/** @type {Record<"elevation" | "distance", [number, number]>} */
const LIMITS = { elevation: [5, 89], distance: [2.6, 12] };
const DEGREE = Math.PI / 180;

/** @type {(value: number, low: number, high: number) => number} */
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class Camera {
  constructor() {
    this.pose = HOME;
    /** @type {Triple} */
    this.screen = [0, 0, 0]; // the last projected point: x and y in pixels, depth
    /** @type {Triple} */
    this.extent = [1, 1, 1];
    /** @type {[above: number, aside: number, below: number]} */
    this.margins = [0, 0, 0];
    this.width = 1;
    this.height = 1;
    /** @type {Triple} */
    this.right = [0, 1, 0];
    /** @type {Triple} */
    this.up = [0, 0, 1];
    /** @type {Triple} */
    this.toward = [1, 0, 0]; // from the surface to the viewer
    this.distance = HOME[2];
    this.scale = 1;
    this.centerX = 0;
    this.centerY = 0;
    this.aim();
  }

  /**
   * Takes what lies within the limits; anything that is not three finite numbers leads home.
   * @param {number[]} pose
   */
  set(pose) {
    const [azimuth, elevation, distance] = Array.isArray(pose) && pose.length === 3 && pose.every(Number.isFinite) ? pose : HOME;
    /** @type {Triple} */
    this.pose = [azimuth - 360 * Math.round(azimuth / 360), clamp(elevation, ...LIMITS.elevation), clamp(distance, ...LIMITS.distance)];
    this.aim();
  }

  /**
   * @param {Triple} extent half-widths along x and y and the height of what is looked at, which stands on z = 0 around the origin
   * @param {number} width
   * @param {number} height
   * @param {[above: number, aside: number, below: number]} margins
   */
  place(extent, width, height, margins) {
    Object.assign(this, { extent, width, height, margins });
    this.aim();
  }

  /** The directions of the screen in space, and a scale at which the surface fits at every azimuth. */
  aim() {
    const [azimuth, elevation, distance] = this.pose;
    const [cosA, sinA] = [Math.cos(azimuth * DEGREE), Math.sin(azimuth * DEGREE)];
    const [cosE, sinE] = [Math.cos(elevation * DEGREE), Math.sin(elevation * DEGREE)];
    this.right = [-sinA, cosA, 0];
    this.up = [-sinE * cosA, -sinE * sinA, cosE];
    this.toward = [cosE * cosA, cosE * sinA, sinE];
    this.distance = distance;

    const [halfX, halfY, top] = this.extent;
    const radius = Math.hypot(halfX, halfY);
    let [widest, highest, lowest] = [0, -Infinity, Infinity];
    for (let degrees = 0; degrees < 360; degrees += 15) {
      const across = radius * Math.sin(degrees * DEGREE);
      const along = radius * Math.cos(degrees * DEGREE); // towards the viewer
      for (const z of [-top / 2, top / 2]) {
        const depth = HOME[2] - along * cosE - z * sinE;
        widest = Math.max(widest, across / depth);
        highest = Math.max(highest, (z * cosE - along * sinE) / depth);
        lowest = Math.min(lowest, (z * cosE - along * sinE) / depth);
      }
    }
    const [above, aside, below] = this.margins;
    const room = Math.max(this.height - above - below, 1);
    this.scale = Math.min(Math.max(this.width - 2 * aside, 1) / (2 * widest), room / (highest - lowest));
    this.centerX = this.width / 2;
    this.centerY = above + room / 2 + (this.scale * (highest + lowest)) / 2;
  }

  /**
   * The place on the screen and its depth, in an array that the next call writes anew.
   * @param {number} x
   * @param {number} y
   * @param {number} z
   */
  project(x, y, z) {
    const { right, up, toward, screen } = this;
    z -= this.extent[2] / 2;
    const depth = this.distance - (toward[0] * x + toward[1] * y + toward[2] * z);
    screen[0] = this.centerX + (this.scale * (right[0] * x + right[1] * y)) / depth;
    screen[1] = this.centerY - (this.scale * (up[0] * x + up[1] * y + up[2] * z)) / depth;
    screen[2] = depth;
    return screen;
  }
}
