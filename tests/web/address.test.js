// The address bar: the link as Python wrote it, with the view as it is.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { createAddress } from "../../optviz/player/web/hear/address.js";

/** @type {string[]} */
let written = [];
/** @type {string[]} */
let copied = [];
const place = { pathname: "/Race", search: "", hash: "", href: "http:/" };

beforeEach(() => {
  [written, copied] = [[], []];
  Object.assign(place, { search: "" });
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const history = {
    state: null,
    replaceState(/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ address) {
      written.push(address);
      place.search = address.slice(place.pathname.length);
      place.href = `there${address}`;
    },
  };
  const clipboard = { writeText: async (/** @type {string} */ text) => void copied.push(text) };
  for (const [name, value] of Object.entries({ location: place, history, navigator: { clipboard } })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
});

test("what differs from the rest is written once it has come to rest", () => {
  const view = { step: "3", window: "-1,1,0,2", curve: null };
  const address = createAddress(() => ({ link: "surface=beale&eta=0.1", view }));
  for (let i = 0; i < 20; i++) address.change();
  assert.deepEqual(written, []);
  mock.timers.tick(250);
  assert.deepEqual(written, ["/Race?surface=beale&eta=0.1&step=3&window=-1,1,0,2"]);
  address.change();
  mock.timers.tick(250);
  assert.equal(written.length, 1, "the same address is not written twice");
  view.step = "4";
  address.change();
  mock.timers.tick(250);
  assert.equal(written.length, 2);
});

test("an experiment that is the usual one has a bare address", () => {
  place.search = "?step=3";
  const address = createAddress(() => ({ link: "", view: { step: null } }));
  address.change();
  mock.timers.tick(250);
  assert.deepEqual(written, ["/Race"]);
});

test("what is copied is what the address says now", async () => {
  const address = createAddress(() => ({ link: "eta=0.1", view: { step: "7" } }));
  address.change();
  assert.ok(await address.copy());
  assert.deepEqual(copied, ["there/Race?eta=0.1&step=7"]);
  mock.timers.tick(1000);
  assert.equal(written.length, 1);
});

test("what has been taken off the page writes nothing", () => {
  const address = createAddress(() => ({ link: "eta=0.1", view: {} }));
  address.change();
  address.dispose();
  mock.timers.tick(1000);
  assert.deepEqual(written, []);
});
