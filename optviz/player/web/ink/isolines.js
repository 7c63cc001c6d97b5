// Lines of equal height on a grid: marching squares, joined into whole lines.

// Which edges of a cell a line joins (0 bottom, 1 right, 2 top, 3 left), by which corners lie above the level:
// bit 0 lower left, 1 lower right, 2 upper right, 3 upper left. Two opposite corners (5 and 10) are settled by the middle.
const JOINED = ["", "30", "01", "31", "12", "", "02", "32", "23", "02", "", "12", "31", "01", "30", ""].map((join) => [join]);
const AROUND_LOWER_LEFT = ["30", "12"];
const AROUND_LOWER_RIGHT = ["01", "23"];
const [NOBODY, NOWHERE] = [-1, -2]; // of an edge that no line cuts any more, and of one from which none leads on
const THINNEST = 1.6; // cells: closed lines thinner than this are beads of a valley that the grid is too coarse for

/** @typedef {{points: number[], isClosed: boolean}} Line points: x and y of one after the other, in grid units */

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
  // For each edge of the grid the two edges that a line leads on to. It has the number of its lower left node, doubled, and one more if it
  // stands upright.
  const ways = new Int32Array(4 * size * rows).fill(NOBODY);
  for (const level of levels) {
    const edges = segmentsAt(values, size, level, rows, steepest, ways);
    for (const { points, isClosed } of linesAlong(edges, ways, values, size, level)) {
      if (isClosed && thickness(points) < THINNEST) continue;
      path.moveTo(points[0], points[1]);
      for (let i = 2; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
      if (isClosed) path.closePath();
    }
  }
  return path;
}

/**
 * The lines that lead from edge to edge; afterwards no line cuts any.
 * @param {number[]} edges
 * @param {Int32Array} ways
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 */
function linesAlong(edges, ways, values, size, level) {
  /** @type {Line[]} */
  const lines = [];

  /** @type {(start: number, isClosed: boolean) => void} */
  function follow(start, isClosed) {
    /** @type {number[]} */
    const points = [];
    let edge = start;
    while (true) {
      cut(values, size, level, edge, points);
      const next = ways[2 * edge];
      ways[2 * edge] = ways[2 * edge + 1] = NOBODY;
      if (next < 0 || ways[2 * next] === NOBODY) break;
      if (ways[2 * next] === edge) ways[2 * next] = ways[2 * next + 1] < 0 ? NOWHERE : ways[2 * next + 1];
      ways[2 * next + 1] = NOBODY;
      edge = next;
    }
    lines.push({ points, isClosed });
  }

  // Lines that end at the border first; what is left are closed lines.
  for (const edge of edges) if (ways[2 * edge] >= 0 && ways[2 * edge + 1] < 0) follow(edge, false);
  for (const edge of edges) if (ways[2 * edge] !== NOBODY) follow(edge, true);
  return lines;
}

/**
 * Writes down, for each edge of the grid that the level cuts, the edges that a line leads on to.
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 * @param {number} rows
 * @param {number} steepest
 * @param {Int32Array} ways
 * @returns the edges that are cut
 */
function segmentsAt(values, size, level, rows, steepest, ways) {
  /** @type {number[]} */
  const edges = [];
  const lead = (/** @type {number} */ from, /** @type {number} */ to) => {
    if (ways[2 * from] !== NOBODY) ways[2 * from + 1] = to;
    else {
      ways[2 * from] = to;
      edges.push(from);
    }
  };
  for (let j = 0; j < rows - 1; j++) {
    let [a, d] = [values[j * size], values[(j + 1) * size]];
    for (let i = 0, k = j * size; i < size - 1; i++, k++) {
      const b = values[k + 1];
      const c = values[k + size + 1];
      const above = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
      if (above !== 0 && above !== 15) {
        const sum = a + b + c + d;
        if (!Number.isNaN(sum) && Math.max(a, b, c, d) - Math.min(a, b, c, d) <= steepest) {
          const around = [2 * k, 2 * k + 3, 2 * (k + size), 2 * k + 1];
          for (const [from, to] of pairs(above, sum / 4 > level)) {
            lead(around[Number(from)], around[Number(to)]);
            lead(around[Number(to)], around[Number(from)]);
          }
        }
      }
      a = b;
      d = c;
    }
  }
  return edges;
}

/**
 * @param {number} above
 * @param {boolean} middleIsAbove
 */
function pairs(above, middleIsAbove) {
  if (above === 5) return middleIsAbove ? AROUND_LOWER_RIGHT : AROUND_LOWER_LEFT;
  if (above === 10) return middleIsAbove ? AROUND_LOWER_LEFT : AROUND_LOWER_RIGHT;
  return JOINED[above];
}

/**
 * Adds where the level cuts an edge.
 * @param {Float64Array} values
 * @param {number} size
 * @param {number} level
 * @param {number} edge
 * @param {number[]} points
 */
function cut(values, size, level, edge, points) {
  const k = edge >> 1;
  const isUpright = edge & 1;
  const [p, q] = [values[k], values[isUpright ? k + size : k + 1]];
  const share = (level - p) / (q - p);
  const [i, j] = [k % size, Math.floor(k / size)];
  points.push(isUpright ? i : i + share, isUpright ? j + share : j);
}

/**
 * The mean width of a closed line: its area by its longer side.
 * @param {number[]} points
 */
function thickness(points) {
  let [area, left, right, low, high] = [0, Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    const after = (i + 2) % points.length;
    area += x * points[after + 1] - points[after] * y;
    [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
  }
  return Math.abs(area) / 2 / Math.max(right - left, high - low, 1e-9);
}
