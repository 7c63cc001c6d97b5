// Where a slider can stand: at round values, and, if it is fine, at ten places on the way from each to the next.

const BETWEEN = 10;

/** @typedef {ReturnType<typeof createPositions>} Positions */

/**
 * Positions are counted from 0.
 * @param {number[]} choices increasing
 * @param {boolean} isFine
 */
export function createPositions(choices, isFine) {
  const between = isFine ? BETWEEN : 1;
  const end = choices.length - 1;

  /**
   * Where a value lies among the choices, which stand at equal distances, in steps from one to the next.
   * @param {number} value
   */
  function among(value) {
    const above = choices.findIndex((choice) => choice >= value);
    if (above <= 0) return above < 0 ? end : 0;
    const [low, high] = [choices[above - 1], choices[above]];
    return above - 1 + (value - low) / (high - low);
  }

  return {
    first: choices[0],
    last: choices[end],
    /** The number of the last position. */
    count: end * between,
    /** @param {number} position */
    valueAt(position) {
      const [at, part] = [Math.floor(position / between), position % between];
      if (part === 0) return choices[at];
      return Number((choices[at] + ((choices[at + 1] - choices[at]) * part) / between).toPrecision(12)); // without the noise of the last bits
    },
    /**
     * That of a value, or the nearest one.
     * @param {number} value
     */
    of: (value) => Math.round(among(value) * between),
    /**
     * Where a value lies, as a share of the whole from 0 to 1.
     * @param {number} value
     */
    shareOf: (value) => (end ? among(value) / end : 0),
    /**
     * That of the next round value on the way to a side.
     * @param {number} position
     * @param {1 | -1} side
     */
    roundBeside(position, side) {
      const next = side > 0 ? Math.floor(position / between) + 1 : Math.ceil(position / between) - 1;
      return Math.max(0, Math.min(end, next)) * between;
    },
  };
}
