// What every panel can do, and what it does where that means nothing for it.

/**
 * @import { Theme } from "../ink/theme.js"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Heights } from "../measure/surface.js"
 */

/**
 * What is shown, and how.
 * @typedef {object} Choices
 * @property {Scene} scene
 * @property {Theme} theme
 * @property {Heights} heights the scale that turns f into a height from 0 to 1
 * @property {Lane[]} lanes the runs that are shown
 * @property {Lane[]} before paths of before, to compare with; none of them runs
 * @property {boolean} isHeld whether the start or a slider is being moved: then all of a path is seen
 * @property {boolean} isPinned whether the paths of before stay
 * @property {number} scale of type and strokes: above 1 in the presenter view
 * @property {boolean} isPresenting
 * @property {string} curve the key of the curve that is looked at
 * @property {boolean} arrows whether the map has arrows along −∇f
 */

/**
 * A moment of the race.
 * @typedef {object} Frame
 * @property {number} time in steps, and between them while the race plays
 * @property {number} step the last whole one
 * @property {number} now milliseconds of the browser's clock
 * @property {boolean} isMoving
 * @property {string | null} highlighted the key of the run that is looked at
 */

/**
 * A part of the player, or of the atlas, that shows something.
 * @template [Shown=Choices]
 * @template [Moment=Frame]
 * @typedef {object} Panel
 * @property {(choices: Shown) => void} update take everything anew: another scene, theme, scale of type or choice of what is looked at
 * @property {(lanes: Lane[]) => void} setLanes take other runs of the same scene
 * @property {() => void} resize the element may have another size
 * @property {(frame: Moment) => void} draw
 * @property {(words: string) => string | null} describe tell a screen reader what is shown, `words` say how the race stands; what it was told
 * @property {() => object | null} painted what was painted, for tests
 * @property {() => void} dispose end listeners, observers and timers
 */

/** @type {Panel<any, any>} */
const IDLE = {
  update() {},
  setLanes() {},
  resize() {},
  draw() {},
  describe: () => null,
  painted: () => null,
  dispose() {},
};

/**
 * A panel by the members that mean something for it.
 * @template [Shown=Choices]
 * @template [Moment=Frame]
 * @param {Partial<Panel<Shown, Moment>>} own
 * @returns {Panel<Shown, Moment>}
 */
export function panelOf(own) {
  return { ...IDLE, ...own };
}

/**
 * Panels that are told the same, as one; each paints and describes itself.
 * @param {Panel[]} panels
 * @returns {Panel}
 */
export function together(panels) {
  return panelOf({
    update: (choices) => panels.forEach((panel) => panel.update(choices)),
    setLanes: (lanes) => panels.forEach((panel) => panel.setLanes(lanes)),
    resize: () => panels.forEach((panel) => panel.resize()),
    draw: (frame) => panels.forEach((panel) => panel.draw(frame)),
    describe: (words) => panels.flatMap((panel) => panel.describe(words) ?? []).join(" ") || null,
    dispose: () => panels.forEach((panel) => panel.dispose()),
  });
}
