// Notices when a slider of the page around the player is moved, by key or by hand: another race is on its way then.

const SLIDER = '[data-testid="stSlider"]';
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);

/**
 * @param {() => void} onMoved
 * @param {AbortSignal} signal
 */
export function listenToSliders(onMoved, signal) {
  const isSlider = (/** @type {EventTarget | null} */ target) => target instanceof Element && target.closest(SLIDER) !== null;
  let isHeld = false;
  /** @type {<K extends keyof DocumentEventMap>(type: K, act: (event: DocumentEventMap[K]) => void) => void} */
  const on = (type, act) => document.addEventListener(type, act, { signal, capture: true });
  on("keydown", ({ target, key }) => isSlider(target) && KEYS.has(key) && onMoved());
  on("pointerdown", ({ target }) => {
    isHeld = isSlider(target);
  });
  on("pointerup", () => {
    if (isHeld) onMoved();
    isHeld = false;
  });
}
