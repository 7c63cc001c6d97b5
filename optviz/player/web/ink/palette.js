// Colors of a map. They are chosen in Oklab, where equal steps look equally large (B. Ottosson, 2020, A perceptual
// color space for image processing), and taken to the screen's red, green and blue.

/**
 * @import { CellClass } from "../header.d.ts"
 * @import { Theme } from "./theme.js"
 */

const RAMP = { dark: [0.27, 0.085, 285], middle: [0.6, 0.11, 190], bright: [0.94, 0.15, 102] }; // lightness, chroma, hue
const HUES = [250, 65, 155, 345, 105, 205, 28, 300]; // of kinds, in degrees: neighbors in the list are far apart
const FADED = 1.3; // how much further around the hues go, if there are more kinds than hues
const LIGHTEST = 0.84;
const DARKEST = 0.42;

/**
 * A color of Oklch as [red, green, blue]; less colorful where the screen cannot show it.
 * @param {number} lightness
 * @param {number} chroma
 * @param {number} hue
 * @returns {number[]}
 */
function screen(lightness, chroma, hue) {
  const angle = (hue * Math.PI) / 180;
  for (let share = 1; ; share -= 0.02) {
    const linear = linearRgb(lightness, share * chroma * Math.cos(angle), share * chroma * Math.sin(angle));
    if (share <= 0 || linear.every((value) => value > -0.001 && value < 1.001)) return linear.map(encoded);
  }
}

/**
 * @param {number} lightness
 * @param {number} a
 * @param {number} b
 */
function linearRgb(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** @param {number} value */
function encoded(value) {
  const v = Math.max(0, Math.min(1, value));
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
}

/**
 * A color as one number, the way the pixels of an image lie in memory.
 * @param {number[]} color
 */
export function packed([red, green, blue]) {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** @param {number[]} color */
export function css([red, green, blue]) {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

/** 256 colors, the brightest first. Their lightness falls evenly, so that they are told apart in gray too. */
export const RAMP_COLORS = Array.from({ length: 256 }, (_, i) => {
  const at = i / 255;
  const { dark, middle, bright } = RAMP;
  const lightness = bright[0] + (dark[0] - bright[0]) * at;
  const [from, to, share] = at < 0.5 ? [bright, middle, at * 2] : [middle, dark, at * 2 - 1];
  return screen(lightness, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share);
});

/**
 * The color of a kind, darkened by a share from 0 to 1.
 * @param {number} hue
 * @param {number} share
 */
export function kindColor(hue, share) {
  const turn = Math.floor(hue / HUES.length);
  return screen(LIGHTEST + (DARKEST - LIGHTEST) * share, 0.13, HUES[hue % HUES.length] + turn * 360 * FADED);
}

/**
 * A pattern to fill with, for a context whose pixels lie `ratio` to a CSS pixel.
 * @param {OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D} context
 * @param {CellClass["pattern"]} kind
 * @param {Theme} theme
 * @param {number} ratio
 * @returns {CanvasPattern}
 */
export function createPattern(context, kind, theme, ratio) {
  const size = Math.round((kind === "hatch" ? 7 : 6) * ratio);
  const tile = new OffscreenCanvas(size, size);
  const ink = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext("2d"));
  if (kind === "hatch") {
    ink.strokeStyle = theme.text;
    ink.globalAlpha = theme.dark ? 0.55 : 0.5;
    ink.lineWidth = 1.1 * ratio;
    ink.beginPath();
    for (const shift of [-size, 0, size]) {
      ink.moveTo(shift - 1, size + 1);
      ink.lineTo(shift + size + 1, -1);
    }
    ink.stroke();
  } else {
    // Light in dark, so that they are seen on every color.
    for (const [radius, color] of /** @type {const} */ ([
      [1.9, "#15181d"],
      [1.1, "#ffffff"],
    ])) {
      ink.beginPath();
      ink.arc(size / 2, size / 2, radius * ratio, 0, 2 * Math.PI);
      ink.fillStyle = color;
      ink.fill();
    }
  }
  return /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
}
