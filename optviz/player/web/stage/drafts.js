// Drafts of a map while its window or a slider is moved: the newest that is wanted, as soon as the last one is there. All maps of a page share
// the workers, which go when the last map has gone.

import { engineOf } from "../engine/grid.js";
import { landmarksFrom } from "../engine/landmarks.js";
import { terrain } from "../engine/terrain.js";
import { axesWithin, draftOf, draftWith } from "../measure/draft.js";
import { createCrew } from "./crew.js";

/**
 * @import { Draft } from "../header.d.ts"
 * @import { Held } from "../measure/draft.js"
 * @import { Bounds } from "../measure/geometry.d.ts"
 * @import { Sheet } from "../measure/sheet.js"
 */

const crew = createCrew(
  () => new Worker(new URL("../engine/worker.js", import.meta.url), { type: "module" }),
  globalThis.navigator?.hardwareConcurrency ?? 1,
);
let [maps, isSaid] = [0, false];

/**
 * Seeks the landmarks of the surface of a map with other parameters.
 * @param {Draft} draft
 * @returns {Parameters<typeof draftWith>[2]}
 */
export function seeker({ engine, goal }) {
  return (parameters, seeds) => landmarksFrom(terrain(engineOf(engine).calculus, Float64Array.from(parameters), []), seeds, goal);
}

/**
 * @param {object} map
 * @param {(draft: Sheet) => void} map.drawn
 * @param {() => void} map.failed there will be no drafts on this page; said once, by whichever map hears of it first
 */
export function createDrafts({ drawn, failed }) {
  /** @type {{sheet: Sheet, window: Bounds, held: Held | null} | null} */
  let wanted = null;
  /** @type {(() => void) | null} */
  let forget = null;
  maps++;

  function giveUp() {
    forget = wanted = null;
    if (!isSaid) failed();
    isSaid = true;
  }

  function next() {
    if (forget || !wanted || crew.hasFailed) return;
    const { sheet, window, held } = wanted;
    wanted = null;
    if (!sheet.draft) return;
    const draft = held ? draftWith(sheet.draft, held, seeker(sheet.draft)) : sheet.draft;
    const axes = axesWithin(sheet, draft, window);
    if (!axes) return;
    const { page, engine, sliders, varied, resolution, classes, theory, ...told } = draft;
    /** @type {(parts: Parameters<typeof draftOf>[3]) => void} */
    const done = (parts) => {
      forget = null;
      next(); // the workers go on while this one is painted
      drawn(draftOf(sheet, draft, axes, parts));
    };
    forget = crew.draw({ printed: engine, told, axes }, done, giveUp);
    if (crew.hasFailed) forget = null;
  }

  function drop() {
    forget?.();
    forget = wanted = null;
  }

  return {
    /**
     * @param {Sheet} sheet
     * @param {Bounds} window in places
     * @param {Held | null} held
     */
    want(sheet, window, held) {
      wanted = { sheet, window, held };
      next();
    },
    drop,
    dispose() {
      drop();
      if (!--maps) crew.dismiss();
    },
  };
}
