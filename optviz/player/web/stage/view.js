// What is looked at, and how; the link says what differs from what the player opens with.

import { HOME } from "../measure/camera.js";
import { createScale } from "../measure/surface.js";

/**
 * @import { Scene } from "../measure/scene.js"
 * @import { Colors, Heights } from "../measure/surface.js"
 */

/** @type {(values: number[], rounded: (value: number) => string) => string} */
const listed = (values, rounded) => values.map((value) => Number(rounded(value))).join(",");

/**
 * @param {import("../measure/camera.js").Camera} camera of the surface
 * @param {import("../hear/closeup.js").Zoom} zoom of the map
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} cursor
 * @param {ReturnType<typeof import("../hear/telling.js").createTelling>} telling
 */
export function createView(camera, zoom, cursor, telling) {
  let [curve, arrows] = ["", false];
  /** @type {Colors | null} */
  let colors = null; // null: the surface's own choice
  /** @type {Heights | null} */
  let heights = null;
  /** @type {(scene: Scene) => Colors} */
  const own = ({ surface }) => (surface.log_colors ? "log" : "linear");

  return {
    get curve() {
      return curve;
    },
    get arrows() {
      return arrows;
    },
    /**
     * The scale of heights of a scene: the same one while nothing in it differs.
     * @param {Scene} scene
     */
    heights(scene) {
      const { grid, surface } = scene;
      const kind = colors ?? own(scene);
      if (heights?.grid === grid && heights.kind === kind && heights.minimum === surface.minimum) return heights;
      heights = createScale(grid, kind, surface);
      return heights;
    },
    /**
     * As the link has it that was opened.
     * @param {Scene} scene
     */
    restore({ view, speed, specimens }) {
      zoom.set(view.window ?? null);
      camera.set(view.camera ?? HOME);
      cursor.setSpeed(view.speed ?? speed);
      cursor.setLoops(view.repeat ?? true);
      telling.set(Boolean(specimens && view.narrate));
      colors = view.colors ?? null;
      [curve, arrows] = [view.curve ?? "", view.arrows ?? false];
    },
    /**
     * Another scene: what it does not have is no longer looked at.
     * @param {Scene} scene
     * @param {Scene | null} before
     */
    take(scene, before) {
      if (before && before.surface.key !== scene.surface.key) colors = null;
      if (!scene.curves.some((known) => known.key === curve)) curve = scene.curves[0].key;
    },
    /** @param {string} key */
    setCurve(key) {
      curve = key;
    },
    switchColors() {
      colors = heights?.kind === "log" ? "linear" : "log";
    },
    switchArrows() {
      arrows = !arrows;
    },
    /**
     * For the link, by name; null for what the player opens with.
     * @param {Scene} scene
     */
    parameters(scene) {
      const isHome = camera.pose.every((value, i) => Math.abs(value - HOME[i]) < 0.01);
      const window = zoom.window();
      return {
        window: window && listed(window, (value) => value.toPrecision(7)),
        camera: isHome ? null : listed(camera.pose, (value) => value.toFixed(2)),
        curve: curve === scene.curves[0].key ? null : curve,
        colors: colors === null || colors === own(scene) ? null : colors,
        step: cursor.pausedByUser ? String(cursor.step) : null,
        arrows: arrows ? "yes" : null,
        repeat: cursor.loops ? null : "no",
        narrate: telling.isOn ? "yes" : null,
        speed: cursor.speed === scene.speed ? null : String(cursor.speed),
      };
    },
  };
}
