// The address bar: the experiment as Python wrote it and the view as it is here. Another experiment is another entry of the history,
// so that Back undoes what was done; how it is looked at is written over the entry there is.

import { watchConnection } from "./connection.js";
import { hasComeBack, lastAct, watchHistory } from "./history.js";

const PAUSE = 250; // milliseconds; browsers refuse addresses that change too often
const ONE_ACT = 1000; // milliseconds: a value that the visitor changes again sooner is still being set, as by the keys of a slider
const NOT_OURS = ["embed", "embed_options"]; // what the page around us reads of its address

/**
 * What was last written, for whoever writes next on the same page: nothing is known of an entry that the browser has gone to.
 * @type {{page: string, link: string, changed: string, at: number} | null}
 */
let last = null;

/**
 * The names of the entries by which two links differ.
 * @param {string} before
 * @param {string} after
 */
function differences(before, after) {
  const [old, young] = [new URLSearchParams(before), new URLSearchParams(after)];
  return [...new Set([...old.keys(), ...young.keys()])].filter((name) => old.get(name) !== young.get(name)).join();
}

/**
 * `opened` is another number when a link was opened, be it by Back or Forward: until it is, the address is left to the browser.
 * @param {() => {link: string, opened: number, view?: Object<string, string | null>}} read what the address should say
 */
export function createAddress(read) {
  const stop = new AbortController();
  const page = location.pathname;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {number | null} */
  let left = null; // what was open when the browser went elsewhere

  function write() {
    clearTimeout(timer);
    timer = undefined;
    const { link, opened, view = {} } = read();
    if (location.pathname !== page || opened === left) return location.href;
    left = null;
    const parameters = new URLSearchParams(link);
    for (const [name, value] of Object.entries(view)) {
      if (value !== null) parameters.set(name, value);
    }
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (NOT_OURS.includes(name.toLowerCase())) parameters.append(name, value);
    }
    const query = parameters.toString().replaceAll("%2C", ",");
    const address = `${page}${query ? `?${query}` : ""}${location.hash}`;
    const before = last?.page === page ? last : { link, changed: "", at: 0 };
    const changed = differences(before.link, link);
    const isSameAct = changed === before.changed && lastAct() - before.at < ONE_ACT;
    if (address !== location.pathname + location.search + location.hash) {
      if (changed && !isSameAct && !hasComeBack()) history.pushState(history.state, "", address);
      else history.replaceState(history.state, "", address);
    }
    last = { page, link, ...(changed ? { changed, at: lastAct() } : { changed: before.changed, at: before.at }) };
    return location.href;
  }

  function gone(/** @type {PopStateEvent} */ event) {
    if (!event.isTrusted) return;
    [left, last] = [read().opened, null];
  }

  window.addEventListener("popstate", gone, { signal: stop.signal });
  watchConnection(write, stop.signal);
  watchHistory();

  return {
    change() {
      timer ||= setTimeout(write, PAUSE);
    },
    /** Copy the address; false if the browser allows neither way of doing it. */
    async copy() {
      const text = write();
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        const area = document.createElement("textarea");
        area.value = text;
        area.style.position = "fixed";
        area.style.opacity = "0";
        document.body.append(area);
        area.select();
        const done = document.execCommand("copy");
        area.remove();
        return done;
      }
    },
    dispose() {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
