// What a worker does: rows of a draft, one task after the other.

import { engineOf, gridOf } from "./grid.js";

/** @import { Work } from "./engine.d.ts" */

/** @type {{printed: string, engine: ReturnType<typeof engineOf>} | null} */
let known = null;

addEventListener("message", (/** @type {MessageEvent<{task: number} & Work>} */ { data: { task, printed, told, axes } }) => {
  if (known?.printed !== printed) known = { printed, engine: engineOf(printed) };
  postMessage({ task, ends: gridOf(known.engine, told, axes) });
});
