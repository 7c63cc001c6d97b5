// The part of the player that takes a step apart: its panels, and the arrows on the map.

import { createCloseup } from "../hear/closeup.js";
import { createCurvature } from "../hear/curvature.js";
import { createTelling } from "../hear/telling.js";
import { drawDissection } from "../ink/dissection.js";
import { drawLabels } from "../ink/stepnames.js";
import { columnAt } from "../measure/scene.js";
import { stepInWords } from "../measure/words.js";
import { createArrowKey } from "../panels/arrowkey.js";
import { createGauge } from "../panels/gauge.js";
import { createMemory } from "../panels/memory.js";
import { createNarration } from "../panels/narration.js";
import { createRule } from "../panels/rule.js";

/**
 * @import { Zoom } from "../hear/closeup.js"
 * @import { DrawnArrow, Look, Taken } from "../ink/steparrow.js"
 * @import { Plot } from "../measure/geometry.d.ts"
 * @import { Scene } from "../measure/scene.js"
 * @import { Choices } from "../panels/panel.js"
 */

/**
 * @param {{rule: HTMLElement, memory: HTMLElement, narration: HTMLElement, arrowkey: HTMLElement}} hosts
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} cursor
 * @param {Zoom} zoom of the map
 * @param {{redraw: () => void, told: () => void, learningRate: (choice: {lane: number, value: number}) => void}} on
 */
export function createAnatomy(hosts, cursor, zoom, on) {
  const telling = createTelling(cursor, on.told);
  const curvature = createCurvature(on.redraw);
  const closeup = createCloseup(zoom, on.redraw);
  const narration = createNarration(hosts.narration, telling);
  const rule = createRule(hosts.rule, telling);
  const memory = createMemory(hosts.memory, { seek: cursor.seek });
  const arrowKey = createArrowKey(hosts.arrowkey, cursor, closeup, curvature);
  const gauge = createGauge(on.learningRate);

  /** @type {Scene} */
  let scene;
  /** @type {Pick<Choices, "theme" | "scale">} */
  let look;
  /** @type {{shown: string[][], arrows: DrawnArrow[], labels: Taken[]}} */
  let drawn = { shown: [], arrows: [], labels: [] };

  const specimens = () => scene.specimens ?? [];

  /**
   * What is drawn of a lane's step: what has been told of it, and the local quadratic if it is wished for.
   * @param {number} row
   */
  function shownOf(row) {
    const shows = telling.shows(row);
    if (!telling.isAtRest() || curvature.isChosen) shows[curvature.isShown ? "add" : "delete"]("quadratic");
    return shows;
  }

  return {
    panels: [narration, rule, memory, arrowKey, gauge],
    telling,
    closeup,
    /**
     * Take another scene, theme or scale of type.
     * @param {Choices} choices
     */
    take(choices) {
      const { theme, scale } = choices;
      look = { theme, scale };
      if (scene === choices.scene) return;
      scene = choices.scene;
      telling.take(scene);
      curvature.take(scene);
    },
    /** @type {(choices: Choices, step: number) => string} */
    words: ({ scene: shown }, step) => stepInWords(shown, step),
    lookClosely: () => closeup.toggle(scene, cursor.step),
    /** Before the map is drawn. */
    prepare() {
      closeup.follow(scene, cursor.step);
      telling.follow();
    },
    /**
     * The arrows of all lanes, over what the map shows.
     * @param {CanvasRenderingContext2D} context
     * @param {Plot} plot
     */
    drawOn(context, plot) {
      /** @type {Look} */
      const found = { ...look, arrows: [], heads: [] };
      const shown = specimens().map((specimen, row) => drawDissection(context, plot, specimen, cursor.step, shownOf(row), found));
      drawn = { shown, labels: drawLabels(context, plot, found), arrows: found.arrows };
    },
    painted: () => ({
      column: columnAt(specimens()[0], cursor.step),
      shown: drawn.shown,
      arrows: drawn.arrows.map(({ name, ends }) => ({ name, ends })),
      labels: drawn.labels,
      ...rule.painted(),
      ...narration.painted(),
      ...memory.painted(),
    }),
  };
}
