// The marks on a map: sent apart from it, so that a mark that moves does not bring all its cells once more.
// They say `on` which revision of the map they are; see atlas.js, which waits for both.

/** @import { Marking } from "./header.d.ts" */

/** @param {{data: Marking}} mount */
export default function marking({ data }) {
  ((window.optviz ??= {}).marks ??= {})[data.for] = data;
  window.dispatchEvent(new CustomEvent("optviz:marks"));
}
