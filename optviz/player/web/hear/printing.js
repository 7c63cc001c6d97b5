// The page is printed: what draws itself does so for a sheet of paper, before it is put there and after.
// A canvas that is only stretched to the width of the paper would be squashed.

/**
 * @param {() => HTMLElement[]} halves of what is printed; `printing` while they are
 * @param {() => void} resize they have another size now, and have to be drawn at once
 * @param {AbortSignal} signal
 */
export function listenToPrinting(halves, resize, signal) {
  for (const type of ["beforeprint", "afterprint"]) {
    const hear = () => {
      for (const half of halves()) half.classList.toggle("printing", type === "beforeprint");
      resize();
    };
    window.addEventListener(type, hear, { signal });
  }
}
