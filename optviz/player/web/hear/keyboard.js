// Keys for the race: space, arrows, Home, End, f, and those of the page. What has the focus keeps the keys that it has a use for.

/** @import { Cursor } from "./cursor.js" */

const MOVES = /^(Arrow|Home$|End$|Page)/;

/** What a control keeps for itself, by its role. @type {[roles: string, keeps: (key: string, isDone: boolean) => boolean][]} */
const KEEPS = [
  ["combobox", (key, isDone) => !(key === " " && isDone)],
  ["textbox searchbox listbox option spinbutton menu menuitem grid gridcell tree treeitem application", () => true],
  ["radio tab menubar toolbar", (key, isDone) => (key === " " && !isDone) || MOVES.test(key)],
  ["slider scrollbar", (key) => MOVES.test(key)],
  ["button link checkbox switch", (key, isDone) => key === " " && !isDone],
];

/** The roles of elements that need not say one. @type {Record<string, string>} */
const ROLES = { TEXTAREA: "textbox", SELECT: "listbox", BUTTON: "button", A: "link", SUMMARY: "button", IFRAME: "application" };
/** Of inputs, which else are for text. @type {Record<string, string>} */
const INPUTS = {
  range: "slider",
  radio: "radio",
  checkbox: "checkbox",
  button: "button",
  submit: "button",
  reset: "button",
  file: "button",
};

/**
 * Whether what has the focus has a use for a key, so that nobody else may hear it.
 * @param {Pick<HTMLElement, "tagName" | "isContentEditable" | "getAttribute">} focused
 * @param {string} key
 * @param {boolean} isPressed whether it has the focus from a press with mouse or finger. Then it is done with, unless it is still open,
 *     and a space is not meant for it.
 */
export function keeps(focused, key, isPressed) {
  const tag = focused.tagName.toUpperCase();
  const own = tag === "INPUT" ? (INPUTS[focused.getAttribute("type") ?? ""] ?? "textbox") : ROLES[tag];
  const role = focused.isContentEditable ? "textbox" : (focused.getAttribute("role") ?? own);
  const isDone = isPressed && focused.getAttribute("aria-expanded") !== "true";
  return KEEPS.some(([roles, kept]) => roles.split(" ").includes(role) && kept(key, isDone));
}

/**
 * @param {Cursor} cursor
 * @param {Record<string, () => void>} others what further keys do
 * @param {AbortSignal} signal
 */
export function listenToKeys(cursor, others, signal) {
  /** @type {Record<string, () => void>} */
  const actions = {
    " ": () => cursor.toggle(),
    Home: () => cursor.seek(0),
    End: () => cursor.seek(cursor.steps),
    ...others,
  };
  let isPressed = false;
  window.addEventListener("pointerdown", () => (isPressed = true), { signal, capture: true });
  // Before the page hears it, whose lists a space would open again.
  window.addEventListener("keydown", (event) => event.key === " " && isPressed && hear(event), { signal, capture: true });
  window.addEventListener("keydown", hear, { signal });

  /** @param {KeyboardEvent} event */
  function hear(event) {
    if (event.key === "Tab") isPressed = false;
    const action = actions[event.key];
    if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [focused] = event.composedPath();
    if (focused instanceof HTMLElement && keeps(focused, event.key, isPressed)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === " " && event.repeat) return; // held down it would play and pause in turn
    action();
  }
}
