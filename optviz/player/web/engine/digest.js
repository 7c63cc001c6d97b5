// A number that is another one as soon as a bit of some numbers is: see `digest` in payload.py.

const MULTIPLIER = 1664525;

/** @param {Float64Array} numbers */
export function digestOf(numbers) {
  const words = new Uint32Array(numbers.map((number) => number + 0).buffer);
  let digest = 0;
  for (let i = 0; i < words.length; i++) digest = Math.imul(digest + words[i], MULTIPLIER);
  return digest >>> 0;
}
