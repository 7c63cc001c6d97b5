// The shapes of ../header.py, which says what they mean. A test writes this file anew and compares.

export interface PackedArray {
  name: string;
  dtype: "float32" | "float64" | "uint16" | "uint8";
  shape: number[];
  offset: number;
}

export interface Packed {
  revision: string;
  arrays: PackedArray[];
}

export interface ShownSurface {
  key: string;
  name: string;
  minimum: number | null;
  minimizers: [number, number][];
  saddles: [number, number][];
  local_minima: [number, number][];
  log_colors: boolean;
  symbol: string;
}

export interface Nodes {
  window: [[number, number], [number, number]];
  resolution: number;
}

export interface Grid {
  window: [[number, number], [number, number]];
  resolution: number;
  low: number;
  span: number;
  floor: number;
}

export interface Entrant {
  key: string;
  name: string;
  family: string;
  sentence: string;
  color: string;
  dash: number[];
  marker: string;
  racing: boolean;
  note: string;
}

export interface Stop {
  best: number;
  stopped: number | null;
}

export interface Run {
  key: string;
  status: string;
  outcome: string;
  last: number;
  rests: number | null;
  stop?: Stop;
}

export interface Curve {
  key: string;
  label: string;
  log: boolean;
  short?: string;
}

export interface Column {
  key: string;
  label: string;
}

export interface View {
  window?: [number, number, number, number];
  camera?: [number, number, number];
  speed?: number;
  step?: number;
  curve?: string;
  colors?: "linear" | "log";
  arrows?: boolean;
  repeat?: boolean;
  narrate?: boolean;
}

export interface Fit {
  labels: [string, string];
  groups: string[];
}

export interface OtherSeeds {
  lanes: string[];
  seeds: number;
}

export interface Sentence {
  sentence: string;
  shows: string[];
}

export interface RuleLine {
  sentence: string;
  shows: string[];
  rule: string;
  numbers: string[];
}

export interface Dissection {
  title: string;
  columns: number;
  opening: Sentence;
  lines: RuleLine[];
  closing: Sentence;
  has: string[];
}

export interface Series {
  lane: number;
  component: string;
  name: string;
  array: string;
  source: [string, number];
}

export interface Chart {
  key: string;
  label: string;
  meaning: string;
  log: boolean | null;
  series: Series[];
}

export interface Gauge {
  slider: string;
  lane: number;
}

export interface Slider {
  page: string;
  key: string;
  label: string;
  tip: string;
  value: number;
  unset: string;
  choices: number[];
  fine: boolean;
  back: string;
  due: boolean;
  idle: boolean;
}

export interface Row {
  sliders: Slider[];
}

export interface LiveLane {
  form: string;
  hyperparameters: number[];
  digest: number | null;
  steps?: number;
  noise?: number;
}

export interface LiveNoise {
  kind: string;
  values: number[];
  drawn: string;
}

export interface LiveSpecimen {
  name: string;
  dissection: string;
  arrays: [string, number][];
  constants: number[];
}

export interface Landmarks {
  value: number;
  minimum: number | null;
  minimizers: [number, number][];
  saddles: [number, number][];
  local_minima: [number, number][];
  domain?: [[number, number], [number, number]];
  start?: [number, number];
}

export interface Steered {
  lanes: [number, number][];
  within?: [number | null, number | null][];
  parameter: number | null;
  schedule?: number;
  noises?: [number, number][];
  steps?: boolean;
  most?: number;
  landmarks: Landmarks[];
  value: number | null;
}

export interface LiveValidation {
  examples: number;
  patience: number;
}

export interface LiveMeasure {
  each: number;
  kind: "first" | "at" | "least" | "largest" | "farthest";
  first: number | null;
  last: number | null;
}

export interface LiveTerm {
  kind: "number" | "nothing" | "of" | "apart" | "+" | "−" | "×" | "÷" | "most" | "least" | "others";
  of: number[];
  number?: number | null;
}

export interface LiveNumber {
  term: number;
  format: "" | ".0%" | ".0f";
}

export interface LiveRanking {
  names: string[];
  terms: number[];
}

export interface LiveClaim {
  when: ["<" | "≤" | ">" | "≥" | "=", number, number][];
  says: (string | LiveNumber | LiveRanking)[];
  otherwise: LiveClaim[];
}

export interface LiveWords {
  formulas: string;
  measures: LiveMeasure[];
  terms: LiveTerm[];
  claims: LiveClaim[];
  opening: string;
  rest: string;
}

export interface Live {
  engine: string;
  parameters: number[];
  goal: (number | null)[];
  lanes: LiveLane[];
  noises?: LiveNoise[];
  specimens?: LiveSpecimen[];
  schedule?: number[];
  sliders: Record<string, Steered>;
  validation?: LiveValidation;
  waits?: string[];
  words?: LiveWords;
}

export interface Length {
  slider: string;
  value: number;
  choices: number[];
}

export interface Address {
  link: string;
  opened: number;
}

export interface Viewed {
  link: string;
  opened: number;
  view: View;
  speed: number;
}

export interface PlayerHeader {
  link: string;
  opened: number;
  view: View;
  speed: number;
  key: string;
  surface: ShownSurface;
  grid: Nodes | Grid;
  domain: [[number, number], [number, number]];
  axes: [string, string];
  start: [number, number];
  start_is_free: boolean;
  steps: number;
  length?: Length;
  budget: string;
  unit: string;
  each: number;
  tolerance: number | null;
  entrants: Entrant[];
  lanes: Run[];
  curves: Curve[];
  columns: Column[];
  fit?: Fit;
  fan?: OtherSeeds;
  live?: Live;
  anatomy?: Dissection[];
  charts?: Chart[];
  gauges?: Gauge[];
}

export interface Axis {
  label: string;
  name: string;
  scale: "linear" | "log" | "near_one";
  blank?: boolean;
}

export interface CellClass {
  key: string;
  label: string;
  pattern: "" | "hatch" | "dots";
  hue: number | null;
  share?: number;
}

export interface ClassLayer {
  key: string;
  label: string;
  short?: string;
  kind: "class";
  classes: CellClass[];
  hidden?: boolean;
}

export interface NumberLayer {
  key: string;
  label: string;
  short?: string;
  kind: "number";
  scale: "linear" | "log";
  range?: [number, number];
  hidden?: boolean;
}

export interface PointMark {
  kind: "cross" | "star" | "diamond";
  at: [number, number];
  label: string;
  moves?: boolean;
}

export interface LineMark {
  kind: "line";
  points: [number, number][];
  label: string;
  moves?: boolean;
}

export interface Varied {
  of: "hyperparameters" | "parameters" | "start";
  at: number;
  least: number | null;
  most: number | null;
}

export interface Known {
  printed: string;
  rate: number;
}

export interface Draft {
  page: string;
  engine: string;
  hyperparameters: number[];
  parameters: number[];
  goal: (number | null)[];
  minimizers: [number, number][];
  local_minima: [number, number][];
  seeds: [number, number][];
  start: [number, number];
  steps: number;
  tolerance: number;
  stops: boolean;
  sliders: Record<string, Steered>;
  varied: Varied[];
  resolution: number;
  classes: CellClass[];
  theory: Known | null;
}

export interface AtlasHeader {
  kind: "atlas";
  key: string;
  x: Axis;
  y: Axis;
  layers: (NumberLayer | ClassLayer)[];
  shown: string;
  shade: string | null;
  patterns: string | null;
  contours: boolean;
  marks: (PointMark | LineMark)[];
  square: boolean;
  zooms: boolean;
  whole: [number, number, number, number] | null;
  home: [number, number, number, number] | null;
  window: [number, number, number, number] | null;
  heading: string;
  title: string;
  file: string;
  draft?: Draft | null;
}

export interface Marking {
  for: string;
  on: string;
  marks: (PointMark | LineMark)[];
}

export interface Docking {
  for: string;
}
