// The share link: the experiment as Python wrote it and the view as it is here, in the address bar.

const PAUSE = 250; // milliseconds; browsers refuse addresses that change too often

/** @param {() => {link: string, view: Object<string, string | null>}} read what the address should say */
export function createAddress(read) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    const { link, view } = read();
    const parameters = new URLSearchParams(link);
    for (const [name, value] of Object.entries(view)) {
      if (value !== null) parameters.set(name, value);
    }
    const query = parameters.toString().replaceAll("%2C", ",");
    const address = `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
    if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", address);
    return location.href;
  }

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
    dispose: () => clearTimeout(timer),
  };
}
