// One value that is set: its name, what it stands at, and a range.

import { createDelay } from "../hear/delay.js";
import { drop, hold, release } from "../hear/held.js";
import { listenToRange } from "../hear/range.js";
import { element, icon, mark, reword } from "../ink/element.js";
import { formatSet } from "../measure/numbers.js";
import { createPositions } from "../measure/positions.js";

/**
 * @import { Slider } from "../header.d.ts"
 * @import { Mounted } from "../hear/mounted.js"
 * @import { Positions } from "../measure/positions.js"
 */

let made = 0;

const GIVEN_UP = 30_000; // milliseconds after which no answer to a value is expected any more
/** @type {Record<string, 1 | -1>} */
const SIDES = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/**
 * @param {HTMLElement} parent
 * @returns {Mounted<Slider>}
 */
export function createSlider(parent) {
  /** @type {Slider} */
  let told;
  /** @type {Positions} */
  let positions;
  /** @type {(event: string, value: any) => void} */
  let trigger = () => {};
  /** @type {number | null} the value that it was moved to, until Python has answered */
  let moved = null;
  let isMoving = false;
  const giveUp = createDelay(GIVEN_UP, () => {
    moved = null;
    drop(told.page, told.key);
    show();
  });

  const id = `range-${++made}`;
  const label = element("label", { for: id });
  const output = element("output", { for: id });
  const back = element("button", { type: "button", class: "back", on: { click: takeBack } }, icon("loop"));
  const range = element("input", { type: "range", id, class: "range", step: "1", min: "0" });
  const track = element("div", { class: "track" }, range);
  const root = element("div", { class: "player slider" }, label, output, track, back);
  const all = ((window.optviz ??= {}).sliders ??= {});
  parent.append(root);

  const value = () => moved ?? told.value;
  const isUnset = () => told.unset !== "" && moved === null;

  function takeBack() {
    trigger("back", true);
    range.focus(); // the button is gone when Python has answered
  }

  /** @param {number} position */
  function move(position) {
    giveUp.cancel();
    [moved, isMoving] = [positions.valueAt(position), true];
    hold(told.page, told.key, moved);
    show();
  }

  function done() {
    if (!isMoving || moved === null) return;
    isMoving = false;
    release(told.page, told.key);
    if (moved === told.value && told.unset === "") {
      moved = null;
      drop(told.page, told.key);
      return;
    }
    trigger("value", moved);
    giveUp.start();
  }

  listenToRange(range, () => positions.of(value()), move, done);
  range.addEventListener("keydown", (event) => {
    const side = SIDES[event.key];
    if (!side || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return; // with Shift: as finely as it can be
    event.preventDefault();
    move(positions.roundBeside(positions.of(value()), side));
  });

  /** What Python says of it. */
  function dress() {
    reword(label, told.label.replace(/\|(\S+)\|/g, "|\u2060$1\u2060|")); // a line ends in no absolute value
    root.title = told.tip;
    back.hidden = told.back === "";
    back.style.visibility = told.due ? "" : "hidden"; // its room is kept
    back.title = told.back;
    back.setAttribute("aria-label", `${told.label}: ${told.back}`);
    range.max = String(positions.count);
    range.disabled = told.idle;
    output.classList.toggle("fine", told.fine);
  }

  /** What it stands at. */
  function show() {
    const words = isUnset() ? told.unset : formatSet(value());
    reword(output, words);
    root.classList.toggle("unset", isUnset());
    range.value = String(positions.of(value()));
    range.style.setProperty("--done", `${(100 * Number(range.value)) / Math.max(1, positions.count)}%`);
    mark(range, "aria-label", isUnset() ? `${told.label}, ${told.unset}` : told.label);
    mark(range, "aria-valuetext", words);
  }

  return {
    receive(data, setTriggerValue) {
      told = data;
      trigger = setTriggerValue;
      positions = createPositions(told.choices, told.fine);
      if (all[told.key]?.track !== track) {
        all[told.key] = { track, positions: () => positions };
        window.dispatchEvent(new CustomEvent("optviz:sliders"));
      }
      if (!isMoving) moved = null;
      dress();
      show();
    },
    dispose() {
      giveUp.cancel();
      drop(told.page, told.key);
      if (all[told.key]?.track === track) delete all[told.key];
      root.remove();
    },
  };
}
