// The atlas: what became of every run of a grid, as a map with axes, a key, marks and a readout.
// This file puts the parts together. The header is described in `viewer.mount_atlas`.

import { pointAt } from "./hear/aim.js";
import { draggedStart, listenToHeld, standing } from "./hear/held.js";
import { mounted } from "./hear/mounted.js";
import { listenToPrinting } from "./hear/printing.js";
import { listenToSharpness } from "./hear/sharpness.js";
import { paintCells } from "./ink/cells.js";
import { dress } from "./ink/dress.js";
import { element } from "./ink/element.js";
import { readTheme } from "./ink/theme.js";
import { heldOf } from "./measure/draft.js";
import { createNews } from "./measure/news.js";
import { revisionOf } from "./measure/payload.js";
import { readSheet } from "./measure/sheet.js";
import { isSame } from "./measure/view.js";
import { createCellMap } from "./panels/cellmap.js";
import { createLayerTabs } from "./panels/layertabs.js";
import { createZoomButtons } from "./panels/zoombuttons.js";
import { createDrafts } from "./stage/drafts.js";
import { marksWith } from "./stage/marks.js";

export default mounted(createAtlas, dress(new URL("./atlas.css", import.meta.url)));

/**
 * @import { ShownSheet } from "./ink/sheet.js"
 * @import { Theme } from "./ink/theme.js"
 * @import { Mark, Sheet } from "./measure/sheet.js"
 * @import { Mounted } from "./hear/mounted.js"
 */

/**
 * @param {Element & {host?: Element}} parent
 * @returns {Mounted}
 */
function createAtlas(parent) {
  const root = element("div", { class: "player atlas" });
  const heading = element("h3");
  const bar = element("div", { class: "bar" }, heading);
  root.append(bar);
  const tabs = createLayerTabs(bar, show);
  const map = createCellMap(root, {
    cell: (values) => trigger("cell", values),
    window: (bounds) => trigger("window", bounds),
    home: () => trigger("home", true),
    pointed: aim,
    moved() {
      follow();
      redraw();
    },
    redraw,
    emptied: draw,
    drawn: count,
  });
  const drafts = createDrafts({
    drawn(next) {
      draft = { ...next, shown: sheet.shown };
      paint(); // not with the next frame, which has the player to paint
    },
    failed: () => map.say("This browser cannot redraw the map as you move it: it follows when you stop"),
  });
  const whole = element("button", { class: "worded whole", type: "button", text: "Whole map", hidden: true, on: { click: map.showWhole } });
  const save = element("button", { class: "worded", type: "button", text: "Save PNG", on: { click: map.save } });
  const zooming = createZoomButtons(map.zoom);
  bar.append(element("div", { class: "acts" }, whole, ...zooming, save));
  parent.append(root);

  /** @type {Sheet} */
  let sheet;
  /** @type {Sheet | null} */
  let draft = null; // what stands for the sheet while its window or a slider is moved
  /** @type {Theme} */
  let theme;
  /** @type {ShownSheet} */
  let shown; // what is on the map, while another sheet waits for its marks
  /** @type {(event: string, value: any) => void} */
  let trigger = () => {};
  /** @type {{sheet: Sheet, marks: Mark[], frames: number} | null} */
  let drawn = null;
  let page = ""; // whose sliders are heard
  let [request, frames] = [0, 0];
  const isOtherStart = createNews();

  /**
   * The marks of the sheet: they come apart from it, and say which revision of it they are on.
   * @param {Sheet} sheet
   */
  function marksOf({ key, revision }) {
    const marking = window.optviz?.marks?.[key];
    return marking?.on === revision ? marking.marks : null;
  }

  /** @type {Mounted["receive"]} */
  function receive(data, setTriggerValue) {
    trigger = setTriggerValue;
    if (root.parentNode !== parent) parent.append(root);
    const found = readTheme(parent.host ?? root);
    if (JSON.stringify(found) !== JSON.stringify(theme)) theme = found;
    if (revisionOf(data) !== sheet?.revision) sheet = readSheet(data);
    if (sheet.draft && page !== sheet.draft.page) {
      page = sheet.draft.page;
      listenToHeld(page, hearHeld, stop.signal);
    }
    if (map.isAnswer(sheet) && !heldHere()) drop();
    paint();
  }

  const heldHere = () => (sheet.draft ? heldOf(sheet.draft, standing(page)) : null);

  /** When nothing is held any more, Python has answered, and its map is on its way. */
  function hearHeld(/** @type {Record<string, number>} */ values, /** @type {boolean} */ isMoving) {
    const { draft } = sheet;
    if (draft && (Object.keys(values).some((key) => key in draft.sliders) || (isMoving && draggedStart(page)))) follow();
    if (isOtherStart(...(startOnMap() ?? []))) mark();
  }

  /** Where the start is dragged to, if every cell of the map is one. */
  const startOnMap = () => (sheet.draft?.varied.every(({ of }) => of === "start") ? draggedStart(page) : null);

  /** Another part of the map is in sight, or it is another map, of which there is only a draft until Python answers. */
  function follow() {
    const here = heldHere();
    if (!isSame(map.window(), sheet.window) || here) return drafts.want(sheet, map.window(), here);
    if (!draft) return drafts.drop();
    drop();
    paint();
  }

  /**
   * The player shows the run of the cell that is pointed at.
   * @param {[number, number] | null} values
   */
  function aim(values) {
    const { draft } = sheet;
    if (draft) pointAt(draft.page, values && draft.varied.map(({ of, at }, axis) => ({ of, at, value: values[axis] })));
  }

  function drop() {
    drafts.drop();
    draft = null;
  }

  function paint() {
    const marks = marksOf(sheet);
    if (!marks) return; // they are on their way
    root.classList.toggle("square", sheet.square);
    const seen = draft ?? sheet;
    shown = { sheet: seen, theme, marks: marksWith(marks, seen.drawn, startOnMap()), cells: paintCells(seen, theme) };
    heading.textContent = sheet.heading;
    tabs.update(shown);
    map.panel.update(shown);
    ((window.optviz ??= {}).atlases ??= {})[sheet.key] = hook;
    draw();
  }

  /** Only the marks are others, or this sheet's have arrived. */
  function mark() {
    const marks = sheet && marksOf(sheet);
    if (!marks) return;
    if (shown?.sheet.revision !== sheet.revision) return paint();
    shown = { ...shown, marks: marksWith(marks, shown.sheet.drawn, startOnMap()) };
    map.panel.update(shown);
    redraw();
  }

  /**
   * Show a layer at once; Python hears of it so that the link says so too.
   * @param {string} layer
   */
  function show(layer) {
    if (sheet.shown === layer) return;
    sheet = { ...sheet, shown: layer };
    draft &&= { ...draft, shown: layer };
    trigger("layer", layer);
    paint();
  }

  function draw() {
    if (!shown) return;
    whole.hidden = map.isWhole();
    for (const button of zooming) button.hidden = !map.zooms();
    map.panel.draw();
  }

  function count() {
    frames++;
    drawn = { sheet: shown.sheet, marks: shown.marks, frames };
  }

  function redraw() {
    request ||= requestAnimationFrame(() => {
      request = 0;
      draw();
    });
  }

  /** The screen is another one. */
  function sharpen() {
    if (!sheet) return;
    theme = readTheme(/** @type {Element} */ (parent.host ?? root));
    map.panel.resize();
    paint();
  }

  const stop = new AbortController();
  const watch = new ResizeObserver(map.panel.resize);
  watch.observe(map.host);
  window.addEventListener("resize", map.panel.resize, { signal: stop.signal });
  listenToSharpness(sharpen, stop.signal);
  window.addEventListener("optviz:marks", mark, { signal: stop.signal });
  listenToPrinting(() => [root], map.panel.resize, stop.signal);

  /** What is on the canvas. */
  function said() {
    if (!drawn) return {};
    const { sheet, marks, frames } = drawn;
    return { revision: `${sheet.revision} ${JSON.stringify(marks)}`, shown: sheet.shown, frames };
  }

  const hook = {
    painted: () => ({ ...said(), computed_by: shown?.sheet.drawn ? "browser" : "server", ...map.panel.painted() }),
    drawn: said,
  };

  return {
    receive,
    dispose() {
      stop.abort();
      if (sheet) aim(null);
      watch.disconnect();
      cancelAnimationFrame(request);
      map.panel.dispose();
      drafts.dispose();
      if (window.optviz?.atlases?.[sheet?.key] === hook) delete window.optviz.atlases[sheet.key];
      root.remove();
    },
  };
}
