// Colors and fonts from the page's CSS variables, and the path colors made legible on them; how sharp the screen is.

import { channels } from "./color.js";

const SURFACE = { low: 0.015, high: 0.2 }; // how far the gray surface goes from the background towards the text
const CONTRAST = 3; // a path against the surface (WCAG 2.2, graphical objects)
const CONTRAST_OF_WORDS = 4.5; // text against its background (WCAG 2.2)

// The parts of a step, in the formula and as arrows: hues that stay apart for all kinds of color vision
// (M. Okabe and K. Ito, 2008, Color universal design).
const ROLES = { gradient: "#d55e00", momentum: "#0072b2", scale: "#b85a92", step: "#008060" };

/** @import { Rgb } from "./color.js" */

/**
 * @param {Rgb} a
 * @param {Rgb} b
 * @param {number} share
 */
function mixed(a, b, share) {
  return a.map((value, i) => value + (b[i] - value) * share);
}

/** @param {Rgb} color */
function luminance(color) {
  const [r, g, b] = color.map((value) => (value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {Rgb} a
 * @param {Rgb} b
 */
function contrast(a, b) {
  const [dim, bright] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (bright + 0.05) / (dim + 0.05);
}

/**
 * @param {Rgb} color
 * @param {number} [alpha]
 */
function css(color, alpha = 1) {
  return `rgb(${color.map((value) => Math.round(value)).join(" ")} / ${alpha})`;
}

/** @typedef {[ground: Rgb, least: number]} Demand what a color must stand out from, and how far */

/** @typedef {ReturnType<typeof readTheme>} Theme */

/** @param {Element} element whose computed style carries the variables */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name, /** @type {string} */ fallback) => style.getPropertyValue(name).trim() || fallback;
  const background = channels(read("--st-background-color", "#ffffff"));
  const text = channels(read("--st-text-color", luminance(background) > 0.4 ? "#31333f" : "#fafafa"), background);
  const dark = luminance(background) < luminance(text);
  const [low, high] = [SURFACE.low, SURFACE.high].map((share) => mixed(background, text, dark ? share + 0.03 : share));
  const raised = channels(read("--st-secondary-background-color", css(mixed(background, text, 0.06))), background);
  const towards = dark ? [255, 255, 255] : [0, 0, 0];
  /** @type {Map<string, string>} */
  const inks = new Map();

  /**
   * A color, moved towards the text until it stands out from each of the grounds as far as it must.
   * @param {string} color
   * @param {Demand[]} demands
   */
  function legible(color, demands) {
    const own = channels(color);
    let share = 0;
    while (demands.some(([ground, least]) => contrast(mixed(own, towards, share), ground) < least) && share < 1) share += 0.02;
    return css(mixed(own, towards, share));
  }

  /** @type {Demand[]} */
  const asWords = [background, raised].map((ground) => [ground, CONTRAST_OF_WORDS]);
  const roleInk = (/** @type {keyof typeof ROLES} */ role) => legible(ROLES[role], [[high, CONTRAST], ...asWords]);
  return {
    /** Pixels of the screen to one of the page: on another screen everything is drawn anew, as in another theme. */
    ratio: window.devicePixelRatio || 1,
    dark,
    text: css(text),
    faint: css(mixed(background, text, 0.72)),
    background: css(background),
    halo: css(low),
    secondary: read("--st-secondary-background-color", css(mixed(background, text, 0.06))),
    border: css(mixed(background, text, 0.22)),
    grid: css(mixed(background, text, 0.1)),
    isoline: css(mixed(background, text, dark ? 0.36 : 0.44), 0.8),
    primary: read("--st-primary-color", "#ff4b4b"),
    font: read("--st-font", "system-ui, sans-serif"),
    /** The surface's color at a height from 0 to 1. */
    surface: (/** @type {number} */ height) => mixed(low, high, height),
    surfaceCss: (/** @type {number} */ height) => css(mixed(low, high, height)),
    /**
     * A path's color, moved towards the text until it stands out from the most unlike shade of the surface.
     * @param {string} color
     */
    ink(color) {
      const known = inks.get(color);
      if (known !== undefined) return known;
      const found = legible(color, [[high, CONTRAST]]);
      inks.set(color, found);
      return found;
    },
    /** A path's color as the color of words. */
    word: (/** @type {string} */ color) => legible(color, asWords),
    /** The colors of the parts of a step, for arrows on the surface and for words. */
    roles: {
      gradient: roleInk("gradient"),
      momentum: roleInk("momentum"),
      scale: roleInk("scale"),
      step: roleInk("step"),
      position: css(text),
      hyper: css(mixed(background, text, 0.8)),
    },
  };
}
