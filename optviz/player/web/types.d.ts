// What the modules of the player hand to each other.

type Scene = ReturnType<typeof import("./measure/scene.js").readScene>;
type Lane = import("./measure/scene.js").Lane;
type Theme = ReturnType<typeof import("./ink/theme.js").readTheme>;
type Heights = ReturnType<typeof import("./measure/surface.js").createScale>;

/** What is shown, and how. */
export interface Choices {
  scene: Scene;
  theme: Theme;
  /** The scale that turns f into a height from 0 to 1. */
  heights: Heights;
  /** The runs that are shown. */
  lanes: Lane[];
  /** Of type and strokes: above 1 in the presenter view. */
  scale: number;
  isPresenting: boolean;
  /** The key of the curve that is looked at. */
  curve: string;
  /** Whether the map has arrows along −∇f. */
  arrows: boolean;
}

/** A moment of the race. */
export interface Frame {
  /** In steps, and between them while the race plays. */
  time: number;
  /** The last whole step. */
  step: number;
  /** Milliseconds of the browser's clock. */
  now: number;
  isMoving: boolean;
  /** The key of the run that is looked at. */
  highlighted: string | null;
}

/** A part of the player that shows something. */
export interface Panel {
  /** Take everything anew: another scene, theme, scale of type or choice of what is looked at. */
  update(choices: Choices): void;
  /** Take other runs of the same scene. */
  setLanes(lanes: Lane[]): void;
  /** The element may have another size. */
  resize(): void;
  /** Paint a frame; false if there is no room for it. */
  draw(frame: Frame): boolean | void;
  /** Tell a screen reader what is shown; `words` say how the race stands. What it was told, or null if there is nothing to tell. */
  describe(words: string): string | null;
  /** What was painted, for tests. */
  painted(): object | null;
  /** End listeners, observers and timers. */
  dispose(): void;
}
