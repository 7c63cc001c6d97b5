// The elements that the panels fill, and what holds them together; player.css says where they stand.

import { element } from "../ink/element.js";
import { createWords } from "./words.js";

/** @param {string} name */
const room = (name) => element("div", { class: name });
/**
 * @param {string} name
 * @param {string} label
 */
const part = (name, label) => element("section", { class: name, "aria-label": label });

const HELD = "data-optviz-held"; // an attribute of the page

export function createLayout() {
  const [legend, map, mapkey, arrowkey, transport] = ["legend", "canvases", "mapkey", "arrowkey", "transport"].map(room);
  const [terrain, curves] = [part("terrain", "Surface"), part("curves", "Curves")];
  const [standings, fit] = [element("div"), room("fit")];
  const table = element("section", { class: "table", "aria-label": "Standings", tabindex: "0" }, standings, fit);
  const [rule, memory] = [part("rule", "Update rule with numbers"), part("memory", "Memory over time")];
  const narration = part("narration", "Narration");
  const empty = element("p", { class: "empty", text: "No method is racing. Choose one above." });
  map.append(empty);

  const panels = element("div", { class: "panels" }, terrain, curves, table, rule, memory);
  const whole = element("section", { class: "map", "aria-label": "Map" }, map, mapkey, arrowkey);
  const inside = element("div", { class: "inside" }, legend, whole, narration, panels, transport);
  const root = element("div", { class: "player" }, inside);
  const words = createWords();
  const both = [root, panels]; // on a narrow screen the panels leave the root

  /** As wide as what it shows is, for its height. */
  function shape(/** @type {import("../measure/scene.js").Scene} */ { domain: [[x0, x1], [y0, y1]] }) {
    const aspect = String(Math.max(0.8, Math.min(2, (x1 - x0) / (y1 - y0))));
    if (root.style.getPropertyValue("--aspect") !== aspect) root.style.setProperty("--aspect", aspect);
  }

  return {
    root,
    inside,
    panels,
    both,
    shape,
    hosts: { legend, map, mapkey, arrowkey, transport, terrain, curves, standings, fit, rule, memory, narration },
    /** Whether anybody races. */
    setEmpty(/** @type {boolean} */ isEmpty) {
      empty.hidden = !isEmpty;
    },
    /** @param {{scene: import("../measure/scene.js").Scene, theme: import("../ink/theme.js").Theme, isPresenting: boolean}} choices */
    update({ scene, theme, isPresenting }) {
      for (const half of both) {
        half.classList.toggle("anatomy", Boolean(scene.specimens));
        half.classList.toggle("presenting", isPresenting);
        for (const [role, color] of Object.entries(theme.roles)) half.style.setProperty(`--role-${role}`, color);
      }
      shape(scene);
    },
    /**
     * Whether the runs that are shown are the browser's own, so that what Python says around them may be untrue.
     * @param {boolean} isHeld
     * @param {string[] | null} [told] the sentences that are said of them instead; null if there are none to be had
     */
    setHeld(isHeld, told = null) {
      const page = document.documentElement;
      if (isHeld && !page.hasAttribute(HELD)) words.keepRoom();
      page.toggleAttribute(HELD, isHeld);
      words.say(isHeld ? told : null);
    },
    /** Whether other runs are wanted than can be shown until Python answers. */
    setWaiting(/** @type {boolean} */ isWaiting) {
      for (const half of both) half.classList.toggle("waiting", isWaiting);
    },
    /** What is said is about something else: it takes the room that it needs. */
    freeWords: words.freeRoom,
    /** A high legend takes its room from the map, so that the transport stays on the first screen. */
    setLegend(/** @type {number} */ pixels) {
      root.style.setProperty("--legend", `${pixels}px`);
    },
    remove() {
      for (const half of both) half.remove();
    },
  };
}
