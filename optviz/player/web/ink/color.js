// Colors as numbers, by what the browser computes of them. Not by the pixels of a canvas: some browsers keep those to themselves
// and answer with noise.

/** @typedef {number[]} Rgb from 0 to 255 each */

/**
 * A color as browsers write one that they have computed, "rgb(255, 0, 0)", "rgba(255, 0, 0, 0.5)" or "color(srgb 1 0 0 / 0.5)", with
 * its opacity from 0 to 1; null for anything else.
 * @param {string} computed
 */
export function parsed(computed) {
  const [, form, rest] = /^(rgba?|color)\((.+)\)$/.exec(computed) ?? [];
  if (!form || (form === "color" && !rest.startsWith("srgb "))) return null;
  const numbers = rest.match(/none|-?\d*\.?\d+(e[+-]?\d+)?%?/g) ?? [];
  const [red, green, blue, opacity = 1] = numbers.map((number) =>
    number === "none" ? 0 : parseFloat(number) / (number.endsWith("%") ? 100 : 1),
  );
  const scale = form === "color" ? 255 : 1;
  const rgb = [red, green, blue].map((value) => Math.max(0, Math.min(255, Math.round(value * scale))));
  return { rgb, opacity };
}

/** @type {Map<string, ReturnType<typeof parsed>>} */
const known = new Map();

/**
 * Any color of CSS; null if it is none.
 * @param {string} color
 */
function computed(color) {
  const found = known.get(color);
  if (found !== undefined) return found;
  const probe = document.createElement("span");
  probe.style.color = `color-mix(in srgb, ${color}, ${color})`; // makes sRGB of every other space, too
  document.head.append(probe);
  const read = probe.style.color ? parsed(getComputedStyle(probe).color) : null;
  probe.remove();
  known.set(color, read);
  return read;
}

/**
 * Any color of CSS as [red, green, blue], laid over an opaque one; that one if it is none.
 * @param {string} color
 * @param {Rgb} [over]
 * @returns {Rgb}
 */
export function channels(color, over = [255, 255, 255]) {
  const found = computed(color);
  if (!found) return over;
  return found.rgb.map((value, i) => over[i] + (value - over[i]) * found.opacity);
}
