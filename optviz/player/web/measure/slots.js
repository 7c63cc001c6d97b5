// The places in a text or a formula that hold a number of the step under the cursor.

import { formatSteady } from "./numbers.js";

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
 * @property {number} from where its row of numbers begins
 * @property {boolean} isGrouped whether it stands in parentheses if it is negative
 * @property {number} [shown]
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
 * The slots inside an element, to be filled from a specimen.
 * @param {Element} root
 * @param {Specimen} specimen
 */
export function slotsIn(root, specimen) {
  const { columns, arrays } = specimen;
  /** @type {NodeListOf<HTMLElement>} */
  const found = root.querySelectorAll("[data-slot]");
  /** @type {Slot[]} */
  const slots = [...found].map((node) => ({
    node,
    text: node.localName === "mn" ? enclosed(node) : node,
    from: Number(node.dataset.slot) * columns,
    isGrouped: node.localName === "mn" && needsParentheses(node),
  }));
  // Sizes vary slowly from step to step: a sample tells how wide the numbers become.
  const stride = Math.max(1, Math.floor(columns / 60));
  const sample = Array.from({ length: Math.ceil(columns / stride) }, (_, i) => i * stride);
  const textOf = (/** @type {Slot} */ { isGrouped }, /** @type {number} */ value) =>
    isGrouped && value < 0 ? `(${formatSteady(value)})` : formatSteady(value);

  return {
    slots,
    /** The room that each slot needs, in digits, so that nothing moves when its number changes. */
    widths: () =>
      slots.map((slot) => {
        const found = sample.map((column) => widthOf(textOf(slot, arrays.slots[slot.from + column]))).sort((a, b) => a - b);
        return Math.min(WIDEST, found[Math.floor(NEARLY_ALL * (found.length - 1))] ?? 1);
      }),
    /** The column whose numbers take the most room. */
    widest() {
      const total = (/** @type {number} */ column) =>
        slots.reduce((sum, slot) => sum + widthOf(textOf(slot, arrays.slots[slot.from + column])), 0);
      return sample.map((column) => [column, total(column)]).reduce((best, one) => (one[1] > best[1] ? one : best))[0];
    },
    /**
     * Write the numbers of a column; what is shown already is left alone.
     * @param {number} column
     */
    fill(column) {
      for (const slot of slots) {
        const value = arrays.slots[slot.from + column];
        if (Object.is(value, slot.shown)) continue;
        const [text, isBroken] = [textOf(slot, value), !Number.isFinite(value)];
        if (slot.text.textContent !== text) slot.text.textContent = text;
        if (isBroken !== !(slot.shown === undefined || Number.isFinite(slot.shown))) slot.text.classList.toggle("broken", isBroken);
        slot.shown = value;
      }
    },
  };
}
