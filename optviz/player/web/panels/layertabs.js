// What a map can show, as tabs above it.

import { element } from "../ink/element.js";
import { panelOf } from "./panel.js";

/**
 * @import { ShownSheet } from "../ink/sheet.js"
 * @import { Layer } from "../measure/sheet.js"
 */

/**
 * @param {HTMLElement} host
 * @param {(layer: string) => void} choose
 */
export function createLayerTabs(host, choose) {
  const tabs = element("div", { class: "tabs", role: "radiogroup", "aria-label": "What is shown" });
  /** @type {Record<string, Layer> | null} */
  let layers = null;
  host.append(tabs);

  /** @param {Layer} layer */
  function tab({ key, label, short }) {
    const on = { click: () => choose(key) };
    return element("button", { class: "tab", type: "button", role: "radio", text: short ?? label, "data-layer": key, on });
  }

  return panelOf({
    /** @param {ShownSheet} shown */
    update({ sheet }) {
      if (sheet.layers !== layers) {
        layers = sheet.layers;
        const all = Object.values(layers);
        tabs.replaceChildren(...(all.length > 1 ? all.filter(({ hidden }) => !hidden).map(tab) : []));
      }
      for (const one of tabs.querySelectorAll("button")) one.setAttribute("aria-checked", String(one.dataset.layer === sheet.shown));
    },
  });
}
