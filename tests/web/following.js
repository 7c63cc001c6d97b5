// Anatomies whose steps are taken apart here, in Node: following.js TOLD NUMBERS, with { payloads: [in base64] }.
// The numbers are of each payload how many there are, all that Python sent of the steps, and the same as it is found here.
import { readFileSync, writeFileSync } from "node:fs";
import { readScene } from "../../optviz/player/web/measure/scene.js";
import { createLive } from "../../optviz/player/web/stage/live.js";
import { readSent } from "../../optviz/player/web/stage/sent.js";

const [told, output] = process.argv.slice(2);
const { payloads } = JSON.parse(readFileSync(told, "utf8"));
const numbers = payloads.map((/** @type {string} */ payload) => {
  const sent = readScene(readSent(new Uint8Array(Buffer.from(payload, "base64"))));
  const found = createLive(sent)?.(sent.start, {});
  const names = (sent.specimens ?? []).map(({ arrays }) => Object.keys(arrays));
  const [before, after] = [sent, found].map((scene) => [
    ...(scene?.specimens ?? []).flatMap(({ arrays }, row) => names[row].flatMap((name) => [...arrays[name]])),
    ...(scene?.charts ?? []).flatMap(({ series }) => series.flatMap(({ values }) => [...values])),
  ]);
  return [[before.length], before, after];
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers.flat(2)).buffer));
