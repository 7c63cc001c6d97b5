// Marks on the page's sliders of η: from which one on a method diverges, on a quadratic with the curvature where the cursor stands.

import { format } from "../measure/numbers.js";
import { columnAt } from "../measure/scene.js";
import { panelOf } from "./panel.js";

/**
 * @import { Gauge } from "../header.d.ts"
 * @import { Theme } from "../ink/theme.js"
 * @import { Specimen } from "../measure/scene.js"
 */

const LOOK = {
  position: "absolute",
  top: "calc(50% + 3px)",
  width: "22px",
  height: "16px",
  padding: "0",
  border: "0",
  background: "none",
  translate: "-50%",
  cursor: "pointer",
  zIndex: "1",
};

const WORDS = {
  position: "absolute",
  top: "0",
  fontSize: "11px",
  lineHeight: "16px",
  whiteSpace: "nowrap",
  opacity: "0.8",
};
const THUMB = 17; // pixels of the slider: its middle never gets to the ends
const NEEDED = 112; // pixels of the slider beside the mark that its words take

/** @typedef {(value: {lane: number, value: number}) => void} Choose */

/** @param {Choose} onChoose */
export function createGauge(onChoose) {
  /** @type {Specimen[]} */
  let specimens = [];
  /** @type {ReturnType<typeof createMark>[]} */
  let marks = [];
  const stop = new AbortController();
  // The page may build its sliders anew at any time.
  window.addEventListener("optviz:sliders", () => marks.forEach((mark) => mark.stay()), { signal: stop.signal });

  return panelOf({
    update({ scene, theme }) {
      const gauges = scene.gauges ?? [];
      if (String(gauges.map(({ slider }) => slider)) !== String(marks.map(({ slider }) => slider))) {
        for (const mark of marks) mark.remove();
        marks = gauges.map((gauge, i) => createMark(gauge, gauges.findIndex(({ slider }) => slider === gauge.slider) === i, onChoose));
      }
      specimens = scene.specimens ?? [];
      gauges.forEach((gauge, i) => marks[i].take(gauge, specimens[gauge.lane], theme));
    },
    resize: () => marks.forEach((mark) => mark.measure()),
    draw: ({ step }) => marks.forEach((mark) => mark.show(step)),
    dispose() {
      stop.abort();
      for (const mark of marks) mark.remove();
    },
  });
}

/**
 * @param {Gauge} first
 * @param {boolean} isNamed whether it says what it is: another mark on its slider does not say so once more
 * @param {Choose} onChoose
 */
function createMark(first, isNamed, onChoose) {
  let gauge = first;
  /** @type {Specimen} */
  let specimen;
  let value = NaN;
  let width = 0; // of the slider, in pixels
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "optviz-gauge";
  Object.assign(mark.style, LOOK);
  mark.innerHTML =
    '<svg viewBox="0 0 22 16" width="22" height="16" aria-hidden="true"><path d="M11 1 17 12H5z" fill="currentColor"/></svg>';
  const words = document.createElement("span");
  words.textContent = "edge of stability";
  words.hidden = true;
  Object.assign(words.style, WORDS);
  mark.append(words);
  mark.addEventListener("click", () => onChoose({ lane: gauge.lane, value }));

  function measure() {
    width = mark.parentElement?.clientWidth ?? 0;
  }

  function place() {
    if (!(value > 0 && Number.isFinite(value))) return mark.remove();
    const slider = window.optviz?.sliders?.[gauge.slider];
    if (!slider) return;
    if (!mark.isConnected) {
      slider.track.append(mark);
      measure();
    }
    const { first, last } = slider.positions();
    const beyond = value > last ? ", beyond this end" : value < first ? ", below this end" : "";
    const name = specimen.title;
    const told = `η = ${format(value, 3)}${beyond}: with any larger one ${name} diverges on a quadratic with the curvature found here`;
    const share = slider.positions().shareOf(value);
    mark.style.left = `calc(${THUMB / 2}px + ${share.toFixed(4)} * (100% - ${THUMB}px))`;
    const isLeft = share > 0.5;
    words.hidden = !isNamed || Math.max(share, 1 - share) * width < NEEDED;
    [words.style.left, words.style.right] = isLeft ? ["", "20px"] : ["20px", ""];
    if (mark.title === told) return;
    mark.title = told;
    mark.setAttribute(
      "aria-label",
      `Set η to ${format(value, 3)}, above which ${name} diverges on a quadratic with this curvature: the edge of stability`,
    );
  }

  return {
    slider: first.slider,
    /** @type {(next: Gauge, its: Specimen, theme: Theme) => void} */
    take(next, its, theme) {
      [gauge, specimen] = [next, its];
      mark.style.color = theme.word(its.lane.color);
    },
    measure,
    /** @param {number} step */
    show(step) {
      value = specimen.arrays.stable[columnAt(specimen, step)];
      place();
    },
    /** It is where its slider is. */
    stay() {
      if (!mark.isConnected) place();
    },
    remove: () => mark.remove(),
  };
}
