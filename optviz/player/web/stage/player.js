// Puts the parts of the player together.

import { createAddress } from "../hear/address.js";
import { createCursor } from "../hear/cursor.js";
import { draggedStart, dragStart, held, letGo, listenToHeld } from "../hear/held.js";
import { listenToKeys } from "../hear/keyboard.js";
import { listenToPrinting } from "../hear/printing.js";
import { createRacing } from "../hear/racing.js";
import { listenToSharpness } from "../hear/sharpness.js";
import { listenToTaps } from "../hear/tapping.js";
import { readTheme } from "../ink/theme.js";
import { Camera } from "../measure/camera.js";
import { revisionOf } from "../measure/payload.js";
import { isSameRace, readScene, standsAt } from "../measure/scene.js";
import { follows, waits } from "../measure/steering.js";
import { createContour } from "../panels/contour.js";
import { createMapKey } from "../panels/mapkey.js";
import { together } from "../panels/panel.js";
import { keyOfRow } from "../panels/standings.js";
import { createTransport } from "../panels/transport.js";
import { createAnatomy } from "./anatomy.js";
import { createFrames } from "./frames.js";
import { createHook } from "./hook.js";
import { createLayout } from "./layout.js";
import { advance, createLive } from "./live.js";
import { createPreview } from "./preview.js";
import { createRace } from "./race.js";
import { createScreen } from "./screen.js";
import { readSent } from "./sent.js";
import { createView } from "./view.js";

/**
 * @import { Mounted } from "../hear/mounted.js"
 * @import { Theme } from "../ink/theme.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { PaintedMap } from "../panels/contour.js"
 * @import { Choices, Frame } from "../panels/panel.js"
 */

const LARGER = 1.4; // type and strokes in the presenter view
const PART = 25; // milliseconds of a frame for a race that takes longer; it is shown when it is run
const OFTEN = 1000; // milliseconds between two descriptions while the race plays

/**
 * @param {HTMLElement & {host?: Element}} parent
 * @returns {Mounted}
 */
export function createPlayer(parent) {
  /** @type {Scene} */
  let scene;
  /** @type {Scene} the race that is shown: the scene's, or that from where the start would be */
  let shown;
  /** @type {ReturnType<typeof createLive> | undefined} undefined until it is wanted */
  let live;
  /** @type {Lane[] | null} paths that stay to be compared with */
  let pinned = null;
  /** @type {Generator<void, Scene> | null} the race that is being run */
  let running = null;
  let isLed = false; // whether the start or a slider has been moved since the last frame
  /** @type {Scene | null} the first race of a drag, run and told, which the next frame shows: both in one would hold the page for too long */
  let first = null;
  /** @type {Theme} */
  let theme;
  /** @type {(event: string, value: any) => void} */
  let trigger = () => {};
  /** @type {string | null} */
  let pointed = null;
  /** @type {string | null} */
  let tapped = null;
  let [isPresenting, described] = [false, -Infinity];
  let computedBy = "server"; // whose runs were painted last

  const stop = new AbortController();
  const layout = createLayout();
  const { root, hosts } = layout;
  parent.append(root);

  function look() {
    address.change();
    frames.redraw();
  }

  const cursor = createCursor(look);
  const address = createAddress(() => ({ link: scene.link, opened: scene.opened, view: view.parameters(scene) }));
  const frames = createFrames(cursor, { prepare, paint });
  const racing = createRacing({ changed: showRacing, ask: (keys) => trigger("racing", keys) });
  const hook = createHook(cursor, painted);
  const camera = new Camera();

  /**
   * Ask Python for another race.
   * @param {string} event
   * @param {any} value
   */
  function ask(event, value) {
    frames.standStill();
    trigger(event, value);
  }

  /**
   * A choice of what is looked at, after which all panels are told.
   * @type {<Choice extends any[]>(choose: (...choice: Choice) => void) => (...choice: Choice) => void}
   */
  const looking =
    (choose) =>
    (...choice) => {
      choose(...choice);
      update();
    };

  const { panel: contour, zoom } = createContour(hosts.map, {
    start: (point) => ask("start", point),
    ghost: follow,
    window: (window) => trigger("window", window),
    view() {
      anatomy.closeup.viewed();
      address.change();
    },
    hover: (hit) => race.pointing.run(hit, choices(), hosts.map),
    redraw: frames.redraw,
    grab: () => anatomy.closeup.letGo(),
    decorate: (context, plot) => (isAnatomy() ? anatomy.drawOn(context, plot) : preview.drawOn(context, plot, choices())),
    drawn: (frame) => hook.note(scene.revision, frame),
  });
  const anatomy = createAnatomy(hosts, cursor, zoom, {
    redraw: frames.redraw,
    told: look,
    learningRate: (choice) => ask("learning_rate", choice),
  });
  const preview = createPreview(frames.redraw);
  const view = createView(camera, zoom, cursor, anatomy.telling);
  const mapKey = createMapKey(hosts.mapkey, hosts.map, {
    isZoomed: () => zoom.window() !== null,
    colors: looking(view.switchColors),
    arrows: looking(view.switchArrows),
    pin: looking(() => (pinned = pinned ? null : shown.lanes)),
    zoom: zoom.zoom,
    reset: zoom.reset,
  });
  const race = createRace(
    layout,
    { cursor, racing, camera },
    { highlight, curve: looking(view.setCurve), camera: address.change },
    choices,
  );
  const isAnatomy = () => Boolean(scene?.specimens);
  /** One step back or on; while a step is told in sentences, one sentence. */
  const back = () => anatomy.telling.backward() || cursor.seek(cursor.step - 1);
  const forward = () => anatomy.telling.forward() || cursor.seek(cursor.step + 1);
  const screen = createScreen(parent, layout, resize, stop.signal);
  const transport = createTransport(hosts.transport, cursor, {
    back,
    forward,
    steps: (count) => trigger("steps", count),
    copyLink: address.copy,
    present,
    fullScreen: screen.isFree ? screen.toggleFull : null,
    speed: address.change,
  });
  const stages = {
    race: together([race.legend, contour, mapKey, ...race.panels, transport]),
    anatomy: together([contour, mapKey, ...anatomy.panels, transport]),
  };
  const stage = () => (isAnatomy() ? stages.anatomy : stages.race);

  const keys = {
    ArrowLeft: back,
    ArrowRight: forward,
    f: screen.toggleFull,
    n: () => isAnatomy() && anatomy.telling.toggle(),
    c: () => isAnatomy() && anatomy.lookClosely(),
  };
  listenToKeys(cursor, keys, stop.signal);
  const taps = listenToTaps(document, keyOfRow, tap, stop.signal);
  listenToSharpness(sharpen, stop.signal);
  listenToPrinting(() => layout.both, resize, stop.signal);

  /** @type {Mounted["receive"]} */
  function receive(data, setTriggerValue) {
    trigger = setTriggerValue;
    const isNew = revisionOf(data) !== scene?.revision;
    const found = readTheme(parent.host ?? root);
    const isOtherTheme = JSON.stringify(found) !== JSON.stringify(theme);
    if (isOtherTheme) theme = found;
    frames.goOn();
    if (root.parentNode !== parent) parent.append(root);
    if (isNew) hear(data);
    else if (isOtherTheme) update();
  }

  /** @param {Uint8Array} data */
  function hear(data) {
    const sent = tried(() => readSent(data));
    if (sent) take(readScene(sent, scene));
  }

  /**
   * What takes a browser that runs the engine; null where this one cannot. Then Python is asked for all of the race, and says so on the page.
   * @template Answer
   * @param {() => Answer} answer
   */
  function tried(answer) {
    try {
      return answer();
    } catch (error) {
      console.warn(error);
      trigger("whole", true);
      return null;
    }
  }

  /** @param {Scene} next */
  function take(next) {
    /** @type {Scene | undefined} */
    const before = scene;
    const isGoneOn = before && (shown !== before ? before.surface.key === next.surface.key : isSameRace(before, next));
    scene = shown = next;
    [live, running, first] = [undefined, null, null];
    highlight(null);
    taps.forget();
    race.pointing.hide();
    const isOpened = before?.opened !== scene.opened;
    if (!before) {
      hook.register(scene.key);
      listenToHeld(scene.key, hearHeld, stop.signal);
      preview.listen(scene.key, stop.signal);
    }
    preview.renew();
    if (isOpened) view.restore(scene);
    view.take(scene, before);
    if (isGoneOn) cursor.stretch(scene.steps, false);
    else cursor.restart(scene.steps);
    if (before && before.surface.key !== scene.surface.key) {
      pinned = null;
      beginAnew();
    }
    if (isOpened || before?.surface.key !== scene.surface.key) layout.freeWords();
    racing.take(scene);
    update();
    letGo(scene.key, { values: standsAt(scene), start: scene.start });
    if (Object.keys(held(scene.key)).length) lead();
    if (isOpened) begin();
    if (!before) screen.settle(scene.key);
  }

  /** From where the link says that was opened. What plays already goes on. */
  function begin() {
    if (scene.view.step !== undefined) cursor.seek(scene.view.step);
    else if (!cursor.playing) cursor.begin(moves());
  }

  /** Another surface at its first step: who has paused the last one wants to see that at rest. */
  function beginAnew() {
    if (cursor.pausedByUser) cursor.seek(0);
    else if (!cursor.playing) cursor.begin(moves());
  }

  const moves = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** @returns {Choices} */
  function choices() {
    const lanes = shown.lanes.filter((lane) => racing.keys.has(lane.key));
    const isHeld = shown !== scene;
    const before = (pinned ?? (isHeld ? scene.lanes : [])).filter((lane) => racing.keys.has(lane.key));
    const { curve, arrows } = view;
    const look = { curve, arrows, scale: isPresenting ? LARGER : 1, isPresenting, isHeld, isPinned: pinned !== null };
    return { ...look, scene: shown, theme, heights: view.heights(shown), lanes, before };
  }

  /** Give everything to all panels anew. */
  function update() {
    const all = choices();
    layout.update(all);
    layout.setEmpty(racing.keys.size === 0);
    if (isAnatomy()) anatomy.take(all);
    stage().update(all);
    address.change();
    frames.redraw();
  }

  /**
   * The race is to run from where the start would be, while it is dragged there and until Python answers.
   * @param {Pair | null} place null: from where the start is
   */
  function follow(place) {
    dragStart(scene.key, place);
    lead();
  }

  /** @type {import("../hear/held.js").Listener} */
  function hearHeld(values, isMoving) {
    const { live } = scene;
    layout.setWaiting(Object.entries(values).some(([key, value]) => !live || waits(live, key, value)));
    if (live) lead();
    else if (!isMoving) frames.standStill();
  }

  /** The start or a slider is moved, or has been let go. */
  function lead() {
    isLed = true;
    frames.redraw();
  }

  /** Returns whether there is something to paint: not while a race is being run, nor the first of a drag, which take all that there is of a frame. */
  function prepare() {
    catchUp();
    if (running || first) return false;
    layout.setHeld(shown !== scene, shown.told);
    preview.prepare(scene);
    if (isAnatomy()) anatomy.prepare();
    return true;
  }

  /** Once a frame, however often the pointer has moved. */
  function catchUp() {
    if (first) {
      see(first);
      first = null;
      if (isLed) frames.redraw();
      return;
    }
    if (isLed && !running) {
      isLed = false;
      const [values, start] = [held(scene.key), draggedStart(scene.key)];
      const isMoved = start !== null || Object.entries(values).some(([key, value]) => scene.live && follows(scene.live, key, value));
      if (isMoved && live === undefined) live = tried(() => createLive(scene));
      if (!isMoved || !live) return see(scene);
      running = live(start, values);
    }
    if (!running) return;
    const race = running;
    const found = tried(() => advance(race, PART));
    if (found && !found.done) return frames.redraw();
    running = null;
    if (!found) live = null;
    const next = found?.value ?? scene;
    if (shown === scene && next !== scene) {
      first = next;
      layout.setHeld(true, first.told);
      return frames.redraw();
    }
    see(next);
    if (isLed) frames.redraw();
  }

  /** @param {Scene} next */
  function see(next) {
    if (next === shown) return;
    shown = next;
    cursor.stretch(shown.steps, shown !== scene);
    layout.shape(shown);
    if (isAnatomy()) anatomy.take(choices());
    stage().update(choices());
  }

  function showRacing() {
    layout.setEmpty(racing.keys.size === 0);
    stage().setLanes(choices().lanes);
    frames.redraw();
  }

  /** @param {string | null} key */
  function highlight(key) {
    if (key === pointed) return;
    pointed = key;
    frames.redraw();
  }

  /** @param {string | null} key */
  function tap(key) {
    tapped = key;
    frames.redraw();
  }

  function resize() {
    if (!scene) return;
    screen.settle(scene.key);
    stage().resize();
    frames.paint(); // at once: a canvas that changes its size is empty
  }

  /** The screen is another one. */
  function sharpen() {
    if (!scene) return;
    theme = readTheme(parent.host ?? root);
    resize();
    update();
  }

  function present() {
    isPresenting = !isPresenting;
    layout.update(choices());
    resize();
    update();
    // It has grown: its map and the bar at its foot are brought into sight. An anatomy is higher than the screen, and has both at its top.
    if (isPresenting) root.scrollIntoView({ block: isAnatomy() ? "start" : "end" });
  }

  /** @param {Omit<Frame, "highlighted">} moment */
  function paint(moment) {
    stage().draw({ ...moment, highlighted: pointed ?? tapped });
    computedBy = shown === scene ? "server" : "browser";
    if (moment.isMoving && moment.now - described <= OFTEN) return;
    described = moment.now;
    stage().describe((isAnatomy() ? anatomy : race).words(choices(), moment.step));
  }

  function painted() {
    const map = /** @type {PaintedMap} */ (contour.painted());
    const { window, marked } = map;
    return {
      window,
      lanes: Object.fromEntries(marked.map(({ key, ...lane }) => [key, lane])),
      panels: { contour: map, ...race.painted(scene) },
      link: scene.link,
      computed_by: computedBy,
      pointed: preview.painted(),
      ...(isAnatomy() && { anatomy: anatomy.painted() }),
    };
  }

  return {
    receive,
    dispose() {
      stop.abort();
      race.pointing.hide();
      for (const part of [frames, racing, address, stages.race, stages.anatomy]) part.dispose();
      hook.remove();
      layout.setHeld(false);
      layout.remove();
    },
  };
}
