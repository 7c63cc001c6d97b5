// Maps side by side keep the same room for their keys, so that what is at one height in one is so in the others.

/**
 * What the keys of all maps on the page need, in pixels, by where they stand; and whom it concerns when that changes.
 * @type {Map<Element, {height: number, changed: () => void}>}
 */
const keys = new Map();

/** @type {(a: Element, b: Element) => boolean} */
function areBeside(a, b) {
  const [one, other] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
  return one.top < other.bottom && other.top < one.bottom;
}

/**
 * @param {Element} host of a map
 * @param {() => void} changed another map needs another room
 */
export function createBeside(host, changed) {
  function tell() {
    for (const [other, one] of keys) if (other !== host) one.changed();
  }

  return {
    /**
     * The room for a key that needs a height by itself.
     * @param {number} height
     */
    room(height) {
      const isOther = keys.get(host)?.height !== height;
      keys.set(host, { height, changed });
      if (isOther) tell();
      return Math.max(...[...keys].filter(([other]) => areBeside(host, other)).map(([, one]) => one.height), height);
    },
    leave() {
      keys.delete(host);
      tell();
    },
  };
}
