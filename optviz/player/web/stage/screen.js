// The player on its screen: full, and on a narrow one with its panels in the dock, if the page has one.

const NARROW = 640; // pixels: below this width the panels move into the dock

/**
 * @param {ShadowRoot | HTMLElement} parent
 * @param {ReturnType<typeof import("./layout.js").createLayout>} layout
 * @param {() => void} resized
 * @param {AbortSignal} signal
 */
export function createScreen(parent, { root, inside, panels, hosts }, resized, signal) {
  const watch = new ResizeObserver(resized);
  for (const watched of [root, hosts.map, panels, hosts.fit]) watch.observe(watched);
  for (const type of ["resize", "optviz:docks"]) window.addEventListener(type, resized, { signal });
  document.addEventListener("fullscreenchange", resized, { signal });
  signal.addEventListener("abort", () => watch.disconnect());

  const isFull = () =>
    ("fullscreenElement" in parent ? (parent.fullscreenElement ?? document.fullscreenElement) : document.fullscreenElement) === root;

  return {
    /** Whether the player may fill it: a frame around the page, or the browser, may forbid that. */
    isFree: Boolean(document.fullscreenEnabled),
    toggleFull() {
      const done = isFull() ? document.exitFullscreen?.() : root.requestFullscreen?.();
      done?.catch(() => {});
    },
    /**
     * Where the panels belong, as wide as the player is.
     * @param {string} key of the player
     */
    settle(key) {
      const dock = window.optviz?.docks?.[key];
      const place = dock && root.clientWidth < NARROW && !isFull() ? dock : inside;
      if (panels.parentNode === place) return;
      place.append(panels);
      watch.observe(panels);
    },
  };
}
