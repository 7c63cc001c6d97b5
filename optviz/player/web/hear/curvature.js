// Whether the local quadratic is shown on the map: as the method wants it, until a visitor chooses.

/**
 * @import { Scene } from "../measure/scene.js"
 */

/** @param {() => void} onChange */
export function createCurvature(onChange) {
  let isWanted = false;
  /** @type {boolean | null} */
  let chosen = null;

  return {
    get isShown() {
      return chosen ?? isWanted;
    },
    get isChosen() {
      return chosen !== null;
    },
    /** @param {Scene} scene */
    take({ specimens }) {
      isWanted = (specimens ?? []).some(({ opening, lines, closing }) =>
        [opening, ...lines, closing].some(({ shows }) => shows.includes("quadratic")),
      );
    },
    toggle() {
      chosen = !(chosen ?? isWanted);
      onChange();
    },
  };
}
