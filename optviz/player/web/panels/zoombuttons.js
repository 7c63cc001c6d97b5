// The buttons that zoom a map about its middle, as the wheel and the keys do.

import { FACTORS } from "../hear/mapkeys.js";
import { HELD } from "../hear/wheel.js";
import { element, icon } from "../ink/element.js";

/**
 * @param {(factor: number) => void} zoom below one inwards
 * @returns {HTMLElement[]}
 */
export function createZoomButtons(zoom) {
  return /** @type {const} */ ([
    ["minus", "Zoom out", "-"],
    ["plus", "Zoom in", "+"],
  ]).map(([sign, name, key]) =>
    element(
      "button",
      {
        type: "button",
        class: "worded zoom",
        "aria-label": name,
        title: `${name} (${HELD} + wheel, two fingers, or the key ${key})`,
        on: { click: () => zoom(FACTORS[key]) },
      },
      icon(sign),
    ),
  );
}
