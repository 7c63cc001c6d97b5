// The player: every run of a race on a map, on a surface and as curves, all on one step cursor.
// Streamlit calls its default export at every change of data or theme.

import { createPlayer } from "./stage/player.js";

/** @type {WeakMap<Node, ReturnType<typeof createPlayer>>} */
const players = new WeakMap();

export default function player({ data, parentElement, setTriggerValue }) {
  if (!players.has(parentElement)) players.set(parentElement, createPlayer(parentElement));
  const mounted = players.get(parentElement);
  mounted.receive(data, setTriggerValue);
  // Streamlit cleans up not only when it takes the element off the page, but also between data that come in
  // quick succession. A player that is still on the page then stays, with its step, camera and zoom.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || players.get(parentElement) !== mounted) return;
      players.delete(parentElement);
      mounted.dispose();
    });
}
