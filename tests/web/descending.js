// Runs of the engine in Node: descending.js TOLD NUMBERS. The numbers are the rows of what is told: see rows.js.
import { readFileSync, writeFileSync } from "node:fs";
import { rowsOf } from "./rows.js";

const [told, output] = process.argv.slice(2);
writeFileSync(output, new Uint8Array(Float64Array.from(rowsOf(JSON.parse(readFileSync(told, "utf8"))).flat()).buffer));
