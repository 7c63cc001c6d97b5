// Where early stopping ends a run: a ring around its best step, and a square where patience ran out.

/** The two marks of a run as [shape, step], as far as they are reached. */
export function stopsOf({ stop, last }, step) {
  if (!stop) return [];
  const marks = [
    ["ring", stop.best],
    ["square", stop.stopped],
  ];
  return marks.filter(([, at]) => at !== null && at <= Math.min(step, last));
}

export function drawStop(context, shape, x, y, color, rim, scale) {
  const r = 6.5 * scale;
  context.save();
  context.setLineDash([]);
  for (const [style, width] of [
    [rim, 5],
    [color, 2.2],
  ]) {
    context.beginPath();
    if (shape === "ring") context.arc(x, y, r, 0, 7);
    else context.rect(x - r, y - r, 2 * r, 2 * r);
    context.strokeStyle = style;
    context.lineWidth = width * scale;
    context.stroke();
  }
  context.restore();
}
