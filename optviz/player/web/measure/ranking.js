// Who is ahead: by the gap, or by f where it has no lower bound. Who has diverged comes last, and ties keep their place.

/** @import { Lane } from "./scene.js" */

/** @type {(lane: Lane, step: number) => number} the smaller the better */
function worth(lane, step) {
  const value = (lane.curves.gap ?? lane.values)[step];
  return step > lane.last || Number.isNaN(value) ? Infinity : value;
}

/** @typedef {ReturnType<typeof createRanking>} Ranking */

export function createRanking() {
  /** @type {Lane[]} */
  let order = [];

  return {
    get leader() {
      return order.at(0) ?? null;
    },
    /**
     * Other runs, each where its method stood; those that are new have no place yet.
     * @param {Lane[]} lanes
     */
    take(lanes) {
      const known = new Map(lanes.map((lane) => [lane.key, lane]));
      order = order.flatMap(({ key }) => known.get(key) ?? []);
    },
    /**
     * @param {Lane[]} lanes
     * @param {number} step
     */
    rank(lanes, step) {
      const places = new Map(order.map(({ key }, i) => [key, i]));
      order = lanes
        .map((lane) => ({ lane, worth: worth(lane, step), place: places.get(lane.key) ?? 0 }))
        .sort((a, b) => (a.worth === b.worth ? a.place - b.place : a.worth - b.worth))
        .map(({ lane }) => lane);
      return order;
    },
  };
}
