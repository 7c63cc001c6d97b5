// Drafts of maps while something is held, and what Python answers to it: drafting.js TOLD NUMBERS, with
// { cases: [{ before: payload in base64, held: values by slider, start: where it is dragged to or null, after: payload }] }. The numbers are those
// of the one map after those of the other, each with its marks and its layers. Classes are told by their names.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { engineOf, gridOf } from "../../optviz/player/web/engine/grid.js";
import { axesWithin, draftOf, draftWith, heldOf } from "../../optviz/player/web/measure/draft.js";
import { readSheet } from "../../optviz/player/web/measure/sheet.js";
import { seeker } from "../../optviz/player/web/stage/drafts.js";
import { marksWith } from "../../optviz/player/web/stage/marks.js";

/**
 * @import { Mark, Sheet } from "../../optviz/player/web/measure/sheet.js"
 * @typedef {{before: string, held: Record<string, number>, start: [number, number] | null, after: string}} Case
 */

const sheetOf = (/** @type {string} */ payload) => readSheet(new Uint8Array(Buffer.from(payload, "base64")));

/** @type {(sheet: Sheet, marks: Mark[], names: string[]) => number[]} */
function numbersOf({ layers, arrays }, marks, names) {
  const found = Object.values(layers).flatMap((layer) => {
    const cells = [...arrays[`layer_${layer.key}`]];
    return layer.kind === "class" ? cells.map((kind) => names.indexOf(layer.classes[kind].label)) : cells;
  });
  return [...marks.flatMap((mark) => (mark.kind === "line" ? mark.points : [mark.at])).flat(), ...found];
}

const [told, output] = process.argv.slice(2);
const { cases } = JSON.parse(readFileSync(told, "utf8"));
const numbers = cases.flatMap((/** @type {Case} */ { before, held, start, after }) => {
  const [sheet, there] = [before, after].map(sheetOf);
  assert.ok(sheet.draft);
  const here = heldOf(sheet.draft, { values: held, start });
  assert.ok(here);
  const draft = draftWith(sheet.draft, here, seeker(sheet.draft));
  const axes = axesWithin(sheet, draft, sheet.window);
  assert.ok(axes);
  const found = draftOf(sheet, draft, axes, [gridOf(engineOf(draft.engine), draft, axes)]);
  const names = Object.values(there.layers).flatMap((layer) => (layer.kind === "class" ? layer.classes.map(({ label }) => label) : []));
  const [some, others] = [numbersOf(found, marksWith(sheet.marks, draft), names), numbersOf(there, there.marks, names)];
  assert.equal(some.length, others.length);
  return [some.length, ...some, ...others];
});
writeFileSync(output, new Uint8Array(Float64Array.from(numbers).buffer));
