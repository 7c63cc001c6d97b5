// The map: the surface as shades of gray with lines of equal height, and on it the paths of the runs.
// Two canvases: a ground that is drawn when the window, the surface or the theme changes, and above it the race.

import { createGhost } from "../hear/ghost.js";
import { listenOnMap } from "../hear/onmap.js";
import { createSight } from "../hear/sight.js";
import { element } from "../ink/element.js";
import { createGround } from "../ink/ground.js";
import { createLayer } from "../ink/layer.js";
import { drawRace } from "../ink/race.js";
import { createTrails } from "../ink/trails.js";
import { nearestRun } from "../measure/nearest.js";
import { createNews } from "../measure/news.js";
import { createPlot } from "../measure/plot.js";
import { rounded } from "../measure/resolution.js";
import { statusAt } from "../measure/scene.js";
import { aspectOf, largest } from "../measure/view.js";
import { createHint } from "./hint.js";
import { panelOf } from "./panel.js";
import { createReadout } from "./readout.js";

/**
 * @import { Bounds, Box, Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Choices, Frame } from "./panel.js"
 */

const ZOOM = { nearest: 1e-5, farthest: 4, stray: 2 }; // in sizes of the whole surface
const REACH = 12; // pixels from a path or a landmark within which it is looked at
const QUIET = 300; // milliseconds after a gesture until its window is asked for
const SMALLEST = 40; // pixels of a map that is drawn

/**
 * Where the map lies on its canvas: both axes to one scale where that leaves a useful shape, for only then do gradients stand
 * upright on the lines.
 * @param {{width: number, height: number}} canvas
 * @param {number} aspect
 * @param {number} scale
 * @returns {Box}
 */
function boxOn({ width, height }, aspect, scale) {
  const margin = { left: 46 * scale, right: 10, top: 8, bottom: 24 * scale };
  /** @type {Pair} */
  const room = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const [w, h] = aspect > 0.4 && aspect < 2.5 ? largest(room, aspect) : room;
  return { left: margin.left + Math.max(0, (room[0] - w) / 2), top: margin.top, width: Math.max(1, w), height: Math.max(1, h) };
}

/** @typedef {{window: Bounds, marked: {key: string, head: Pair, point: Pair, drawn: number, visible: boolean}[]}} PaintedMap and more */

/** @type {(a: Scene, b: Scene) => boolean} */
const isSameSurface = (a, b) => a.surface.key === b.surface.key && String(a.domain) === String(b.domain);

/**
 * @param {HTMLElement} host
 * @param {object} on
 * @param {(point: Pair) => void} on.start a start was chosen
 * @param {(point: Pair | null) => void} on.ghost where the start would be; null: where it is
 * @param {(window: Bounds | null) => void} on.window the window to sample, null for the surface's own
 * @param {() => void} on.view the window has changed
 * @param {(hit: {lane: Lane, step: number, x: number, y: number} | null) => void} on.hover x and y in pixels of the browser's window
 * @param {() => void} on.redraw a frame is wanted
 * @param {() => void} on.grab a gesture has zoomed or moved the map
 * @param {(context: CanvasRenderingContext2D, plot: Plot) => void} on.decorate draws over the runs, inside the plot
 * @param {(frame: Frame) => void} on.drawn
 */
export function createContour(host, on) {
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  live.canvas.tabIndex = 0;
  live.canvas.setAttribute("role", "img");
  host.append(...canvases);
  const readout = createReadout(host);
  const hint = createHint(host, "Two fingers move and zoom the map");
  const [ground, trails, stop] = [createGround(), createTrails(), new AbortController()];

  /** @type {Choices} */
  let shown;
  let plot = createPlot([0, 1, 0, 1], { left: 0, top: 0, width: 1, height: 1 });
  let [time, step, groundIsStale] = [0, 0, true];
  const isOtherGround = createNews();
  /** @type {ReturnType<typeof drawRace>} */
  let drawn = { heads: [], fan: 0 };

  /** @returns {Bounds} */
  function whole() {
    const [[x0, x1], [y0, y1]] = shown.scene.domain;
    return [x0, x1, y0, y1];
  }

  const sight = createSight({
    plot: () => plot,
    limits: () => ({ whole: whole(), ...ZOOM }),
    quiet: QUIET,
    moved: change,
    rested(window) {
      const asked = rounded(window);
      sight.set(asked);
      change();
      on.window(asked);
    },
  });
  const ghost = createGhost({
    window: () => plot.window,
    start: () => shown.scene.start,
    moved: () => on.ghost(ghost.place),
    chosen: on.start,
  });
  const hands = {
    plot: () => plot,
    start: () => (shown?.scene.start_is_free ? shown.scene.start : null),
    scale: () => shown.scale,
    sight,
    ghost,
    grab: on.grab,
    zoom,
    cancel() {
      sight.cancel();
      ghost.show(null);
      change();
    },
    reset,
    look,
    leave,
    passed: hint.passed,
  };
  listenOnMap(live.canvas, hands, stop.signal);

  // ---- the window -----------------------------------------------------------------------------------------

  function layOut() {
    const { lanes, theme, scale } = shown;
    const box = boxOn(live, aspectOf(whole()), scale);
    plot = createPlot(sight.window ?? whole(), box);
    // What lies left and right of the map: the buttons over it stay between.
    for (const [name, pixels] of Object.entries({ "--before": box.left, "--beside": live.width - box.left - box.width })) {
      const room = `${Math.round(pixels)}px`;
      if (host.style.getPropertyValue(name) !== room) host.style.setProperty(name, room);
    }
    trails.set(lanes, plot, theme, scale);
    const { scene, heights, arrows, before } = shown;
    const seen = [scene.surface, String(scene.axes), theme, heights, arrows, scale, ...before];
    if (isOtherGround(...plot.window, ...Object.values(box), ...seen)) groundIsStale = true;
  }

  function change() {
    layOut();
    on.view();
    on.redraw();
  }

  /**
   * @param {number} factor below one inwards
   * @param {Pair} [about] pixels that stay, the middle if nothing else is said
   */
  function zoom(factor, about) {
    leave();
    on.grab();
    sight.zoom(factor, about);
  }

  function reset() {
    const wasZoomed = sight.window !== null;
    sight.set(null);
    ghost.drop();
    on.ghost(null);
    if (wasZoomed) on.window(null);
    change();
  }

  // ---- pointing -------------------------------------------------------------------------------------------

  /** @param {Pair} pixels */
  function look([px, py]) {
    const { scene, scale } = shown;
    readout.show(scene, ground.grids(), plot, [px, py], REACH * scale);
    const hit = nearestRun(trails.paths(), time, [px, py], REACH * scale);
    const { left, top } = live.canvas.getBoundingClientRect();
    on.hover(hit && { ...hit, x: left + px, y: top + py });
  }

  function leave() {
    readout.clear();
    on.hover(null);
  }

  const panel = panelOf({
    /** What this changes is drawn with the next frame. */
    update(next) {
      const isNewSurface = !shown || !isSameSurface(shown.scene, next.scene);
      if (next.scene.revision !== shown?.scene.revision) ghost.drop();
      if (shown && isNewSurface) sight.set(null);
      shown = next;
      ground.update(shown, isNewSurface);
      layOut();
    },
    setLanes(lanes) {
      shown = { ...shown, lanes };
      trails.set(lanes, plot, shown.theme, shown.scale);
    },
    resize() {
      const { clientWidth, clientHeight } = host;
      const changed = [base, live].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
      if (!changed) return;
      trails.resize(clientWidth, clientHeight);
      groundIsStale = true; // a canvas that changes its size is empty
      if (shown) layOut();
    },
    draw(frame) {
      ({ time, step } = frame);
      if (!shown || live.width < SMALLEST) return;
      if (groundIsStale) ground.draw(base, plot, shown, sight.window !== null);
      groundIsStale = false;
      drawn = drawRace(live, trails, plot, shown, frame, { ghost: ghost.place, isZoomed: sight.window !== null, decorate: on.decorate });
      on.drawn(frame);
    },
    describe(words) {
      const { surface, start_is_free } = shown.scene;
      const shift = start_is_free ? " Shift and arrow keys move the start," : "";
      const told = `Contour map of ${surface.name}. ${words}${shift} plus and minus zoom, 0 resets.`;
      live.canvas.setAttribute("aria-label", told);
      return told;
    },
    painted: () => ({
      window: plot.window,
      plot: plot.box,
      marked: drawn.heads.map(({ path, lane, point, pixels, visible }) => ({
        key: lane.key,
        head: pixels,
        point,
        status: statusAt(lane, step, shown.scene),
        drawn: path.inked,
        visible,
      })),
      fan: drawn.fan,
      width: live.width,
      height: live.height,
      get inked() {
        return base.inked(); // it takes a while
      },
    }),
    dispose() {
      stop.abort();
      sight.stop();
      ghost.stop();
      hint.dispose();
    },
  });
  return { panel, zoom: { window: () => sight.window, set: sight.set, look: sight.look, zoom, reset } };
}
