// NumPy's operations on single numbers, for what `optviz/graph` prints.

export const { abs, sqrt, floor, sin, cos, tanh, exp, expm1, log, log1p, hypot } = Math;

/** @param {number} a */
export function sign(a) {
  if (a > 0) {
    return 1;
  }
  return a < 0 ? -1 : a === 0 ? 0 : Number.NaN;
}

/**
 * The larger of two; NaN if one of them is.
 * @param {number} a
 * @param {number} b
 */
export function maximum(a, b) {
  return a >= b || Number.isNaN(a) ? a : b;
}

/**
 * The smaller of two; NaN if one of them is.
 * @param {number} a
 * @param {number} b
 */
export function minimum(a, b) {
  return a <= b || Number.isNaN(a) ? a : b;
}

/**
 * Powers of one are one, also with an exponent that is NaN or infinite.
 * @param {number} a
 * @param {number} b
 */
export function power(a, b) {
  return a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b;
}
