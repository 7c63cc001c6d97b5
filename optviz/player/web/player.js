// The player: every run of a race on a map, on a surface and as curves, all on one step cursor.
// This file puts the parts together; Streamlit calls its default export at every change of data or theme.

import { createAddress } from "./hear/address.js";
import { createCursor } from "./hear/cursor.js";
import { listenToKeys } from "./hear/keyboard.js";
import { createRacing } from "./hear/racing.js";
import { listenToSliders } from "./hear/sliders.js";
import { readTheme } from "./ink/theme.js";
import { Camera } from "./measure/camera.js";
import { revisionOf } from "./measure/payload.js";
import { createRanking } from "./measure/ranking.js";
import { isSameRace, readScene } from "./measure/scene.js";
import { raceInWords, stepInWords } from "./measure/words.js";
import { createContour } from "./panels/contour.js";
import { createCurves } from "./panels/curves.js";
import { createFit } from "./panels/fit.js";
import { createLegend } from "./panels/legend.js";
import { createMapKey } from "./panels/mapkey.js";
import { createStandings } from "./panels/standings.js";
import { createTerrain } from "./panels/terrain.js";
import { createTransport } from "./panels/transport.js";
import { createAnatomy } from "./stage/anatomy.js";
import { createFrames } from "./stage/frames.js";
import { createHook } from "./stage/hook.js";
import { createLayout } from "./stage/layout.js";
import { createPointing } from "./stage/pointing.js";
import { createScreen } from "./stage/screen.js";
import { createView } from "./stage/view.js";

const LARGER = 1.4; // type and strokes in the presenter view
const OFTEN = 1000; // milliseconds between two descriptions while the race plays

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
  let [scene, theme, trigger] = [null, null, () => {}];
  let [highlighted, isPresenting, described] = [null, false, -Infinity];

  // ---- the parts ------------------------------------------------------------------------------------------

  const stop = new AbortController();
  const layout = createLayout();
  const { root, hosts } = layout;
  parent.append(root);

  const cursor = createCursor(() => {
    address.change();
    frames.redraw();
  });
  const address = createAddress(() => ({ link: scene.link, view: view.parameters(scene) }));
  const frames = createFrames(cursor, { prepare: () => isAnatomy() && anatomy.prepare(), paint });
  const racing = createRacing({ changed: showRacing, ask: (keys) => trigger("racing", keys) });
  const [ranking, camera, pointing] = [createRanking(), new Camera(), createPointing(root, highlight)];
  const hook = createHook(cursor, painted);

  /** Ask Python for another race. */
  function ask(event, value) {
    frames.standStill();
    trigger(event, value);
  }

  const { panel: contour, zoom } = createContour(hosts.map, {
    start: (point) => ask("start", point),
    window: (window) => trigger("window", window),
    view() {
      anatomy.closeup.viewed();
      address.change();
    },
    hover: (hit) => pointing.run(hit, choices(), hosts.map),
    redraw: frames.redraw,
    grab: () => anatomy.closeup.letGo(),
    decorate: (context, plot) => isAnatomy() && anatomy.drawOn(context, plot),
    drawn: (frame) => hook.note(scene.revision, frame),
  });
  const view = createView(camera, zoom, cursor);
  const anatomy = createAnatomy(hosts, cursor, zoom, { redraw: frames.redraw, learningRate: (choice) => ask("learning_rate", choice) });
  const isAnatomy = () => Boolean(scene?.specimens);

  /** A choice of what is looked at, after which all panels are told. */
  const looking = (choose) => (choice) => {
    choose(choice);
    update();
  };
  const legend = createLegend(hosts.legend, racing, { highlight, tell: pointing.text, height: layout.setLegend });
  const mapKey = createMapKey(hosts.mapkey, hosts.map, {
    isZoomed: () => zoom.window() !== null,
    colors: looking(view.switchColors),
    arrows: looking(view.switchArrows),
    reset: zoom.reset,
  });
  const curves = createCurves(hosts.curves, {
    seek: cursor.seek,
    hover: (hit) => pointing.run(hit, choices(), hosts.curves, [{ key: view.curve, label: view.curve }]),
    choose: looking(view.setCurve),
  });
  const terrain = createTerrain(hosts.terrain, camera, { moved: address.change });
  const fit = createFit(hosts.fit);
  const standings = createStandings(hosts.standings, ranking, { highlight });
  const screen = createScreen(parent, layout, resize, stop.signal);
  const transport = createTransport(hosts.transport, cursor, {
    back,
    forward,
    copyLink: address.copy,
    present,
    fullScreen: screen.toggleFull,
    speed: address.change,
  });

  const [ofRace, ofAnatomy] = [
    [legend, contour, mapKey, curves, terrain, fit, standings, transport],
    [contour, mapKey, ...anatomy.panels, transport],
  ];
  const onStage = () => (isAnatomy() ? ofAnatomy : ofRace);

  const keys = {
    ArrowLeft: back,
    ArrowRight: forward,
    f: screen.toggleFull,
    n: () => isAnatomy() && anatomy.telling.toggle(),
    c: () => isAnatomy() && anatomy.lookClosely(),
  };
  listenToKeys(() => layout.both, cursor, keys, stop.signal);
  listenToSliders(frames.standStill, stop.signal);

  // ---- what comes from Python -----------------------------------------------------------------------------

  function receive(data, setTriggerValue) {
    trigger = setTriggerValue;
    const isNew = revisionOf(data) !== scene?.revision;
    const found = readTheme(parent.host ?? root);
    const isOtherTheme = JSON.stringify(found) !== JSON.stringify(theme);
    if (isOtherTheme) theme = found;
    frames.goOn();
    if (root.parentNode !== parent) parent.append(root);
    if (isNew) take(readScene(data, scene));
    else if (isOtherTheme) update();
  }

  function take(next) {
    const before = scene;
    scene = next;
    highlight(null);
    pointing.hide();
    if (!before) {
      hook.register(scene.key);
      view.restore(scene.view);
    }
    view.take(scene, before);
    if (!before || !isSameRace(before, scene)) cursor.restart(scene.steps);
    racing.take(scene);
    update();
    if (before) return frames.paint();
    screen.settle(scene.key);
    if (scene.view.step !== undefined) cursor.seek(scene.view.step);
    else if (!matchMedia("(prefers-reduced-motion: reduce)").matches) cursor.play();
  }

  // ---- what is shown --------------------------------------------------------------------------------------

  const lanesShown = () => scene.lanes.filter((lane) => racing.keys.has(lane.key));

  const choices = () => ({
    scene,
    theme,
    heights: view.heights(scene),
    lanes: lanesShown(),
    scale: isPresenting ? LARGER : 1,
    isPresenting,
    curve: view.curve,
    arrows: view.arrows,
  });

  /** Give everything to all panels anew. */
  function update() {
    const all = choices();
    layout.update(all);
    layout.setEmpty(racing.keys.size === 0);
    if (isAnatomy()) anatomy.take(all);
    for (const panel of onStage()) panel.update(all);
    address.change();
    frames.redraw();
  }

  function showRacing() {
    const lanes = lanesShown();
    layout.setEmpty(racing.keys.size === 0);
    for (const panel of onStage()) panel.setLanes(lanes);
    frames.redraw();
  }

  function highlight(key) {
    if (key === highlighted) return;
    highlighted = key;
    frames.redraw();
  }

  function resize() {
    if (!scene) return;
    screen.settle(scene.key);
    for (const panel of onStage()) panel.resize();
    frames.paint(); // at once: a canvas that changes its size is empty
  }

  function present() {
    isPresenting = !isPresenting;
    layout.update(choices());
    resize();
    update();
    // It has grown: the bar at its foot must stay in reach. An anatomy has it in reach at all times.
    if (isPresenting && !isAnatomy()) root.scrollIntoView({ block: "end" });
  }

  function paint(moment) {
    const frame = { ...moment, highlighted };
    for (const panel of onStage()) panel.draw(frame);
    if (frame.isMoving && frame.now - described <= OFTEN) return;
    described = frame.now;
    const words = isAnatomy() ? stepInWords(scene, frame.step) : raceInWords(scene, lanesShown(), ranking.leader, frame.step);
    for (const panel of onStage()) panel.describe(words);
  }

  function painted() {
    const { window, marked, ...map } = contour.painted();
    return {
      window,
      lanes: Object.fromEntries(marked.map(({ key, ...lane }) => [key, lane])),
      panels: { contour: map, curves: curves.painted(), terrain: terrain.painted(), ...(scene.fit && { fit: fit.painted() }) },
      link: scene.link,
      ...(isAnatomy() && { anatomy: anatomy.painted() }),
    };
  }

  /** One step back or on; while a step is told in sentences, one sentence. */
  function back() {
    if (!anatomy.telling.backward()) cursor.seek(cursor.step - 1);
  }

  function forward() {
    if (!anatomy.telling.forward()) cursor.seek(cursor.step + 1);
  }

  return {
    receive,
    dispose() {
      stop.abort();
      pointing.hide();
      for (const part of new Set([frames, racing, address, ...ofRace, ...ofAnatomy])) part.dispose();
      hook.remove();
      layout.remove();
    },
  };
}
