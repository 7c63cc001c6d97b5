// Streamlit begins anew when its server has forgotten it, and then sends the query that it last heard of. It hears of one
// when it is told that the browser went through its history, and of none that is written behind its back; so it is told.

const STATE = "data-test-connection-state";
const CONNECTED = "CONNECTED";

/**
 * Tell Streamlit of the address when the connection is lost, before it begins anew; and when it is there again, as it may not see
 * by itself that it has to.
 * @param {() => void} settle write into the address what is not yet there
 * @param {AbortSignal} signal
 */
export function watchConnection(settle, signal) {
  const app = document.querySelector(`[${STATE}]`);
  if (!app) return;
  let was = app.getAttribute(STATE);
  const watch = new MutationObserver(() => {
    const is = app.getAttribute(STATE);
    if (is === was) return;
    const concerns = is === CONNECTED || was === CONNECTED;
    was = is;
    if (!concerns) return;
    settle();
    window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  });
  watch.observe(app, { attributeFilter: [STATE] });
  signal.addEventListener("abort", () => watch.disconnect());
}
