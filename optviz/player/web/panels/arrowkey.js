// The key of a step's arrows under the map, and the buttons for a close look at the step.

import { element } from "../ink/element.js";
import { ARROWS, KEY } from "../ink/steparrow.js";
import { createNews } from "../measure/news.js";
import { panelOf } from "./panel.js";

/**
 * @import { Stroke } from "../ink/steparrow.js"
 * @import { Theme } from "../ink/theme.js"
 * @import { Scene, Specimen } from "../measure/scene.js"
 */

const QUADRATIC = "Contour lines of f(p) + g·d + ½dᵀHd around the point p where the gradient was taken";

/**
 * A piece of a line as it is drawn on the map.
 * @param {string} name
 * @param {Stroke} look
 * @param {Theme} theme
 */
function swatch(name, { role, width, dash }, theme) {
  const canvas = element("canvas", { "aria-hidden": "true", class: "stroke" });
  const ratio = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [24 * ratio, 12 * ratio];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  context.strokeStyle = context.fillStyle = theme.roles[role];
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  if (name === "scale") context.ellipse(12, 6, 10, 4, 0, 0, 2 * Math.PI);
  else if (name === "box") context.rect(2, 1.5, 20, 9);
  else {
    context.moveTo(1, 6);
    context.lineTo(name === "quadratic" ? 23 : 17, 6);
  }
  context.stroke();
  if (name in ARROWS) {
    context.beginPath();
    context.lineTo(24, 6);
    context.lineTo(15, 1.5);
    context.lineTo(15, 10.5);
    context.fill();
  }
  return canvas;
}

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} cursor
 * @param {ReturnType<typeof import("../hear/closeup.js").createCloseup>} closeup
 * @param {ReturnType<typeof import("../hear/curvature.js").createCurvature>} curvature
 */
export function createArrowKey(host, cursor, closeup, curvature) {
  /** @type {Scene} */
  let scene;
  /** @type {Theme} */
  let theme;
  const isNew = createNews();

  /** @type {(text: string, title: string, look: string, click: () => void) => HTMLElement} */
  const word = (text, title, look, click) => element("button", { type: "button", class: look, title, text, on: { click } });
  const close = word("Look closely", "Zoom to the step under the cursor, and back (c)", "worded", () => closeup.toggle(scene, cursor.step));
  const follow = word("Follow", "Keep the zoom on the step while the cursor moves", "worded switch", () =>
    closeup.toggleFollowing(scene, cursor.step),
  );
  const quadratic = word("Local quadratic", QUADRATIC, "worded switch", curvature.toggle);
  const signs = element("div", { class: "signs" });
  host.append(close, follow, quadratic, signs);

  function show() {
    if (!isNew(scene.revision, theme, closeup.isFollowing, curvature.isShown)) return;
    follow.setAttribute("aria-pressed", String(closeup.isFollowing));
    quadratic.setAttribute("aria-pressed", String(curvature.isShown));
    const has = (/** @type {string} */ name) =>
      (scene.specimens ?? []).some((/** @type {Specimen} */ specimen) => specimen.has.includes(name));
    /** @type {Record<string, boolean>} */
    const isThere = {
      gradient: true,
      momentum: has("momentum"),
      gradient_part: has("momentum"),
      step: true,
      scale: has("scale"),
      box: has("box"),
      quadratic: curvature.isShown,
    };
    signs.replaceChildren(
      ...Object.entries(KEY)
        .filter(([name]) => isThere[name])
        .map(([name, look]) => element("span", { class: "sign", "data-arrow": name }, swatch(name, look, theme), look.words)),
    );
  }

  return panelOf({
    update(choices) {
      ({ scene, theme } = choices);
      show();
    },
    draw: show,
  });
}
