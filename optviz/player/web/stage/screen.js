// The player on its screen: as high as fits under what the page has above it, full, and on a narrow one with its panels in the dock,
// if the page has one.

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
  const page = scrollerOf(parent);
  const above = new ResizeObserver(measure);
  for (const part of [page, ...page.children]) above.observe(part);
  for (const type of ["resize", "optviz:docks"]) window.addEventListener(type, resized, { signal });
  document.addEventListener("fullscreenchange", resized, { signal });
  signal.addEventListener("abort", () => [watch, above].forEach((one) => one.disconnect()));

  /** How much of the page lies above the player. */
  function measure() {
    const pixels = root.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
    if (root.isConnected && !isFull()) root.style.setProperty("--above", `${Math.round(pixels)}px`);
  }

  const isFull = () =>
    ("fullscreenElement" in parent ? (parent.fullscreenElement ?? document.fullscreenElement) : document.fullscreenElement) === root;

  measure(); // before anything is painted: an observer is told too late

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
      const isOnPaper = root.classList.contains("printing");
      const place = dock && root.clientWidth < NARROW && !isFull() && !isOnPaper ? dock : inside;
      if (panels.parentNode === place) return;
      place.append(panels);
      watch.observe(panels);
    },
  };
}

/**
 * What is scrolled to see the rest of the page.
 * @param {ShadowRoot | HTMLElement} parent
 */
function scrollerOf(parent) {
  let place = "host" in parent ? parent.host : parent;
  while (place.parentElement && !/auto|scroll/.test(getComputedStyle(place).overflowY)) place = place.parentElement;
  return place;
}
