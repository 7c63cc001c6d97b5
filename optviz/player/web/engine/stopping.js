// When to stop, as `optviz/early_stopping.py` has it.

/** @import { Numbers } from "./engine.d.ts" */

/**
 * The step with the lowest validation loss until patience ran out, and where it did; null if it did not.
 * @param {Numbers} losses one after each step
 * @param {number} patience
 * @returns {{best: number, stopped: number | null}}
 */
export function earlyStop(losses, patience) {
  let [best, lowest] = [0, Number.POSITIVE_INFINITY];
  for (let step = 0; step < losses.length; step++) {
    if (losses[step] < lowest) {
      [best, lowest] = [step, losses[step]];
    } else if (step - best >= patience) {
      return { best, stopped: step };
    }
  }
  return { best, stopped: null };
}
