// Payloads as the player receives them, in Node: receiving.js TOLD NUMBERS, with { payloads: [in base64], wanted: [[name]] }.
// The numbers are the arrays of those names of one payload after the other; a race of nobody has no curves.
import { readFileSync, writeFileSync } from "node:fs";
import { readSent } from "../../optviz/player/web/stage/sent.js";

const [told, output] = process.argv.slice(2);
const { payloads, wanted } = JSON.parse(readFileSync(told, "utf8"));
const numbers = payloads.map((/** @type {string} */ payload, /** @type {number} */ i) => {
  const { arrays } = readSent(new Uint8Array(Buffer.from(payload, "base64")));
  return wanted[i].map((/** @type {string} */ name) => [...(arrays[name] ?? [])]);
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers.flat(3)).buffer));
