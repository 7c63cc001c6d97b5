// What `optviz/graph/engine.py` prints, as the loops call it.

import type { Draft, Live, Varied } from "../header.d.ts";

export type Numbers = Float64Array;

/** A form of a method. h: its hyperparameters; s: its state, two numbers for each field, alike where the coordinates share it. */
interface Form {
  fields: string[];
  searches: boolean;
  /** The numbers of the hyperparameters that a schedule multiplies. */
  scheduled: number[];
  /** Writes the state before the first step. */
  begins(h: Numbers, s: Numbers): void;
}

/** A method that moves each coordinate c, 0 or 1, by itself. */
export interface Apart extends Form {
  together: false;
  /** Where the gradient is wanted; null: at x. */
  query: ((h: Numbers, s: Numbers, c: number, x: number) => number) | null;
  /** The next x, after the next state has been written. */
  update(h: Numbers, s: Numbers, c: number, x: number, g: number): number;
}

/** A method whose coordinates depend on each other. It moves the point p. */
export interface Together extends Form {
  together: true;
  /** Whether it wants the Hessian, as xx, xy and yy. */
  curved: boolean;
  query: ((h: Numbers, s: Numbers, p: Numbers) => void) | null;
  update(h: Numbers, s: Numbers, p: Numbers, g: Numbers, hessian: Numbers, look: Look, seen: Numbers): void;
}

export type Method = Apart | Together;

/** Writes f, ∂f/∂x and ∂f/∂y at a point that is tried. */
export type Look = (x: number, y: number, seen: Numbers) => void;

/** A step of any form, both coordinates at once: what `optviz.graph.engine.dissection` prints. */
export interface Dissection {
  /** Writes where the gradient is wanted; null: at p. */
  query: ((h: Numbers, s: Numbers, p: Numbers, asked: Numbers) => void) | null;
  /** Writes the parts of the step to `found` and takes it: it is the t-th. */
  step(
    h: Numbers,
    s: Numbers,
    p: Numbers,
    asked: Numbers,
    g: Numbers,
    hessian: Numbers,
    look: Look,
    seen: Numbers,
    t: number,
    found: Numbers,
  ): void;
}

/** What is read off runs on a surface. goal: its minimum, and its window: left, right, bottom, top. */
export interface Reading {
  gap(goal: Numbers, value: number, x: number, y: number): number;
  /** The place among the statuses of a run that ended at p, one step after `before`; lost: 1 if it diverged. */
  status(goal: Numbers, tolerance: number, lost: 0 | 1, value: number, p: Numbers, before: Numbers, g: Numbers, hessian: Numbers): number;
  /** 1 where a minimum that is reached may be one of the window's. */
  counts(goal: Numbers, x: number, y: number): number;
  /** Of a vector. */
  length(x: number, y: number): number;
  /** 1 where a run that stalled had come to rest, by the length of its step, its slope, and that at its end. */
  rests(goal: Numbers, length: number, slope: number, lastSlope: number): number;
}

/** The calculus of a surface with the parameters t. What has several numbers is written to `found`. */
export interface ClosedForm {
  summed: false;
  value(t: Numbers, x: number, y: number): number;
  gradient(t: Numbers, x: number, y: number, found: Numbers): void;
  /** xx, xy and yy. */
  hessian(t: Numbers, x: number, y: number, found: Numbers): void;
}

/**
 * The same of each of the first `count` examples among the columns e, in loops: what there is of the example i is written to rows[…][i].
 * `look` writes f, ∂f/∂x and ∂f/∂y.
 */
export interface OfMany {
  summed: true;
  value(t: Numbers, x: number, y: number, e: Numbers[], count: number, rows: Numbers[]): void;
  gradient(t: Numbers, x: number, y: number, e: Numbers[], count: number, rows: Numbers[]): void;
  look(t: Numbers, x: number, y: number, e: Numbers[], count: number, rows: Numbers[]): void;
  hessian(t: Numbers, x: number, y: number, e: Numbers[], count: number, rows: Numbers[]): void;
  /** Writes where the example is drawn. */
  observation(t: Numbers, e: Numbers[], i: number, found: Numbers): void;
  /** How high the fit (x, y) runs at a place across. */
  curve(t: Numbers, x: number, y: number, across: number): number;
}

export type Calculus = (ClosedForm | OfMany) & Reading;

/** A method on a surface, many lanes side by side: of each there are `columns` numbers in s, `width` lanes beside each other. */
export interface Lanes {
  width: number;
  columns: number;
  /** Writes what the lane i begins with but for its point. */
  begins(s: Numbers, i: number, h: Numbers, t: Numbers, goal: Numbers): void;
  /** A step of the lanes `going`: writes the point before, the gap there, and then the next point and state. */
  step(s: Numbers, going: Int32Array, count: number): void;
}

/** A schedule with the parameters c. s: what it remembers of a lane. */
export interface Schedule {
  /** How many numbers it remembers. */
  fields: number;
  begins(c: Numbers, s: Numbers): void;
  /** What the learning rate is multiplied by in step t of so many. */
  at(c: Numbers, t: number, steps: number): number;
  /** What it is multiplied by as well, by f where the step begins; null for a schedule that does not react. */
  react: ((c: Numbers, s: Numbers, value: number) => number) | null;
}

/** A kind of noise with the values n. One of both is null. */
export interface Noise {
  /** Of the normal numbers that it adds in a step, 0 for the first: their standard deviation. */
  spread: ((n: Numbers, step: number) => number) | null;
  /** How many examples a batch has. */
  size: ((n: Numbers) => number) | null;
}

export interface Engine {
  methods: Record<string, Method>;
  terrains: Record<string, Calculus>;
  schedule: Schedule | null;
  noises: Record<string, Noise>;
  /** The coordinate past which a run has diverged. */
  farthest: number;
  statuses: string[];
}

/** The engine of maps: a form of a method on a surface. */
export interface OfLanes {
  lanes: Lanes;
  calculus: Calculus;
  farthest: number;
}

/** What the runs of a grid have in common. */
export type Told = Omit<Draft, "page" | "engine" | "sliders" | "varied" | "resolution" | "classes" | "theory">;

/** An axis of a grid: what it sets, and its values. */
export interface Varying {
  varied: Pick<Varied, "of" | "at">;
  values: Numbers;
}

/** A grid of runs: what is printed, and the axes, of which the first runs along the rows. */
export interface Work {
  printed: string;
  told: Told;
  axes: Varying[];
}

/** Where the runs of a grid ended, a number of each. */
export interface Ends {
  gap: Numbers;
  /** The first step within the tolerance, −1 if there was none. */
  arrived: Int32Array;
  /** The places among the statuses. */
  codes: Uint8Array;
  /** 1 where a run diverged. */
  lost: Uint8Array;
  /** The minimizer that was reached, −1 for none. */
  index: Int16Array;
}

/** What a header brings along, with the arrays that runs need. */
export interface Running extends Live {
  /** What a schedule multiplies by, by the steps of a run; those that are missing are computed. */
  factors?: Record<number, Numbers>;
  /** How many steps the runs take, if not as many as were sent. */
  steps?: number;
  /** All arrays. */
  given: Record<string, ArrayLike<number>>;
}

/** A surface that answers. */
export interface Terrain {
  value(x: number, y: number): number;
  gradient(x: number, y: number, found: Numbers): void;
  /** The gradient of the examples from first to end in an order, on average. */
  gradientOf(order: ArrayLike<number>, first: number, end: number, x: number, y: number, found: Numbers): void;
  hessian(x: number, y: number, found: Numbers): void;
  look: Look;
  /** How many examples of the data so many gradients take; of a surface that is one formula, one each. */
  examples(queries: number): number;
}
