// What a finger points at. It cannot hover: a tap on something looks at it, and the next one, there or anywhere else, no more. What
// scrolls the page is no tap and changes nothing, nor does what moves away under a finger that rests.

/**
 * @param {EventTarget} page all of which is listened to
 * @param {(path: EventTarget[]) => string | null} keyOf what was tapped, by the elements that a tap has gone through
 * @param {(key: string | null) => void} look
 * @param {AbortSignal} signal
 */
export function listenToTaps(page, keyOf, look, signal) {
  let isFinger = false; // not every browser says it of a click
  /** @type {string | null} */
  let looked = null;

  /** @param {string | null} key */
  function set(key) {
    if (key === looked) return;
    looked = key;
    look(looked);
  }

  page.addEventListener("pointerdown", (event) => (isFinger = /** @type {PointerEvent} */ (event).pointerType === "touch"), {
    signal,
    capture: true,
  });
  page.addEventListener(
    "click",
    (event) => {
      if (!isFinger) return;
      const key = keyOf(event.composedPath());
      set(key === looked ? null : key);
    },
    { signal, capture: true },
  );

  return { forget: () => set(null) };
}
