// Which keys what has the focus keeps for itself; all others are the player's.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keeps } from "../../optviz/player/web/hear/keyboard.js";

const KEYS = [" ", "ArrowLeft", "Home", "f"];

/**
 * @param {string} tagName
 * @param {Record<string, string>} attributes
 */
function focused(tagName, attributes = {}, isContentEditable = false) {
  return { tagName, isContentEditable, getAttribute: (/** @type {string} */ name) => attributes[name] ?? null };
}

test("the player hears whatever key what has the focus has no use for", () => {
  for (const [what, element, kept] of /** @type {[string, ReturnType<typeof focused>, string[]][]} */ ([
    ["nothing", focused("BODY"), []],
    ["a part that scrolls", focused("SECTION", { tabindex: "0" }), []],
    ["a picture", focused("CANVAS", { role: "img" }), []],
    ["a slider of the page", focused("DIV", { role: "slider" }), ["ArrowLeft", "Home"]],
    ["a slider", focused("INPUT", { type: "range" }), ["ArrowLeft", "Home"]],
    ["a button", focused("BUTTON"), [" "]],
    ["a link", focused("A"), [" "]],
    ["a switch", focused("INPUT", { type: "checkbox" }), [" "]],
    ["one of several", focused("BUTTON", { role: "radio" }), [" ", "ArrowLeft", "Home"]],
    ["a field", focused("INPUT"), KEYS],
    ["a field for a number", focused("INPUT", { type: "number" }), KEYS],
    ["a field that opens a list", focused("INPUT", { type: "text", role: "combobox" }), KEYS],
    ["a long field", focused("TEXTAREA"), KEYS],
    ["a list", focused("SELECT"), KEYS],
    ["text that is edited", focused("DIV", {}, true), KEYS],
  ])) {
    assert.deepEqual(
      KEYS.filter((key) => keeps(element, key, false)),
      kept,
      what,
    );
  }
});

test("a space is the player's while the focus stays on what was pressed with the mouse", () => {
  for (const [what, element, kept] of /** @type {[string, ReturnType<typeof focused>, string[]][]} */ ([
    ["a button", focused("BUTTON"), []],
    ["a button whose menu is open", focused("BUTTON", { "aria-expanded": "true" }), [" "]],
    ["a switch", focused("INPUT", { type: "checkbox" }), []],
    ["one of several", focused("BUTTON", { role: "radio" }), ["ArrowLeft", "Home"]],
    ["a field whose list is closed", focused("INPUT", { role: "combobox", "aria-expanded": "false" }), ["ArrowLeft", "Home", "f"]],
    ["a field whose list is open", focused("INPUT", { role: "combobox", "aria-expanded": "true" }), KEYS],
    ["a slider", focused("INPUT", { type: "range" }), ["ArrowLeft", "Home"]],
    ["a field", focused("INPUT"), KEYS],
    ["a list", focused("SELECT"), KEYS],
  ])) {
    assert.deepEqual(
      KEYS.filter((key) => keeps(element, key, true)),
      kept,
      what,
    );
  }
});
