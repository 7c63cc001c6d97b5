// A number that is another one as soon as a bit of some numbers is: see `digest` in payload.py.

const MULTIPLIER = 1664525;

/** @param {Float64Array} numbers */
export function digestOf(numbers) {
  const words = new Uint32Array(Float64Array.from(numbers, (number) => number + 0).buffer);
  let digest = 0;
  for (const word of words) digest = Math.imul(digest + word, MULTIPLIER);
  return digest >>> 0;
}
