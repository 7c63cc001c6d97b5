// Gradients that are not answered exactly, as `optviz/noises` has them. What chance decided is NumPy's: here nothing is drawn.
// A surface with noise serves one run: whenever its gradient is asked for, it answers for the next step.

/** @import { Noise, Numbers, Terrain } from "./engine.d.ts" */

/**
 * @param {Terrain} ground
 * @param {Noise} noise
 * @param {Numbers} n its values
 * @param {ArrayLike<number>} drawn
 * @returns {Terrain}
 */
export function heard(ground, { spread, size }, n, drawn) {
  if (spread) return shaken(ground, (step) => spread(n, step), drawn);
  return size ? inBatches(ground, size(n), drawn) : ground;
}

/**
 * Normal numbers are added.
 * @param {Terrain} ground
 * @param {(step: number) => number} spread
 * @param {ArrayLike<number>} drawn standard normal numbers, x and y of each step
 * @returns {Terrain}
 */
function shaken(ground, spread, drawn) {
  let step = 0;
  return {
    ...ground,
    gradient(x, y, found) {
      const width = spread(step);
      ground.gradient(x, y, found);
      found[0] += width * drawn[2 * step];
      found[1] += width * drawn[2 * step + 1];
      step++;
    },
  };
}

/**
 * Some examples stand for all, epoch after epoch. The last batch of an epoch may be smaller.
 * @param {Terrain} ground
 * @param {number} size
 * @param {ArrayLike<number>} orders of the examples, one for each epoch; where there are no more, the first comes again
 * @returns {Terrain}
 */
function inBatches(ground, size, orders) {
  const seen = [0];
  let [epoch, done] = [0, 0];
  return {
    ...ground,
    examples: (queries) => seen[queries],
    gradient(x, y, found) {
      const end = Math.min(done + size, ground.examples(1));
      ground.gradientOf(orders, epoch + done, epoch + end, x, y, found);
      seen.push(seen[seen.length - 1] + end - done);
      done = end;
      if (done === ground.examples(1)) [epoch, done] = [(epoch + done) % orders.length, 0];
    },
  };
}
