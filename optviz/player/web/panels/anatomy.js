// The parts of the player that take a step apart: the rule with its numbers, the sentences, the arrows on the map,
// the charts of what is remembered, and the mark on the slider of η.

import { ARROWS, drawDissection, drawLabels, KEY } from "../ink/dissection.js";
import { element } from "../ink/element.js";
import { columnAt } from "../measure/scene.js";
import { createCloseup } from "./closeup.js";
import { createGauge } from "./gauge.js";
import { createMemory } from "./memory.js";
import { createNarration } from "./narration.js";
import { createRule } from "./rule.js";

/**
 * @param {{rule: HTMLElement, memory: HTMLElement, narration: HTMLElement, key: HTMLElement}} hosts
 * @param {ReturnType<import("../hear/cursor.js").createCursor>} cursor
 * @param {object} map see createCloseup
 * @param {{redraw: () => void, learningRate: (choice: {lane: number, value: number}) => void}} on
 */
export function createAnatomy(hosts, cursor, map, on) {
  const rule = createRule(hosts.rule);
  const memory = createMemory(hosts.memory, { seek: cursor.seek });
  const narration = createNarration(hosts.narration, cursor, on.redraw);
  const gauge = createGauge(on.learningRate);
  const closeup = createCloseup(map, showSwitches);
  let [scene, theme, scale] = [null, null, 1];
  let curvature = null; // whether the local quadratic is shown; null: as the method wants it
  let [shown, arrows, labels, charts] = [[], [], [], 0];

  const word = (text, title, click, extra = {}) =>
    element("button", { type: "button", class: "worded", title, text, on: { click }, ...extra });
  const close = word("Look closely", "Zoom to the step under the cursor, and back (c)", lookClosely);
  const follow = word("Follow", "Keep the zoom on the step while the cursor moves", () => closeup.toggleFollowing(scene, cursor.step), {
    class: "worded switch",
  });
  const meaning = "Lines of equal height of f(p) + g·d + ½dᵀHd around the point p where the gradient was asked";
  const quadratic = word("Local quadratic", meaning, switchCurvature, { class: "worded switch" });
  const signs = element("div", { class: "signs" });
  hosts.key.append(close, follow, quadratic, signs);

  const wantsCurvature = () =>
    scene.specimens.some(({ opening, lines, closing }) => [opening, ...lines, closing].some(({ shows }) => shows.includes("quadratic")));
  const showsCurvature = () => curvature ?? wantsCurvature();

  function lookClosely() {
    if (closeup.isClose(scene, cursor.step)) map.reset();
    else closeup.look(scene, cursor.step);
  }

  function switchCurvature() {
    curvature = !showsCurvature();
    showSwitches();
    on.redraw();
  }

  function showSwitches() {
    follow.setAttribute("aria-pressed", String(closeup.isFollowing));
    quadratic.setAttribute("aria-pressed", String(showsCurvature()));
    const has = (name) => scene.specimens.some((specimen) => specimen.has.includes(name));
    const isThere = {
      gradient: true,
      momentum: has("momentum"),
      gradient_part: has("momentum"),
      step: true,
      scale: has("scale"),
      box: has("box"),
      quadratic: showsCurvature(),
    };
    signs.replaceChildren(
      ...Object.entries(KEY)
        .filter(([name]) => isThere[name])
        .map(([name, look]) => element("span", { class: "sign", "data-arrow": name }, swatch(name, look), look.words)),
    );
  }

  function swatch(name, { role, width, dash }) {
    const canvas = element("canvas", { "aria-hidden": "true", class: "stroke" });
    const ratio = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [24 * ratio, 12 * ratio];
    const context = canvas.getContext("2d");
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
      for (const corner of [
        [24, 6],
        [15, 1.5],
        [15, 10.5],
      ])
        context.lineTo(...corner);
      context.fill();
    }
    return canvas;
  }

  /** What is drawn of a lane's step: what has been told of it, and the local quadratic if it is wished for. */
  function shownOf(row) {
    const shows = narration.shows(row);
    if (!narration.isOn || cursor.playing || curvature !== null) shows[showsCurvature() ? "add" : "delete"]("quadratic");
    return shows;
  }

  return {
    forward: narration.forward,
    backward: narration.backward,
    narrate: narration.toggle,
    lookClosely,
    letGo: closeup.letGo,
    /** Take another scene, theme or scale of type. */
    update(choices) {
      ({ scene, theme, scale } = choices);
      rule.update(choices);
      memory.update(choices);
      narration.update(choices);
      gauge.update(scene.gauge ?? null, theme);
      showSwitches();
    },
    /** The map has another window. */
    viewed() {
      if (!scene) return;
      if (!map.window()) closeup.letGo();
    },
    resize() {
      if (!scene) return;
      rule.resize();
      memory.resize();
    },
    /** Before the map is drawn. */
    prepare() {
      closeup.follow(scene, cursor.step);
      narration.draw();
    },
    /** The arrows of all lanes, over what the map shows. */
    drawOn(context, plot) {
      const look = { theme, scale, arrows: [], heads: [] };
      shown = scene.specimens.map((specimen, row) => drawDissection(context, plot, specimen, cursor.step, shownOf(row), look));
      labels = drawLabels(context, plot, look);
      arrows = look.arrows;
    },
    draw(time) {
      rule.draw(cursor.step, narration.line);
      charts = memory.draw(time);
      gauge.draw((row) => {
        const specimen = scene.specimens[row];
        return specimen.arrays.stable[columnAt(specimen, cursor.step)];
      });
    },
    describe: () => memory.describe(cursor.step),
    painted: () => ({
      column: columnAt(scene.specimens[0], cursor.step),
      shown,
      arrows: arrows.map(({ name, ends }) => ({ name, ends })),
      labels,
      numbers: rule.numbers(),
      narrating: narration.isOn,
      substep: narration.substep,
      charts,
    }),
    dispose() {
      narration.dispose();
      gauge.dispose();
    },
  };
}
