// The address bar: the link as Python wrote it, with the view as it is.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { createAddress } from "../../optviz/player/web/hear/address.js";

/** @type {string[]} */
let entries = []; // of the history
/** @type {string[]} */
let written = [];
/** @type {string[]} */
let copied = [];
let popped = new EventTarget();
let pages = 0; // every test has one of its own
const place = { pathname: "/Race", search: "", hash: "", href: "http:/" };

/** @param {string} address */
function go(address) {
  written.push(address);
  place.search = address.slice(place.pathname.length);
  place.href = `there${address}`;
}

beforeEach(() => {
  [entries, written, copied, popped] = [["there"], [], [], new EventTarget()];
  pages++;
  Object.assign(place, { search: "", pathname: `/Race${pages}` });
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const history = {
    state: null,
    replaceState(/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ address) {
      entries[entries.length - 1] = address;
      go(address);
    },
    pushState(/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ address) {
      entries.push(address);
      go(address);
    },
  };
  const clipboard = { writeText: async (/** @type {string} */ text) => void copied.push(text) };
  const document = { querySelector: () => null };
  for (const [name, value] of Object.entries({ location: place, history, navigator: { clipboard }, window: popped, document })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
});

/** @type {(query: string) => string} */
const at = (query) => `${place.pathname}${query}`;

/**
 * An address whose link can be changed, as Python does.
 * @param {string} link
 */
function saying(link) {
  const said = { link, opened: 0, view: /** @type {Record<string, string | null>} */ ({}) };
  const address = createAddress(() => said);
  /** @param {Partial<typeof said>} news */
  function say(news, pause = 5000) {
    Object.assign(said, news);
    address.change();
    mock.timers.tick(pause);
  }
  say({});
  return { address, say };
}

/** The visitor presses a key. */
function act() {
  const event = new Event("keydown");
  Object.defineProperty(event, "timeStamp", { value: Date.now() });
  popped.dispatchEvent(event);
}

/** The browser goes back, to an address that it had. */
function goBack(/** @type {string} */ query) {
  place.search = query;
  const event = new Event("popstate");
  Object.defineProperty(event, "isTrusted", { value: true });
  popped.dispatchEvent(event);
}

test("what differs from the rest is written once it has come to rest", () => {
  const view = { step: "3", window: "-1,1,0,2", curve: null };
  const address = createAddress(() => ({ link: "surface=beale&eta=0.1", opened: 0, view }));
  for (let i = 0; i < 20; i++) address.change();
  assert.deepEqual(written, []);
  mock.timers.tick(250);
  assert.deepEqual(written, [at("?surface=beale&eta=0.1&step=3&window=-1,1,0,2")]);
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
  saying("");
  assert.deepEqual(written, [at("")]);
});

test("what is copied is what the address says now", async () => {
  const address = createAddress(() => ({ link: "eta=0.1", opened: 0, view: { step: "7" } }));
  address.change();
  assert.ok(await address.copy());
  assert.deepEqual(copied, [`there${at("?eta=0.1&step=7")}`]);
  mock.timers.tick(1000);
  assert.equal(written.length, 1);
});

test("what has been taken off the page writes nothing, nor does what belongs to another page", () => {
  for (const leave of [(/** @type {any} */ address) => address.dispose(), () => Object.assign(place, { pathname: "/Maps" })]) {
    const address = createAddress(() => ({ link: "eta=0.1", opened: 0 }));
    address.change();
    leave(address);
    mock.timers.tick(1000);
    assert.deepEqual(written, []);
  }
});

test("what was done is an entry of the history, how it is looked at is none", () => {
  const { say } = saying("surface=beale");
  say({ view: { step: "3" } });
  say({ link: "surface=beale&eta=0.1" });
  say({ view: { step: "3", camera: "1,2,3" } });
  say({ link: "surface=booth" });
  assert.deepEqual(entries, [
    at("?surface=beale&step=3"),
    at("?surface=beale&eta=0.1&step=3&camera=1,2,3"),
    at("?surface=booth&step=3&camera=1,2,3"),
  ]);
});

test("a slider that is moved key by key is one act, and two sliders are two", () => {
  const { say } = saying("surface=beale");
  const press = (/** @type {string} */ link, pause = 300) => {
    act();
    say({ link }, pause);
  };
  for (const eta of [0.1, 0.2, 0.3]) press(`surface=beale&eta=${eta}`);
  assert.deepEqual(entries, [at("?surface=beale"), at("?surface=beale&eta=0.3")]);
  press("surface=beale&eta=0.3&gamma=0.5");
  assert.equal(entries.length, 3);
  press("surface=beale&eta=0.3&gamma=0.6", 5000);
  press("surface=beale&eta=0.3&gamma=0.7");
  assert.deepEqual(entries.slice(2), [at("?surface=beale&eta=0.3&gamma=0.6"), at("?surface=beale&eta=0.3&gamma=0.7")]);
});

test("it is one however late the server answers, and whatever it adds", () => {
  const { say } = saying("surface=beale");
  act();
  say({ link: "surface=beale&eta=0.1" });
  say({ link: "surface=beale&eta=0.2" });
  assert.deepEqual(entries, [at("?surface=beale"), at("?surface=beale&eta=0.2")]);
});

test("after Back nothing is written before what the address says has been opened, and it stays the entry that it was", () => {
  const { say } = saying("surface=beale");
  say({ link: "surface=beale&eta=0.1" });
  written = [];
  goBack("?surface=beale&step=7");
  say({});
  assert.deepEqual(written, []);
  say({ link: "surface=beale", opened: 1, view: { step: "7" } });
  assert.deepEqual(written, []);
  say({ view: { step: "8" } });
  assert.deepEqual(written, [at("?surface=beale&step=8")]);
  assert.equal(entries.length, 2);
});

test("what the page around it reads of its address stays there", () => {
  place.search = "?embed=true&surface=booth&embed_options=dark_theme&embed_options=hide_loading_screen&utm_source=mail";
  saying("surface=booth");
  assert.deepEqual(written, [at("?surface=booth&embed=true&embed_options=dark_theme&embed_options=hide_loading_screen")]);
});

test("what comes late after Back and Back again is no news, until something is done", () => {
  const { say } = saying("surface=beale");
  say({ link: "surface=beale&eta=0.1" });
  say({ link: "surface=booth" });
  goBack("?surface=beale&eta=0.1");
  goBack("?surface=beale");
  say({ link: "surface=beale&eta=0.1", opened: 1 });
  say({ link: "surface=beale", opened: 2 });
  assert.equal(entries.length, 3);
  act();
  say({ link: "surface=beale&eta=0.2" });
  assert.equal(entries.length, 4);
});

test("no other page comes into the history after Back before something is done", () => {
  const navigation = new EventTarget();
  Object.assign(popped, { navigation });
  saying("surface=beale");
  const enters = (/** @type {string} */ path) => {
    const event = new Event("navigate", { cancelable: true });
    Object.assign(event, { navigationType: "push", destination: { url: `http://here${path}` } });
    return navigation.dispatchEvent(event);
  };
  assert.ok(enters("/Maps"));
  goBack("?surface=beale");
  assert.ok(!enters("/Maps"));
  assert.ok(enters(place.pathname));
  popped.dispatchEvent(new Event("click"));
  assert.ok(enters("/Maps"));
});
