// What is said of races that are run here: saying.js TOLD SENTENCES, with { cases: [{ before: payload in base64, held: values by slider,
// start: where it is dragged to, or null }] }. The sentences are JSON, a list for each case.
import { readFileSync, writeFileSync } from "node:fs";
import { readScene } from "../../optviz/player/web/measure/scene.js";
import { advance, createLive } from "../../optviz/player/web/stage/live.js";
import { readSent } from "../../optviz/player/web/stage/sent.js";

/** @typedef {{before: string, held: Record<string, number>, start: [number, number] | null}} Case */

const [told, output] = process.argv.slice(2);
/** @type {{cases: Case[]}} */
const { cases } = JSON.parse(readFileSync(told, "utf8"));
const said = cases.map(({ before, held, start }) => {
  const scene = readScene(readSent(new Uint8Array(Buffer.from(before, "base64"))));
  const race = createLive(scene);
  return race && advance(race(start ?? scene.start, held)).value?.told;
});
writeFileSync(output, JSON.stringify(said));
