// A second place for the player's panels: on a narrow screen they stand where this component is mounted,
// so that the page can put its sliders between the map and the curves. See stage/screen.js for the move.

import { dress } from "./ink/dress.js";

/** @import { Docking } from "./header.d.ts" */

/** @type {WeakMap<Node, HTMLElement>} */
const docks = new WeakMap();
const dressed = dress(new URL("./player.css", import.meta.url));

/** @param {{data: Docking, parentElement: ShadowRoot}} mount */
export default function dock({ data, parentElement }) {
  const key = data.for;
  const all = ((window.optviz ??= {}).docks ??= {});
  const known = docks.get(parentElement);
  const place = known ?? document.createElement("div");
  if (!known) {
    dressed.then((sheet) => (parentElement.adoptedStyleSheets = [sheet]));
    place.className = "player dock";
    parentElement.append(place);
    docks.set(parentElement, place);
  }
  if (all[key] !== place) {
    all[key] = place;
    window.dispatchEvent(new CustomEvent("optviz:docks"));
  }
  return () => {
    if (all[key] === place) delete all[key];
    docks.delete(parentElement);
    window.dispatchEvent(new CustomEvent("optviz:docks"));
    place.remove();
  };
}
