// The legend: one chip for each method, grouped by family. A click takes the method out of the race or into it,
// a double click (or shift and click) leaves it alone on the track and brings the others back.

import { element } from "./element.js";
import { drawSwatch } from "./marks.js";

/**
 * @param {HTMLElement} host
 * @param {{race: (keys: string[]) => void, highlight: (key: string | null) => void, tell: (text: string | null, at?: DOMRect) => void}} on
 */
export function createLegend(host, on) {
  let [entrants, racing, others, chips, shown] = [[], new Set(), null, new Map(), ""];

  const order = (keys) => entrants.map(({ key }) => key).filter((key) => keys.has(key));

  function toggle(key) {
    others = null;
    const next = new Set(racing);
    if (!next.delete(key)) next.add(key);
    on.race(order(next));
  }

  /** Alone, or back to those that raced before. */
  function isolate(key) {
    if (racing.size === 1 && racing.has(key)) {
      const back = others ?? new Set(entrants.map((entrant) => entrant.key));
      others = null;
      on.race(order(back));
    } else {
      others = new Set(racing);
      on.race([key]);
    }
  }

  function chip(entrant, theme) {
    const { key, name, note, sentence } = entrant;
    const swatch = element("canvas", { "aria-hidden": "true" });
    drawSwatch(swatch, entrant, theme.ink(entrant.color), theme.background);
    const made = element(
      "button",
      { type: "button", class: "chip", "data-key": key, "aria-label": `${name}${note ? `, ${note}` : ""}. ${sentence}` },
      swatch,
      element("span", { text: name }),
    );
    if (note) made.append(element("small", { text: note }));
    let last = 0;
    let before = null;
    made.addEventListener("click", (event) => {
      const isSecond = event.timeStamp - last < 350;
      last = event.timeStamp;
      if (event.shiftKey) return isolate(key);
      if (!isSecond) {
        before = [new Set(racing), others];
        return toggle(key);
      }
      // The first click of the two has toggled the chip: isolate from where it stood before.
      [racing, others] = before;
      isolate(key);
    });
    const look = () => {
      on.highlight(racing.has(key) ? key : null);
      on.tell(sentence, made.getBoundingClientRect());
    };
    const leave = () => {
      on.highlight(null);
      on.tell(null);
    };
    made.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && look());
    made.addEventListener("pointerleave", leave);
    made.addEventListener("focus", () => made.matches(":focus-visible") && look());
    made.addEventListener("blur", leave);
    chips.set(key, made);
    return made;
  }

  return {
    update(nextEntrants, theme) {
      const looks = JSON.stringify([nextEntrants.map((entrant) => ({ ...entrant, racing: null })), theme]);
      if (looks === shown) return;
      shown = looks;
      entrants = nextEntrants;
      const focused = host.querySelector(":focus")?.dataset.key;
      chips = new Map();
      const families = new Map();
      for (const entrant of entrants) {
        if (!families.has(entrant.family)) families.set(entrant.family, []);
        families.get(entrant.family).push(chip(entrant, theme));
      }
      host.replaceChildren(
        ...[...families].map(([family, members]) =>
          element(
            "div",
            { class: "family", role: "group", "aria-label": family },
            element("span", { class: "label", text: family }),
            ...members,
          ),
        ),
      );
      if (focused) chips.get(focused)?.focus();
      this.setRacing(racing);
    },
    setRacing(keys) {
      racing = new Set(keys);
      for (const [key, made] of chips) made.setAttribute("aria-pressed", String(racing.has(key)));
    },
    setHighlighted(key) {
      for (const [own, made] of chips) made.classList.toggle("looked", own === key);
    },
  };
}
