// A mark on the page's slider of η: from which one on the method diverges, on a quadratic with the curvature where the cursor stands.

import { format } from "../measure/numbers.js";
import { columnAt } from "../measure/scene.js";
import { panelOf } from "./panel.js";

/**
 * @import { Gauge } from "../header.d.ts"
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

/** @param {(value: {lane: number, value: number}) => void} onChoose */
export function createGauge(onChoose) {
  /** @type {Specimen[]} */
  let specimens = [];
  /** @type {Gauge | null} */
  let gauge = null;
  let [color, name, value] = ["", "", NaN];
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
  mark.addEventListener("click", () => gauge && onChoose({ lane: gauge.lane, value }));
  // The page may build its slider anew at any time.
  const stop = new AbortController();
  window.addEventListener("optviz:sliders", () => !mark.isConnected && place(), { signal: stop.signal });

  function measure() {
    width = mark.parentElement?.clientWidth ?? 0;
  }

  function place() {
    if (!gauge || !Number.isFinite(value) || !(value > 0)) {
      mark.remove();
      return;
    }
    const slider = window.optviz?.sliders?.[gauge.slider];
    if (!slider) return;
    if (!mark.isConnected) {
      slider.track.append(mark);
      measure();
    }
    const { first, last } = slider.positions();
    const beyond = value > last ? ", beyond this end" : value < first ? ", below this end" : "";
    const told = `η = ${format(value, 3)}${beyond}: with any larger one ${name} diverges on a quadratic with the curvature found here`;
    const share = slider.positions().shareOf(value);
    mark.style.left = `calc(${THUMB / 2}px + ${share.toFixed(4)} * (100% - ${THUMB}px))`;
    mark.style.color = color;
    const isLeft = share > 0.5;
    words.hidden = Math.max(share, 1 - share) * width < NEEDED;
    [words.style.left, words.style.right] = isLeft ? ["", "20px"] : ["20px", ""];
    if (mark.title === told) return;
    mark.title = told;
    mark.setAttribute(
      "aria-label",
      `Set η to ${format(value, 3)}, above which ${name} diverges on a quadratic with this curvature: the edge of stability`,
    );
  }

  return panelOf({
    update({ scene, theme }) {
      [specimens, gauge, color] = [scene.specimens ?? [], scene.gauge ?? null, theme.text];
      if (!gauge) place();
    },
    resize: measure,
    draw({ step }) {
      if (!gauge) return;
      const specimen = specimens[gauge.lane];
      name = specimen.title;
      value = specimen.arrays.stable[columnAt(specimen, step)];
      place();
    },
    dispose() {
      stop.abort();
      mark.remove();
    },
  });
}
