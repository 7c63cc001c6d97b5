// The surface in three dimensions with the paths on it, on two canvases: the scene (box, relief, numbers), painted
// when the camera, the theme or the size changes, and over it the paths, which from step to step grow by what is new.

import { steer } from "../hear/steering.js";
import { paintNumbers, paintWalls } from "../ink/box.js";
import { createRelief } from "../ink/relief.js";
import { createThreads } from "../ink/threads.js";
import { wipe } from "../ink/wipe.js";
import { createNews } from "../measure/news.js";
import { createHint } from "./hint.js";
import { panelOf } from "./panel.js";

/**
 * @import { Theme } from "../ink/theme.js"
 * @import { Camera, Triple } from "../measure/camera.js"
 * @import { Ground } from "../measure/drape.js"
 * @import { Lane } from "../measure/scene.js"
 * @import { Grid, Heights } from "../measure/surface.js"
 */

const TOP = 0.75; // height of the relief where half its width is 1
const NARROWEST = 0.6; // the shorter side of a window is drawn at least this long, in shares of the longer one
const SETTLED = 160; // milliseconds after a gesture until the relief is painted finely again

/**
 * @param {number[] | Float32Array} these
 * @param {number[] | Float32Array} those
 */
function same(these, those) {
  return these.length === those.length && these.every((value, index) => value === those[index]);
}

/** @param {HTMLElement} host */
function layer(host) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%" });
  return host.appendChild(canvas);
}

/**
 * The ground with its extent in space, of the heights of a grid.
 * @param {Grid} grid
 * @param {Heights} heights
 * @param {[string, string]} names
 * @returns {Ground}
 */
function groundOf({ size, window }, { nodes, title, ticks }, names) {
  const [x0, x1, y0, y1] = window;
  const longer = Math.max(x1 - x0, y1 - y0);
  /** @type {Triple} */
  const extent = [Math.max((x1 - x0) / longer, NARROWEST), Math.max((y1 - y0) / longer, NARROWEST), TOP];
  return { heights: new Float32Array(nodes), size, window, extent, valueTicks: ticks, title, names };
}

/** @type {(a: Ground, b: Ground) => boolean} */
const isSameGround = (a, b) =>
  a.size === b.size && a.title === b.title && String(a.names) === String(b.names) && same(a.window, b.window) && same(a.heights, b.heights);

/**
 * @param {HTMLElement} host an element that is positioned
 * @param {Camera} camera
 * @param {{moved: () => void}} on `moved`: a gesture has moved the camera
 */
export function createTerrain(host, camera, on) {
  const listeners = new AbortController();
  const [scene, paths] = [0, 1].map(() => /** @type {CanvasRenderingContext2D} */ (layer(host).getContext("2d")));
  const relief = createRelief();
  const threads = createThreads(paths, camera, relief);
  const [isOtherScale, areOtherRuns] = [createNews(), createNews()];

  let name = "";
  /** @type {Ground | null} */
  let ground = null;
  /** @type {{theme: Theme, thickness: number, isHeld: boolean}} */
  let look;
  let [width, height, ratio] = [0, 0, 1];
  /** @type {{time: number, visible: Set<string>, highlighted: string | null}} */
  const wish = { time: 0, visible: new Set(), highlighted: null };
  const stale = { scene: true, drapes: true };
  let frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let moving; // while a gesture moves the camera: the timer that will end it
  let [bends, isCoarse] = [false, false]; // whether the surface may be another in the next frame, and whether it was painted for such a moment

  /**
   * Notes what has to be painted anew and does it in the next frame, unless `draw` comes first.
   * @param {...keyof typeof stale} parts
   */
  function change(...parts) {
    for (const part of parts) stale[part] = true;
    frame ||= requestAnimationFrame(paint);
  }

  function resize() {
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    if (host.clientWidth === width && host.clientHeight === height && sharp === ratio) return;
    [width, height, ratio] = [host.clientWidth, host.clientHeight, sharp];
    scene.canvas.width = Math.max(1, Math.round(width * ratio));
    scene.canvas.height = Math.max(1, Math.round(height * ratio));
    threads.resize(width, height, ratio);
    change("scene");
  }

  function paint() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!ground || width < 40 || height < 40) return;
    if (stale.drapes) threads.drape(ground);
    if (stale.scene) paintScene(ground);
    if (stale.scene || stale.drapes) threads.project();
    threads.paint(wish, look);
    stale.scene = stale.drapes = false;
  }

  /** @param {Ground} ground */
  function paintScene(ground) {
    const { theme, thickness } = look;
    camera.place(ground.extent, width, height, [10 * thickness, 38 * thickness, 30 * thickness]);
    wipe(scene, ratio, width, height);
    paintWalls(scene, camera, ground, theme, thickness);
    isCoarse = bends || moving !== undefined;
    relief.draw(scene, camera, theme.dark, isCoarse);
    paintNumbers(scene, camera, ground, theme, thickness);
  }

  paths.canvas.tabIndex = 0;
  paths.canvas.setAttribute("role", "img");
  paths.canvas.setAttribute("aria-label", "3-D view; arrow keys turn it, plus and minus zoom");
  const settle = () => {
    moving = undefined;
    change("scene");
  };
  const moved = () => {
    clearTimeout(moving);
    moving = setTimeout(settle, SETTLED);
    change("scene");
    on.moved();
  };
  const hint = createHint(host, "Two fingers turn and zoom the surface");
  steer(paths.canvas, camera, { moved, passed: hint.passed }, listeners.signal);
  const watch = new ResizeObserver(resize);
  watch.observe(host);
  resize();

  /** @param {Lane[]} lanes */
  function setLanes(lanes) {
    wish.visible = new Set(lanes.map(({ key }) => key));
  }

  return panelOf({
    update({ scene: next, heights, theme, scale, lanes, isHeld }) {
      name = next.surface.name;
      bends = isHeld;
      if (isCoarse && !bends) change("scene");
      if (isOtherScale(heights)) {
        const found = groundOf(heights.grid, heights, next.axes);
        if (!ground || !isSameGround(found, ground)) {
          ground = found;
          relief.setSurface(ground.heights, ground.size, ground.extent);
          change("scene", "drapes");
        }
      }
      if (theme !== look?.theme || scale !== look.thickness) change("scene");
      look = { theme, thickness: scale, isHeld };
      if (areOtherRuns(next, theme)) {
        threads.setLanes(next.lanes.map((lane) => ({ ...lane, color: theme.ink(lane.color) })));
        change("drapes");
      }
      setLanes(lanes);
    },
    setLanes,
    resize,
    draw({ time, highlighted }) {
      Object.assign(wish, { time, highlighted });
      paint();
    },
    describe(words) {
      const told = `${name} in three dimensions. ${words}`;
      host.setAttribute("aria-label", told);
      return told;
    },
    painted: () => ({ ready: ground !== null && !stale.scene, width, height, heads: threads.heads() }),
    dispose() {
      cancelAnimationFrame(frame);
      listeners.abort();
      watch.disconnect();
      clearTimeout(moving);
      hint.dispose();
      host.replaceChildren();
    },
  });
}
