// A picture to keep, with a title above it and larger than on the page.

import { element } from "./element.js";

/** @import { Theme } from "./theme.js" */

const SHARPNESS = 2; // pixels of the picture to one of the page
const TITLE = 30; // pixels of the page for the title
const KEPT = 10_000; // milliseconds that the browser has for taking it

/**
 * @param {{width: number, height: number}} size without the title
 * @param {{title: string, file: string}} names `file` without its ending
 * @param {Theme} theme
 * @param {(context: OffscreenCanvasRenderingContext2D, ratio: number, down: number) => void} draw `down`: by how much it lies lower
 */
export async function saveSnapshot({ width, height }, { title, file }, theme, draw) {
  const picture = new OffscreenCanvas(width * SHARPNESS, (height + TITLE) * SHARPNESS);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
  context.scale(SHARPNESS, SHARPNESS);
  draw(context, SHARPNESS, TITLE);
  context.fillStyle = theme.text;
  context.font = `600 14px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(title, 8, TITLE / 2);
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.width, picture.height);
  const address = URL.createObjectURL(await picture.convertToBlob({ type: "image/png" }));
  element("a", { href: address, download: `${file}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
