// The player: every run of a race on a map, on a surface and as curves, all on one step cursor.
// This file puts the parts together; Streamlit calls its default export at every change of data or theme.

import { createAddress } from "./hear/address.js";
import { createCursor } from "./hear/cursor.js";
import { listenToKeys } from "./hear/keyboard.js";
import { listenToSliders } from "./hear/sliders.js";
import { element } from "./ink/element.js";
import { readTheme } from "./ink/theme.js";
import { format } from "./measure/numbers.js";
import { revisionOf } from "./measure/payload.js";
import { isSameRace, readScene, seriesOf } from "./measure/scene.js";
import { createScale } from "./measure/surface.js";
import { createAnatomy } from "./panels/anatomy.js";
import { createContour } from "./panels/contour.js";
import { createCurves } from "./panels/curves.js";
import { createFit } from "./panels/fit.js";
import { createLegend } from "./panels/legend.js";
import { createMapKey } from "./panels/mapkey.js";
import { createStandings } from "./panels/standings.js";
import { createTerrain } from "./panels/terrain.js";
import { createTooltip } from "./panels/tooltip.js";
import { createTransport } from "./panels/transport.js";

const NARROW = 640; // pixels: below this width the panels move into the dock
const LARGER = 1.4; // type and strokes in the presenter view
const STILL = 250; // milliseconds for which the old race stands still while another is on its way
const PATIENCE = 350; // milliseconds in which further chips may be clicked before Python hears of it

/** @type {WeakMap<Node, ReturnType<typeof createPlayer>>} */
const players = new WeakMap();

export default function player({ data, parentElement, setTriggerValue }) {
  if (!players.has(parentElement)) players.set(parentElement, createPlayer(parentElement));
  const mounted = players.get(parentElement);
  mounted.receive(data, setTriggerValue);
  // Streamlit cleans up not only when it takes the element off the page, but also between data that come in
  // quick succession. A player that is still on the page then stays, with its step, camera and zoom.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || players.get(parentElement) !== mounted) return;
      players.delete(parentElement);
      mounted.dispose();
    });
}

function createPlayer(parent) {
  // ---- the parts ------------------------------------------------------------------------------------------

  const [legendHost, mapHost, keyHost, arrowKey, bar] = ["legend", "canvases", "mapkey", "arrowkey", "transport"].map((name) =>
    element("div", { class: name }),
  );
  const map = element("section", { class: "map", "aria-label": "Map" }, mapHost, keyHost, arrowKey);
  const terrainHost = element("section", { class: "terrain", "aria-label": "Surface" });
  const curvesHost = element("section", { class: "curves", "aria-label": "Curves" });
  const [standingsHost, fitHost] = [element("div"), element("div", { class: "fit" })];
  const beside = element("section", { class: "table", "aria-label": "Standings", tabindex: "0" }, standingsHost, fitHost);
  const ruleHost = element("section", { class: "rule", "aria-label": "Update rule with numbers" });
  const memoryHost = element("section", { class: "memory", "aria-label": "Memory over time" });
  const narrationHost = element("section", { class: "narration", "aria-label": "Narration" });
  const panels = element("div", { class: "panels" }, terrainHost, curvesHost, beside, ruleHost, memoryHost);
  const empty = element("p", { class: "empty", text: "No method is racing. Choose one above." });
  const inside = element("div", { class: "inside" }, legendHost, map, narrationHost, panels, bar);
  const root = element("div", { class: "player" }, inside);
  mapHost.append(empty);
  parent.append(root);

  const stop = new AbortController();
  const { signal } = stop;
  let [scene, theme, heights, trigger] = [null, null, null, () => {}];
  let [racing, wished, wishTimer, stillFor] = [new Set(), null, 0, 0];
  let [highlighted, presenting] = [null, false];
  let [curve, colors, arrows] = [null, null, false]; // null: the surface's own choice
  let [request, isDirty, frames, described] = [0, true, 0, -Infinity];
  let drawn = { revision: "", step: -1, time: -1 };

  const cursor = createCursor(() => {
    transport.update();
    address.change();
    redraw();
  });
  const tooltip = createTooltip();
  const address = createAddress(() => ({ link: scene.link, view: view() }));
  const transport = createTransport(bar, cursor, { back, forward, copyLink: address.copy, present, fullScreen, speed: address.change });
  const legend = createLegend(legendHost, {
    race,
    highlight,
    tell: (text, at) => (text ? tooltip.showText(text, at.left - 14, at.bottom - 6, root) : tooltip.hide()),
  });
  const contour = createContour(mapHost, {
    start(point) {
      standStill();
      trigger("start", point);
    },
    window: (window) => trigger("window", window),
    view() {
      mapKey.setZoomed(contour.window() !== null);
      anatomy.viewed();
      address.change();
    },
    hover: (hit) => point(hit, contour.element),
    redraw,
    grab: () => anatomy.letGo(),
    decorate: (context, plot) => isAnatomy() && anatomy.drawOn(context, plot),
  });
  const mapKey = createMapKey(keyHost, mapHost, {
    colors() {
      colors = heights.kind === "log" ? "linear" : "log";
      shade();
      address.change();
    },
    arrows() {
      arrows = !arrows;
      contour.update(choices());
      mapKey.update(choices());
      address.change();
      redraw();
    },
    reset: contour.reset,
  });
  const curves = createCurves(curvesHost, {
    seek: cursor.seek,
    hover: (hit) => point(hit, curves.element),
    choose(name) {
      curve = name;
      curves.update(choices());
      address.change();
      redraw();
    },
  });
  const standings = createStandings(standingsHost, { highlight });
  const fit = createFit(fitHost);
  const terrain = createTerrain(terrainHost, { onCamera: () => address.change() });
  const home = terrain.camera();
  const anatomy = createAnatomy({ rule: ruleHost, memory: memoryHost, narration: narrationHost, key: arrowKey }, cursor, contour, {
    redraw,
    learningRate(choice) {
      standStill();
      trigger("learning_rate", choice);
    },
  });
  const isAnatomy = () => Boolean(scene?.specimens);
  const keys = {
    ArrowLeft: back,
    ArrowRight: forward,
    f: fullScreen,
    n: () => isAnatomy() && anatomy.narrate(),
    c: () => isAnatomy() && anatomy.lookClosely(),
  };
  listenToKeys(() => [root, panels], cursor, keys, signal);
  listenToSliders(standStill, signal);

  // ---- what comes from Python -----------------------------------------------------------------------------

  function receive(data, setTriggerValue) {
    trigger = setTriggerValue;
    const isNew = revisionOf(data) !== scene?.revision;
    const found = readTheme(parent.host ?? root);
    const isOtherTheme = JSON.stringify(found) !== JSON.stringify(theme);
    if (isOtherTheme) theme = found;
    goOn();
    if (root.parentNode !== parent) parent.append(root);
    if (isNew) take(readScene(data, scene));
    else if (isOtherTheme) restyle();
  }

  function take(next) {
    const before = scene;
    scene = next;
    highlight(null);
    tooltip.hide();
    if (!before) {
      (window.optviz.players ??= {})[scene.key] = hook;
      restore(scene.view);
    }
    if (before && before.surface.key !== scene.surface.key) colors = null;
    if (!scene.curves.some((known) => known.key === curve)) curve = scene.curves[0].key;
    if (!before || !isSameRace(before, scene)) cursor.restart(scene.steps);
    const asked = scene.entrants.filter((entrant) => entrant.racing).map((entrant) => entrant.key);
    if (wished && wishTimer === 0) wished = null;
    racing = new Set(isAnatomy() ? scene.lanes.map((lane) => lane.key) : (wished ?? asked));
    restyle();
    if (before) return paint(performance.now());
    settle();
    begin(scene.view);
  }

  function restore(past) {
    if (past.window) contour.setWindow(past.window);
    if (past.camera) terrain.setCamera(past.camera);
    if (past.speed) cursor.setSpeed(past.speed);
    [curve, colors, arrows] = [past.curve ?? null, past.colors ?? null, past.arrows ?? false];
  }

  function begin(past) {
    if (past.step !== undefined) cursor.seek(past.step);
    else if (!matchMedia("(prefers-reduced-motion: reduce)").matches) cursor.play();
  }

  // ---- what is shown --------------------------------------------------------------------------------------

  const lanesShown = () => scene.lanes.filter((lane) => racing.has(lane.key));

  const choices = () => ({
    scene,
    theme,
    heights,
    lanes: lanesShown(),
    scale: presenting ? LARGER : 1,
    curve,
    arrows,
    isZoomed: contour.window() !== null,
  });

  /** Give everything to all parts anew: after another scene, theme or scale of type. */
  function restyle() {
    for (const part of [root, panels]) {
      part.classList.toggle("anatomy", isAnatomy());
      for (const [role, color] of Object.entries(theme.roles)) part.style.setProperty(`--role-${role}`, color);
    }
    const [[x0, x1], [y0, y1]] = scene.domain;
    root.style.setProperty("--aspect", Math.max(0.8, Math.min(2, (x1 - x0) / (y1 - y0))));
    legend.update(scene.entrants, theme);
    measureLegend();
    terrain.setTheme(theme);
    terrain.setScale(presenting ? LARGER : 1);
    shade();
    curves.update(choices());
    fit.update(choices());
    if (isAnatomy()) anatomy.update(choices());
    transport.setUnit(scene.unit);
    transport.update();
    showRacing();
    address.change();
  }

  /** A high legend takes its room from the map, so that the transport stays on the first screen. */
  function measureLegend() {
    root.style.setProperty("--legend", `${legend.fit()}px`);
  }

  /** The parts that show heights: after another scale or theme. */
  function shade() {
    const { grid, surface, lanes } = scene;
    const [alongX, alongY] = [grid.window.slice(0, 2), grid.window.slice(2)];
    const kind = colors ?? (surface.log_colors ? "log" : "linear");
    const isSame = heights?.grid === grid && heights.kind === kind && heights.minimum === surface.minimum;
    if (!isSame) heights = createScale(grid, kind, surface);
    contour.update(choices());
    mapKey.update(choices());
    if (!isSame) {
      terrain.setSurface({
        heights: Float32Array.from(grid.values, heights.of),
        size: grid.size,
        window: [alongX, alongY],
        title: heights.title,
        valueTicks: heights.ticks,
      });
    }
    terrain.setLanes(lanes.map((lane) => ({ ...lane, color: theme.ink(lane.color) })));
    redraw();
  }

  function showRacing() {
    const lanes = lanesShown();
    legend.setRacing(racing);
    contour.setLanes(lanes);
    curves.setLanes(lanes);
    fit.setLanes(lanes);
    standings.update(scene, lanes, theme);
    empty.hidden = racing.size > 0;
    redraw();
  }

  /** Show these methods at once; Python hears of it when no further chip is clicked. */
  function race(keys) {
    racing = new Set(keys);
    wished = keys;
    clearTimeout(wishTimer);
    wishTimer = setTimeout(() => {
      wishTimer = 0;
      trigger("racing", keys);
    }, PATIENCE);
    showRacing();
  }

  function highlight(next) {
    if (next === highlighted) return;
    highlighted = next;
    legend.setHighlighted(next);
    standings.setHighlighted(next);
    redraw();
  }

  /** Name the run that is pointed at, with the numbers of a recorded step. */
  function point(hit, canvas) {
    highlight(hit ? hit.lane.key : null);
    if (!hit) return tooltip.hide();
    const { lane, step } = hit;
    const lines = [[scene.unit, String(step)]];
    const columns = [
      ...scene.columns.filter(({ key }) => key !== "gap" && key !== "status"),
      ...(canvas === curves.element ? [{ key: curve, label: curve }] : []),
    ];
    for (const [place, column] of columns.entries()) {
      if (columns.findIndex(({ key }) => key === column.key) < place) continue;
      if (column.key !== "place") lines.push([column.label, format(seriesOf(lane, column)[step], 6)]);
      else lines.push(["x", format(lane.xs[step], 6)], ["y", format(lane.ys[step], 6)]);
    }
    const { left, top } = canvas.getBoundingClientRect();
    tooltip.showRun(lane.name, theme.ink(lane.color), lines, left + hit.px, top + hit.py, canvas.closest(".player"));
  }

  // ---- frames ---------------------------------------------------------------------------------------------

  function redraw() {
    isDirty = true;
    request ||= requestAnimationFrame(frame);
  }

  function frame(now) {
    request = 0;
    if (!stillFor) cursor.advance(now);
    if (isDirty || cursor.time !== drawn.time) paint(now);
    if (cursor.playing && !stillFor) request ||= requestAnimationFrame(frame);
  }

  /** Another race is on its way, and bringing it is a better use of the machine than a few more frames of this one. */
  function standStill() {
    clearTimeout(stillFor);
    stillFor = setTimeout(goOn, STILL);
  }

  function goOn() {
    if (!stillFor) return;
    clearTimeout(stillFor);
    stillFor = 0;
    cursor.resume();
    redraw();
  }

  function paint(now) {
    if (isAnatomy()) anatomy.prepare();
    isDirty = false;
    const { time, step } = cursor;
    const visible = new Set(lanesShown().map((lane) => lane.key));
    const isMoving = cursor.playing && time < scene.steps;
    const isDrawn = contour.draw({ time, step, now, isMoving, highlighted });
    if (isAnatomy()) anatomy.draw(time);
    else {
      curves.draw(time, highlighted);
      terrain.draw(time, visible, highlighted);
      fit.draw(time, highlighted);
      standings.draw(step, now, isMoving);
    }
    transport.draw(now, isMoving);
    if (!isMoving || now - described > 1000) describe(now);
    if (!isDrawn) return;
    if (time !== drawn.time || scene.revision !== drawn.revision) frames++;
    drawn = { revision: scene.revision, step, time };
  }

  function describe(now) {
    described = now;
    if (isAnatomy()) return describeAnatomy();
    const runs = lanesShown().length;
    const leader = standings.leader();
    const ahead = leader
      ? ` ${leader.name} leads with ${scene.surface.symbol} = ${format(leader.values[Math.min(cursor.step, leader.last)], 3)}.`
      : "";
    const words = `${runs} ${runs === 1 ? "run" : "runs"} at ${scene.unit} ${cursor.step} of ${scene.steps}.${ahead}`;
    const { label } = scene.curves.find((known) => known.key === curve);
    contour.describe(words);
    curves.describe(`Curves of ${label}. ${words}`);
    if (scene.fit) fit.describe(`${scene.fit.labels[1]} against ${scene.fit.labels[0]}, with the fit of each run. ${words}`);
    terrainHost.setAttribute("aria-label", `${scene.surface.name} in three dimensions. ${words}`);
  }

  function describeAnatomy() {
    const names = scene.specimens.map(({ title }) => title).join(" and ");
    contour.describe(`${names} at step ${cursor.step} of ${scene.steps}, the parts of the step as arrows.`);
    anatomy.describe();
  }

  /** One step back or on; while a step is told in sentences, one sentence. */
  function back() {
    if (!isAnatomy() || !anatomy.backward()) cursor.seek(cursor.step - 1);
  }

  function forward() {
    if (!isAnatomy() || !anatomy.forward()) cursor.seek(cursor.step + 1);
  }

  // ---- the view -------------------------------------------------------------------------------------------

  function view() {
    const own = scene.surface.log_colors ? "log" : "linear";
    const camera = terrain.camera();
    const isHome = camera.every((value, i) => Math.abs(value - home[i]) < 0.01);
    const listed = (values, rounded) => values.map((value) => Number(rounded(value))).join(",");
    return {
      window: contour.window() && listed(contour.window(), (value) => value.toPrecision(7)),
      camera: isHome ? null : listed(camera, (value) => value.toFixed(2)),
      curve: curve === scene.curves[0].key ? null : curve,
      colors: colors === null || colors === own ? null : colors,
      step: cursor.pausedByUser ? String(cursor.step) : null,
      arrows: arrows ? "true" : null,
      speed: cursor.speed === 1 ? null : String(cursor.speed),
    };
  }

  function present() {
    presenting = !presenting;
    root.classList.toggle("presenting", presenting);
    panels.classList.toggle("presenting", presenting);
    transport.setPresenting(presenting);
    resize();
    restyle();
    // It has grown: the bar at its foot must stay in reach. An anatomy has it in reach at all times.
    if (presenting && !isAnatomy()) root.scrollIntoView({ block: "end" });
  }

  function fullScreen() {
    const isFull = (parent.fullscreenElement ?? document.fullscreenElement) === root;
    const done = isFull ? document.exitFullscreen?.() : root.requestFullscreen?.();
    done?.catch(() => {});
  }

  function resize() {
    settle();
    measureLegend();
    contour.resize();
    curves.resize();
    fit.resize();
    terrain.resize();
    anatomy.resize();
    if (scene) paint(performance.now()); // at once: a canvas that changes its size is empty
  }

  /** On a narrow screen the panels stand in the dock, if the page has one. */
  function settle() {
    const dock = scene && window.optviz.docks?.[scene.key];
    const isFull = (parent.fullscreenElement ?? document.fullscreenElement) === root;
    const place = dock && root.clientWidth < NARROW && !isFull ? dock : inside;
    if (panels.parentNode !== place) {
      place.append(panels);
      watch.observe(panels);
    }
  }

  window.optviz ??= {};
  const hook = {
    painted,
    drawn: () => ({ ...drawn, frames }), // of painted() what costs nothing
    seek: cursor.seek,
    play: cursor.play,
    pause: cursor.pause,
  };
  const watch = new ResizeObserver(resize);
  for (const watched of [root, mapHost, panels, fitHost]) watch.observe(watched);
  for (const type of ["resize", "optviz:docks"]) window.addEventListener(type, resize, { signal });
  document.addEventListener("fullscreenchange", resize, { signal });

  function painted() {
    const { window: shown, marked, ...map } = contour.painted();
    const lanes = Object.fromEntries(marked.map(({ key: name, ...lane }) => [name, lane]));
    return {
      ...drawn,
      frames,
      playing: cursor.playing,
      window: shown,
      lanes,
      panels: { contour: map, curves: curves.painted(), terrain: terrain.painted(), ...(scene.fit && { fit: fit.painted() }) },
      link: scene.link,
      ...(isAnatomy() && { anatomy: anatomy.painted() }),
    };
  }

  return {
    receive,
    dispose() {
      stop.abort();
      watch.disconnect();
      cancelAnimationFrame(request);
      clearTimeout(wishTimer);
      clearTimeout(stillFor);
      tooltip.hide();
      for (const part of [contour, transport, address, terrain, anatomy]) part.dispose();
      if (window.optviz.players[scene.key] === hook) delete window.optviz.players[scene.key];
      root.remove();
      panels.remove();
    },
  };
}
