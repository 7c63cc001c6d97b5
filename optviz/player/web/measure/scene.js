// A payload in the form that the panels read: the surface, the entrants, and one lane for each run.

import { decode } from "./payload.js";
import { createGrid } from "./surface.js";

/**
 * One run. The arrays have one number per step, the start first.
 * @typedef {object} Lane
 * @property {string} key
 * @property {string} name
 * @property {string} color
 * @property {number[]} dash
 * @property {string} marker
 * @property {string} status what became of it in the end
 * @property {string} outcome the same as a sentence
 * @property {number} last the last step that was taken
 * @property {Float32Array} xs
 * @property {Float32Array} ys
 * @property {Float32Array} values f
 * @property {Object<string, Float32Array>} curves
 */

/**
 * The steps of a run, taken apart. Column c is the step from point c to point c + 1; an array of two rows is read by `pair`.
 * @typedef {object} Specimen
 * @property {Lane} lane
 * @property {string} title
 * @property {number} columns
 * @property {{rule: string, numbers: string[], sentence: string, shows: string[]}[]} lines
 * @property {{sentence: string, shows: string[]}} opening
 * @property {{sentence: string, shows: string[]}} closing
 * @property {string[]} has
 * @property {Object<string, Float64Array>} arrays
 */

/** `before` is the scene that this one follows: if both show the same grid it is kept, so that nobody has to paint it again. */
export function readScene(bytes, before) {
  const { header, arrays } = decode(bytes);
  const length = header.steps + 1;
  const entrants = new Map(header.entrants.map((entrant) => [entrant.key, entrant]));
  const lanes = header.lanes.map((lane, row) => {
    const curves = {};
    for (const { key } of header.curves) curves[key] = arrays[key].subarray(row * length, (row + 1) * length);
    return {
      ...entrants.get(lane.key),
      ...lane,
      xs: arrays.points.subarray(2 * row * length, (2 * row + 1) * length),
      ys: arrays.points.subarray((2 * row + 1) * length, (2 * row + 2) * length),
      curves,
      values: curves.gap?.map((gap) => gap + header.surface.minimum) ?? curves[header.curves[0].key],
    };
  });
  const description = JSON.stringify(header.grid);
  const isSameGrid = before?.grid.description === description && isEqual(before.grid.packed, arrays.grid);
  const grid = isSameGrid ? before.grid : { ...createGrid(header.grid, arrays.grid), description, packed: arrays.grid };
  const [specimens, charts] = [readSpecimens(header, arrays, lanes), readCharts(header, arrays, lanes)];
  return { ...header, lanes, grid, specimens, charts, fit: readFit(header, arrays, lanes), fan: readFan(header, arrays) };
}

/** The paths of other seeds, by lane; null where there are none. */
function readFan({ fan, steps }, arrays) {
  if (!fan) return null;
  const length = steps + 1;
  const paths = Array.from({ length: fan.lanes.length * fan.seeds }, (_, row) => ({
    xs: arrays["fan.points"].subarray(2 * row * length, (2 * row + 1) * length),
    ys: arrays["fan.points"].subarray((2 * row + 1) * length, (2 * row + 2) * length),
  }));
  return {
    of(lane) {
      const place = fan.lanes.indexOf(lane.key);
      return place < 0 ? [] : paths.slice(place * fan.seeds, (place + 1) * fan.seeds);
    },
  };
}

/** The examples of a data set, and for each lane where its fit runs at a step; null for a surface without any. */
function readFit({ fit, steps }, arrays, lanes) {
  if (!fit) return null;
  const line = arrays["fit.line"];
  const rows = new Map(lanes.map((lane, row) => [lane.key, row]));
  return {
    ...fit,
    across: arrays["fit.across"],
    up: arrays["fit.up"],
    group: arrays["fit.group"],
    line,
    at(lane, step) {
      const first = (rows.get(lane.key) * (steps + 1) + step) * line.length;
      return arrays["fit.curves"].subarray(first, first + line.length);
    },
  };
}

/** One specimen for each lane of an anatomy; null for any other scene. */
function readSpecimens({ anatomy }, arrays, lanes) {
  if (!anatomy) return null;
  return anatomy.map((entry, row) => {
    const own = `anatomy.${row}.`;
    const found = Object.entries(arrays).filter(([name]) => name.startsWith(own));
    return { ...entry, lane: lanes[row], arrays: Object.fromEntries(found.map(([name, array]) => [name.slice(own.length), array])) };
  });
}

function readCharts({ charts = [] }, arrays, lanes) {
  return charts.map((chart) => ({
    ...chart,
    series: chart.series.map(({ lane, array, ...one }) => ({ ...one, lane: lanes[lane], values: arrays[array] })),
  }));
}

/** The column of a specimen that belongs to a step of the cursor. */
export function columnAt(specimen, step) {
  return Math.min(step, specimen.columns - 1);
}

/** x and y of a specimen's array at a column; null where it has none or a number is missing. */
export function pair({ arrays, columns }, name, column) {
  const array = arrays[name];
  const found = array && [array[column], array[columns + column]];
  return found?.every(Number.isFinite) ? found : null;
}

/** The entries xx, xy and yy of a specimen's symmetric matrix at a column; null where it has none or a number is missing. */
export function matrix({ arrays, columns }, name, column) {
  const array = arrays[name];
  const found = array && [0, 1, 2].map((row) => array[row * columns + column]);
  return found?.every(Number.isFinite) ? found : null;
}

/** What a column of the standings has of a run, one number per step; null for its place and its status. */
export function seriesOf(lane, { key }) {
  return key === "value" ? lane.values : (lane.curves[key] ?? null);
}

/** What has become of a run by a step. */
export function statusAt(lane, step, { tolerance, stationary }) {
  if (step > lane.last) return "diverged";
  if (lane.curves.gap && lane.curves.gap[step] <= tolerance) return "converged";
  if (lane.status === "stalled" && lane.curves.slope[step] < stationary) return "stalled";
  return "running";
}

/** The step at which a run broke off, or null if it did not. */
export function brokeOffAt(lane) {
  return lane.status === "diverged" ? lane.last + 1 : null;
}

/** Whether the runs that two scenes share are the same, so that only the picture around them differs. */
export function isSameRace(before, after) {
  if (before.surface.key !== after.surface.key || before.steps !== after.steps) return false;
  const known = new Map(before.lanes.map((lane) => [lane.key, lane]));
  return after.lanes.every((lane) => {
    const old = known.get(lane.key);
    return !old || (isEqual(old.xs, lane.xs) && isEqual(old.ys, lane.ys));
  });
}

function isEqual(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
