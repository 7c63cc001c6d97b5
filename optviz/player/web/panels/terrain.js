// The surface in three dimensions with the paths on it, on two canvases: the scene (box, relief, numbers), painted
// when the camera, the theme or the size changes, and over it the paths, which from step to step grow by what is new.

import { drawHead } from "../ink/glyphs.js";
import { createRelief, PLINTH } from "../ink/relief.js";
import { Camera, steer } from "../measure/camera.js";
import { format, roundTicks } from "../measure/numbers.js";

const TOP = 0.75; // height of the relief where half its width is 1
const NARROWEST = 0.6; // the shorter side of a window is drawn at least this long, in shares of the longer one
const LIFT = 0.008; // paths float a little above the ground
const VERTICES = 3000; // about as many vertices as a path is divided into to follow the ground
const STROKE = 200; // lines in one stroke

/** Fills an element that is positioned; `onCamera` is given [azimuth, elevation, distance] after each gesture that changed them. */
export function createTerrain(host, { onCamera }) {
  const listeners = new AbortController();
  const [sceneCanvas, pathCanvas] = [0, 1].map(() => layer(host));
  const [scene, paths, halos, lines] = [sceneCanvas, pathCanvas, ...[0, 1].map(() => document.createElement("canvas"))].map((canvas) =>
    canvas.getContext("2d"),
  );
  const camera = new Camera();
  const relief = createRelief();

  let surface = null;
  let lanes = [];
  let theme = { text: "#31333f", background: "#ffffff", secondary: "#f0f2f6", border: "#d5d6da", font: "sans-serif", dark: false };
  let thickness = 1;
  let ratio = 1;
  let [width, height] = [0, 0];
  const wish = { step: 0, visible: new Set(), highlighted: null };
  const stale = { scene: true, drapes: true, trails: true };
  let trailed = 0; // the step up to which the trails are painted
  let frame = 0;
  let moving = 0; // while a gesture moves the camera: the timer that will end it

  /** Notes what has to be painted anew and does it in the next frame, unless `draw` comes first. */
  function change(...parts) {
    for (const part of parts) stale[part] = true;
    frame ||= requestAnimationFrame(paint);
  }

  function resize() {
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    if (host.clientWidth === width && host.clientHeight === height && sharp === ratio) return;
    [width, height, ratio] = [host.clientWidth, host.clientHeight, sharp];
    for (const canvas of [sceneCanvas, pathCanvas, halos.canvas, lines.canvas]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    }
    change("scene");
  }

  function draw(step, visible, highlighted) {
    wish.step = step;
    wish.visible = visible;
    wish.highlighted = highlighted;
    paint();
  }

  function paint() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!surface || width < 40 || height < 40) return;
    if (stale.drapes) for (const lane of lanes) drape(lane, surface);
    if (stale.scene) paintScene();
    if (stale.scene || stale.drapes) {
      for (const lane of lanes) project(lane, surface, camera, relief);
      stale.trails = true;
    }
    for (const lane of lanes) {
      const shown = wish.visible.has(lane.key);
      const strength = wish.highlighted === null || wish.highlighted === undefined ? 1 : wish.highlighted === lane.key ? 2 : 0;
      if (shown !== lane.shown || strength !== lane.strength) stale.trails = true;
      lane.shown = shown;
      lane.strength = strength;
    }
    if (wish.step < trailed) stale.trails = true;
    if (wish.step === trailed && !stale.trails) return;
    if (stale.trails) {
      for (const context of [halos, lines]) wipe(context, ratio, width, height);
      for (const lane of lanes) lane.next = 0;
    }
    for (const lane of lanes) if (lane.shown) lengthen(lane);
    trailed = wish.step;
    paintHeads();
    for (const part in stale) stale[part] = false;
  }

  function paintScene() {
    camera.place(surface.extent, width, height, [10 * thickness, 38 * thickness, 30 * thickness]);
    wipe(scene, ratio, width, height);
    paintWalls(scene, camera, surface, theme, thickness);
    relief.draw(scene, camera, theme.dark, moving);
    paintNumbers(scene, camera, surface, theme, thickness);
  }

  /** Paints what the trail of a lane has gained since it was painted last: halos under all lines, hidden parts faint. */
  function lengthen(lane) {
    const from = lane.next;
    while (lane.next < lane.count && lane.times[lane.next] <= wish.step) lane.next++;
    if (lane.next === from) return;
    const stroke = (context, kind, color, wide, alpha) => {
      context.strokeStyle = color;
      context.lineWidth = wide * thickness;
      context.globalAlpha = alpha;
      trace(context, lane, Math.max(from, 1), lane.next, kind);
    };
    const faded = lane.strength === 0 ? 0.3 : 1;
    const wide = lane.strength === 2 ? 3.2 : 2;
    if (lane.strength) stroke(halos, SEEN, theme.background, wide + 2.4, 0.75);
    stroke(lines, SEEN, lane.color, wide, faded);
    stroke(lines, HIDDEN, lane.color, 0.7 * wide, 0.35 * faded);
  }

  function paintHeads() {
    wipe(paths, ratio, width, height);
    paths.setTransform(1, 0, 0, 1, 0, 0);
    paths.drawImage(halos.canvas, 0, 0);
    paths.drawImage(lines.canvas, 0, 0);
    paths.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const lane of lanes) if (lane.strength < 2) paintHead(lane);
    for (const lane of lanes) if (lane.strength === 2) paintHead(lane);
  }

  function paintHead(lane) {
    lane.headX = NaN;
    if (!lane.shown || !locate(lane, surface, camera, relief, wish.step)) return;
    const faded = lane.strength === 0 ? 0.45 : 1;
    paths.globalAlpha = (lane.headKind === HIDDEN ? 0.35 : 1) * faded;
    const last = lane.next - 1;
    if (last >= 0 && (last + 1 === lane.count || lane.kinds[last + 1] !== JUMP)) {
      paths.strokeStyle = lane.color;
      paths.lineWidth = (lane.strength === 2 ? 3.2 : 2) * thickness;
      paths.beginPath();
      paths.moveTo(lane.screenX[last], lane.screenY[last]);
      paths.lineTo(lane.headX, lane.headY);
      paths.stroke();
    }
    paths.globalAlpha = (lane.headKind === HIDDEN ? 0.65 : 1) * faded;
    drawHead(paths, lane.marker, lane.headX, lane.headY, (lane.strength === 2 ? 6 : 4.6) * thickness, lane.color, theme.background);
  }

  pathCanvas.tabIndex = 0;
  pathCanvas.setAttribute("role", "img");
  pathCanvas.setAttribute("aria-label", "3-D view; arrow keys turn it, plus and minus zoom");
  const settle = () => {
    moving = 0;
    change("scene");
  };
  const moved = () => {
    clearTimeout(moving);
    moving = setTimeout(settle, 160);
    change("scene");
    onCamera?.([...camera.pose]);
  };
  steer(pathCanvas, camera, moved, listeners.signal);
  const watch = new ResizeObserver(resize);
  watch.observe(host);
  resize();

  return {
    setSurface({ heights, size, window: [[x0, x1], [y0, y1]], valueTicks, title = "f" }) {
      const longer = Math.max(x1 - x0, y1 - y0);
      const window = [x0, x1, y0, y1];
      if (surface && size === surface.size && title === surface.title && same(window, surface.window) && same(heights, surface.heights))
        return;
      const extent = [Math.max((x1 - x0) / longer, NARROWEST), Math.max((y1 - y0) / longer, NARROWEST), TOP];
      surface = { heights, size, window, extent, valueTicks, title };
      relief.setSurface(heights, size, extent);
      change("scene", "drapes");
    },
    setLanes(given) {
      lanes = given.map(({ key, color, marker, xs, ys, last }) => ({ key, color, marker, xs, ys, last, next: 0, headX: NaN, headY: NaN }));
      change("drapes");
    },
    setTheme({ text, background, secondary, border, font, dark }) {
      const wanted = { text, background, secondary, border, font, dark };
      if (same(Object.values(wanted), Object.values(theme))) return;
      theme = wanted;
      change("scene");
    },
    setScale(number) {
      if (number === thickness) return;
      thickness = number;
      change("scene");
    },
    setCamera(pose) {
      camera.set(pose);
      change("scene");
    },
    camera: () => [...camera.pose],
    draw,
    resize,
    painted() {
      const heads = {};
      for (const lane of lanes) if (!Number.isNaN(lane.headX)) heads[lane.key] = [lane.headX, lane.headY];
      return { ready: Boolean(surface) && !stale.scene, width, height, heads };
    },
    dispose() {
      cancelAnimationFrame(frame);
      listeners.abort();
      watch.disconnect();
      clearTimeout(moving);
      host.replaceChildren();
    },
  };
}

// What leads to a vertex of a path: nothing, a visible line, or a line behind the ground.
const [JUMP, SEEN, HIDDEN] = [0, 1, 2];

/** Lays a path on the ground: every step is the straight line that it is on the map, cut at the window's edge. */
function drape(lane, surface) {
  const { xs, ys, last } = lane;
  const { size } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const finest = Math.min(Math.max(Math.floor(VERTICES / (last + 1)), 1), 32);
  const [places, times, jumps] = [[], [], []];
  let connected = false;
  const add = (u, v, time, jump) => {
    places.push(u, v);
    times.push(time);
    jumps.push(jump);
  };
  for (let step = 0; step <= last; step++) {
    const before = Math.max(step - 1, 0);
    const [u0, v0] = [(xs[before] - x0) / (x1 - x0), (ys[before] - y0) / (y1 - y0)];
    const [du, dv] = [(xs[step] - x0) / (x1 - x0) - u0, (ys[step] - y0) / (y1 - y0) - v0];
    let [enter, leave] = [0, 1];
    for (const [start, change] of [
      [u0, du],
      [v0, dv],
    ]) {
      if (change === 0) {
        if (start < 0 || start > 1) leave = -1;
        continue;
      }
      const [a, b] = [-start / change, (1 - start) / change];
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter > leave) {
      connected = false;
      continue;
    }
    if (!connected || enter > 0) add(u0 + enter * du, v0 + enter * dv, before + enter, true);
    const cells = Math.hypot(du, dv) * (leave - enter) * (size - 1);
    const pieces = Math.min(Math.max(Math.ceil(cells / 1.2), 1), finest);
    for (let piece = 1; piece <= pieces; piece++) {
      const along = enter + ((leave - enter) * piece) / pieces;
      add(u0 + along * du, v0 + along * dv, before + along, false);
    }
    connected = leave === 1;
  }
  lane.places = Float32Array.from(places);
  lane.moments = Float32Array.from(times);
  lane.jumps = Uint8Array.from(jumps);
  lane.screenX = new Float32Array(times.length);
  lane.screenY = new Float32Array(times.length);
  lane.times = new Float32Array(times.length);
  lane.kinds = new Uint8Array(times.length);
  lane.count = 0;
}

/** Where the camera sees the path, without the vertices that would not make a difference of a pixel. */
function project(lane, surface, camera, relief) {
  const { places, moments, jumps, screenX, screenY, times, kinds } = lane;
  const [halfX, halfY, top] = surface.extent;
  let count = 0;
  for (let index = 0; index < moments.length; index++) {
    const u = places[2 * index];
    const v = places[2 * index + 1];
    const pixel = camera.project((2 * u - 1) * halfX, (2 * v - 1) * halfY, ground(surface, u, v) * top + LIFT);
    const near = count > 0 && Math.abs(pixel[0] - screenX[count - 1]) + Math.abs(pixel[1] - screenY[count - 1]) < 1;
    if (near && !jumps[index]) continue;
    screenX[count] = pixel[0];
    screenY[count] = pixel[1];
    times[count] = moments[index];
    kinds[count] = jumps[index] ? JUMP : relief.hides(pixel[0], pixel[1], pixel[2]) ? HIDDEN : SEEN;
    count++;
  }
  lane.count = count;
}

/** The height of the ground at (u, v) in the unit square, 0 to 1. */
function ground({ heights, size }, u, v) {
  const column = Math.min(Math.max(u, 0), 1) * (size - 1);
  const row = Math.min(Math.max(v, 0), 1) * (size - 1);
  const i = Math.min(Math.floor(column), size - 2);
  const j = Math.min(Math.floor(row), size - 2);
  const [s, t] = [column - i, row - j];
  const at = j * size + i;
  return (1 - t) * ((1 - s) * heights[at] + s * heights[at + 1]) + t * ((1 - s) * heights[at + size] + s * heights[at + size + 1]);
}

/** Puts the head of a lane at a step, between two steps on the line that joins them; false where that is outside the window. */
function locate(lane, surface, camera, relief, step) {
  const { xs, ys, last } = lane;
  const { extent } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const time = Math.min(Math.max(step, 0), last);
  const before = Math.floor(time);
  const after = Math.min(before + 1, last);
  const share = time - before;
  const u = (xs[before] + share * (xs[after] - xs[before]) - x0) / (x1 - x0);
  const v = (ys[before] + share * (ys[after] - ys[before]) - y0) / (y1 - y0);
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return false;
  const pixel = camera.project((2 * u - 1) * extent[0], (2 * v - 1) * extent[1], ground(surface, u, v) * extent[2] + LIFT);
  lane.headX = pixel[0];
  lane.headY = pixel[1];
  lane.headKind = relief.hides(pixel[0], pixel[1], pixel[2]) ? HIDDEN : SEEN;
  return true;
}

/** Strokes the lines of one kind that lead to the vertices `from` to `end`, so many at a time: one stroke of thousands is slow. */
function trace(context, lane, from, end, kind) {
  const { screenX, screenY, kinds } = lane;
  for (let start = from; start < end; start += STROKE) {
    const stop = Math.min(start + STROKE, end);
    context.beginPath();
    for (let index = start; index < stop; index++) {
      if (kinds[index] !== kind) continue;
      if (index === start || kinds[index - 1] !== kind) context.moveTo(screenX[index - 1], screenY[index - 1]);
      context.lineTo(screenX[index], screenY[index]);
    }
    context.stroke();
  }
}

/** Where a corner or an edge of the box is on the screen: x and y from −1 to 1, z from 0 to 1. */
function boxAt(camera, [halfX, halfY, top], x, y, z) {
  return camera.project(x * halfX, y * halfY, z * top).slice(0, 2);
}

function polyline(context, color, thickness, points) {
  context.beginPath();
  for (const point of points) context.lineTo(...point);
  context.strokeStyle = color;
  context.lineWidth = thickness;
  context.stroke();
}

/** The two walls of the box behind the relief, with lines at the ticks of f. */
function paintWalls(context, camera, { extent, valueTicks }, theme, thickness) {
  const [farX, farY] = [0, 1].map((axis) => (camera.toward[axis] > 0 ? -1 : 1));
  const at = (x, y, z) => boxAt(camera, extent, x, y, z);
  for (const [a, b] of [
    [
      [farX, -1],
      [farX, 1],
    ],
    [
      [-1, farY],
      [1, farY],
    ],
  ]) {
    polyline(context, theme.border, thickness, [at(...a, 0), at(...a, 1), at(...b, 1), at(...b, 0)]);
    context.globalAlpha = 0.5;
    context.fillStyle = theme.secondary;
    context.fill();
    context.globalAlpha = 1;
    for (const { height } of valueTicks) {
      if (height > 0 && height < 1) polyline(context, theme.border, thickness, [at(...a, height), at(...b, height)]);
    }
  }
}

/** Names, ticks and numbers: f on the leftmost upright edge, x and y on the lower edges that face the viewer. */
function paintNumbers(context, camera, surface, theme, thickness) {
  const { extent, valueTicks, title } = surface;
  const [x0, x1, y0, y1] = surface.window;
  const [nearX, nearY] = [0, 1].map((axis) => (camera.toward[axis] > 0 ? 1 : -1));
  const at = (x, y, z) => boxAt(camera, extent, x, y, z);
  const size = 11 * thickness;
  const taken = [];
  context.textAlign = "center";
  context.textBaseline = "middle";

  // Writes a text beside a point, in a direction, unless it would run into another or over the edge of the picture.
  const write = (text, [x, y], [outX, outY], gap, style = "") => {
    context.font = `${style} ${size}px ${theme.font}`;
    const [halfWidth, halfHeight] = [context.measureText(text).width / 2, size / 2];
    const [centerX, centerY] = [x + outX * (gap + halfWidth), y + outY * (gap + halfHeight)];
    const box = [centerX - halfWidth - 3, centerY - halfHeight - 1, centerX + halfWidth + 3, centerY + halfHeight + 1];
    if (box[0] < 0 || box[1] < 0 || box[2] > camera.width || box[3] > camera.height) return;
    if (taken.some(([left, upper, right, lower]) => box[0] < right && left < box[2] && box[1] < lower && upper < box[3])) return;
    taken.push(box);
    context.strokeStyle = theme.background;
    context.lineWidth = 3 * thickness;
    context.strokeText(text, centerX, centerY);
    context.fillStyle = theme.text;
    context.fillText(text, centerX, centerY);
  };
  const mark = (text, [x, y], [outX, outY]) => {
    const length = 4 * thickness;
    polyline(context, theme.text, thickness, [
      [x, y],
      [x + length * outX, y + length * outY],
    ]);
    write(text, [x, y], [outX, outY], length + 2);
  };

  const corners = [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ];
  const left = corners.reduce((a, b) => (at(...b, 0)[0] < at(...a, 0)[0] ? b : a));
  polyline(context, theme.text, thickness, [at(...left, 0), at(...left, 1)]);
  write(title, at(...left, 1), [-0.4, -1], 3 * thickness, "italic");
  for (const { height, label } of valueTicks) if (height >= 0 && height <= 1) mark(label, at(...left, height), [-1, 0]);

  const edges = [
    ["x", x0, x1, (share) => [share, nearY]],
    ["y", y0, y1, (share) => [nearX, share]],
  ];
  for (const [name, low, high, place] of edges) {
    const foot = (share) => at(...place(share), -PLINTH / extent[2]);
    const [start, middle, end] = [-1, 0, 1].map(foot);
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
    const away = Math.sign((start[1] - end[1]) * (middle[0] - camera.centerX) + (end[0] - start[0]) * (middle[1] - camera.centerY)) || 1;
    const out = [(away * (start[1] - end[1])) / length, (away * (end[0] - start[0])) / length]; // across the edge, away from the relief
    // The foot of the relief, or where the ground above it leans out further.
    const rim = (share) => {
      const [x, y] = foot(share);
      const [columns, rows] = place(share);
      const [roofX, roofY] = at(columns, rows, ground(surface, (columns + 1) / 2, (rows + 1) / 2));
      const over = Math.max((roofX - x) * out[0] + (roofY - y) * out[1], 0);
      return [x + over * out[0], y + over * out[1]];
    };
    write(name, rim(0), out, 24 * thickness, "italic");
    for (const value of roundTicks(low, high, Math.min(Math.max(length / (26 * thickness), 2), 8))) {
      mark(format(value, 4), rim((2 * (value - low)) / (high - low) - 1), out);
    }
  }
}

function same(these, those) {
  return these.length === those.length && these.every((value, index) => value === those[index]);
}

function layer(host) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%" });
  return host.appendChild(canvas);
}

function wipe(context, ratio, width, height) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.lineCap = context.lineJoin = "round";
  context.clearRect(0, 0, width, height);
}
