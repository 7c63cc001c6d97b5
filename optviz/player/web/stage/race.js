// The part of the player that shows a race beside its map: who races, the surface, the curves, the fits, the standings.

import { createRanking } from "../measure/ranking.js";
import { raceInWords } from "../measure/words.js";
import { createCurves } from "../panels/curves.js";
import { createFit } from "../panels/fit.js";
import { createLegend } from "../panels/legend.js";
import { createStandings } from "../panels/standings.js";
import { createTerrain } from "../panels/terrain.js";
import { createPointing } from "./pointing.js";

/**
 * @import { Scene } from "../measure/scene.js"
 * @import { Choices } from "../panels/panel.js"
 */

/**
 * @param {ReturnType<typeof import("./layout.js").createLayout>} layout
 * @param {object} shared
 * @param {ReturnType<typeof import("../hear/cursor.js").createCursor>} shared.cursor
 * @param {ReturnType<typeof import("../hear/racing.js").createRacing>} shared.racing
 * @param {import("../measure/camera.js").Camera} shared.camera
 * @param {object} on
 * @param {(key: string | null) => void} on.highlight
 * @param {(key: string) => void} on.curve another curve is to be looked at
 * @param {() => void} on.camera the camera has moved
 * @param {() => Choices} choices what is shown now
 */
export function createRace({ root, hosts, setLegend }, { cursor, racing, camera }, on, choices) {
  const ranking = createRanking();
  const pointing = createPointing(root, on.highlight);
  const legend = createLegend(hosts.legend, racing, { highlight: on.highlight, tell: pointing.text, height: setLegend });
  const curves = createCurves(hosts.curves, {
    seek: cursor.seek,
    hover(hit) {
      const { scene, curve } = choices();
      pointing.run(
        hit,
        choices(),
        hosts.curves,
        scene.curves.filter(({ key }) => key === curve),
      );
    },
    choose: on.curve,
  });
  const terrain = createTerrain(hosts.terrain, camera, { moved: on.camera });
  const fit = createFit(hosts.fit);
  const standings = createStandings(hosts.standings, ranking, { highlight: on.highlight });

  return {
    legend,
    panels: [curves, terrain, fit, standings],
    pointing,
    /** @type {(choices: Choices, step: number) => string} */
    words: ({ scene, lanes }, step) => raceInWords(scene, lanes, ranking.leader, step),
    /** @param {Scene} scene */
    painted: (scene) => ({ curves: curves.painted(), terrain: terrain.painted(), ...(scene.fit && { fit: fit.painted() }) }),
  };
}
