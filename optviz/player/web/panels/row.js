// Sliders side by side, which Python describes and answers together.

import { element } from "../ink/element.js";
import { createSlider } from "./slider.js";

/**
 * @import { Row } from "../header.d.ts"
 * @import { Mounted } from "../hear/mounted.js"
 */

/**
 * Of what was asked of several before Python has answered, it may hear the last alone: that says all of it.
 * @param {HTMLElement} parent
 * @returns {Mounted<Row>}
 */
export function createRow(parent) {
  const root = element("div", { class: "sliders" });
  /** @type {Map<string, {slider: ReturnType<typeof createSlider>, box: HTMLElement, told: string}>} */
  const known = new Map();
  /** @type {Map<string, number | null>} the values that were asked for, null for the default */
  const asked = new Map();
  parent.append(root);

  /** @param {string} key */
  function add(key) {
    const box = element("div");
    const one = { slider: createSlider(box), box, told: "" };
    known.set(key, one);
    return one;
  }

  /** @param {string} key */
  function drop(key) {
    known.get(key)?.slider.dispose();
    known.get(key)?.box.remove();
    known.delete(key);
    asked.delete(key);
  }

  return {
    receive({ sliders }, trigger) {
      const keys = new Set(sliders.map(({ key }) => key));
      for (const key of known.keys()) if (!keys.has(key)) drop(key);
      for (const [i, slider] of sliders.entries()) {
        const one = known.get(slider.key) ?? add(slider.key);
        if (root.children[i] !== one.box) root.insertBefore(one.box, root.children[i] ?? null);
        const told = JSON.stringify(slider);
        if (told === one.told) continue; // Python has answered another one
        one.told = told;
        asked.delete(slider.key);
        one.slider.receive(slider, (event, value) => {
          asked.set(slider.key, event === "back" ? null : value);
          trigger("set", Object.fromEntries(asked));
        });
      }
    },
    dispose() {
      for (const key of known.keys()) drop(key);
      root.remove();
    },
  };
}
