// What the modules hand to each other of planes and of pictures of them.

/** Along x and along y: a place of the plane, or pixels from the upper left corner of a canvas. */
export type Pair = [number, number];

/** What is seen of a plane: x0, x1, y0, y1. */
export type Bounds = [number, number, number, number];

/** In pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A window laid on a box of pixels. */
export interface Plot {
  window: Bounds;
  box: Box;
  toX(x: number): number;
  toY(y: number): number;
  fromX(px: number): number;
  fromY(py: number): number;
  contains(x: number, y: number): boolean;
}

/** Places of an axis are even where its numbers need not be. */
export interface Scale {
  place(value: number): number;
  value(place: number): number;
}

/** A mark at a place of an axis. */
export interface Tick {
  value: number;
  label: string;
}

/** What a window must keep to. */
export interface Limits {
  whole: Bounds;
  /** The least width, in widths of the whole. */
  nearest: number;
  /** The greatest. */
  farthest: number;
  /** How far its middle may lie from that of the whole, in widths and heights of the whole. */
  stray: number;
}
