// The update rule of each method, and under it the same rule with the numbers of the step under the cursor.

import { element } from "../ink/element.js";
import { drawSwatch } from "../ink/glyphs.js";
import { arrange, COMFORTABLE } from "../measure/fitting.js";
import { fold, unfold } from "../measure/folding.js";
import { createNews } from "../measure/news.js";
import { columnAt } from "../measure/scene.js";
import { slotsIn } from "../measure/slots.js";
import { panelOf } from "./panel.js";

/**
 * @import { RuleLine } from "../header.d.ts"
 * @import { Theme } from "../ink/theme.js"
 * @import { Box } from "../measure/fitting.js"
 * @import { Specimen } from "../measure/scene.js"
 */

const HALF = 0.5; // of the window's height is what the rules may take: the charts are to begin on the same screen
const MUCH = 1.1; // a rule that is higher than it may be is cut off, unless it is by little
const UNEVEN = 1.02; // roots and fractions shrink a little less than type does
const ROW = 1.5; // em, the least height of a row of numbers in rule.css
const WIDE = 0.3; // of the room: a formula that is wider may have to be folded
const [MOST, ONE_OF_TWO] = [0.9, 0.6]; // of the room for a formula of the only method, and of one of two

/**
 * Draws the sides of vectors, matrices and cases: without a font for mathematics, signs do not grow with what they enclose.
 * @param {Element} root
 */
function encloseTables(root) {
  for (const table of root.querySelectorAll("mtable")) {
    const [before, after] = [table.previousElementSibling, table.nextElementSibling];
    const opening = before?.localName === "mo" ? before.textContent.trim() : "";
    if (!before || (opening !== "(" && opening !== "{")) continue;
    table.classList.add(opening === "(" ? "vector" : "cases");
    before.classList.add("drawn");
    if (opening === "(" && after?.localName === "mo") after.classList.add("drawn");
  }
}

/** @typedef {{line: HTMLElement, formulas: Element[][], boxes: Box[][][]}} Found a line with its formulas: of the rule, and of the rows of numbers */

/**
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("../hear/telling.js").createTelling>} telling
 */
export function createRule(host, telling) {
  const isNew = createNews();
  /** @type {ReturnType<typeof block>[]} */
  let blocks = [];
  let fitted = "";
  let isFollowing = false; // whether the numbers are of other runs than the rules were laid out for
  let [isWhole, isTold] = [false, false]; // whether a long rule is shown in full: because the visitor wants it, because it is told
  const more = element("button", { type: "button", class: "worded more", on: { click: () => showWhole(!isWhole) } });

  /** @param {boolean} wished */
  function showWhole(wished) {
    isWhole = wished;
    more.textContent = isWhole ? "Less of the rule" : "The whole rule";
    host.classList.toggle("cut", !isWhole && !isTold);
  }

  /** @param {RuleLine} told */
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

  /**
   * @param {Specimen} specimen
   * @param {Theme} theme
   * @param {ReturnType<typeof slotsIn>[]} held the slots of the same rule while a slider was held: they keep their room
   */
  function block(specimen, theme, held) {
    const swatch = element("canvas", { "aria-hidden": "true" });
    drawSwatch(swatch, specimen.lane, theme.ink(specimen.lane.color), theme.background);
    const title = element("h3", { text: specimen.title });
    title.style.color = theme.word(specimen.lane.color);
    const when = element("span", { class: "when" });
    const lines = specimen.lines.map(line);
    lines.forEach(encloseTables);
    const header = element("header", {}, swatch, title, when);
    const made = element("article", { class: "method", "aria-label": specimen.title }, header, ...lines);
    const slots = lines.map(slotsIn);
    slots.forEach((one, i) => {
      const before = held[i]?.slots ?? [];
      if (before.length === one.slots.length) one.slots.forEach((slot, j) => (slot.room = before[j].room));
      reserve(one, specimen);
    });
    return { specimen, made, title, when, lines, slots };
  }

  /**
   * Room for the widest number of each slot, the same for x and y so that the two rows stand under each other. It never becomes less.
   * @param {ReturnType<typeof slotsIn>} line
   * @param {Specimen} specimen
   */
  function reserve({ slots, widths }, specimen) {
    const found = widths(specimen).map((width, i) => Math.max(width, slots[i].room, slots[i].needed));
    const half = slots.length / 2;
    const rows = new Set(slots.map(({ node }) => node.closest(".row")));
    const twins = rows.size === 2 && Number.isInteger(half) && slots[half].node.closest(".row") !== slots[half - 1].node.closest(".row");
    slots.forEach((slot, i) => {
      slot.room = twins ? Math.max(found[i % half], found[(i % half) + half]) : found[i];
      slot.text.style.minWidth = `${slot.room.toFixed(2)}ch`;
    });
  }

  /** The formulas of a line: of the rule, and of each row of numbers. */
  const formulasOf = (/** @type {Element} */ line) =>
    [":scope > .symbolic math", ".row math"].map((place) => [...line.querySelectorAll(place)]);

  /** Find out how large everything is, and set it so that it fits. */
  function fit() {
    const room = host.clientWidth;
    if (!(room > 0)) return;
    host.style.setProperty("--size", "1");
    host.style.setProperty("--columns", "minmax(0, 1fr)");
    for (const { slots, specimen } of blocks) for (const one of slots) one.fill(specimen, one.widest(specimen));
    /** @type {Found[]} */
    const found = blocks.flatMap(({ lines }) => lines.map((line) => ({ line, formulas: formulasOf(line), boxes: [[], []] })));
    for (const { line, formulas } of found) {
      line.classList.remove("beside", "pair");
      formulas.flat().forEach(unfold);
    }
    const boxOf = (/** @type {Element} */ math) => {
      const { width, height } = math.getBoundingClientRect();
      const em = parseFloat(getComputedStyle(math).fontSize);
      return { width: UNEVEN * width, height: Math.max(height, ROW * em) };
    };
    const measure = (/** @type {Found} */ one, /** @type {number} */ part) => one.boxes[part].push(one.formulas[part].map(boxOf));
    const parts = found.flatMap((one) => [0, 1].map((part) => ({ one, part })));
    for (const { one, part } of parts) measure(one, part);
    const wide = parts.filter(({ one, part }) => one.boxes[part][0].some(({ width }) => width > WIDE * room));
    const most = (room * (blocks.length > 1 ? ONE_OF_TWO : MOST)) / COMFORTABLE;
    const folded = wide.filter(({ one, part }) => one.formulas[part].map((math) => fold(math, most)).every(Boolean));
    for (const { one, part } of folded) measure(one, part);

    // On a narrow screen nothing else would be seen beside the charts.
    const height = host.closest(".dock") ? Infinity : HALF * window.innerHeight;
    let next = 0;
    const lines = found.map(({ boxes: [rules, numbers] }) => ({ rules: rules.map(([box]) => box), numbers }));
    const plan = arrange(
      blocks.map((block) => lines.slice(next, (next += block.lines.length))),
      room,
      height,
    );
    host.style.setProperty("--most", `${height}px`);
    host.classList.toggle("long", plan.height > MUCH * height);
    host.style.setProperty("--size", String(plan.size));
    host.style.setProperty("--columns", plan.shares.map((share) => `minmax(0, ${share}fr)`).join(" "));
    plan.blocks.forEach(({ column, lines: set }, i) => {
      blocks[i].made.style.setProperty("--rule", `${column}px`);
      set.forEach(({ isBeside, isPair, foldedRule, foldedNumbers }, j) => {
        const line = blocks[i].lines[j];
        line.classList.toggle("beside", isBeside);
        line.classList.toggle("pair", isPair);
        const [rule, numbers] = formulasOf(line);
        if (!foldedRule) rule.forEach(unfold);
        if (!foldedNumbers) numbers.forEach(unfold);
      });
    });
    // A part that can be scrolled costs a layer in every frame: only those that have to be are.
    const places = blocks.flatMap(({ made }) => [...made.querySelectorAll(".symbolic, .row")]);
    const isWide = places.map(
      (place) => (place.lastElementChild?.getBoundingClientRect().right ?? 0) > place.getBoundingClientRect().right + 1,
    );
    places.forEach((place, i) => place.classList.toggle("wide", isWide[i]));
  }

  /**
   * Write the numbers of a step.
   * @param {number} step
   * @returns the lines with numbers that take more than their room
   */
  function write(step) {
    return blocks.flatMap(({ slots, specimen }) =>
      slots.filter((one) => one.fill(specimen, columnAt(specimen, step))).map((line) => ({ line, specimen })),
    );
  }

  /**
   * The same rules with the numbers of other runs.
   * @param {Specimen[]} specimens
   */
  function follow(specimens) {
    isFollowing ||= specimens.some((specimen, row) => specimen !== blocks[row].specimen);
    specimens.forEach((specimen, row) => {
      const { made, title } = blocks[row];
      blocks[row].specimen = specimen;
      if (title.textContent === specimen.title) return;
      title.textContent = specimen.title;
      made.setAttribute("aria-label", specimen.title);
    });
  }

  return panelOf({
    update({ scene, theme, scale }) {
      const specimens = scene.specimens ?? [];
      if (!isNew(scene.revision, theme, scale)) return follow(specimens);
      const held = isFollowing ? blocks.map(({ slots }) => slots) : [];
      isFollowing = false;
      blocks = specimens.map((specimen, row) => block(specimen, theme, held[row] ?? []));
      host.replaceChildren(...blocks.map(({ made }) => made), more);
      showWhole(isWhole);
      fit();
    },
    resize() {
      const size = `${host.clientWidth} ${window.innerHeight}`;
      if (size === fitted) return;
      fitted = size;
      fit();
    },
    draw({ step }) {
      const isNowTold = blocks.some((_, row) => telling.line(row) !== null);
      if (isNowTold !== isTold) {
        isTold = isNowTold;
        showWhole(isWhole);
      }
      const outgrown = write(step);
      if (isFollowing && outgrown.length > 0) {
        for (const { line, specimen } of outgrown) reserve(line, specimen);
        fit();
        write(step);
      }
      blocks.forEach(({ specimen, when, lines }, row) => {
        const column = columnAt(specimen, step);
        const words = `${step > column ? "last step, " : ""}${column} → ${column + 1}`;
        if (when.textContent !== words) when.textContent = words;
        const marked = telling.line(row);
        lines.forEach((one, i) => one.classList.toggle("told", i === marked));
      });
    },
    /** The numbers of each method's first line as they stand there. */
    painted: () => ({
      numbers: blocks.map(({ lines }) => [...lines[0].querySelectorAll(".math")].map((math) => math.textContent).join("  ")),
    }),
  });
}
