// What the values that are held of sliders make of runs: other hyperparameters, other noise, other lengths, or another surface with its
// landmarks.

/**
 * @import { Landmarks, LiveNoise, Steered } from "../header.d.ts"
 */

/**
 * @template {{hyperparameters: number[], steps?: number}} Lane
 * @typedef {object} Steerable
 * @property {number[]} parameters
 * @property {Lane[]} lanes
 * @property {number[]} [schedule]
 * @property {Record<number, Float64Array>} [factors] those that the schedule has with its parameters, by the steps of a run
 * @property {LiveNoise[]} [noises]
 * @property {number} [steps] that all lanes take, if not as many as were sent
 * @property {Record<string, Steered>} sliders
 * @property {string[]} [waits] the keys of sliders that Python alone can follow
 */

/**
 * @template {Steerable<{hyperparameters: number[], steps?: number}>} T
 * @param {T} live
 * @param {Record<string, number>} held by the sliders' keys
 * @returns {T}
 */
export function withHeld(live, held) {
  const parameters = [...live.parameters];
  const lanes = live.lanes.map((lane) => ({ ...lane, hyperparameters: [...lane.hyperparameters] }));
  const schedule = live.schedule && [...live.schedule];
  const noises = live.noises?.map((noise) => ({ ...noise, values: [...noise.values] }));
  let { steps } = live;
  for (const [key, value] of Object.entries(held)) {
    const steered = live.sliders[key];
    if (!follows(live, key, value)) continue;
    if (steered.steps) steps = value;
    for (const [row, number] of steered.noises ?? []) if (noises) noises[row].values[number] = value;
    for (const [i, [row, number]] of steered.lanes.entries()) {
      const [least, most] = steered.within?.[i] ?? [null, null];
      if (value >= (least ?? value) && value <= (most ?? value)) lanes[row].hyperparameters[number] = value;
    }
    if (steered.parameter !== null) parameters[steered.parameter] = value;
    if (schedule && steered.schedule !== undefined) schedule[steered.schedule] = value;
  }
  if (steps !== undefined) for (const lane of lanes) lane.steps = steps;
  const isSameSchedule = schedule?.join() === live.schedule?.join();
  return { ...live, parameters, lanes, schedule, factors: isSameSchedule ? live.factors : {}, noises, steps };
}

/**
 * Whether it is known here what a slider at a value makes of the runs.
 * @param {Pick<Steerable<any>, "sliders">} live
 * @param {string} key
 * @param {number} value
 */
export function follows({ sliders }, key, value) {
  return key in sliders && value <= (sliders[key].most ?? value);
}

/**
 * Whether it is known to Python alone, so that the page waits for it. Of other sliders the runs do not depend.
 * @param {Pick<Steerable<any>, "sliders" | "waits">} live
 * @param {string} key
 * @param {number} value
 */
export function waits(live, key, value) {
  return live.waits?.includes(key) || (key in live.sliders && !follows(live, key, value));
}

/**
 * The landmarks at a value of one of the sliders that move them, if it stands at another than it did; if several do, they are sought.
 * @param {Pick<Steerable<any>, "sliders" | "parameters">} live
 * @param {(seeds: [number, number][]) => Partial<Landmarks>} seek landmarks, from where they may be
 * @returns {Partial<Omit<Landmarks, "value">>}
 */
export function landmarksAt({ sliders, parameters }, seek) {
  const found = Object.values(sliders).flatMap(({ landmarks, parameter, value }) => {
    const now = parameter === null ? value : parameters[parameter];
    return now === value ? [] : landmarks.filter((one) => one.value === now);
  });
  if (!found.length) return {};
  const { value: _, ...marks } = found[0];
  if (found.length === 1) return marks;
  const seeds = found.flatMap(({ minimizers, saddles, local_minima }) => [...minimizers, ...saddles, ...local_minima]);
  return { ...marks, ...seek(seeds) };
}

/**
 * The surface's own start, where a slider moves it.
 * @param {Pick<Steerable<any>, "sliders">} live
 */
export function ownStart({ sliders }) {
  const now = Object.values(sliders).map(({ landmarks, value }) => landmarks.find((one) => one.value === value));
  return now.find((one) => one?.start)?.start;
}
