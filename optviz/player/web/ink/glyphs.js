// The shapes that mark a place: the heads of the runs, minimizers, saddles, arrows.

/**
 * @import { Entrant } from "../header.d.ts"
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { Theme } from "./theme.js"
 */

/**
 * Adds the outline of a head to the current path.
 * @param {CanvasRenderingContext2D} context
 * @param {string} marker
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function outline(context, marker, x, y, r) {
  if (marker === "square") context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else if (marker === "triangle") polygon(context, x, y + r * 0.15, 3, r * 1.3, -Math.PI / 2);
  else if (marker === "diamond") polygon(context, x, y, 4, r * 1.25, 0);
  else if (marker === "cross") plus(context, x, y, r * 1.15, r * 0.42);
  else context.arc(x, y, r, 0, 2 * Math.PI);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} corners
 * @param {number} r
 * @param {number} turn
 */
function polygon(context, x, y, corners, r, turn) {
  for (let i = 0; i < corners; i++) {
    const angle = turn + (2 * Math.PI * i) / corners;
    context[i ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

/**
 * A plus sign turned by 45 degrees, with arms of a length and half a width.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} arm
 * @param {number} half
 */
function plus(context, x, y, arm, half) {
  const corners = [
    [arm, half],
    [half, half],
    [half, arm],
    [-half, arm],
    [-half, half],
    [-arm, half],
  ];
  const c = Math.SQRT1_2;
  [...corners, ...corners.map(([u, v]) => [-u, -v])].forEach(([u, v], i) => {
    context[i ? "lineTo" : "moveTo"](x + c * (u - v), y + c * (u + v));
  });
  context.closePath();
}

/**
 * The head of a run: its shape in its color with a rim in the background's.
 * @param {CanvasRenderingContext2D} context
 * @param {string} marker
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} color
 * @param {string} rim
 */
export function drawHead(context, marker, x, y, r, color, rim) {
  context.beginPath();
  outline(context, marker, x, y, r);
  context.lineJoin = "round";
  context.lineWidth = Math.max(2, r * 0.55);
  context.strokeStyle = rim;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

/** @typedef {"minimizer" | "local minimum" | "saddle"} Landmark */

/**
 * A global minimizer: a star; a local one: an empty star; a saddle: two arcs back to back.
 * @param {CanvasRenderingContext2D} context
 * @param {Landmark} kind
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} color
 * @param {string} rim
 */
export function drawLandmark(context, kind, x, y, r, color, rim) {
  context.lineJoin = "round";
  context.lineCap = "round";
  context.beginPath();
  if (kind === "saddle") {
    const d = r * 1.35;
    context.arc(x - d, y, r, -0.9, 0.9);
    context.moveTo(x + d + r * Math.cos(Math.PI - 0.9), y + r * Math.sin(Math.PI - 0.9));
    context.arc(x + d, y, r, Math.PI - 0.9, Math.PI + 0.9);
  } else {
    for (let i = 0; i < 10; i++) {
      const angle = (Math.PI * i) / 5 - Math.PI / 2;
      const radius = i % 2 ? r * 0.45 : r;
      context[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    context.closePath();
  }
  context.strokeStyle = rim;
  context.lineWidth = r * 0.6;
  context.stroke();
  context.lineWidth = Math.max(1.4, r * 0.2);
  context.strokeStyle = context.fillStyle = color;
  if (kind === "minimizer") context.fill();
  else if (kind === "local minimum") {
    context.fillStyle = rim;
    context.fill();
  }
  context.stroke();
}

/**
 * An arrowhead that points along an angle, its tip at (x, y).
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} angle
 * @param {number} r
 * @param {string} color
 * @param {string} rim
 */
export function drawPointer(context, x, y, angle, r, color, rim) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-r * 2.5, r);
  context.lineTo(-r * 1.8, 0);
  context.lineTo(-r * 2.5, -r);
  context.closePath();
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = rim;
  context.stroke();
  context.fillStyle = color;
  context.fill();
  context.restore();
}

/**
 * A short piece of a run's line with its head, as it stands in legend and table.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<Entrant, "dash" | "marker">} look
 * @param {string} color
 * @param {string} rim
 */
export function drawSwatch(canvas, { dash, marker }, color, rim) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [34, 14];
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  context.beginPath();
  context.moveTo(1, height / 2);
  context.lineTo(width - 1, height / 2);
  context.setLineDash(dash);
  context.strokeStyle = color;
  context.lineWidth = 2.2;
  context.stroke();
  context.setLineDash([]);
  drawHead(context, marker, width / 2, height / 2, 4.4, color, rim);
}

/**
 * The start: a ring around a cross, with a label on the side that has room.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Pair} at
 * @param {string} label
 * @param {number} opacity
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawStart(context, plot, [x, y], label, opacity, theme, scale) {
  const [px, py, r] = [plot.toX(x), plot.toY(y), 10 * scale];
  context.save();
  context.globalAlpha = opacity;
  context.setLineDash([]);
  context.beginPath();
  context.arc(px, py, r, 0, 2 * Math.PI);
  context.lineWidth = 4.5 * scale;
  context.strokeStyle = theme.halo;
  context.stroke();
  context.lineWidth = 2 * scale;
  context.strokeStyle = theme.text;
  context.stroke();
  context.beginPath();
  for (const [u, v] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    context.moveTo(px + 0.62 * u * r, py + 0.62 * v * r);
    context.lineTo(px + 1.45 * u * r, py + 1.45 * v * r);
  }
  context.stroke();
  context.font = `600 ${12 * scale}px ${theme.font}`;
  const width = context.measureText(label).width + 10 * scale;
  const toLeft = px + r + width + 10 > plot.box.left + plot.box.width;
  const lx = toLeft ? px - r * 1.6 - width : px + r * 1.6;
  const above = py - r - 18 * scale > plot.box.top;
  const ly = above ? py - r - 16 * scale : py + r;
  context.fillStyle = theme.background;
  context.globalAlpha = 0.85 * opacity;
  context.beginPath();
  context.roundRect(lx, ly, width, 17 * scale, 4 * scale);
  context.fill();
  context.globalAlpha = opacity;
  context.fillStyle = theme.text;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(label, lx + 5 * scale, ly + 9 * scale);
  context.restore();
}
