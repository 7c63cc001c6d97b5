// The map: the surface as shades of gray with lines of equal height, and on it the paths of the runs.
// Two canvases: a base that is drawn when the window, the surface or the theme changes, and above it the race.

import { listen } from "../hear/gestures.js";
import { drawArrows } from "../ink/arrows.js";
import { element } from "../ink/element.js";
import { drawExits } from "../ink/exits.js";
import { drawFan } from "../ink/fan.js";
import { drawHead, drawLandmark, drawStart } from "../ink/glyphs.js";
import { isolines } from "../ink/isolines.js";
import { createLayer } from "../ink/layer.js";
import { drawStop, stopsOf } from "../ink/stops.js";
import { createTrails } from "../ink/trails.js";
import { decimalsFor, format, formatTo } from "../measure/numbers.js";
import { createPlot, drawAxes, linearTicks } from "../measure/plot.js";
import { agree, valueAt } from "../measure/surface.js";

const ZOOM = { nearest: 1e-5, farthest: 4 }; // the window's width in shares of the domain's
const REACH = 12; // pixels from a path within which it is looked at
const QUIET = 300; // milliseconds after a gesture until its window is asked for
const GIVEN_UP = 5000; // milliseconds after which no answer to a start is expected any more

/**
 * @param {HTMLElement} host
 * @param {object} on
 * @param {(point: number[]) => void} on.start a start was chosen
 * @param {(window: number[] | null) => void} on.window the window to sample, null for the surface's own
 * @param {() => void} on.view the window has changed
 * @param {(hit: {lane: object, step: number, x: number, y: number} | null) => void} on.hover
 * @param {() => void} on.redraw a frame is wanted
 * @param {() => void} on.grab a gesture has zoomed or moved the map
 * @param {(context: CanvasRenderingContext2D, plot: object) => void} on.decorate draws over the runs, inside the plot
 */
export function createContour(host, on) {
  const canvases = [0, 1].map(() => element("canvas"));
  const [base, live] = canvases.map((canvas) => createLayer(canvas));
  const readout = element("output", { class: "readout", "aria-hidden": "true" });
  live.canvas.tabIndex = 0;
  live.canvas.setAttribute("role", "img");
  host.append(...canvases, readout);

  const trails = createTrails();
  const stop = new AbortController();
  let [scene, theme, heights, lanes, scale, arrows] = [null, null, null, [], 1, false];
  let zoomed = null; // the window [x0, x1, y0, y1], or null for the whole domain
  let ownGrid = null; // the last grid of the whole domain, under the finer grid of a zoomed window
  let pictures = [];
  let plot = createPlot([0, 1, 0, 1], { left: 0, top: 0, width: 1, height: 1 });
  let ghost = null; // [x, y] of a start that was chosen or is being dragged
  let marked = []; // what was drawn: [{key, head, point, drawn}]
  let fanned = 0; // paths of other seeds that were drawn
  let [time, before] = [0, null]; // the time that is drawn; the window at the outset of a gesture
  let [baseIsStale, timer, nudging, fading] = [true, 0, 0, 0];

  const domain = () => [...scene.domain[0], ...scene.domain[1]];
  const shown = () => zoomed ?? domain();

  // ---- the base -------------------------------------------------------------------------------------------

  function layOut() {
    // A finger scrolls the page past a map at rest, sideways it pans; in a zoomed map it pans all ways.
    live.canvas.style.touchAction = zoomed ? "none" : "pan-y";
    const margin = { left: 46 * scale, right: 10, top: 8, bottom: 24 * scale };
    const room = [live.width - margin.left - margin.right, live.height - margin.top - margin.bottom];
    const [x0, x1, y0, y1] = domain();
    const aspect = (x1 - x0) / (y1 - y0);
    // Both axes to one scale where that leaves a useful shape: only then do gradients stand upright on the lines.
    const width = aspect > 0.4 && aspect < 2.5 ? Math.min(room[0], room[1] * aspect) : room[0];
    const height = aspect > 0.4 && aspect < 2.5 ? Math.min(room[1], room[0] / aspect) : room[1];
    const left = margin.left + Math.max(0, (room[0] - width) / 2);
    plot = createPlot(shown(), { left, top: margin.top, width: Math.max(1, width), height: Math.max(1, height) });
    const beside = `${Math.round(live.width - left - width)}px`; // where the buttons over the map begin
    if (host.style.getPropertyValue("--beside") !== beside) host.style.setProperty("--beside", beside);
    trails.set(lanes, plot, theme, scale);
  }

  function paint(grid) {
    const picture = new OffscreenCanvas(grid.size, grid.size);
    const context = picture.getContext("2d");
    const image = context.createImageData(grid.size, grid.size);
    const scaled = Float64Array.from(grid.values, heights.of);
    const shades = Array.from({ length: 256 }, (_, i) => theme.surface(i / 255));
    for (let j = 0; j < grid.size; j++) {
      for (let i = 0; i < grid.size; i++) {
        const height = scaled[(grid.size - 1 - j) * grid.size + i];
        const shade = shades[Math.max(0, Math.min(255, Math.round(height * 255)))];
        const place = 4 * (j * grid.size + i);
        [image.data[place], image.data[place + 1], image.data[place + 2], image.data[place + 3]] = [shade[0], shade[1], shade[2], 255];
      }
    }
    context.putImageData(image, 0, 0);
    const levels = heights.levels.map(({ height }) => height);
    return { grid, picture, lines: isolines(scaled, grid.size, levels) };
  }

  function drawBase() {
    const { context } = base;
    const { left, top, width, height } = plot.box;
    base.clear();
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.fillStyle = theme.surfaceCss(1);
    context.fillRect(left, top, width, height);
    context.imageSmoothingQuality = "high";
    for (const { grid, picture, lines } of pictures) {
      const [x0, x1, y0, y1] = grid.window;
      const [px, py] = [plot.toX(x0), plot.toY(y1)];
      const [w, h] = [plot.toX(x1) - px, plot.toY(y0) - py];
      // The nodes of the grid are the middles of the picture's pixels: the outer half pixels lie outside of the window.
      context.drawImage(picture, 0.5, 0.5, grid.size - 1, grid.size - 1, px, py, w, h);
      const placed = new Path2D();
      placed.addPath(lines, new DOMMatrix([w / (grid.size - 1), 0, 0, -h / (grid.size - 1), px, py + h]));
      context.save();
      context.beginPath();
      context.rect(px, py, w, h);
      context.clip();
      context.strokeStyle = theme.isoline;
      context.lineWidth = 0.9 * scale;
      context.stroke(placed);
      context.restore();
    }
    const grids = pictures.map(({ grid }) => grid);
    if (arrows) drawArrows(context, grids, plot, theme, scale);
    context.restore();
    const ticksX = linearTicks(plot.window[0], plot.window[1], width, 64 * scale);
    const ticksY = linearTicks(plot.window[2], plot.window[3], height, 52 * scale);
    drawAxes(context, plot, ticksX, ticksY, theme, { scale, grid: false });
    context.font = `italic ${12.5 * scale}px ${theme.font}`;
    const [across, up] = scene.axes;
    context.textAlign = "right";
    context.fillText(across, left + width - 4, top + height - 10 * scale);
    context.textAlign = "left";
    context.fillText(up, left + 8 * scale, top + 11 * scale);
    const { minimizers, saddles, local_minima } = scene.surface;
    const groups = [
      ["saddle", saddles],
      ["local minimum", local_minima],
      ["minimizer", minimizers],
    ];
    for (const [kind, places] of groups) {
      for (const [x, y] of places) {
        const r = (kind === "saddle" ? 6 : 9) * scale;
        if (plot.contains(x, y)) drawLandmark(context, kind, plot.toX(x), plot.toY(y), r, theme.text, theme.halo);
      }
    }
    baseIsStale = false;
  }

  // ---- the race -------------------------------------------------------------------------------------------

  /** Draw the race at a time; false if there is no room for it. */
  function draw(now, highlighted) {
    time = now;
    if (!scene || live.width < 40) return false;
    if (baseIsStale) drawBase();
    const { context } = live;
    const { left, top, width, height } = plot.box;
    live.clear();
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    fanned = drawFan(context, scene.fan, lanes, time, plot, theme, scale, highlighted);
    trails.draw(context, time, highlighted);
    context.restore();

    if (plot.contains(...scene.start)) drawStart(context, plot, scene.start, "start", ghost ? 0.35 : 1, theme, scale);
    const step = Math.floor(time);
    const share = time - step;
    marked = [];
    const heads = trails.paths().map((path) => {
      const { lane, inked } = path;
      const [i, j] = [Math.min(step, lane.last), Math.min(step + 1, lane.last)];
      const x = lane.xs[i] + share * (lane.xs[j] - lane.xs[i]);
      const y = lane.ys[i] + share * (lane.ys[j] - lane.ys[i]);
      const head = [plot.toX(x), plot.toY(y)];
      marked.push({ key: lane.key, head, point: [x, y], drawn: inked, visible: plot.contains(x, y) });
      return { lane, x, y, head };
    });
    heads.sort((a, b) => (a.lane.key === highlighted) - (b.lane.key === highlighted));
    for (const { lane } of heads) {
      for (const [shape, at] of stopsOf(lane, step)) {
        if (!plot.contains(lane.xs[at], lane.ys[at])) continue;
        drawStop(context, shape, plot.toX(lane.xs[at]), plot.toY(lane.ys[at]), theme.ink(lane.color), theme.background, scale);
      }
    }
    for (const { lane, x, y, head } of heads) {
      if (!plot.contains(x, y)) continue;
      const looked = lane.key === highlighted;
      context.globalAlpha = highlighted === null || looked ? 1 : 0.35;
      drawHead(context, lane.marker, ...head, (looked ? 7.5 : 5.6) * scale, theme.ink(lane.color), theme.background);
    }
    context.globalAlpha = 1;
    drawExits(context, lanes, step, plot, theme, { scale, isZoomed: zoomed !== null, highlighted });
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    on.decorate(context, plot);
    context.restore();
    if (ghost) drawStart(context, plot, ghost, `(${ghost.map((v, i) => rounded(v, i)).join(", ")})`, 0.9, theme, scale);
    return true;
  }

  // ---- the window -----------------------------------------------------------------------------------------

  const resolution = (axis) => (plot.window[2 * axis + 1] - plot.window[2 * axis]) / 400;
  const rounded = (value, axis) => formatTo(value, resolution(axis));
  const snapped = (value, axis) => Number(value.toFixed(decimalsFor(resolution(axis))));

  function moveWindow(next) {
    const [x0, x1, y0, y1] = domain();
    const middle = [(next[0] + next[1]) / 2, (next[2] + next[3]) / 2];
    const reach = ZOOM.farthest / 2;
    if (Math.abs(middle[0] - (x0 + x1) / 2) > reach * (x1 - x0) || Math.abs(middle[1] - (y0 + y1) / 2) > reach * (y1 - y0)) return;
    zoomed = next;
    change();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const digits = Math.max(0, Math.ceil(4 - Math.log10(zoomed[1] - zoomed[0])));
      zoomed = zoomed.map((value) => Number(value.toFixed(Math.min(12, digits))));
      change();
      on.window(zoomed);
    }, QUIET);
  }

  function change() {
    layOut();
    baseIsStale = true;
    on.view();
    on.redraw();
  }

  function zoom(px, py, factor) {
    leave();
    on.grab();
    const [x0, x1, y0, y1] = shown();
    const whole = domain()[1] - domain()[0];
    const allowed = Math.max(ZOOM.nearest * whole, Math.min(ZOOM.farthest * whole, (x1 - x0) * factor)) / (x1 - x0);
    const [x, y] = [plot.fromX(px), plot.fromY(py)];
    moveWindow([x + (x0 - x) * allowed, x + (x1 - x) * allowed, y + (y0 - y) * allowed, y + (y1 - y) * allowed]);
  }

  function pan(dx, dy) {
    const [x0, x1, y0, y1] = shown();
    const [right, up] = [plot.fromX(dx) - plot.fromX(0), plot.fromY(dy) - plot.fromY(0)];
    on.grab();
    moveWindow([x0 - right, x1 - right, y0 - up, y1 - up]);
  }

  function reset() {
    clearTimeout(timer);
    ghost = null;
    if (zoomed) {
      zoomed = null;
      on.window(null);
    }
    change();
  }

  function setGhost(point) {
    ghost = point;
    on.redraw();
  }

  /** Ask for a start. Its ghost stays until the race from there arrives, or for a while if none does. */
  function choose(point) {
    on.start(point);
    clearTimeout(fading);
    fading = setTimeout(() => setGhost(null), GIVEN_UP);
  }

  // ---- pointing -------------------------------------------------------------------------------------------

  const isInside = (px, py) => plot.contains(plot.fromX(px), plot.fromY(py));
  const pointAt = (px, py) => [snapped(plot.fromX(px), 0), snapped(plot.fromY(py), 1)];

  /** The run whose path, as far as it is drawn, passes nearest, and the recorded point there. */
  function nearest(px, py) {
    let best = null;
    let distance = REACH * scale;
    for (const { lane, px: xs, py: ys } of trails.paths()) {
      for (let i = Math.min(Math.floor(time), lane.last); i >= 0; i--) {
        const j = Math.min(i + 1, Math.floor(time), lane.last);
        const [dx, dy] = [xs[j] - xs[i], ys[j] - ys[i]];
        const share = Math.max(0, Math.min(1, ((px - xs[i]) * dx + (py - ys[i]) * dy) / (dx * dx + dy * dy || 1)));
        const d = Math.hypot(px - xs[i] - share * dx, py - ys[i] - share * dy);
        if (d < distance - 0.01) [best, distance] = [{ lane, step: share < 0.5 ? i : j }, d];
      }
    }
    return best;
  }

  function landmarkAt(px, py) {
    const { minimizers, saddles, local_minima, minimum } = scene.surface;
    const near = ([x, y]) => Math.hypot(plot.toX(x) - px, plot.toY(y) - py) < REACH * scale;
    for (const [words, places] of [
      ["global minimizer", minimizers],
      ["saddle", saddles],
      ["local minimum", local_minima],
    ]) {
      const place = places.find(near);
      const value = words === "global minimizer" ? `, ${scene.surface.symbol} = ${format(minimum, 6)}` : "";
      if (place) return `${words} (${place.map((v) => format(v, 5)).join(", ")})${value}`;
    }
    return null;
  }

  function showReadout(px, py) {
    const [x, y] = [plot.fromX(px), plot.fromY(py)];
    const landmark = landmarkAt(px, py);
    let f = null;
    for (const { grid } of pictures) f = valueAt(grid, x, y) ?? f;
    const height = f === null ? "" : `   ${scene.surface.symbol} ≈ ${format(f, 3)}`;
    readout.textContent = landmark ?? `x ${rounded(x, 0)}   y ${rounded(y, 1)}${height}`;
  }

  function leave() {
    readout.textContent = "";
    on.hover(null);
  }

  listen(
    live.canvas,
    {
      isStart: (px, py, coarse) =>
        scene?.start_is_free && Math.hypot(plot.toX(scene.start[0]) - px, plot.toY(scene.start[1]) - py) < (coarse ? 24 : 14) * scale,
      press(px, py) {
        if (scene.start_is_free && isInside(px, py)) setGhost(pointAt(px, py));
      },
      click: (px, py) => scene.start_is_free && isInside(px, py) && choose(pointAt(px, py)),
      doubleClick: reset,
      moveStart(px, py, done) {
        const { left, top, width, height } = plot.box;
        setGhost(pointAt(Math.max(left, Math.min(left + width, px)), Math.max(top, Math.min(top + height, py))));
        if (done) choose(ghost);
      },
      begin: () => (before = zoomed),
      cancel() {
        clearTimeout(timer);
        zoomed = before;
        setGhost(null);
        change();
      },
      pan,
      zoom,
      hover(px, py) {
        if (!scene || !isInside(px, py)) return leave();
        showReadout(px, py);
        const hit = nearest(px, py);
        on.hover(hit && { ...hit, px, py });
      },
      leave,
    },
    stop.signal,
  );

  live.canvas.addEventListener(
    "keydown",
    (event) => {
      const middle = [plot.box.left + plot.box.width / 2, plot.box.top + plot.box.height / 2];
      const nudge = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (event.key === "+" || event.key === "=") zoom(...middle, 0.8);
      else if (event.key === "-") zoom(...middle, 1.25);
      else if (event.key === "0") reset();
      else if (event.shiftKey && nudge && scene.start_is_free) {
        const [x0, x1, y0, y1] = plot.window;
        const [x, y] = ghost ?? scene.start;
        setGhost([snapped(x + (nudge[0] * (x1 - x0)) / 50, 0), snapped(y + (nudge[1] * (y1 - y0)) / 50, 1)]);
        clearTimeout(nudging);
        nudging = setTimeout(() => ghost && choose(ghost), 500);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal: stop.signal },
  );

  return {
    element: live.canvas,
    /** Take another scene, theme or choice; what it changes is drawn with the next frame. */
    update(next) {
      const isNewSurface =
        scene === null || JSON.stringify([scene.surface, scene.domain]) !== JSON.stringify([next.scene.surface, next.scene.domain]);
      if (next.scene !== scene) ghost = null;
      if (isNewSurface && scene !== null) zoomed = null;
      const shadesAreOld = next.theme !== theme || next.heights !== heights;
      ({ scene, theme, heights, lanes, scale, arrows } = next);
      const isOwn = scene.grid.window.every((value, i) => value === domain()[i]);
      if (isOwn) ownGrid = scene.grid;
      else if (ownGrid && (isNewSurface || !agree(ownGrid, scene.grid))) ownGrid = null;
      if (shadesAreOld) pictures = (isOwn || !ownGrid ? [scene.grid] : [ownGrid, scene.grid]).map(paint);
      layOut();
      baseIsStale = true;
    },
    /** Take other runs of the same scene. */
    setLanes(next) {
      lanes = next;
      trails.set(lanes, plot, theme, scale);
    },
    setWindow(next) {
      zoomed = next;
    },
    window: () => zoomed,
    /** Show a window as a gesture would. */
    look: moveWindow,
    resize() {
      const { clientWidth, clientHeight } = host;
      const changed = [base, live].map((layer) => layer.resize(clientWidth, clientHeight)).some(Boolean);
      if (!changed) return;
      trails.resize(clientWidth, clientHeight);
      if (!scene) return;
      layOut();
      baseIsStale = true;
    },
    draw,
    reset,
    describe: (words) => live.canvas.setAttribute("aria-label", words),
    painted: () => ({
      window: plot.window,
      plot: plot.box,
      marked,
      fan: fanned,
      width: live.width,
      height: live.height,
      inked: base.inked(),
    }),
    dispose() {
      stop.abort();
      clearTimeout(timer);
      clearTimeout(nudging);
      clearTimeout(fading);
    },
  };
}
