// A payload in the form that the panels read: the surface, the entrants, and one lane for each run.

import { createGrid } from "./surface.js";

/**
 * @import { Chart, Column, Dissection, Entrant, Packed, PlayerHeader, Run, Series } from "../header.d.ts"
 * @import { Running } from "../engine/engine.d.ts"
 * @import { Numbers } from "./payload.js"
 * @import { Grid } from "./surface.js"
 */

/**
 * One number per step, the start first.
 * @typedef {object} Path
 * @property {Float32Array} xs
 * @property {Float32Array} ys
 */

/**
 * One run: `values` are those of f.
 * @typedef {Entrant & Run & Path & {values: Float32Array, curves: Record<string, Float32Array>}} Lane
 */

/**
 * The steps of a run, taken apart. Column c is the step from point c to point c + 1; an array of two rows is read by `pair`.
 * `constants` are those numbers of the rule that only sliders change and that a slider has changed; undefined: as Python wrote it.
 * @typedef {Dissection & {lane: Lane, arrays: Record<string, Float64Array>, constants?: (number | undefined)[]}} Specimen
 */

/** @typedef {Omit<Series, "lane" | "array"> & {lane: Lane, values: Float32Array}} Strand a curve in a chart */

/** @typedef {Omit<Chart, "series"> & {series: Strand[]}} DrawnChart */

/** @typedef {Grid & {description: string, packed: Numbers}} SentGrid */

/** @typedef {(x: number, y: number, line: Float32Array) => Float32Array} CurveOfFit where the fit (x, y) runs along a line */

/**
 * A payload, with all arrays.
 * @typedef {object} Sent
 * @property {PlayerHeader & Packed & {live?: Running}} header
 * @property {Record<string, Numbers>} arrays
 * @property {CurveOfFit} [curve] draws fits, if the browser does
 */

/** @typedef {ReturnType<typeof readScene>} Scene */

/**
 * `before` is the scene that this one follows: if both show the same grid it is kept, so that nobody has to paint it again.
 * @param {Sent} sent
 * @param {{grid: SentGrid} | null} [before]
 */
export function readScene({ header, arrays, curve }, before) {
  const floats = /** @type {Record<string, Float32Array>} */ (arrays);
  const length = header.steps + 1;
  const entrants = new Map(header.entrants.map((entrant) => [entrant.key, entrant]));
  /** @type {Lane[]} */
  const lanes = header.lanes.map((lane, row) => {
    /** @type {Record<string, Float32Array>} */
    const curves = {};
    const ofLane = (/** @type {string} */ key) => floats[key]?.subarray(row * length, (row + 1) * length);
    for (const { key } of header.curves) curves[key] = ofLane(key);
    return {
      .../** @type {Entrant} */ (entrants.get(lane.key)),
      ...lane,
      xs: floats.points.subarray(2 * row * length, (2 * row + 1) * length),
      ys: floats.points.subarray((2 * row + 1) * length, (2 * row + 2) * length),
      curves,
      values: ofLane("value") ?? curves.gap?.map((gap) => gap + (header.surface.minimum ?? 0)) ?? curves[header.curves[0].key],
    };
  });
  const description = JSON.stringify(header.grid);
  const isSameGrid = before?.grid.description === description && isEqual(before.grid.packed, arrays.grid);
  /** @type {SentGrid} */
  const grid = isSameGrid ? before.grid : { ...createGrid(header.grid, arrays.grid), description, packed: arrays.grid };
  const [specimens, charts] = [readSpecimens(header, arrays, lanes), readCharts(header, floats, lanes)];
  const told = /** @type {string[] | null} */ (null); // what is said of the runs, if that is not what Python says
  return { ...header, lanes, grid, told, specimens, charts, fit: readFit(header, floats, lanes, curve), fan: readFan(header, floats) };
}

/**
 * The paths of other seeds, by lane; null where there are none.
 * @param {PlayerHeader} header
 * @param {Record<string, Float32Array>} arrays
 */
function readFan({ fan, steps }, arrays) {
  if (!fan) return null;
  const length = steps + 1;
  const paths = Array.from({ length: fan.lanes.length * fan.seeds }, (_, row) => ({
    xs: arrays["fan.points"].subarray(2 * row * length, (2 * row + 1) * length),
    ys: arrays["fan.points"].subarray((2 * row + 1) * length, (2 * row + 2) * length),
  }));
  return {
    /**
     * @param {Lane} lane
     * @returns {Path[]}
     */
    of(lane) {
      const place = fan.lanes.indexOf(lane.key);
      return place < 0 ? [] : paths.slice(place * fan.seeds, (place + 1) * fan.seeds);
    },
  };
}

/**
 * The examples of a data set, and for each lane where its fit runs at a step; null for a surface without any.
 * @param {PlayerHeader} header
 * @param {Record<string, Float32Array>} arrays
 * @param {Lane[]} lanes
 * @param {CurveOfFit} [curve]
 */
function readFit({ fit, steps }, arrays, lanes, curve) {
  if (!fit) return null;
  const line = arrays["fit.line"];
  const rows = new Map(lanes.map((lane, row) => [lane.key, row]));
  return {
    ...fit,
    across: arrays["fit.across"],
    up: arrays["fit.up"],
    group: arrays["fit.group"],
    line,
    /**
     * @param {Lane} lane
     * @param {number} step
     */
    at(lane, step) {
      if (curve) return curve(lane.xs[step], lane.ys[step], line);
      const first = ((rows.get(lane.key) ?? 0) * (steps + 1) + step) * line.length;
      return arrays["fit.curves"].subarray(first, first + line.length);
    },
  };
}

/**
 * One specimen for each lane of an anatomy; null for any other scene.
 * @param {PlayerHeader} header
 * @param {Record<string, Numbers>} arrays
 * @param {Lane[]} lanes
 * @returns {Specimen[] | null}
 */
function readSpecimens({ anatomy }, arrays, lanes) {
  if (!anatomy) return null;
  return anatomy.map((entry, row) => {
    const own = `anatomy.${row}.`;
    const found = Object.entries(arrays).filter(([name]) => name.startsWith(own));
    const named = /** @type {[string, Float64Array][]} */ (found.map(([name, array]) => [name.slice(own.length), array]));
    return { ...entry, lane: lanes[row], arrays: Object.fromEntries(named) };
  });
}

/**
 * @param {PlayerHeader} header
 * @param {Record<string, Float32Array>} arrays
 * @param {Lane[]} lanes
 * @returns {DrawnChart[]}
 */
function readCharts({ charts = [] }, arrays, lanes) {
  return charts.map((chart) => ({
    ...chart,
    series: chart.series.map(({ lane, array, ...one }) => ({ ...one, lane: lanes[lane], values: arrays[array] })),
  }));
}

/**
 * The column of a specimen that belongs to a step of the cursor.
 * @param {Specimen} specimen
 * @param {number} step
 */
export function columnAt(specimen, step) {
  return Math.min(step, specimen.columns - 1);
}

/**
 * x and y of a specimen's array at a column; null where it has none or a number is missing.
 * @param {Specimen} specimen
 * @param {string} name
 * @param {number} column
 * @returns {[x: number, y: number] | null}
 */
export function pair({ arrays, columns }, name, column) {
  const array = arrays[name];
  if (!array) return null;
  const [x, y] = [array[column], array[columns + column]];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}

/**
 * The entries xx, xy and yy of a specimen's symmetric matrix at a column; null where it has none or a number is missing.
 * @param {Specimen} specimen
 * @param {string} name
 * @param {number} column
 * @returns {[xx: number, xy: number, yy: number] | null}
 */
export function matrix({ arrays, columns }, name, column) {
  const array = arrays[name];
  if (!array) return null;
  const [xx, xy, yy] = [0, 1, 2].map((row) => array[row * columns + column]);
  return [xx, xy, yy].every(Number.isFinite) ? [xx, xy, yy] : null;
}

/**
 * What a column of the standings has of a run, one number per step; null for its place and its status.
 * @param {Lane} lane
 * @param {Pick<Column, "key">} column
 */
export function seriesOf(lane, { key }) {
  return key === "value" ? lane.values : (lane.curves[key] ?? null);
}

/**
 * What has become of a run by a step.
 * @param {Lane} lane
 * @param {number} step
 * @param {Pick<PlayerHeader, "tolerance">} scene
 */
export function statusAt(lane, step, { tolerance }) {
  if (step > lane.last) return "diverged";
  if (lane.curves.gap && tolerance !== null && lane.curves.gap[step] <= tolerance) return "converged";
  if (lane.rests !== null && step >= lane.rests) return "stalled";
  return "running";
}

/**
 * The step at which a run broke off, or null if it did not.
 * @param {Lane} lane
 */
export function brokeOffAt(lane) {
  return lane.status === "diverged" ? lane.last + 1 : null;
}

/**
 * What the page's sliders stand at in a scene, as far as it knows.
 * @param {Scene} scene
 */
export function standsAt({ live }) {
  /** @type {Record<string, number>} */
  const values = {};
  for (const [key, { value }] of Object.entries(live?.sliders ?? {})) if (value !== null) values[key] = value;
  return values;
}

/**
 * Whether the runs that two scenes share are the same, so that only the picture around them differs.
 * @param {Scene} before
 * @param {Scene} after
 */
export function isSameRace(before, after) {
  if (before.surface.key !== after.surface.key || before.steps !== after.steps) return false;
  const known = new Map(before.lanes.map((lane) => [lane.key, lane]));
  return after.lanes.every((lane) => {
    const old = known.get(lane.key);
    return !old || (isEqual(old.xs, lane.xs) && isEqual(old.ys, lane.ys));
  });
}

/**
 * @param {Numbers} a
 * @param {Numbers} b
 */
function isEqual(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
