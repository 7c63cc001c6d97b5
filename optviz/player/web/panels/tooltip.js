// A small note beside what is pointed at. It lies in the browser's top layer, so nothing cuts it off.

import { element } from "../ink/element.js";

const AWAY = 14; // pixels from the pointer

export function createTooltip() {
  const note = element("div", { class: "tooltip", popover: "manual", role: "tooltip" });

  /**
   * Show it near a place of the window's, inside the window.
   * @param {number} x
   * @param {number} y
   * @param {Element} home
   */
  function place(x, y, home) {
    if (note.getRootNode() !== home.getRootNode()) home.append(note);
    if (!note.matches(":popover-open")) note.showPopover();
    const { offsetWidth: width, offsetHeight: height } = note;
    const left = x + AWAY + width + 6 > innerWidth ? x - AWAY - width : x + AWAY;
    const top = y + AWAY + height + 6 > innerHeight ? y - AWAY - height : y + AWAY;
    note.style.left = `${Math.max(6, Math.min(innerWidth - width - 6, left))}px`;
    note.style.top = `${Math.max(6, top)}px`;
  }

  return {
    /**
     * @param {string} name
     * @param {string} color
     * @param {string[][]} lines pairs of a name and a value
     * @param {number} x
     * @param {number} y
     * @param {Element} home
     */
    showRun(name, color, lines, x, y, home) {
      const title = element("strong", { text: name });
      title.style.setProperty("--ink", color);
      const list = element("dl", {}, ...lines.flatMap(([term, value]) => [element("dt", { text: term }), element("dd", { text: value })]));
      note.replaceChildren(title, list);
      place(x, y, home);
    },
    /** @type {(text: string, x: number, y: number, home: Element) => void} */
    showText(text, x, y, home) {
      note.replaceChildren(element("p", { text }));
      place(x, y, home);
    },
    hide() {
      if (note.isConnected && note.matches(":popover-open")) note.hidePopover();
    },
  };
}
