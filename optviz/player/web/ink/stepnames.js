// The names of a step's arrows: beside them where they cover nothing, else around them and led there by a line.

/**
 * @import { Pair, Plot } from "../measure/geometry.d.ts"
 * @import { DrawnArrow, Ends, Look, Place, Taken } from "./steparrow.js"
 */

const AROUND = [26, 38, 52, 68]; // pixels from an arrow to where its name stands if there is no room beside it
const MARK = 9; // pixels around a head on which no name stands
const NEAR = 22; // pixels: a name that stands farther away is led to its arrow by a line

/**
 * The names of the arrows that were drawn in this frame, over all of them; returns where they stand.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Look} look
 */
export function drawLabels(context, plot, look) {
  /** @type {Taken[]} */
  const taken = [];
  for (const arrow of look.arrows) if (arrow.label) drawLabel(context, arrow, plot, look, taken);
  return taken;
}

/**
 * Beside the arrow where it covers no other label, and if possible no arrow; else around it, at the end of a line.
 * @param {CanvasRenderingContext2D} context
 * @param {DrawnArrow} arrow
 * @param {Plot} plot
 * @param {Look} look
 * @param {Taken[]} taken
 */
function drawLabel(context, { name, label, ends: [[x0, y0], [x1, y1]], color }, plot, { theme, scale, arrows, heads }, taken) {
  const { left, top, width, height } = plot.box;
  /** @type {Pair} */
  const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
  if (x1 < left || x1 > left + width || y1 < top || y1 > top + height) return;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  context.font = `600 ${12 * scale}px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const [w, h] = [context.measureText(label).width, 15 * scale];
  const beside = (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: Math.max(left + 3, Math.min(left + width - w - 3, x - w / 2)),
    y: Math.max(top + 9, Math.min(top + height - 9, y)),
    w,
  });
  const away = (/** @type {number} */ distance) => distance + (Math.abs(u) * w) / 2;
  const further = v > 0 ? 1 : -1;
  const places = [
    beside(x1 + u * away(7), y1 + v * 13 * scale),
    ...[1, -1].map((side) => beside(middle[0] - side * v * away(8), middle[1] + side * u * 14 * scale)),
    ...[1, -1].flatMap((side) => [
      beside(x1 + side * (w / 2 + 10 * scale), y1),
      beside(x1 + side * (w / 2 + 4 * scale), y1 + further * 15 * scale),
    ]),
    ...[1, -1].map((side) => beside(x1, y1 + side * further * 24 * scale)),
    ...AROUND.flatMap((far) =>
      Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]).map(([across, down]) =>
        beside(middle[0] + across * (far * scale + w / 2), middle[1] + down * far * scale),
      ),
    ),
  ];
  /** @type {(place: Place, ends: Ends) => boolean} */
  const covers = ({ x, y }, [[fromX, fromY], [toX, toY]]) =>
    Array.from({ length: 25 }, (_, i) => [fromX + (i / 24) * (toX - fromX), fromY + (i / 24) * (toY - fromY)]).some(
      ([px, py]) => px > x - 3 && px < x + w + 3 && Math.abs(py - y) < h / 2,
    );
  /** @type {(place: Place, head: Pair) => boolean} */
  const isOnHead = ({ x, y }, [px, py]) =>
    px > x - MARK * scale && px < x + w + MARK * scale && Math.abs(py - y) < h / 2 + (MARK - 3) * scale;
  const isClear = (/** @type {Place} */ place) =>
    arrows.every(({ ends }) => !covers(place, ends)) && heads.every((head) => !isOnHead(place, head));
  const isApart = (/** @type {Place} */ place, /** @type {Place} */ other) =>
    place.x > other.x + other.w + 2 || other.x > place.x + w + 2 || Math.abs(place.y - other.y) > h;
  const isFree = (/** @type {Place} */ place) => taken.every((other) => isApart(place, other));
  const free = places.filter(isFree);
  const place = free.find(isClear) ?? free[0];
  if (!place) return;
  taken.push({ ...place, h, name });
  // From the nearest point of the name to the nearest of the arrow.
  /** @type {Pair} */
  const nearest = [Math.max(place.x, Math.min(place.x + w, middle[0])), Math.max(place.y - h / 2, Math.min(place.y + h / 2, middle[1]))];
  const share = Math.max(0, Math.min(1, ((nearest[0] - x0) * u + (nearest[1] - y0) * v) / length));
  /** @type {Pair} */
  const foot = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  context.lineJoin = "round";
  if (Math.hypot(nearest[0] - foot[0], nearest[1] - foot[1]) > NEAR * scale) {
    context.setLineDash([]);
    /** @type {[thickness: number, stroke: string][]} */
    const passes = [
      [3.4 * scale, theme.halo],
      [1.1 * scale, color],
    ];
    for (const [thickness, stroke] of passes) {
      context.beginPath();
      context.moveTo(...nearest);
      context.lineTo(...foot);
      context.lineWidth = thickness;
      context.strokeStyle = stroke;
      context.stroke();
    }
  }
  context.lineWidth = 4 * scale;
  context.strokeStyle = theme.halo;
  context.strokeText(label, place.x, place.y);
  context.fillStyle = color;
  context.fillText(label, place.x, place.y);
}
