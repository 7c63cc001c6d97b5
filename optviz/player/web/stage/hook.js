// What the player says of itself to those who test it, at `window.optviz.players`.

/** @import { Frame } from "../panels/panel.js" */

/**
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} cursor
 * @param {() => object} painted what the panels have painted
 */
export function createHook(cursor, painted) {
  let [key, frames] = ["", 0];
  let drawn = { revision: "", step: -1, time: -1 };
  const hook = {
    painted: () => ({ ...drawn, frames, playing: cursor.playing, ...painted() }),
    drawn: () => ({ ...drawn, frames }), // of painted() what costs nothing
    seek: cursor.seek,
    play: cursor.play,
    pause: cursor.pause,
  };

  return {
    /** @param {string} name of the player in its page */
    register(name) {
      key = name;
      ((window.optviz ??= {}).players ??= {})[key] = hook;
    },
    /**
     * The map was painted.
     * @param {string} revision
     * @param {Pick<Frame, "step" | "time">} frame
     */
    note(revision, { step, time }) {
      if (time !== drawn.time || revision !== drawn.revision) frames++;
      drawn = { revision, step, time };
    },
    remove() {
      if (window.optviz?.players?.[key] === hook) delete window.optviz.players[key];
    },
  };
}
