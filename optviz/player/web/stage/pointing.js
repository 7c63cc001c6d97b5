// What is pointed at: the run is named beside the pointer, with the numbers of a recorded step.

import { format } from "../measure/numbers.js";
import { seriesOf } from "../measure/scene.js";
import { createTooltip } from "../panels/tooltip.js";

/**
 * @import { Column } from "../header.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Choices } from "../panels/panel.js"
 */

/**
 * @param {HTMLElement} root of the player
 * @param {(key: string | null) => void} highlight
 */
export function createPointing(root, highlight) {
  const tooltip = createTooltip();

  return {
    hide: tooltip.hide,
    /**
     * @param {{lane: Lane, step: number, x: number, y: number} | null} hit x and y in pixels of the browser's window
     * @param {Pick<Choices, "scene" | "theme">} choices
     * @param {HTMLElement} host of the panel
     * @param {Column[]} further columns, beside those of the standings
     */
    run(hit, { scene, theme }, host, further = []) {
      highlight(hit ? hit.lane.key : null);
      if (!hit) return tooltip.hide();
      const { lane, step } = hit;
      const lines = [[scene.unit, String(step * scene.each)]];
      const columns = [...scene.columns.filter(({ key }) => key !== "gap" && key !== "status"), ...further];
      for (const [place, column] of columns.entries()) {
        if (columns.findIndex(({ key }) => key === column.key) < place) continue;
        const series = seriesOf(lane, column);
        if (series) lines.push([column.label, format(series[step], 6)]);
        else lines.push([scene.axes[0], format(lane.xs[step], 6)], [scene.axes[1], format(lane.ys[step], 6)]);
      }
      tooltip.showRun(lane.name, theme.ink(lane.color), lines, hit.x, hit.y, host.closest(".player") ?? root);
    },
    /**
     * A sentence under what it is about.
     * @param {string | null} words
     * @param {DOMRect} [at]
     */
    text(words, at) {
      if (words && at) tooltip.showText(words, at.left - 14, at.bottom - 6, root);
      else tooltip.hide();
    },
  };
}
