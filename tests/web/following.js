// Anatomies whose steps are taken apart here, in Node: following.js TOLD NUMBERS, with { payloads: [{ whole, brief }] }, in base64: one has
// all of the steps, the other leaves them to the browser. The numbers are of each pair how many there are, all that Python sent of the
// steps, the same as it is found of the brief one, and as it is found while something is held.
import { readFileSync, writeFileSync } from "node:fs";
import { readScene } from "../../optviz/player/web/measure/scene.js";
import { advance, createLive } from "../../optviz/player/web/stage/live.js";
import { readSent } from "../../optviz/player/web/stage/sent.js";

const [told, output] = process.argv.slice(2);
const { payloads } = JSON.parse(readFileSync(told, "utf8"));
const sceneOf = (/** @type {string} */ payload) => readScene(readSent(new Uint8Array(Buffer.from(payload, "base64"))));
const numbers = payloads.map((/** @type {{whole: string, brief: string}} */ { whole, brief }) => {
  const [sent, left] = [whole, brief].map(sceneOf);
  const race = createLive(left);
  const found = race && advance(race(null, {})).value;
  const names = (sent.specimens ?? []).map(({ arrays }) => Object.keys(arrays));
  const [expected, ...others] = [sent, left, found].map((scene) => [
    ...(scene?.specimens ?? []).flatMap(({ arrays }, row) => names[row].flatMap((name) => [...arrays[name]])),
    ...(scene?.charts ?? []).flatMap(({ series }) => series.flatMap(({ values }) => [...values])),
  ]);
  return [[expected.length], expected, ...others];
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers.flat(2)).buffer));
