// The legend: one chip for each method, grouped by family. A click takes the method out of the race or into it,
// a double click (or shift and click) leaves it alone on the track and brings the others back. The libraries' forms of
// a method stand in one piece with it, by the names of the libraries.

import { element, mark } from "../ink/element.js";
import { drawSwatch } from "../ink/glyphs.js";
import { createNews } from "../measure/news.js";
import { panelOf } from "./panel.js";

/**
 * @import { Entrant } from "../header.d.ts"
 * @import { Theme } from "../ink/theme.js"
 */

const ROWS = 3; // of chips that leave room for everything else on the first screen; where there are more, they are set smaller
const methodOf = (/** @type {Entrant} */ { key }) => key.split(".")[0];

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("../hear/racing.js").createRacing>} racing
 * @param {object} on
 * @param {(key: string | null) => void} on.highlight
 * @param {(text: string | null, at?: DOMRect) => void} on.tell
 * @param {(pixels: number) => void} on.height how high the legend is
 */
export function createLegend(host, racing, on) {
  /** @type {Entrant[]} */
  let entrants = [];
  /** @type {Set<string> | null} */
  let others = null;
  /** @type {Map<string, HTMLElement>} */
  let chips = new Map();
  /** @type {string | null} */
  let looked = null;
  let shown = "";
  const isNew = createNews();

  const order = (/** @type {Set<string>} */ keys) => entrants.map(({ key }) => key).filter((key) => keys.has(key));

  /** @param {string} key */
  function toggle(key) {
    others = null;
    const next = new Set(racing.keys);
    if (!next.delete(key)) next.add(key);
    racing.race(order(next));
  }

  /**
   * Alone, or back to those that raced before.
   * @param {string} key
   * @param {Set<string>} keys
   */
  function isolate(key, keys) {
    if (keys.size === 1 && keys.has(key)) {
      const back = others ?? new Set(entrants.map((entrant) => entrant.key));
      others = null;
      racing.race(order(back));
    } else {
      others = new Set(keys);
      racing.race([key]);
    }
  }

  /**
   * @param {Entrant} entrant
   * @param {Theme} theme
   */
  function chip(entrant, theme) {
    const { key, name, note, sentence } = entrant;
    const isForm = key !== methodOf(entrant);
    const swatch = element("canvas", { "aria-hidden": "true" });
    drawSwatch(swatch, entrant, theme.ink(entrant.color), theme.background);
    const made = element(
      "button",
      { type: "button", class: "chip", "data-key": key, "aria-label": `${name}${note ? `, ${note}` : ""}. ${sentence}` },
      swatch,
      element("span", { text: isForm ? name.split(" · ").at(-1) : name }),
    );
    if (note) made.append(element("small", { text: note }));
    let last = -Infinity;
    /** @type {{keys: Set<string>, others: Set<string> | null} | null} */
    let before = null;
    made.addEventListener("click", (event) => {
      const isSecond = event.detail === 2 || event.timeStamp - last < 350; // what the system takes for a double click is one
      last = event.shiftKey ? -Infinity : event.timeStamp;
      if (event.shiftKey) return isolate(key, racing.keys);
      if (!isSecond) {
        before = { keys: new Set(racing.keys), others };
        return toggle(key);
      }
      // The first click of the two has toggled the chip: isolate from where it stood before.
      others = before?.others ?? null;
      isolate(key, before?.keys ?? racing.keys);
    });
    const look = () => {
      on.highlight(racing.keys.has(key) ? key : null);
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

  /**
   * The chips of a family, those of one method as one piece.
   * @param {Entrant[]} members
   */
  function inPieces(members) {
    const methods = Map.groupBy(members, methodOf);
    return [...methods.values()].map((forms) => {
      const made = forms.map(({ key }) => /** @type {HTMLElement} */ (chips.get(key)));
      return forms.length > 1 ? element("span", { class: "forms" }, ...made) : made[0];
    });
  }

  /** Smaller chips where there are too many rows of them. */
  function fit() {
    host.classList.remove("dense");
    const rows = new Set([...chips.values()].map((made) => made.getBoundingClientRect().top));
    host.classList.toggle("dense", rows.size > ROWS);
    on.height(host.offsetHeight);
  }

  /** @param {Theme} theme */
  function build(theme) {
    host.hidden = entrants.length < 2; // a single run needs no choice
    /** @type {HTMLElement | null} */
    const focus = host.querySelector(":focus");
    const focused = focus?.dataset.key;
    chips = new Map();
    const families = Map.groupBy(entrants, ({ family }) => family);
    for (const entrant of entrants) chip(entrant, theme);
    host.replaceChildren(
      ...[...families].map(([family, members]) =>
        element(
          "div",
          { class: "family", role: "group", "aria-label": family },
          element("span", { class: "label", text: family }),
          ...inPieces(members),
        ),
      ),
    );
    if (focused) chips.get(focused)?.focus();
  }

  /**
   * @param {Entrant[]} next
   * @param {Theme} theme
   */
  function take(next, theme) {
    const looks = JSON.stringify([next.map((entrant) => ({ ...entrant, racing: null })), theme]);
    if (looks === shown) return;
    [shown, entrants] = [looks, next];
    build(theme);
  }

  function press() {
    for (const [key, made] of chips) mark(made, "aria-pressed", String(racing.keys.has(key)));
  }

  return panelOf({
    update({ scene, theme, isHeld }) {
      if (isNew(scene.entrants, theme)) take(scene.entrants, theme);
      press();
      if (!isHeld) fit(); // while something is held nobody comes or goes, and to measure would lay out the page twice in a frame
    },
    setLanes: press,
    resize: fit,
    draw({ highlighted }) {
      if (highlighted === looked) return;
      looked = highlighted;
      for (const [key, made] of chips) made.classList.toggle("looked", key === highlighted);
    },
  });
}
