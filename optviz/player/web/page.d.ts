// What the elements of a page know of each other, and what tests ask them.

import type { Marking } from "./header.d.ts";
import type { Pointing } from "./hear/aim.js";
import type { Hands } from "./hear/held.js";
import type { Positions } from "./measure/positions.js";

/** What a player or an atlas says of itself. */
interface Hook {
  painted(): object;
  drawn(): object;
}

declare global {
  interface Window {
    optviz?: {
      players?: Record<string, Hook & { seek(step: number): void; play(): void; pause(): void }>;
      atlases?: Record<string, Hook>;
      /** What is held, by the name of the page. */
      hands?: Record<string, Hands>;
      /** The sliders by their keys, on whose tracks something may be marked. */
      sliders?: Record<string, { track: Element; positions(): Positions }>;
      docks?: Record<string, Element>;
      marks?: Record<string, Marking>;
      /** The cell that is pointed at, by the name of the page. */
      pointing?: Record<string, Pointing>;
    };
  }
}
