// The wheel over a picture: with Ctrl or ⌘ it zooms, as does a pinch on a touchpad, which browsers tell as a wheel with Ctrl.
// By itself it scrolls the page.

const [PER_PIXEL, PER_LINE, MOST] = [0.01, 0.2, 0.2]; // the logarithm of a factor
const LINES = 1; // a deltaMode

/** What is held for the wheel to zoom, as it is called on this machine's keys. */
export const HELD = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl";

/**
 * By how much a turn zooms: below one inwards.
 * @param {Pick<WheelEvent, "deltaY" | "deltaMode">} turn
 */
export function factorOf({ deltaY, deltaMode }) {
  const wanted = deltaY * (deltaMode === LINES ? PER_LINE : PER_PIXEL);
  return Math.exp(Math.max(-MOST, Math.min(MOST, wanted)));
}

/**
 * @param {HTMLElement} element
 * @param {{zoom: (event: WheelEvent, factor: number) => void, scroll: () => void}} on `scroll`: it was turned by itself
 * @param {() => boolean} zooms whether there is anything to zoom
 * @param {AbortSignal} signal
 */
export function listenToWheel(element, on, zooms, signal) {
  element.addEventListener(
    "wheel",
    (event) => {
      if (!zooms()) return;
      if (!event.ctrlKey && !event.metaKey) return on.scroll();
      event.preventDefault(); // the browser would zoom the page
      on.zoom(event, factorOf(event));
    },
    { signal, passive: false },
  );
}
