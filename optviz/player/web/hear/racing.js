// Who races. What a visitor wishes is shown at once; Python hears of it when no further chip is clicked.

const PATIENCE = 350; // milliseconds in which further chips may be clicked before Python hears of it

/** @import { Scene } from "../measure/scene.js" */

/** @param {{changed: () => void, ask: (keys: string[]) => void}} on */
export function createRacing(on) {
  /** @type {Set<string>} */
  let racing = new Set();
  /** @type {string[] | null} */
  let wished = null; // what Python has not answered yet
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  return {
    get keys() {
      return racing;
    },
    /**
     * Another scene: who races in it, unless a wish is still on its way.
     * @param {Scene} scene
     */
    take({ entrants, lanes, specimens }) {
      if (wished && timer === null) wished = null;
      const asked = entrants.filter((entrant) => entrant.racing).map((entrant) => entrant.key);
      racing = new Set(specimens ? lanes.map((lane) => lane.key) : (wished ?? asked));
    },
    /** @param {string[]} keys */
    race(keys) {
      racing = new Set(keys);
      wished = keys;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        on.ask(keys);
      }, PATIENCE);
      on.changed();
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
