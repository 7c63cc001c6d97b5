// Functions of two numbers in Node: operating.js TOLD NUMBERS, with { functions: [text], pairs: [[a, b]] }, where a number is a text.
import { readFileSync, writeFileSync } from "node:fs";
import * as operations from "../../optviz/player/web/engine/operations.js";

const [told, output] = process.argv.slice(2);
const { functions, pairs } = JSON.parse(readFileSync(told, "utf8"));
const names = Object.keys(operations);
const numbers = functions.flatMap((/** @type {string} */ text) => {
  const operate = new Function(...names, `return ${text}`)(...Object.values(operations));
  return pairs.map((/** @type {string[]} */ pair) => operate(...pair.map(Number)));
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers).buffer));
