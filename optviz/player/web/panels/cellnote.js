// The cell of a map that is looked at: a frame around it and a note with its numbers, which a screen reader hears too where the
// cell was gone to by keys.

import { element } from "../ink/element.js";
import { drawCellFrame } from "../ink/frame.js";
import { currentCell, linesOf, placeOfCell } from "../measure/sheet.js";
import { panelOf } from "./panel.js";
import { createTooltip } from "./tooltip.js";

/**
 * @import { Layer } from "../ink/layer.js"
 * @import { ShownSheet } from "../ink/sheet.js"
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Cell } from "../measure/sheet.js"
 * @import { Panel } from "./panel.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Layer} layer over the map
 * @param {() => Plot} plot
 * @param {() => void} redraw what lies on the layer
 * @param {(cell: Cell | null) => void} looked another cell is looked at, or none
 */
export function createCellNote(root, layer, plot, redraw, looked) {
  const spoken = element("output", { class: "unseen", "aria-live": "polite" });
  const tooltip = createTooltip();
  root.append(spoken);
  /** @type {ShownSheet} */
  let shown;
  /** @type {Cell | null} */
  let cell = null;
  let byKey = false;

  /** @type {(cell: Cell) => Pair} */
  function middleOf(one) {
    const [u, v] = placeOfCell(shown.sheet, one);
    return [plot().toX(u), plot().toY(v)];
  }

  /**
   * @param {Cell | null} next
   * @param {boolean} isByKey
   */
  function look(next, isByKey = false) {
    const isOther = next?.join() !== cell?.join();
    [cell, byKey] = [next, isByKey];
    redraw();
    if (isOther) looked(cell);
    if (!cell) return tooltip.hide();
    const lines = linesOf(shown.sheet, cell);
    const [px, py] = middleOf(cell);
    const { left, top } = layer.canvas.getBoundingClientRect();
    tooltip.showRun("", shown.theme.text, lines, left + px, top + py, root);
    if (byKey) spoken.textContent = lines.map((line) => line.join(" ")).join(", ");
  }

  /** @type {Panel<ShownSheet, void>} */
  const panel = panelOf({
    /** @param {ShownSheet} next */
    update(next) {
      shown = next;
    },
    draw() {
      if (cell) drawCellFrame(layer.context, middleOf(cell), plot(), shown.sheet, shown.theme);
    },
    painted: () => cell && { cell, lines: linesOf(shown.sheet, cell), at: middleOf(cell) },
    dispose: tooltip.hide,
  });

  return {
    panel,
    cell: () => cell,
    look,
    leave: () => look(null),
    /** Nothing is pointed at any more by keys. */
    blur: () => byKey && look(null),
    /**
     * From cell to cell by keys; the first time from the cross, or from another cell where there is none.
     * @param {Pair} by
     * @param {Cell | null} otherwise
     */
    go(by, otherwise) {
      const { marks, sheet } = shown;
      const from = cell ?? currentCell(marks, sheet) ?? otherwise;
      if (!from) return;
      const [column, row] = [from[0] + by[0], from[1] + by[1]];
      look([Math.max(0, Math.min(sheet.columns - 1, column)), Math.max(0, Math.min(sheet.rows - 1, row))], true);
    },
  };
}
