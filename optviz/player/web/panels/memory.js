// What a method remembers, over the steps: a small chart for each variable, all on the one cursor.

import { createNews } from "../measure/news.js";
import { createChart } from "./chart.js";
import { panelOf } from "./panel.js";

/**
 * @param {HTMLElement} host
 * @param {{seek: (step: number) => void}} on
 */
export function createMemory(host, on) {
  const isNew = createNews();
  /** @type {ReturnType<typeof createChart>[]} */
  let charts = [];
  let [step, painted] = [0, 0];

  const resize = () => charts.forEach((chart) => chart.resize());

  return panelOf({
    update(choices) {
      const { scene, theme, scale } = choices;
      if (!isNew(scene.revision, theme, scale)) return charts.forEach((chart, i) => chart.follow(scene.charts[i], scene));
      charts = scene.charts.map((variable) => createChart(variable, choices, on.seek));
      host.replaceChildren(...charts.map((chart) => chart.element));
      resize();
    },
    resize,
    draw(frame) {
      step = frame.step;
      for (const chart of charts) chart.write(step);
      painted = charts.filter((chart) => chart.draw(frame.time)).length;
    },
    describe: () => charts.map((chart) => chart.describe(step)).join(" ") || null,
    painted: () => ({ charts: painted }),
  });
}
