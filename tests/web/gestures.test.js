// What a hand on a map means: a mouse, one finger, two.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { listen } from "../../optviz/player/web/hear/gestures.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const START = [50, 50]; // grabbed within 20 pixels

/** A map that hears hands, and what it has heard. */
function watched({ zooms = true } = {}) {
  const canvas = Object.assign(new EventTarget(), {
    style: {},
    setPointerCapture() {},
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
  });
  /** @type {string[]} */
  const heard = [];
  /** @type {(name: string) => (...values: any[]) => void} */
  const hear =
    (name) =>
    (...values) =>
      heard.push(
        [
          name,
          ...values
            .filter((value) => !Array.isArray(value))
            .map((value) => (Number.isFinite(value) ? Math.round(100 * value) / 100 : value)),
        ].join(" "),
      );
  const on = {
    isStart: (/** @type {number} */ x, /** @type {number} */ y) => Math.hypot(x - START[0], y - START[1]) < 20,
    ...Object.fromEntries(["press", "doubleClick", "moveStart", "drop", "cancel", "passed"].map((name) => [name, hear(name)])),
    click(/** @type {number} */ x, /** @type {number} */ y) {
      hear("click")(x, y);
      return hear("takeBack");
    },
    pan: zooms ? hear("pan") : null,
    zoom: zooms ? hear("zoom") : null,
    hover() {},
    leave() {},
    begin() {},
  };
  listen(/** @type {any} */ (canvas), /** @type {any} */ (on), new AbortController().signal);
  /** @type {(type: string, more: object) => boolean} whether the page may go on with it */
  const send = (type, more) => {
    const event = new Event(type, { cancelable: true });
    for (const [name, value] of Object.entries({ timeStamp: 0, ...more })) Object.defineProperty(event, name, { value });
    return canvas.dispatchEvent(event);
  };
  /** @type {(type: string, x: number, y: number, more?: object) => boolean} */
  const point = (type, x, y, more) =>
    send(`pointer${type}`, { pointerId: 1, pointerType: "mouse", button: 0, clientX: x, clientY: y, ...more });
  /** @type {(type: string, x: number, y: number, pointerId?: number) => boolean} */
  const touch = (type, x, y, pointerId = 1) => point(type, x, y, { pointerType: "touch", pointerId });
  /** @type {(type: string, count: number) => boolean} whether the page may scroll */
  const fingers = (type, count) => send(`touch${type}`, { targetTouches: { length: count } });
  return { heard, send, point, touch, fingers, canvas };
}

test("a drag pans, a click clicks once it cannot become a double click, and a double click is no click", () => {
  const { heard, point } = watched();
  point("down", 100, 100);
  point("move", 110, 100);
  point("move", 115, 102);
  point("up", 115, 102);
  assert.deepEqual(heard.splice(0), ["pan 10 0", "pan 5 2", "drop"]);
  point("down", 100, 100);
  point("up", 101, 100);
  assert.deepEqual(heard, ["press 101 100"]);
  mock.timers.tick(1000);
  assert.deepEqual(heard.splice(0), ["press 101 100", "click 101 100"]);
  for (let click = 0; click < 2; click++) {
    point("down", 100, 100);
    point("up", 100, 100);
    mock.timers.tick(100);
  }
  mock.timers.tick(1000);
  assert.deepEqual(heard, ["press 100 100", "doubleClick"]);
});

test("a slow double click, or one that is heard late, takes back what came of its first click", () => {
  const { heard, point, send } = watched();
  /** @type {(x: number, wait: number) => void} */
  const click = (x, wait) => {
    point("down", x, 100);
    point("up", x, 100);
    mock.timers.tick(wait);
  };
  click(100, 400);
  click(100, 0);
  send("dblclick", {});
  mock.timers.tick(1000);
  assert.deepEqual(heard.splice(0), ["press 100 100", "click 100 100", "press 100 100", "takeBack", "doubleClick"]);

  click(100, 100);
  click(100, 0);
  send("dblclick", {});
  mock.timers.tick(1000);
  assert.deepEqual(heard.splice(0), ["press 100 100", "doubleClick"], "one that is known already is one, and older clicks stay");

  click(100, 100);
  point("down", 100, 100);
  point("move", 110, 100);
  point("up", 110, 100);
  send("dblclick", {});
  mock.timers.tick(1000);
  assert.deepEqual(heard.splice(0), ["press 100 100", "pan 10 0", "drop", "click 100 100"], "whoever draws does not click twice");
});

test("a double click on the start is one, too, and does not move it; only a drag does", () => {
  const { heard, point } = watched();
  for (let click = 0; click < 2; click++) {
    point("down", 53, 50);
    point("up", 53, 50);
  }
  mock.timers.tick(1000);
  assert.deepEqual(heard.splice(0), ["press 53 50", "doubleClick"]);
  point("down", 53, 50);
  point("move", 80, 90);
  point("up", 80, 90);
  assert.deepEqual(heard, ["moveStart 80 90 false", "moveStart 80 90 true"]);
});

test("one finger scrolls the page, wherever it goes and wherever it begins, and a word is said", () => {
  const { heard, touch, fingers, canvas } = watched();
  assert.equal(/** @type {any} */ (canvas.style).touchAction, "pan-y");
  for (const [x, y] of [[200, 200], START]) {
    touch("down", x, y);
    assert.ok(fingers("start", 1));
    touch("move", x + 40, y + 3);
    assert.ok(fingers("move", 1));
    mock.timers.tick(1000);
    touch("move", x + 80, y + 3);
    touch("up", x + 80, y + 3);
    assert.deepEqual(heard.splice(0), ["passed finger"]);
    touch("down", x, y);
    touch("cancel", x, y); // the browser has begun to scroll
    mock.timers.tick(1000);
    assert.deepEqual(heard.splice(0), ["passed finger"]);
  }
});

test("a tap is a click", () => {
  const { heard, touch } = watched();
  touch("down", 200, 200);
  touch("move", 203, 204);
  touch("up", 203, 204);
  mock.timers.tick(1000);
  assert.deepEqual(heard, ["press 203 204", "click 203 204"]);
});

test("a finger that has rested on the start drags it, and the page stays", () => {
  const { heard, touch, point, fingers } = watched();
  touch("down", 52, 50);
  mock.timers.tick(349);
  assert.deepEqual(heard, []);
  mock.timers.tick(1);
  assert.ok(!fingers("move", 1));
  point("move", 70, 120, { pointerType: "touch", timeStamp: 350 });
  touch("up", 70, 120);
  assert.ok(fingers("move", 1));
  assert.deepEqual(heard, ["moveStart 52 50 false", "moveStart 70 120 false", "moveStart 70 120 true"]);
});

test("a finger that has moved on at once scrolls the page, even where the page was too busy to hear of it", () => {
  const { heard, touch, point, fingers } = watched();
  const at = (/** @type {number} */ timeStamp) => ({ pointerType: "touch", timeStamp });
  point("down", 50, 50, at(1000));
  mock.timers.tick(400);
  point("move", 90, 52, at(1100));
  assert.ok(fingers("move", 1));
  touch("cancel", 90, 52);
  assert.deepEqual(heard.splice(0), ["moveStart 50 50 false", "cancel", "passed finger"]);
});

test("two fingers move and zoom, and the one that stays behind does neither", () => {
  const { heard, touch, fingers } = watched();
  touch("down", 100, 200, 1);
  touch("down", 200, 200, 2);
  assert.ok(!fingers("start", 2));
  touch("move", 220, 200, 2);
  assert.ok(!fingers("move", 2));
  assert.deepEqual(heard.splice(0), ["pan 10 0", "zoom 160 200 0.83"]);
  touch("up", 220, 200, 2);
  touch("move", 150, 260, 1);
  touch("up", 150, 260, 1);
  mock.timers.tick(1000);
  assert.deepEqual(
    heard.filter((one) => one !== "passed finger"),
    [],
  );
});

test("the wheel zooms with Ctrl or ⌘ alone; else the page scrolls, and a word is said where there is anything to zoom", () => {
  const { heard, send } = watched();
  const turn = { deltaY: -100, deltaMode: 0, clientX: 30, clientY: 40 };
  assert.ok(send("wheel", { ...turn }));
  assert.deepEqual(heard.splice(0), ["passed wheel"]);
  assert.ok(!send("wheel", { ...turn, ctrlKey: true }));
  assert.ok(!send("wheel", { ...turn, metaKey: true }));
  assert.deepEqual(heard, ["zoom 30 40 0.82", "zoom 30 40 0.82"]);
  const still = watched({ zooms: false });
  assert.ok(still.send("wheel", { ...turn }));
  assert.ok(still.send("wheel", { ...turn, ctrlKey: true }));
  still.touch("down", 200, 200);
  still.touch("cancel", 200, 200);
  assert.deepEqual(still.heard, []);
});
