// How the lines of one or two rules share the room there is: the size of type, the width of each method's column, and for
// each line whether its numbers stand beside the rule or under it, and those of x and y beside or under each other.

const SIZES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7]; // of the type of a single rule that has room
const LARGEST_OF_TWO = 0.9; // two rules side by side are set smaller than one
export const COMFORTABLE = 0.8; // type gets no smaller than this to save height, only to save width
const SHARES = [1 / 2, 3 / 7, 4 / 7, 3 / 8, 5 / 8, 1 / 3, 2 / 3]; // of the width, for the first of two methods side by side
const LEAST_FOR_TWO = 560; // pixels: below this width methods stand under each other
const MOST_OF_RULE = 0.45; // of the width, if numbers are to stand beside the rule
const [PADDING, GAP, BETWEEN, MARK] = [20, 28, 22, 18]; // pixels in a line: ends, after the rule, between x and y, the x or y itself
const [LINE, RULE, ROW] = [8, 4, 2]; // pixels of height that a line, its rule and a row of numbers have around them
const [FOLDED, PAIRED] = [14, 10]; // pixels of height that are worth less than a fold, and than x and y under each other
const HEADER = 34; // pixels of height of a method's name, with the gap before it
const OVER = 100; // pixels of height that are worth less than a pixel that is too wide

/** @typedef {{width: number, height: number}} Box in pixels at size 1 */

/**
 * The formulas of a line, each as it is and, if it can be, folded; of the numbers one box for each row.
 * @typedef {{rules: Box[], numbers: Box[][]}} Line
 */

/**
 * @typedef {object} SetLine
 * @property {number} cost
 * @property {number} over pixels that it is too wide
 * @property {number} height
 * @property {boolean} isBeside
 * @property {boolean} isPair
 * @property {number} foldedRule
 * @property {number} foldedNumbers
 */

/** @typedef {{column: number, lines: SetLine[], cost: number, over: number, height: number}} Block */

/** @typedef {{size: number, shares: number[], blocks: Block[], height: number, over: number}} Plan */

/**
 * The least costly way to set a line.
 *
 * @param {Line} line
 * @param {number} inner the width there is
 * @param {number} size of type
 * @param {number} column the width of rules that have their numbers beside them
 * @returns {SetLine}
 */
function setLine({ rules, numbers }, inner, size, column) {
  /** @type {SetLine | null} */
  let best = null;
  for (const [foldedRule, rule] of rules.entries()) {
    for (const [foldedNumbers, rows] of numbers.entries()) {
      const widest = Math.max(...rows.map(({ width }) => width)) * size;
      const heights = rows.map(({ height }) => height * size + ROW);
      for (const isPair of rows.length > 1 ? [false, true] : [false]) {
        const width = isPair ? 2 * (widest + MARK) + BETWEEN : widest + (rows.length > 1 ? MARK : 0);
        const height = isPair ? Math.max(...heights) : heights.reduce((sum, each) => sum + each, 0);
        for (const isBeside of rule.width * size <= column ? [true, false] : [false]) {
          const ruleOver = isBeside ? 0 : Math.max(0, rule.width * size - inner);
          const over = ruleOver + Math.max(0, width - (isBeside ? inner - GAP - column : inner));
          const ownHeight = rule.height * size + RULE;
          const whole = LINE + (isBeside ? Math.max(ownHeight, height) : ownHeight + height);
          const cost = whole + OVER * over + FOLDED * (foldedRule + foldedNumbers) + (isPair ? PAIRED : 0);
          if (!best || cost < best.cost) best = { cost, over, height: whole, isBeside, isPair, foldedRule, foldedNumbers };
        }
      }
    }
  }
  return /** @type {SetLine} */ (best);
}

/**
 * All lines of a method, with one column for the rules that have their numbers beside them.
 * @param {Line[]} lines
 * @param {number} room
 * @param {number} size
 */
function setBlock(lines, room, size) {
  const inner = room - PADDING;
  const widths = lines.flatMap(({ rules }) => rules.map(({ width }) => Math.ceil(width * size)));
  const columns = [0, ...new Set(widths.filter((width) => width <= MOST_OF_RULE * inner))];
  const total = (/** @type {SetLine[]} */ set, /** @type {"cost" | "over" | "height"} */ part) =>
    set.reduce((sum, line) => sum + line[part], 0);
  const ways = columns.map((column) => {
    const set = lines.map((line) => setLine(line, inner, size, column));
    return { column, lines: set, cost: total(set, "cost"), over: total(set, "over"), height: HEADER + total(set, "height") };
  });
  return ways.reduce((best, way) => (way.cost < best.cost ? way : best));
}

/**
 * Side by side in the largest type in which the rules leave room for what follows them, else under each other; where
 * neither does, as low as they get in comfortable type; where that is too wide, in the largest type that is not.
 *
 * @param {Line[][]} blocks the lines of each method
 * @param {number} width pixels
 * @param {number} height pixels that the rules are to take at most
 * @returns {Plan} `shares` of the width: one where methods stand
 *   under each other; `height` that the rules take
 */
export function arrange(blocks, width, height) {
  const isTwo = blocks.length > 1;
  const layouts = [...(isTwo && width >= LEAST_FOR_TWO ? SHARES.map((share) => [share, 1 - share]) : []), [1]];
  const plan = (/** @type {number} */ size, /** @type {number[]} */ shares) => {
    const set = blocks.map((lines, i) => setBlock(lines, shares.length > 1 ? shares[i] * width - PADDING / 2 : width, size));
    const heights = set.map((block) => block.height);
    const whole = shares.length > 1 ? Math.max(...heights) : heights.reduce((sum, each) => sum + each, 0);
    return { size, shares, blocks: set, height: whole, over: set.reduce((sum, block) => sum + block.over, 0) };
  };
  const plans = layouts.flatMap((shares) =>
    SIZES.filter((size) => shares.length === 1 || size <= LARGEST_OF_TWO).map((size) => plan(size, shares)),
  );
  const narrow = plans.filter(({ over }) => over === 0);
  const isSideBySide = (/** @type {Plan} */ { shares }) => Number(shares.length > 1);
  const good = narrow.filter((one) => one.size >= COMFORTABLE && one.height <= height);
  const better = (/** @type {Plan} */ a, /** @type {Plan} */ b) =>
    isSideBySide(b) - isSideBySide(a) || b.size - a.size || a.height - b.height;
  if (good.length) return good.sort(better)[0];
  const low = narrow.filter(({ size }) => size === COMFORTABLE);
  if (low.length) return low.sort((a, b) => isSideBySide(b) - isSideBySide(a) || a.height - b.height)[0];
  if (narrow.length) return narrow.sort((a, b) => b.size - a.size || a.height - b.height)[0];
  return plans.sort((a, b) => a.over - b.over)[0];
}
