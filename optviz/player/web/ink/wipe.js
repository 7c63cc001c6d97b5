// An empty canvas to paint on in the pixels of the page.

/** @type {(context: CanvasRenderingContext2D, ratio: number, width: number, height: number) => void} */
export function wipe(context, ratio, width, height) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.lineCap = context.lineJoin = "round";
  context.clearRect(0, 0, width, height);
}
