// Colors and fonts from the page's CSS variables, and the path colors made legible on them.

const SURFACE = { low: 0.015, high: 0.2 }; // how far the gray surface goes from the background towards the text
const CONTRAST = 3; // a path against the surface (WCAG 2.2, graphical objects)

const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** Any CSS color as [red, green, blue], laid over an opaque one. */
function channels(color, over = [255, 255, 255]) {
  pixel.fillStyle = `rgb(${over.join(" ")})`;
  pixel.fillRect(0, 0, 1, 1);
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function mixed(a, b, share) {
  return a.map((value, i) => value + (b[i] - value) * share);
}

function luminance(color) {
  const [r, g, b] = color.map((value) => (value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [dim, bright] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (bright + 0.05) / (dim + 0.05);
}

function css(color, alpha = 1) {
  return `rgb(${color.map((value) => Math.round(value)).join(" ")} / ${alpha})`;
}

/** @param {Element} element whose computed style carries the variables */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const background = channels(read("--st-background-color", "#ffffff"));
  const text = channels(read("--st-text-color", luminance(background) > 0.4 ? "#31333f" : "#fafafa"), background);
  const dark = luminance(background) < luminance(text);
  const [low, high] = [SURFACE.low, SURFACE.high].map((share) => mixed(background, text, dark ? share + 0.03 : share));
  const inks = new Map();
  return {
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
    surface: (height) => mixed(low, high, height),
    surfaceCss: (height) => css(mixed(low, high, height)),
    /** A path's color, moved towards the text until it stands out from the most unlike shade of the surface. */
    ink(color) {
      if (!inks.has(color)) {
        const own = channels(color);
        const towards = dark ? [255, 255, 255] : [0, 0, 0];
        let share = 0;
        while (contrast(mixed(own, towards, share), high) < CONTRAST && share < 1) share += 0.02;
        inks.set(color, css(mixed(own, towards, share)));
      }
      return inks.get(color);
    },
  };
}
