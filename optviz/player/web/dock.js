// A second place for the player's panels: on a narrow screen they stand where this component is mounted,
// so that the page can put its sliders between the map and the curves. See stage/screen.js for the move.

import { mounted } from "./hear/mounted.js";
import { dress } from "./ink/dress.js";

/** @import { Docking } from "./header.d.ts" */

/**
 * Tells of itself when it is made, and so when it is dressed: in a naked one the panels would have no bounds.
 * @param {ShadowRoot} parent
 * @returns {import("./hear/mounted.js").Mounted<Docking>}
 */
function createDock(parent) {
  const place = document.createElement("div");
  place.className = "player dock";
  parent.append(place);
  const all = ((window.optviz ??= {}).docks ??= {});
  const tell = () => window.dispatchEvent(new CustomEvent("optviz:docks"));
  let key = "";

  function leave() {
    if (all[key] === place) delete all[key];
  }

  return {
    receive(docking) {
      if (all[docking.for] === place) return;
      leave();
      key = docking.for;
      all[key] = place;
      tell();
    },
    dispose() {
      leave();
      tell();
      place.remove();
    },
  };
}

export default mounted(createDock, dress(new URL("./player.css", import.meta.url)));
