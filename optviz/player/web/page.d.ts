// What the elements of a page know of each other, and what tests ask them.

import type { Marking } from "./header.d.ts";

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
      docks?: Record<string, Element>;
      marks?: Record<string, Marking>;
    };
  }
}
