// What every panel can do, and what it does where that means nothing for it.

/** @typedef {import("../types.d.ts").Panel} Panel */

/** @type {Panel} */
const IDLE = {
  update() {},
  setLanes() {},
  resize() {},
  draw() {},
  describe: () => null,
  painted: () => null,
  dispose() {},
};

/**
 * A panel by the members that mean something for it.
 * @param {Partial<Panel>} own
 * @returns {Panel}
 */
export function panelOf(own) {
  return { ...IDLE, ...own };
}
