// A word over a picture and for a moment: how it is zoomed, when the wheel or a finger has passed over it and moved the page.

import { HELD } from "../hear/wheel.js";
import { element } from "../ink/element.js";

const SHOWN = 2200; // milliseconds, as in hint.css

/** What has been said of zooming on this page: once is enough. */
const said = new Set();

/**
 * @param {HTMLElement} host an element that is positioned
 * @param {string} fingers what two of them do
 */
export function createHint(host, fingers) {
  const note = element("div", { class: "hint", role: "status" });
  host.append(note);
  const words = { wheel: `${HELD} + wheel zooms`, finger: fingers };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const hide = () => note.replaceChildren();

  /** @param {string} text */
  function say(text) {
    note.replaceChildren(element("span", { text }));
    clearTimeout(timer);
    timer = setTimeout(hide, SHOWN);
  }

  return {
    say,
    /** @param {"wheel" | "finger"} hand */
    passed(hand) {
      const text = words[hand];
      if (said.has(text)) return;
      said.add(text);
      say(text);
    },
    dispose: () => clearTimeout(timer),
  };
}
