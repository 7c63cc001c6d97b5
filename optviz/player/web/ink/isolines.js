// Lines of equal height on a grid: marching squares, joined into whole lines.

// Which edges of a cell a line joins (0 bottom, 1 right, 2 top, 3 left), by which corners lie above the level:
// bit 0 lower left, 1 lower right, 2 upper right, 3 upper left. Two opposite corners (5 and 10) are settled by the middle.
const JOINS = ["", "30", "01", "31", "12", "", "02", "32", "23", "02", "", "12", "31", "01", "30", ""];
const AROUND_LOWER_LEFT = ["30", "12"];
const AROUND_LOWER_RIGHT = ["01", "23"];
const THINNEST = 1.6; // cells: closed lines thinner than this are beads of a valley that the grid is too coarse for

/** @typedef {[x: number, y: number]} Place in grid units */

/** @typedef {{points: Place[], isClosed: boolean}} Line */

/**
 * @param {Float64Array} values row by row, each of `size` values; no line passes a cell with a corner that is NaN
 * @param {number} size
 * @param {number[]} levels
 * @param {{rows?: number, steepest?: number}} [limits] the number of rows, if it is not `size`; and from which difference of
 *   its corners on a cell is a cliff, where lines would lie on each other and tell nothing
 * @returns {Path2D} in grid units: x from 0 to size − 1, y likewise from row 0
 */
export function isolines(values, size, levels, { rows = size, steepest = Infinity } = {}) {
  const path = new Path2D();
  for (const level of levels) {
    for (const line of linesAt(values, size, level, rows, steepest)) {
      if (line.isClosed && thickness(line.points) < THINNEST) continue;
      line.points.forEach(([x, y], i) => path[i ? "lineTo" : "moveTo"](x, y));
      if (line.isClosed) path.closePath();
    }
  }
  return path;
}

/**
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 * @param {number} rows
 * @param {number} steepest
 */
function linesAt(values, size, level, rows, steepest) {
  const neighbors = segmentsAt(values, size, level, rows, steepest);
  /** @type {Line[]} */
  const lines = [];
  const follow = (/** @type {number} */ start) => {
    /** @type {Place[]} */
    const points = [];
    /** @type {number | undefined} */
    let edge = start;
    while (edge !== undefined) {
      points.push(cut(values, size, level, edge));
      /** @type {number | undefined} */
      const next = neighbors.get(edge)?.[0];
      neighbors.delete(edge);
      if (next === undefined) break;
      const ways = neighbors.get(next);
      if (!ways) break;
      ways.splice(ways.indexOf(edge), 1);
      edge = next;
    }
    return points;
  };
  // Lines that end at the border first; what is left are closed lines.
  for (const [edge, ways] of [...neighbors])
    if (ways.length === 1 && neighbors.has(edge)) lines.push({ points: follow(edge), isClosed: false });
  for (const edge of [...neighbors.keys()]) if (neighbors.has(edge)) lines.push({ points: follow(edge), isClosed: true });
  return lines;
}

/**
 * For each edge of the grid that the level cuts, the edges that a line leads on to.
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 * @param {number} rows
 * @param {number} steepest
 */
function segmentsAt(values, size, level, rows, steepest) {
  /** @type {Map<number, number[]>} */
  const neighbors = new Map();
  const join = (/** @type {number} */ a, /** @type {number} */ b) => {
    const known = neighbors.get(a);
    if (known) known.push(b);
    else neighbors.set(a, [b]);
  };
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < size - 1; i++) {
      const k = j * size + i;
      const [a, b, c, d] = [values[k], values[k + 1], values[k + size + 1], values[k + size]];
      const above = Number(a > level) | (Number(b > level) << 1) | (Number(c > level) << 2) | (Number(d > level) << 3);
      if (above === 0 || above === 15 || Number.isNaN(a + b + c + d)) continue;
      if (Math.max(a, b, c, d) - Math.min(a, b, c, d) > steepest) continue;
      // An edge has the number of its lower left node, doubled, and one more if it stands upright.
      const edges = [2 * k, 2 * k + 3, 2 * (k + size), 2 * k + 1];
      for (const [from, to] of pairs(above, (a + b + c + d) / 4 > level)) {
        join(edges[Number(from)], edges[Number(to)]);
        join(edges[Number(to)], edges[Number(from)]);
      }
    }
  }
  return neighbors;
}

/**
 * @param {number} above
 * @param {boolean} middleIsAbove
 */
function pairs(above, middleIsAbove) {
  if (above === 5) return middleIsAbove ? AROUND_LOWER_RIGHT : AROUND_LOWER_LEFT;
  if (above === 10) return middleIsAbove ? AROUND_LOWER_LEFT : AROUND_LOWER_RIGHT;
  return [JOINS[above]];
}

/**
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 * @param {number} edge
 * @returns {Place}
 */
function cut(values, size, level, edge) {
  const k = edge >> 1;
  const isUpright = edge & 1;
  const [p, q] = [values[k], values[isUpright ? k + size : k + 1]];
  const share = (level - p) / (q - p);
  const [i, j] = [k % size, Math.floor(k / size)];
  return isUpright ? [i, j + share] : [i + share, j];
}

/**
 * The mean width of a closed line: its area by its longer side.
 * @param {Place[]} points
 */
function thickness(points) {
  let [area, left, right, low, high] = [0, Infinity, -Infinity, Infinity, -Infinity];
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    area += x * nextY - nextX * y;
    [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
  });
  return Math.abs(area) / 2 / Math.max(right - left, high - low, 1e-9);
}
