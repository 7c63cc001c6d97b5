// The places in a text or a formula that hold a number of the step under the cursor.

import { formatSet, formatSteady } from "./numbers.js";

/** @import { Specimen } from "./scene.js" */

const WIDEST = 11; // digits: longer numbers are rare and may push their neighbors aside
const NEARLY_ALL = 0.9; // of the numbers fit into the room that is kept; one that crosses zero may be longer for a step
/** @type {Record<string, number>} */
const WIDTHS = { ".": 0.5, "−": 1.15, "×": 1.15, "(": 0.7, ")": 0.7 }; // in digits; raised ones are narrow
const OPENING = new Set([..."=≈<>≤≥([{|‖,;"]);
const isRaised = (/** @type {string} */ sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".includes(sign);

const widthOf = (/** @type {string} */ text) => [...text].reduce((sum, sign) => sum + (WIDTHS[sign] ?? (isRaised(sign) ? 0.65 : 1)), 0);

/**
 * @typedef {object} Slot
 * @property {HTMLElement} node
 * @property {HTMLElement} text where its number is written: in a formula an element of HTML, for not every browser gives one of MathML a width
 * @property {number} row of its numbers
 * @property {boolean} isGrouped whether it stands in parentheses if it is negative
 * @property {number} room that it takes at least, in digits
 * @property {number} needed of it by what is shown
 * @property {number} [shown]
 */

/**
 * A number that only a slider changes: as Python wrote it, until one is held.
 * @typedef {{node: Element, row: number, written: ChildNode[], shown?: number}} Constant
 */

/** @param {HTMLElement} node of a formula */
function enclosed(node) {
  const text = document.createElement("span");
  node.replaceChildren(text);
  return text;
}

/**
 * A negative number stands in parentheses wherever something binds it from the left, and as the base of a power.
 * @param {Element} node
 * @returns {boolean}
 */
function needsParentheses(node) {
  const { parentElement: parent } = node;
  if (!parent) return false;
  if (parent.localName === "msup") return node === parent.firstElementChild;
  let before = node.previousElementSibling;
  while (before?.localName === "mspace") before = before.previousElementSibling;
  if (before) return !(before.localName === "mo" && OPENING.has(before.textContent.trim()));
  return parent.localName === "mrow" && needsParentheses(parent);
}

/**
 * @param {Constant} constant
 * @param {number | undefined} value
 */
function write(constant, value) {
  const { node, written, shown } = constant;
  if (value === shown) return;
  constant.shown = value;
  if (value === undefined) return node.replaceChildren(...written);
  const text = document.createTextNode(formatSet(value));
  if (node.localName !== "mrow") return node.replaceChildren(text);
  const number = document.createElementNS(node.namespaceURI, "mn");
  number.append(text);
  node.replaceChildren(number);
}

/**
 * The columns whose numbers tell how wide they become, as sizes vary slowly from step to step.
 * @param {Specimen} specimen
 */
function sampleOf({ columns }) {
  const stride = Math.max(1, Math.floor(columns / 60));
  return Array.from({ length: Math.ceil(columns / stride) }, (_, i) => i * stride);
}

/**
 * The slots inside an element, to be filled from a specimen.
 * @param {Element} root
 */
export function slotsIn(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = root.querySelectorAll("[data-slot]");
  /** @type {Slot[]} */
  const slots = [...found].map((node) => ({
    node,
    text: node.localName === "mn" ? enclosed(node) : node,
    row: Number(node.dataset.slot),
    isGrouped: node.localName === "mn" && needsParentheses(node),
    ...{ room: 0, needed: 0 },
  }));
  /** @type {Constant[]} */
  const constants = [...root.querySelectorAll("[data-constant]")].map((node) => ({
    node,
    row: Number(node.getAttribute("data-constant")),
    written: [...node.childNodes],
  }));
  const numberOf = (/** @type {Slot} */ { row }, /** @type {Specimen} */ { arrays, columns }, /** @type {number} */ column) =>
    arrays.slots[row * columns + column];
  const textOf = (/** @type {Slot} */ { isGrouped }, /** @type {number} */ value) =>
    isGrouped && value < 0 ? `(${formatSteady(value)})` : formatSteady(value);

  return {
    slots,
    /**
     * The room that each slot needs, in digits, so that nothing moves when its number changes.
     * @param {Specimen} specimen
     */
    widths: (specimen) =>
      slots.map((slot) => {
        const found = sampleOf(specimen).map((column) => widthOf(textOf(slot, numberOf(slot, specimen, column))));
        found.sort((a, b) => a - b);
        return Math.min(WIDEST, found[Math.floor(NEARLY_ALL * (found.length - 1))] ?? 1);
      }),
    /**
     * The column whose numbers take the most room.
     * @param {Specimen} specimen
     */
    widest(specimen) {
      const total = (/** @type {number} */ column) =>
        slots.reduce((sum, slot) => sum + widthOf(textOf(slot, numberOf(slot, specimen, column))), 0);
      return sampleOf(specimen)
        .map((column) => [column, total(column)])
        .reduce((best, one) => (one[1] > best[1] ? one : best))[0];
    },
    /**
     * Write the numbers of a column; what is shown already is left alone.
     * @param {Specimen} specimen
     * @param {number} column
     * @returns {boolean} whether one of them takes more than its room
     */
    fill(specimen, column) {
      for (const constant of constants) write(constant, specimen.constants?.[constant.row]);
      for (const slot of slots) {
        const value = numberOf(slot, specimen, column);
        if (Object.is(value, slot.shown)) continue;
        const [text, isBroken] = [textOf(slot, value), !Number.isFinite(value)];
        if (slot.text.textContent !== text) slot.text.textContent = text;
        if (isBroken !== !(slot.shown === undefined || Number.isFinite(slot.shown))) slot.text.classList.toggle("broken", isBroken);
        slot.shown = value;
        slot.needed = widthOf(text);
      }
      return slots.some(({ needed, room }) => needed > room);
    },
  };
}
