// The map's key, under it: the scale of shades and the signs of the landmarks. And its buttons, in its corner.

import { element, icon, mark } from "../ink/element.js";
import { drawLandmark } from "../ink/glyphs.js";
import { createNews } from "../measure/news.js";
import { panelOf } from "./panel.js";
import { createZoomButtons } from "./zoombuttons.js";

/**
 * @import { Landmark } from "../ink/glyphs.js"
 * @import { Theme } from "../ink/theme.js"
 */

/** @type {[kind: Landmark, places: "minimizers" | "local_minima" | "saddles", name: string][]} */
const SIGNS = [
  ["minimizer", "minimizers", "minimizer"],
  ["local minimum", "local_minima", "local minimizer"],
  ["saddle", "saddles", "saddle"],
];

/**
 * @param {HTMLElement} host for the key
 * @param {HTMLElement} map for the buttons
 * @param {{isZoomed: () => boolean, colors: () => void, arrows: () => void, pin: () => void,
 *   zoom: (factor: number) => void, reset: () => void}} on
 */
export function createMapKey(host, map, on) {
  const low = element("span", { class: "end" });
  const high = element("span", { class: "end" });
  const ticks = element("div", { class: "ticks" });
  const bar = element("div", { class: "ramp" }, ticks);
  const title = element("span", { class: "title" });
  const scale = element("div", { class: "scale", role: "img" }, title, low, bar, high);
  const colors = element("button", { type: "button", class: "worded", title: "Logarithmic or linear colors", on: { click: on.colors } });
  const signs = element("div", { class: "signs" });
  const arrows = element(
    "button",
    {
      type: "button",
      class: "worded switch",
      title: "Arrows along −∇f, the direction of steepest descent; their length follows log |∇f|",
      on: { click: on.arrows },
    },
    icon("arrows"),
    element("span", { text: "−∇f" }),
  );
  const pin = element(
    "button",
    {
      type: "button",
      class: "worded switch",
      title: "Pin these paths, to compare with what comes next",
      "aria-label": "Pin these paths, to compare with what comes next",
      on: { click: on.pin },
    },
    icon("pin"),
  );
  const reset = element(
    "button",
    { type: "button", class: "worded", title: "Show the whole window (double click)", on: { click: on.reset } },
    icon("whole"),
    element("span", { text: "Whole map" }),
  );
  host.append(scale, signs);
  const always = element("div", {}, ...createZoomButtons(on.zoom), pin, arrows, colors);
  map.append(element("div", { class: "controls" }, reset, always));

  /**
   * @param {Landmark} kind
   * @param {string} name
   * @param {Theme} theme
   */
  function sign(kind, name, theme) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = 16 * ratio;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(ratio, ratio);
    drawLandmark(context, kind, 8, 8, kind === "saddle" ? 4.5 : 6.5, theme.text, theme.background);
    return element("span", { class: "sign" }, canvas, name);
  }

  const isNew = createNews();
  return panelOf({
    update({ scene, theme, heights, arrows: hasArrows, isPinned }) {
      mark(pin, "aria-pressed", String(isPinned));
      if (!isNew(scene.surface, theme, heights, hasArrows)) return;
      title.textContent = heights.title;
      low.textContent = heights.lowLabel;
      high.textContent = heights.highLabel;
      bar.style.background = `linear-gradient(to right, ${theme.surfaceCss(0)}, ${theme.surfaceCss(1)})`;
      ticks.replaceChildren(
        ...heights.ticks
          .filter(({ height }) => height > 0.02 && height < 0.98)
          .map(({ height }) => {
            const tick = element("i");
            tick.style.left = `${100 * height}%`;
            return tick;
          }),
      );
      const kind = heights.kind === "log" ? "logarithmic" : "linear";
      scale.setAttribute("aria-label", `Shades of ${heights.title} from ${heights.lowLabel} to ${heights.highLabel}, ${kind}`);
      colors.replaceChildren(`${heights.kind} `, element("span", { class: "word", text: "scale" }));
      colors.setAttribute("aria-label", `${heights.kind} scale: shades are ${kind}; change`);
      arrows.setAttribute("aria-pressed", String(hasArrows));
      arrows.setAttribute("aria-label", "−∇f: arrows along the direction of steepest descent");
      signs.replaceChildren(...SIGNS.filter(([, places]) => scene.surface[places].length).map(([kind, , name]) => sign(kind, name, theme)));
    },
    draw() {
      const isZoomed = on.isZoomed();
      if (reset.hidden === isZoomed) reset.hidden = !isZoomed;
    },
  });
}
