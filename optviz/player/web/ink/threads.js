// The paths on a relief, on a canvas that from step to step grows by what is new: halos under all lines, hidden parts faint. While
// something is held every frame has paths of its own, which are painted where they are seen.

import { areClose, cornersOf, withoutRepeats } from "../measure/corners.js";
import { createVertices, drape, HIDDEN, JUMP, locate, project, SEEN } from "../measure/drape.js";
import { drawHead } from "./glyphs.js";
import { createLayer } from "./layer.js";
import { wipe } from "./wipe.js";

/**
 * @import { Camera } from "../measure/camera.js"
 * @import { Ground, Thread } from "../measure/drape.js"
 * @import { Pair } from "../measure/geometry.d.ts"
 * @import { Lane } from "../measure/scene.js"
 * @import { Relief } from "./relief.js"
 * @import { Theme } from "./theme.js"
 */

/** @typedef {Thread & {next: number, shown: boolean, strength: number}} Painted `next`: the first vertex that is not painted */

const TO_COME = 0.8; // opacity of a path behind the cursor, where all of it is seen
const STROKE = 200; // lines in one stroke

let corners = new Int32Array(); // of the line that is drawn

/**
 * @param {CanvasRenderingContext2D} paths of the page, over the relief
 * @param {Camera} camera
 * @param {Relief} relief
 */
export function createThreads(paths, camera, relief) {
  const [halos, lines] = [0, 1].map(() => createLayer().context);
  /** @type {Painted[]} */
  let lanes = [];
  /** @type {Ground} */
  let surface;
  /** @type {Theme} */
  let theme;
  let [thickness, isHeld] = [1, false];
  let [ratio, width, height] = [1, 0, 0];
  // up to which the trails are painted; whether they have to be painted anew; whether they were painted while something was held
  let [time, isStale, wasHeld] = [0, true, false];

  /** What the trails have gained since they were painted last. */
  function gain() {
    const gained = lanes.filter(({ shown }) => shown).map((lane) => ({ lane, from: lane.next, ...widthsOf(lane) }));
    for (const { lane } of gained) while (lane.next < lane.count && lane.vertices.times[lane.next] <= time) lane.next++;
    return gained;
  }

  /**
   * @param {ReturnType<typeof gain>} gained
   * @param {CanvasRenderingContext2D} under
   * @param {CanvasRenderingContext2D} over
   */
  function lengthen(gained, under, over) {
    /** @type {(context: CanvasRenderingContext2D, one: typeof gained[number], kind: number, color: string, wide: number, alpha: number) => void} */
    const stroke = (context, { lane, from }, kind, color, wide, alpha) => {
      context.strokeStyle = color;
      context.lineWidth = wide * thickness;
      context.globalAlpha = alpha;
      trace(context, lane, Math.max(from, 1), lane.next, kind);
    };
    for (const one of gained) if (one.lane.strength) stroke(under, one, SEEN, theme.background, one.wide + 2.4, 0.75);
    for (const one of gained) {
      const { lane, wide, faded } = one;
      stroke(over, one, SEEN, lane.color, wide, faded);
      stroke(over, one, HIDDEN, lane.color, 0.7 * wide, 0.35 * faded);
    }
  }

  const widthsOf = (/** @type {Painted} */ { strength }) => ({ wide: strength === 2 ? 3.2 : 2, faded: strength === 0 ? 0.3 : 1 });

  function paintTrails() {
    if (isStale || isHeld) for (const lane of lanes) lane.next = 0;
    const gained = gain();
    wipe(paths, ratio, width, height);
    if (isHeld) {
      for (const { lane } of gained) paintRest(lane);
      return lengthen(gained, paths, paths);
    }
    if (isStale) for (const context of [halos, lines]) wipe(context, ratio, width, height);
    lengthen(gained, halos, lines);
    paths.setTransform(1, 0, 0, 1, 0, 0);
    paths.drawImage(halos.canvas, 0, 0);
    paths.drawImage(lines.canvas, 0, 0);
    paths.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  function paintHeads() {
    for (const lane of lanes) if (lane.strength < 2) paintHead(lane);
    for (const lane of lanes) if (lane.strength === 2) paintHead(lane);
  }

  /**
   * Paint, thinly, where a lane goes on to.
   * @param {Painted} lane
   */
  function paintRest(lane) {
    paths.strokeStyle = lane.color;
    paths.lineWidth = 1.2 * thickness;
    paths.globalAlpha = TO_COME;
    trace(paths, lane, Math.max(lane.next, 1), lane.count, SEEN);
  }

  /** @param {Painted} lane */
  function paintHead(lane) {
    lane.headX = NaN;
    if (!lane.shown || !locate(lane, surface, camera, relief, time)) return;
    const faded = lane.strength === 0 ? 0.45 : 1;
    paths.globalAlpha = (lane.headKind === HIDDEN ? 0.35 : 1) * faded;
    const last = lane.next - 1;
    if (last >= 0 && (last + 1 === lane.count || lane.vertices.kinds[last + 1] !== JUMP)) {
      paths.strokeStyle = lane.color;
      paths.lineWidth = (lane.strength === 2 ? 3.2 : 2) * thickness;
      paths.beginPath();
      paths.moveTo(lane.vertices.screenX[last], lane.vertices.screenY[last]);
      paths.lineTo(lane.headX, lane.headY);
      paths.stroke();
    }
    paths.globalAlpha = (lane.headKind === HIDDEN ? 0.65 : 1) * faded;
    drawHead(paths, lane.marker, lane.headX, lane.headY, (lane.strength === 2 ? 6 : 4.6) * thickness, lane.color, theme.background);
  }

  return {
    /** @param {Pick<Lane, "key" | "color" | "marker" | "xs" | "ys" | "last">[]} next */
    setLanes(next) {
      lanes = next.map(({ key, color, marker, xs, ys, last }, row) => {
        const vertices = lanes[row]?.vertices ?? createVertices(); // those of a path that is gone are written anew
        const head = { headX: NaN, headY: NaN, headKind: SEEN };
        return { key, color, marker, xs, ys, last, vertices, count: 0, ...head, next: 0, shown: false, strength: 1 };
      });
    },
    /**
     * @param {number} newWidth
     * @param {number} newHeight
     * @param {number} newRatio
     */
    resize(newWidth, newHeight, newRatio) {
      [width, height, ratio] = [newWidth, newHeight, newRatio];
      for (const { canvas } of [paths, halos, lines]) {
        canvas.width = Math.max(1, Math.round(width * ratio));
        canvas.height = Math.max(1, Math.round(height * ratio));
      }
    },
    /**
     * Lay the paths on another ground.
     * @param {Ground} ground
     */
    drape(ground) {
      surface = ground;
      for (const lane of lanes) drape(lane, surface);
    },
    /** The camera stands elsewhere. */
    project() {
      for (const lane of lanes) project(lane, surface, camera, relief);
      isStale = true;
    },
    /**
     * @param {{time: number, visible: Set<string>, highlighted: string | null}} wish
     * @param {{theme: Theme, thickness: number, isHeld: boolean}} look
     */
    paint(wish, look) {
      ({ theme, thickness, isHeld } = look);
      for (const lane of lanes) {
        const shown = wish.visible.has(lane.key);
        const strength = wish.highlighted === null ? 1 : wish.highlighted === lane.key ? 2 : 0;
        if (shown !== lane.shown || strength !== lane.strength) isStale = true;
        lane.shown = shown;
        lane.strength = strength;
      }
      if (wish.time < time || isHeld !== wasHeld) isStale = true;
      if (wish.time === time && !isStale) return;
      [time, wasHeld] = [wish.time, isHeld];
      paintTrails();
      paintHeads();
      isStale = false;
    },
    /**
     * Where the heads were painted, by lane.
     * @returns {Record<string, Pair>}
     */
    heads: () =>
      Object.fromEntries(lanes.filter(({ headX }) => !Number.isNaN(headX)).map(({ key, headX, headY }) => [key, [headX, headY]])),
  };
}

/**
 * Strokes the lines of one kind that lead to the vertices `from` to `end`, so many at a time: one stroke of thousands is slow.
 * @param {CanvasRenderingContext2D} context
 * @param {Thread} lane
 * @param {number} from
 * @param {number} end
 * @param {number} kind
 */
function trace(context, lane, from, end, kind) {
  const { screenX, screenY, kinds } = lane.vertices;
  if (corners.length < lane.count) corners = new Int32Array(lane.count);
  let [drawn, before] = [0, -1]; // `before`: where the last line began
  context.beginPath();
  for (let index = from; index < end; index++) {
    if (kinds[index] !== kind) continue;
    const first = index - 1;
    while (index + 1 < end && kinds[index + 1] === kind) index++;
    const isRepeated =
      before >= 0 && index - first === 1 && areClose(screenX, screenY, first, before) && areClose(screenX, screenY, index, before + 1);
    if (isRepeated) continue;
    before = first;
    const all = cornersOf(screenX, screenY, first, index, corners);
    const turns = withoutRepeats(screenX, screenY, corners, all, 0, corners);
    context.moveTo(screenX[first], screenY[first]);
    for (let turn = 1; turn < turns; turn++) {
      const [x, y] = [screenX[corners[turn]], screenY[corners[turn]]];
      context.lineTo(x, y);
      if (++drawn % STROKE) continue;
      context.stroke();
      context.beginPath();
      context.moveTo(x, y);
    }
  }
  context.stroke();
}
