// Where a line through points has to turn, so that it passes each of them nearer than a quarter of a pixel.

const CLOSE = 0.25; // pixels

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
      if (x === xs[i - 1] && y === ys[i - 1]) continue;
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
