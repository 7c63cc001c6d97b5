// A picture to keep, larger than on the page, with a title above it that says what it is of: in as many lines as that takes.

import { element } from "./element.js";

/** @import { Theme } from "./theme.js" */

const SHARPNESS = 2; // pixels of the picture to one of the page
const FONT = 14; // pixels of the page
const LINE = 18;
const MARGIN = 8;
const PAINT = [200, 120, 40];
const GRAIN = 3; // of 255 by which a browser may alter a picture that is of use still
const KEPT = 10_000; // milliseconds that the browser has for taking it

/** Whether the browser gives a page what it has painted: some give noise, so that nobody is known again by it. */
export function canBeKept() {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(8, 8).getContext("2d"));
  context.fillStyle = `rgb(${PAINT})`;
  context.fillRect(0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  return data.every((value, i) => Math.abs(value - [...PAINT, 255][i % 4]) <= GRAIN);
}

/**
 * Text in lines that are no wider than there is room, broken between words.
 * @param {string} text
 * @param {number} room
 * @param {(line: string) => number} wide
 */
export function inLines(text, room, wide) {
  const [first, ...words] = text.split(" ");
  const lines = [first];
  for (const word of words) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (wide(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** @type {(theme: Theme) => string} */
const fontOf = (theme) => `600 ${FONT}px ${theme.font}`;

/**
 * @param {{width: number, height: number}} size without the title
 * @param {{title: string, file: string}} names `file` without its ending
 * @param {Theme} theme
 * @param {(context: OffscreenCanvasRenderingContext2D, ratio: number, down: number) => void} draw `down`: by how much it lies lower
 */
export async function saveSnapshot({ width, height }, { title, file }, theme, draw) {
  const picture = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
  context.font = fontOf(theme);
  const lines = inLines(title, width - 2 * MARGIN, (line) => context.measureText(line).width);
  const above = lines.length * LINE + 2 * MARGIN;
  [picture.width, picture.height] = [width * SHARPNESS, (height + above) * SHARPNESS];
  context.scale(SHARPNESS, SHARPNESS);
  draw(context, SHARPNESS, above);
  context.fillStyle = theme.text;
  context.font = fontOf(theme);
  context.textAlign = "left";
  context.textBaseline = "middle";
  lines.forEach((line, i) => {
    context.fillText(line, MARGIN, MARGIN + (i + 0.5) * LINE);
  });
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.width, picture.height);
  const address = URL.createObjectURL(await picture.convertToBlob({ type: "image/png" }));
  element("a", { href: address, download: `${file}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
