// Whether what something was made of has changed since.

/** @returns {(...parts: unknown[]) => boolean} whether any part is another one than the last time */
export function createNews() {
  /** @type {unknown[]} */
  let known = [];
  return (...parts) => {
    const isNew = parts.length !== known.length || parts.some((part, i) => part !== known[i]);
    known = parts;
    return isNew;
  };
}
