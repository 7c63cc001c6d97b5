// A step told in sentences, with their numbers; at rest they are read aloud.

import { element } from "../ink/element.js";
import { createNews } from "../measure/news.js";
import { columnAt } from "../measure/scene.js";
import { slotsIn } from "../measure/slots.js";
import { panelOf } from "./panel.js";

/**
 * @import { Theme } from "../ink/theme.js"
 * @import { Specimen } from "../measure/scene.js"
 */

const QUIET = 250; // milliseconds at rest before a sentence is read aloud

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("../hear/telling.js").createTelling>} telling
 */
export function createNarration(host, telling) {
  const toggle = element(
    "button",
    {
      type: "button",
      class: "worded switch",
      title: "Tell the step in sentences, one for each press of → (n)",
      "aria-pressed": "false",
      on: { click: telling.toggle },
    },
    element("span", { text: "Narrate" }),
  );
  /** @type {(text: string, label: string, click: () => void) => HTMLElement} */
  const arrow = (text, label, click) => element("button", { type: "button", class: "worded", text, "aria-label": label, on: { click } });
  const count = element("span", { class: "count", "aria-hidden": "true" });
  const back = arrow("←", "Previous sentence", telling.backward);
  const next = arrow("→", "Next sentence", telling.forward);
  const told = element("div", { class: "told-step" });
  const announced = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  host.append(element("div", { class: "bar" }, toggle, back, next, count), told, announced);

  const isNew = createNews();
  /** @type {ReturnType<typeof taleOf>[]} */
  let tales = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let said = "";

  /**
   * @param {Specimen} specimen
   * @param {Theme} theme
   */
  function taleOf(specimen, theme) {
    const parts = Array.from({ length: telling.last + 1 }, (_, at) => {
      const sentence = element("p", { class: "sentence" });
      sentence.innerHTML = telling.partOf(specimen, at).sentence; // Python's words, with all that is foreign to them escaped
      return { sentence, slots: slotsIn(sentence) };
    });
    // All sentences lie on each other, so that the longest makes room for every other.
    const place = element("div", { class: "tale" }, ...parts.map(({ sentence }) => sentence));
    place.style.borderColor = theme.ink(specimen.lane.color);
    return { specimen, parts, place };
  }

  function announce() {
    clearTimeout(timer);
    if (!telling.isAtRest()) return;
    timer = setTimeout(() => {
      const whose = (/** @type {Specimen} */ { title }) => (tales.length > 1 ? `${title}: ` : "");
      const text = tales.map(({ specimen, parts }) => whose(specimen) + parts[telling.substep].sentence.textContent).join(" ");
      if (text === said) return;
      said = text;
      announced.textContent = text;
    }, QUIET);
  }

  return panelOf({
    update({ scene, theme }) {
      const specimens = scene.specimens ?? [];
      if (!isNew(scene.revision, theme)) {
        tales = tales.map((tale, row) => ({ ...tale, specimen: specimens[row] }));
        return;
      }
      telling.take(scene);
      tales = specimens.map((specimen) => taleOf(specimen, theme));
      told.replaceChildren(...tales.map(({ place }) => place));
    },
    draw() {
      const { isOn, substep, step, last } = telling;
      toggle.setAttribute("aria-pressed", String(isOn));
      told.hidden = back.hidden = next.hidden = count.hidden = !isOn;
      if (!isOn) return;
      for (const { specimen, parts } of tales) {
        parts.forEach(({ sentence }, at) => sentence.classList.toggle("told", at === substep));
        parts[substep].slots.fill(specimen, columnAt(specimen, step));
      }
      const words = `${substep + 1} of ${last + 1}`;
      if (count.textContent !== words) count.textContent = words;
      announce();
    },
    painted: () => ({ narrating: telling.isOn, substep: telling.substep }),
    dispose: () => clearTimeout(timer),
  });
}
