// A choice of one of several pictures: a row of buttons, of which the arrow keys choose too.

import { element } from "../ink/element.js";

/** @type {Record<string, 1 | -1>} */
const WAYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/**
 * @param {string} label what is chosen
 * @param {(key: string) => void} onChoose
 */
export function createTabs(label, onChoose) {
  const tabs = element("div", { class: "tabs", role: "radiogroup", "aria-label": label });
  /** @type {{key: string, label: string, short?: string}[]} */
  let shown = [];
  let chosen = "";

  function build() {
    const buttons = shown.map(({ key, label: title, short = key }) =>
      element("button", {
        type: "button",
        role: "radio",
        class: "tab",
        "aria-checked": String(key === chosen),
        tabindex: key === chosen ? "0" : "-1",
        "data-key": key,
        text: short,
        title,
        on: { click: () => onChoose(key) },
      }),
    );
    tabs.replaceChildren(...buttons);
  }

  tabs.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const at = shown.findIndex(({ key }) => key === chosen);
    onChoose(shown[(at + way + shown.length) % shown.length].key);
    /** @type {HTMLElement | null} */ (tabs.querySelector('[aria-checked="true"]'))?.focus();
  });

  return {
    element: tabs,
    /**
     * @param {{key: string, label: string, short?: string}[]} pictures
     * @param {string} key of the one that is shown
     */
    update(pictures, key) {
      const isSame = shown.length === pictures.length && key === chosen;
      [shown, chosen] = [pictures, key];
      if (!isSame) build();
    },
  };
}
