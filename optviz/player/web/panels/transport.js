// The bar under the pictures: play, step, scrub, speed, loop, and the switches that concern the view alone.

import { listenToRange } from "../hear/range.js";
import { element, icon, mark, reword } from "../ink/element.js";
import { createNews } from "../measure/news.js";
import { panelOf } from "./panel.js";
import { createSlider } from "./slider.js";

/**
 * @import { Cursor } from "../hear/cursor.js"
 * @import { Properties } from "../ink/element.js"
 * @import { Scene } from "../measure/scene.js"
 */

const WRITE = 50; // milliseconds between two writings of the step while the race plays
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10];

/**
 * @param {Parameters<typeof icon>[0]} name
 * @param {string} label
 * @param {() => void} click
 * @param {Properties} [extra]
 */
function button(name, label, click, extra = {}) {
  return element("button", { type: "button", class: "icon", "aria-label": label, title: label, on: { click }, ...extra }, icon(name));
}

/**
 * @param {HTMLElement} host
 * @param {Cursor} cursor
 * @param {{back: () => void, forward: () => void, copyLink: () => Promise<boolean>, present: () => void, fullScreen: (() => void) | null,
 *   speed: () => void, steps: (count: number) => void}} on
 */
export function createTransport(host, cursor, on) {
  const play = button("play", "Play (space)", () => cursor.toggle(), { class: "icon play" });
  const scrub = element("input", { type: "range", min: "0", max: "1", step: "1", value: "0", "aria-label": "Step", class: "range scrub" });
  listenToRange(scrub, () => cursor.step, cursor.seek);
  const step = element("b", { text: "0" });
  const steps = element("span", { text: "0" });
  const word = element("span", { class: "word" });
  const counter = element(
    "span",
    { class: "counter", "aria-hidden": "true" },
    word,
    step,
    element("span", { class: "of", text: " / " }),
    steps,
  );
  const room = element("div", { class: "length" });
  /** @type {ReturnType<typeof createSlider> | null} */
  let length = null;
  let most = 0; // steps that can be chosen: whoever moves the slider is not to move it away
  const speed = element("select", { "aria-label": "Speed", title: "Speed: 1× is 30 steps a second" });
  speed.addEventListener("change", () => {
    cursor.setSpeed(Number(speed.value));
    on.speed();
  });
  const loop = button("loop", "Repeat: start again at the end", () => cursor.setLoops(!cursor.loops), { class: "icon switch" });
  const copied = element("span", { class: "copied", text: "Copy link" });
  const link = element(
    "button",
    { type: "button", class: "worded", title: "Copy a link to this experiment and view" },
    icon("link"),
    copied,
  );
  const present = button("screen", "Presenter view: large type and strokes", on.present, { class: "icon switch", "aria-pressed": "false" });
  const full = on.fullScreen ? [button("full", "Full screen (f)", on.fullScreen)] : [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  link.addEventListener("click", async () => {
    copied.textContent = (await on.copyLink()) ? "Copied" : "Copy the address bar";
    clearTimeout(timer);
    timer = setTimeout(() => (copied.textContent = "Copy link"), 1800);
  });
  const announced = element("span", { class: "unseen", role: "status" });
  link.addEventListener("click", () => setTimeout(() => (announced.textContent = copied.textContent), 50));

  host.setAttribute("role", "group");
  host.setAttribute("aria-label", "Transport");
  host.append(
    element(
      "div",
      { class: "buttons" },
      button("first", "First step (Home)", () => cursor.seek(0)),
      button("back", "One step back (←)", on.back),
      play,
      button("forward", "One step forward (→)", on.forward),
      button("last", "Last step (End)", () => cursor.seek(cursor.steps)),
    ),
    counter,
    room,
    scrub,
    element("div", { class: "buttons right" }, speed, loop, link, present, ...full, announced),
  );

  /**
   * How many steps all runs take, where that can be chosen.
   * @param {Pick<Scene, "key" | "length">} scene
   */
  function offer({ key, length: chosen }) {
    most = Math.max(0, ...(chosen?.choices ?? []));
    if (!chosen) return;
    const { slider, value, choices } = chosen;
    const about = { unset: "", fine: false, back: "", due: false, idle: false };
    length ??= createSlider(room);
    length.receive(
      { page: key, key: slider, label: "Number of steps", tip: "How many steps all runs take", value, choices, ...about },
      (_, count) => on.steps(count),
    );
  }

  const [isNew, isOther] = [createNews(), createNews()];
  let [drawnStep, written, each] = [-1, 0, 1];
  /** @type {boolean | null} */
  let drawnPlaying = null;

  /** Speed, loop and number of steps. */
  function set() {
    if (!isNew(cursor.speed, cursor.loops, cursor.steps, each)) return;
    scrub.max = String(cursor.steps);
    steps.textContent = String(cursor.steps * each);
    for (const count of [step, steps]) count.style.minWidth = `${String(Math.max(cursor.steps, most) * each).length}ch`;
    const speeds = SPEEDS.includes(cursor.speed) ? SPEEDS : [...SPEEDS, cursor.speed].sort((a, b) => a - b);
    if (speed.options.length !== speeds.length)
      speed.replaceChildren(...speeds.map((value) => element("option", { value: String(value), text: `${value}×` })));
    speed.value = String(cursor.speed);
    loop.setAttribute("aria-pressed", String(cursor.loops));
    drawnStep = -1;
  }

  return panelOf({
    update({ scene, isPresenting }) {
      each = scene.each;
      if (isOther(scene.revision)) offer(scene);
      reword(word, `${scene.unit} `);
      mark(present, "aria-pressed", String(isPresenting));
    },
    draw({ now, isMoving }) {
      set();
      if (cursor.step !== drawnStep && !(isMoving && now - written < WRITE)) {
        [drawnStep, written] = [cursor.step, now];
        step.textContent = String(drawnStep * each);
        scrub.value = String(drawnStep);
        scrub.style.setProperty("--done", `${(100 * drawnStep) / Math.max(1, cursor.steps)}%`);
      }
      if (cursor.playing !== drawnPlaying) {
        drawnPlaying = cursor.playing;
        const label = drawnPlaying ? "Pause (space)" : "Play (space)";
        play.replaceChildren(icon(drawnPlaying ? "pause" : "play"));
        play.setAttribute("aria-label", label);
        play.title = label;
      }
    },
    dispose() {
      clearTimeout(timer);
      length?.dispose();
    },
  });
}
