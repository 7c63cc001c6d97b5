// Where a line through points has to turn, so that it passes each of them nearer than a quarter of a pixel.

const CLOSE = 0.25; // pixels

/**
 * Whether two points cannot be told apart.
 * @param {ArrayLike<number>} xs pixels
 * @param {ArrayLike<number>} ys
 * @param {number} one its place
 * @param {number} other
 */
export function areClose(xs, ys, one, other) {
  const dx = xs[one] - xs[other];
  const dy = ys[one] - ys[other];
  return dx * dx + dy * dy <= CLOSE * CLOSE;
}

/**
 * Writes the places of the points at which a line turns that makes no difference from the one through all of them, the first and the
 * last among them, and returns how many these are. What has been left out since the last corner has to lie within reach of the line from
 * there: each such point narrows the directions in which the next corner may be.
 * @param {ArrayLike<number>} xs pixels
 * @param {ArrayLike<number>} ys
 * @param {number} first the place of the first point
 * @param {number} last
 * @param {Int32Array} corners has room for all of them
 */
export function cornersOf(xs, ys, first, last, corners) {
  corners[0] = first;
  let turns = 1;
  let cornerX = xs[first];
  let cornerY = ys[first];
  let isNarrowed = false; // whether a point that is left out narrows the directions: counterclockwise from right to left
  let [leftX, leftY, rightX, rightY, farthest] = [0, 0, 0, 0, 0];
  for (let i = first + 1; i <= last; i++) {
    const x = xs[i];
    const y = ys[i];
    let dx = x - cornerX;
    let dy = y - cornerY;
    let distance = Math.sqrt(dx * dx + dy * dy);
    if (isNarrowed && !(distance >= farthest && rightX * dy - rightY * dx >= 0 && dx * leftY - dy * leftX >= 0)) {
      corners[turns++] = i - 1;
      cornerX = xs[i - 1];
      cornerY = ys[i - 1];
      isNarrowed = false;
      dx = x - cornerX;
      dy = y - cornerY;
      distance = Math.sqrt(dx * dx + dy * dy);
    }
    if (!(distance > CLOSE)) continue;
    farthest = distance < Infinity ? distance : NaN; // too far to be reckoned with: always a corner
    const across = CLOSE / distance;
    const along = Math.sqrt(1 - across * across);
    const ux = dx / distance;
    const uy = dy / distance;
    const newLeftX = along * ux - across * uy;
    const newLeftY = along * uy + across * ux;
    const newRightX = along * ux + across * uy;
    const newRightY = along * uy - across * ux;
    if (!isNarrowed || newLeftX * leftY - newLeftY * leftX > 0) {
      leftX = newLeftX;
      leftY = newLeftY;
    }
    if (!isNarrowed || rightX * newRightY - rightY * newRightX > 0) {
      rightX = newRightX;
      rightY = newRightY;
    }
    isNarrowed = true;
  }
  if (last > first) corners[turns++] = last;
  return turns;
}

/**
 * Leaves out, of a line that goes to and fro between two places, what comes after it has done so often, and returns how many corners
 * are left: what is left out lies within a quarter of a pixel of what is there.
 * @param {ArrayLike<number>} xs pixels
 * @param {ArrayLike<number>} ys
 * @param {Int32Array} corners the places of its points
 * @param {number} turns how many of them there are
 * @param {number} often
 * @param {Int32Array} kept written: those that are left
 */
export function withoutRepeats(xs, ys, corners, turns, often, kept) {
  let [count, repeats] = [0, 0];
  let isBack = false; // whether what is left out has ended at the place before the last one that is kept
  for (let turn = 0; turn < turns; turn++) {
    const corner = corners[turn];
    if (count > 1 && areClose(xs, ys, corner, kept[count - (isBack ? 1 : 2)])) {
      if (++repeats > often) isBack = !isBack;
      else kept[count++] = corner;
      continue;
    }
    if (isBack) kept[count++] = corners[turn - 1];
    kept[count++] = corner;
    [repeats, isBack] = [0, false];
  }
  if (turns > 0 && kept[count - 1] !== corners[turns - 1]) kept[count++] = corners[turns - 1];
  return count;
}

/**
 * Leaves out, of a line that goes to the right, what comes between the first, the lowest, the highest and the last corner in each
 * column of pixels, and returns how many corners are left: the line covers the column from the lowest to the highest anyway.
 * @param {ArrayLike<number>} xs pixels
 * @param {ArrayLike<number>} ys
 * @param {Int32Array} corners the places of its points
 * @param {number} turns how many of them there are
 * @param {Int32Array} kept written: those that are left
 */
export function fourAColumn(xs, ys, corners, turns, kept) {
  let count = 0;
  for (let first = 0, next = 0; first < turns; first = next) {
    const column = Math.floor(xs[corners[first]]);
    let [low, high] = [first, first];
    for (next = first + 1; next < turns && Math.floor(xs[corners[next]]) === column; next++) {
      if (ys[corners[next]] < ys[corners[low]]) low = next;
      if (ys[corners[next]] > ys[corners[high]]) high = next;
    }
    let before = -1;
    for (const turn of [first, Math.min(low, high), Math.max(low, high), next - 1]) {
      if (turn > before) kept[count++] = corners[turn];
      before = turn;
    }
  }
  return count;
}
