// A step told in sentences: what is asked, one sentence for each line of the rule, and where it led.

import { element } from "../ink/element.js";
import { columnAt } from "../measure/scene.js";
import { slotsIn } from "../measure/slots.js";

const EVERYTHING = ["gradient", "momentum", "gradient_part", "scale", "box", "step"];
const QUIET = 250; // milliseconds at rest before a sentence is read aloud

/**
 * @param {HTMLElement} host
 * @param {ReturnType<import("../hear/cursor.js").createCursor>} cursor
 * @param {() => void} onChange
 */
export function createNarration(host, cursor, onChange) {
  const toggle = element(
    "button",
    {
      type: "button",
      class: "worded switch",
      title: "Tell the step in sentences, one at each press of → (n)",
      "aria-pressed": "false",
      on: { click: () => switchOver() },
    },
    element("span", { text: "Narrate" }),
  );
  const arrow = (text, label, click) => element("button", { type: "button", class: "worded", text, "aria-label": label, on: { click } });
  const count = element("span", { class: "count", "aria-hidden": "true" });
  const back = arrow("←", "Sentence before", () => backward());
  const next = arrow("→", "Next sentence", () => forward());
  const told = element("div", { class: "told-step" });
  const announced = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  host.append(element("div", { class: "bar" }, toggle, back, next, count), told, announced);

  let [scene, isOn, substep, step, tales, timer, said, shown] = [null, false, 0, -1, [], 0, "", []];

  const last = () => Math.max(...scene.specimens.map(({ lines }) => lines.length)) + 1;
  /** What a lane tells at a sub-step: its opening, a line, or its closing. A lane with fewer lines stays at its last one. */
  const partOf = ({ opening, lines, closing }, at) => (at === 0 ? opening : at >= last() ? closing : lines[Math.min(at, lines.length) - 1]);

  function switchOver() {
    isOn = !isOn;
    toggle.setAttribute("aria-pressed", String(isOn));
    [substep, step] = [0, cursor.step];
    if (isOn) cursor.pause();
    onChange();
  }

  /** One sentence on; false while nothing is told, so that the cursor moves instead. */
  function forward() {
    if (!isOn || cursor.playing) return false;
    const columns = Math.max(...scene.specimens.map((specimen) => specimen.columns));
    if (substep < last()) substep++;
    else if (cursor.step < Math.min(columns - 1, scene.steps)) {
      [substep, step] = [0, cursor.step + 1];
      cursor.seek(step);
    }
    onChange();
    return true;
  }

  function backward() {
    if (!isOn || cursor.playing) return false;
    if (substep > 0) substep--;
    else if (cursor.step > 0) {
      [substep, step] = [last(), cursor.step - 1];
      cursor.seek(step);
    }
    onChange();
    return true;
  }

  function build(theme) {
    tales = scene.specimens.map((specimen) => {
      const parts = Array.from({ length: last() + 1 }, (_, at) => {
        const sentence = element("p", { class: "sentence" });
        sentence.innerHTML = partOf(specimen, at).sentence; // Python's words, with all that is foreign to them escaped
        return { sentence, slots: slotsIn(sentence, specimen) };
      });
      // All sentences lie on each other, so that the longest makes room for every other.
      const place = element("div", { class: "tale" }, ...parts.map(({ sentence }) => sentence));
      place.style.borderColor = theme.ink(specimen.lane.color);
      return { specimen, parts, place };
    });
    told.replaceChildren(...tales.map(({ place }) => place));
  }

  function announce() {
    clearTimeout(timer);
    if (!isOn || cursor.playing) return;
    timer = setTimeout(() => {
      const whose = ({ title }) => (tales.length > 1 ? `${title}: ` : "");
      const text = tales.map(({ specimen, parts }) => whose(specimen) + parts[substep].sentence.textContent).join(" ");
      if (text !== said) announced.textContent = said = text;
    }, QUIET);
  }

  return {
    toggle: switchOver,
    forward,
    backward,
    /** Take another scene or theme. */
    update({ scene: other, theme }) {
      const next = [other.revision, theme];
      if (next.every((part, i) => part === shown[i])) return;
      [scene, shown] = [other, next];
      substep = Math.min(substep, last());
      build(theme);
    },
    draw() {
      if (cursor.playing) substep = last();
      else if (cursor.step !== step) substep = 0;
      step = cursor.step;
      told.hidden = back.hidden = next.hidden = count.hidden = !isOn;
      if (!isOn) return;
      for (const { specimen, parts } of tales) {
        parts.forEach(({ sentence }, at) => sentence.classList.toggle("told", at === substep));
        parts[substep].slots.fill(columnAt(specimen, step));
      }
      const words = `${substep + 1} of ${last() + 1}`;
      if (count.textContent !== words) count.textContent = words;
      announce();
    },
    /** The line of a lane's rule that is being told; null if none is. */
    line(row) {
      if (!isOn || cursor.playing) return null;
      return substep === 0 || substep === last() ? -1 : Math.min(substep, scene.specimens[row].lines.length) - 1;
    },
    /** What has been told of a lane's step so far, as the names of arrows. */
    shows(row) {
      const specimen = scene.specimens[row];
      if (!isOn || cursor.playing) return new Set(EVERYTHING);
      return new Set(Array.from({ length: substep + 1 }, (_, at) => partOf(specimen, at).shows).flat());
    },
    get isOn() {
      return isOn;
    },
    get substep() {
      return substep;
    },
    dispose: () => clearTimeout(timer),
  };
}
