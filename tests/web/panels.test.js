// Every panel can do what the player asks of all of them, and nothing else.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const PANELS = new URL("../../optviz/player/web/panels/", import.meta.url);
const MEMBERS = ["describe", "dispose", "draw", "painted", "resize", "setLanes", "update"];

/**
 * Stands for whatever a panel needs to be made: it can be called, read, written and counted with.
 * @returns {any}
 */
function anything() {
  /** @type {Record<string | symbol, unknown>} */
  const known = { [Symbol.toPrimitive]: () => 0, [Symbol.iterator]: [][Symbol.iterator] };
  return new Proxy(class {}, {
    get: (_, name) => (known[name] ??= anything()),
    set: (_, name, value) => {
      known[name] = value;
      return true;
    },
    apply: anything,
    construct: anything,
  });
}

const BROWSER = "document window OffscreenCanvas ImageData Path2D ResizeObserver MutationObserver matchMedia requestAnimationFrame".split(
  " ",
);
for (const name of BROWSER) Object.assign(globalThis, { [name]: anything() });

const modules = readdirSync(PANELS).filter((name) => name.endsWith(".js") && name !== "panel.js");
const panels = modules.filter((name) => readFileSync(new URL(name, PANELS), "utf8").includes('from "./panel.js";'));

for (const name of panels) {
  test(`${name} has every member of a panel, and no other`, async () => {
    const { [/** @type {string} */ (await creatorOf(name))]: create } = await import(new URL(name, PANELS).href);
    const made = create(...Array.from({ length: create.length }, anything));
    assert.deepEqual(Object.keys(made.panel ?? made).sort(), MEMBERS);
  });
}

test("the panels of the race and of an anatomy are among them", () => {
  const known = "arrowkey contour curves fit gauge legend mapkey memory narration rule standings terrain transport".split(" ");
  const found = panels.map((name) => name.replace(".js", ""));
  assert.deepEqual(
    known.filter((name) => !found.includes(name)),
    [],
  );
});

/** @param {string} name */
async function creatorOf(name) {
  return Object.keys(await import(new URL(name, PANELS).href)).find((exported) => exported.startsWith("create"));
}
