// The update rule of each method, and under it the same rule with the numbers of the step under the cursor.

import { element } from "./element.js";
import { drawSwatch } from "./marks.js";
import { columnAt } from "./scene.js";
import { slotsIn } from "./slots.js";

const SMALLEST = 0.7; // of the type's size: a formula that is wider still is scrolled
const HOPELESS = 0.45; // of the type's size: a formula that wide has no say in the size of the others
const MOST_OF_RULE = 0.45; // of the width, if numbers are to stand beside it
const SMALLER = 0.85; // of the type's size: rather than smaller still, the numbers stand under the rule
const [PADDING, GAP, BESIDE] = [18, 28, 18]; // pixels in a line: at its ends, between rule and numbers, for the x or y before a row

/** Draws the sides of vectors, matrices and cases: without a font for mathematics, signs do not grow with what they enclose. */
function encloseTables(root) {
  for (const table of root.querySelectorAll("mtable")) {
    const [before, after] = [table.previousElementSibling, table.nextElementSibling];
    const opening = before?.localName === "mo" ? before.textContent.trim() : "";
    if (opening !== "(" && opening !== "{") continue;
    table.classList.add(opening === "(" ? "vector" : "cases");
    before.classList.add("drawn");
    if (opening === "(" && after?.localName === "mo") after.classList.add("drawn");
  }
}

export function createRule(host) {
  let [blocks, shown, width] = [[], [], 0];

  function line({ rule, numbers }) {
    const symbolic = element("div", { class: "symbolic" });
    symbolic.innerHTML = rule; // MathML that Python made from its own declarations
    const rows = numbers.map((formula, i) => {
      const math = element("div", { class: "math" });
      math.innerHTML = formula;
      return element("div", { class: "row" }, ...(numbers.length > 1 ? [element("i", { text: "xy"[i] }), math] : [math]));
    });
    return element("div", { class: "line" }, symbolic, element("div", { class: "numbers" }, ...rows));
  }

  function block(specimen, theme) {
    const swatch = element("canvas", { "aria-hidden": "true" });
    drawSwatch(swatch, specimen.lane, theme.ink(specimen.lane.color), theme.background);
    const title = element("h3", { text: specimen.title });
    title.style.color = theme.word(specimen.lane.color);
    const when = element("span", { class: "when" });
    const lines = specimen.lines.map(line);
    lines.forEach(encloseTables);
    const header = element("header", {}, swatch, title, when);
    const made = element("article", { class: "method", "aria-label": specimen.title }, header, ...lines);
    const slots = lines.map((one) => slotsIn(one, specimen));
    slots.forEach(reserve);
    return { specimen, made, when, lines, slots };
  }

  /** Room for the widest number of each slot, the same for x and y so that the two rows stand under each other. */
  function reserve({ slots, widths }) {
    const found = widths();
    const half = slots.length / 2;
    const rows = new Set(slots.map(({ node }) => node.closest(".row")));
    const twins = rows.size === 2 && Number.isInteger(half) && slots[half].node.closest(".row") !== slots[half - 1].node.closest(".row");
    slots.forEach(({ node }, i) => {
      const width = twins ? Math.max(found[i % half], found[(i % half) + half]) : found[i];
      node.style.minWidth = `${width.toFixed(2)}ch`;
    });
  }

  /**
   * A rule and its numbers stand beside each other where there is room, else under each other; what is too wide is set
   * in smaller type, all lines of all methods alike.
   */
  function fit() {
    for (const { made } of blocks) for (const part of ["--rule-size", "--numbers-size"]) made.style.setProperty(part, 1);
    const widthOf = (node) => Math.max(...[...node.querySelectorAll("math")].map((math) => math.getBoundingClientRect().width));
    const found = blocks
      .flatMap(({ lines }) => lines)
      .map((one) => ({ one, rule: widthOf(one.firstChild), numbers: widthOf(one.lastChild) + BESIDE }));
    const room = Math.min(...blocks.map(({ made }) => made.clientWidth)) - PADDING;
    if (!(room > 0)) return;
    const column = Math.max(0, ...found.map(({ rule }) => rule).filter((rule) => rule <= MOST_OF_RULE * room));
    const beside = room - GAP - column;
    const fits = ({ rule, numbers }) => rule <= column && numbers <= beside / SMALLER;
    const isBeside = found.filter(fits).length >= found.length / 2 ? fits : () => false;
    const largest = (sizes) => Math.min(1, ...sizes.filter((size) => size > HOPELESS).map((size) => Math.max(SMALLEST, size)));
    const under = found.filter((line) => !isBeside(line));
    const ruleSize = largest(under.map(({ rule }) => room / rule));
    const numbersSize = largest(found.map((line) => (isBeside(line) ? beside : room) / line.numbers));
    for (const line of found) line.one.classList.toggle("beside", isBeside(line));
    for (const { made } of blocks) {
      made.style.setProperty("--rule-size", ruleSize.toFixed(3));
      made.style.setProperty("--numbers-size", numbersSize.toFixed(3));
      made.style.setProperty("--rule", `${Math.ceil(column)}px`);
    }
    // A part that can be scrolled costs a layer in every frame: only those that have to be are.
    const parts = blocks.flatMap(({ made }) => [...made.querySelectorAll(".symbolic, .row")]);
    const isWide = parts.map((part) => part.lastElementChild.getBoundingClientRect().right > part.getBoundingClientRect().right + 1);
    parts.forEach((part, i) => part.classList.toggle("wide", isWide[i]));
  }

  return {
    /** Take another scene, theme or scale. */
    update({ scene, theme, scale }) {
      const next = [scene.revision, theme, scale];
      if (next.every((part, i) => part === shown[i])) return;
      shown = next;
      blocks = scene.specimens.map((specimen) => block(specimen, theme));
      host.style.setProperty("--methods", blocks.length);
      host.replaceChildren(...blocks.map(({ made }) => made));
      fit();
    },
    resize() {
      if (host.clientWidth === width) return;
      width = host.clientWidth;
      fit();
    },
    /** @param {(row: number) => number | null} told the line that is being told, by lane */
    draw(step, told) {
      blocks.forEach(({ specimen, when, lines, slots }, row) => {
        const column = columnAt(specimen, step);
        for (const one of slots) one.fill(column);
        const words = `${step > column ? "last step, " : ""}${column} → ${column + 1}`;
        if (when.textContent !== words) when.textContent = words;
        const marked = told(row);
        lines.forEach((one, i) => one.classList.toggle("told", i === marked));
      });
    },
    /** The numbers of each method's first line as they stand there. */
    numbers: () => blocks.map(({ lines }) => [...lines[0].querySelectorAll(".math")].map((math) => math.textContent).join("  ")),
  };
}
