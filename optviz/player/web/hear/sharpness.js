// Notices when the page comes to a screen of another sharpness, or is zoomed: its size in its own pixels may be the same then.

const OFTEN = 1000; // milliseconds between two looks

/**
 * @param {() => void} onOther
 * @param {AbortSignal} signal
 */
export function listenToSharpness(onOther, signal) {
  let ratio = window.devicePixelRatio;

  function look() {
    if (window.devicePixelRatio === ratio) return;
    ratio = window.devicePixelRatio;
    listen();
    onOther();
  }

  /** A query asks for one ratio only. */
  function listen() {
    matchMedia(`(resolution: ${ratio}dppx)`).addEventListener("change", look, { signal, once: true });
  }

  listen();
  // Not every browser tells: Safari did not know the query before version 16, and emulated screens change without a word.
  const timer = setInterval(look, OFTEN);
  signal.addEventListener("abort", () => clearInterval(timer));
}
