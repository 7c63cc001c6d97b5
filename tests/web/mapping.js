// A map as Python says it, for tests: of η and γ.

/** @import { AtlasHeader } from "../../optviz/player/web/header.d.ts" */

/** @type {AtlasHeader} */
export const MAP = {
  kind: "atlas",
  key: "map",
  x: { label: "η", name: "learning rate", scale: "log" },
  y: { label: "γ", name: "momentum", scale: "near_one" },
  layers: [],
  shown: "gap",
  shade: null,
  patterns: "status",
  contours: true,
  marks: [],
  square: false,
  zooms: true,
  whole: null,
  home: null,
  window: null,
  heading: "",
  title: "",
  file: "map",
};
