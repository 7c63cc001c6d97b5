// A formula that is too wide for its place goes on in further rows: a long sum breaks before its signs.

const SIGNS = new Set(["+", "−"]);
const OPEN = new Set(["math", "mrow", "mtable", "mtr", "mtd"]); // what may grow in height; a fraction or a root may not
const made = (/** @type {string} */ tag) => document.createElementNS("http://www.w3.org/1998/Math/MathML", tag);
const isSign = (/** @type {Element} */ node) => node.localName === "mo" && SIGNS.has(node.textContent.trim());
const widthOf = (/** @type {Element} */ node) => node.getBoundingClientRect().width;

/**
 * The terms of a sum, each with the sign before it; fewer than two if it is none.
 * @param {Element} row
 */
function termsOf(row) {
  /** @type {Element[][]} */
  const terms = [];
  [...row.children].forEach((node, i) => {
    if (i === 0 || (isSign(node) && row.children[i - 1].localName !== "mo")) terms.push([]);
    terms[terms.length - 1].push(node);
  });
  return terms;
}

/**
 * Drawn parentheses do not grow with what they enclose: sums inside of them stay as they are.
 * @param {Element} row
 * @param {Element} math
 */
function mayGrow(row, math) {
  if (row.previousElementSibling?.textContent.trim() === "(") return false;
  for (let node = row; node !== math; node = /** @type {Element} */ (node.parentElement)) if (!OPEN.has(node.localName)) return false;
  return ![...row.children].some((node) => node.localName === "mo" && node.textContent.trim() === "=");
}

/**
 * Sets the widest sum of a formula in rows, so that the formula gets no wider than some pixels, or else as narrow as its
 * widest term allows. Returns whether there is such a sum.
 * @param {Element} math
 * @param {number} pixels
 */
export function fold(math, pixels) {
  const sums = [...math.querySelectorAll("mrow")].filter((row) => mayGrow(row, math) && termsOf(row).length > 1);
  if (!sums.length) return false;
  const widest = sums.reduce((best, row) => (widthOf(best) >= widthOf(row) ? best : row));
  const sized = termsOf(widest).map((term) => ({ term, width: term.reduce((sum, node) => sum + widthOf(node), 0) }));
  const most = Math.max(...sized.map(({ width }) => width), pixels - (widthOf(math) - widthOf(widest)));
  /** @type {Element[][]} */
  const rows = [];
  let room = 0;
  for (const { term, width } of sized) {
    room -= width;
    if (rows.length === 0 || room < 0) {
      rows.push([]);
      room = most - width;
    }
    rows[rows.length - 1].push(...term);
  }
  const table = made("mtable");
  table.classList.add("folded");
  table.setAttribute("displaystyle", "true");
  for (const row of rows) {
    const [line, cell, inside] = ["mtr", "mtd", "mrow"].map(made);
    inside.append(...row);
    cell.append(inside);
    line.append(cell);
    table.append(line);
  }
  widest.replaceChildren(table);
  return true;
}

/**
 * Takes back what `fold` did.
 * @param {Element} math
 */
export function unfold(math) {
  const table = math.querySelector("mtable.folded");
  table?.parentElement?.replaceChildren(...[...table.querySelectorAll(":scope > mtr > mtd > mrow")].flatMap((row) => [...row.children]));
}
