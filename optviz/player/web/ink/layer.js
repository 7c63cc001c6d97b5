// A canvas measured in CSS pixels: it follows the screen's pixel ratio and its context is scaled to match.

/** @typedef {ReturnType<typeof createLayer>} Layer */

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context of the page, or of a picture that is not on it */

/** @param {HTMLCanvasElement} [canvas] one of the page; without it the layer stays out of sight */
export function createLayer(canvas = document.createElement("canvas")) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let [width, height, ratio] = [0, 0, 1];
  /** @type {(until: number) => number} in pixels of the canvas */
  const partOf = (until) => Math.min(canvas.width, Math.max(1, Math.round(until * ratio)));
  return {
    canvas,
    context,
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    /**
     * Returns whether the size changed; if it did the layer is empty.
     * @param {number} newWidth
     * @param {number} newHeight
     */
    resize(newWidth, newHeight) {
      const newRatio = window.devicePixelRatio || 1;
      if (newWidth === width && newHeight === height && newRatio === ratio) return false;
      [width, height, ratio] = [newWidth, newHeight, newRatio];
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      return true;
    },
    clear() {
      context.clearRect(0, 0, width, height);
    },
    /**
     * Copy this layer, or its part left of `until`, onto another of the same size.
     * @param {CanvasRenderingContext2D} target
     * @param {number} [until]
     */
    drawOn(target, until = width) {
      const part = partOf(until);
      if (width && height) target.drawImage(canvas, 0, 0, part, canvas.height, 0, 0, part / ratio, height);
    },
    /**
     * Draw on this layer what is to be seen of it left of `until`, as `drawOn` cuts it.
     * @param {number} until
     * @param {() => void} draw
     */
    within(until, draw) {
      context.save();
      context.beginPath();
      context.rect(0, 0, partOf(until) / ratio, height);
      context.clip();
      draw();
      context.restore();
    },
    /** How many of 100 × 100 samples have ink on them. */
    inked() {
      const small = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(100, 100).getContext("2d"));
      small.drawImage(canvas, 0, 0, 100, 100);
      return small.getImageData(0, 0, 100, 100).data.filter((value, i) => i % 4 === 3 && value > 0).length;
    },
  };
}
