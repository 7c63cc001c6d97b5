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
const NEEDED = 112; // pixels of the slider beside the mark that its words take

/**
 * Where a value lies among positive choices that stand at equal distances, as a share from 0 to 1.
 * @param {number} value
 * @param {number[]} choices
 */
export function shareOf(value, choices) {
  const end = choices.length - 1;
  if (!(value > choices[0])) return 0;
  if (value >= choices[end]) return 1;
  const above = choices.findIndex((choice) => choice > value);
  const [low, high] = [choices[above - 1], choices[above]];
  const share = low > 0 ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return (above - 1 + share) / end;
}

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
  // The slider takes a press on its track for a choice of its own.
  const keep = (/** @type {Event} */ event) => event.stopPropagation();
  for (const type of ["pointerdown", "mousedown", "touchstart"]) mark.addEventListener(type, keep, { passive: true });
  mark.addEventListener("click", (event) => {
    event.stopPropagation();
    if (gauge) onChoose({ lane: gauge.lane, value });
  });
  // The page may build its slider anew at any time.
  const watch = new MutationObserver(() => !mark.isConnected && place());

  function measure() {
    width = mark.parentElement?.clientWidth ?? 0;
  }

  function place() {
    if (!gauge || !Number.isFinite(value) || !(value > 0)) {
      mark.remove();
      return;
    }
    if (!mark.isConnected) {
      document.querySelector(`${gauge.slider} input[type=range]`)?.closest("[data-orientation]")?.append(mark);
      measure();
    }
    const { choices } = gauge;
    const beyond = value > choices[choices.length - 1] ? ", beyond this end" : value < choices[0] ? ", below this end" : "";
    const told = `η = ${format(value, 3)}${beyond}: with any larger one ${name} diverges on a quadratic with the curvature found here`;
    const share = shareOf(value, choices);
    mark.style.left = `${(100 * share).toFixed(2)}%`;
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
      watch.disconnect();
      if (gauge) watch.observe(document.body, { childList: true, subtree: true });
      else place();
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
      watch.disconnect();
      mark.remove();
    },
  });
}
