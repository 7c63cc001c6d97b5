// Numbers for people: significant digits, powers of ten with raised exponents, round ticks for axes.

/** @type {Record<string, string>} */
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const BEYOND = 3.4e38; // the payload's largest number stands for all that is larger

/**
 * 10 to a whole power, set as 10⁻³.
 * @param {number} exponent
 */
export function powerOfTen(exponent) {
  return "10" + String(exponent).replace(/./g, (sign) => RAISED[sign]);
}

/**
 * A number to so many significant digits, without trailing zeros.
 * @param {number} value
 * @param {number} digits
 */
export function format(value, digits) {
  if (Number.isNaN(value)) return "–";
  if (Math.abs(value) >= BEYOND) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(digits - 1)
    .split("e");
  const power = Number(exponent);
  if (power >= -3 && power < Math.max(digits, 4)) return sign + trimmed(Math.abs(value).toFixed(Math.max(0, digits - 1 - power)));
  const leading = trimmed(mantissa);
  return sign + (leading === "1" ? "" : leading + "×") + powerOfTen(power);
}

/**
 * A point of the plane, as Python writes it: the larger coordinate in so many digits, the other as exactly.
 * @param {[number, number]} point
 * @param {number} digits
 */
export function formatPlace(point, digits) {
  const largest = Math.max(...point.map(Math.abs));
  const decimals = largest > 0 ? Math.max(0, digits - 1 - Math.floor(Math.log10(largest))) : 0;
  return `(${point.map((coordinate) => formatSet(Number(coordinate.toFixed(decimals)))).join(", ")})`;
}

/**
 * A value that somebody has set, as Python writes it: 0.0015 and 50, but 10⁻⁸ and 2.5×10⁻⁵.
 * @param {number} value
 */
export function formatSet(value) {
  if (Number.isNaN(value)) return "NaN";
  const size = rounded(Math.abs(value), 6);
  if (size === 0) return "0";
  const sign = value < 0 ? "−" : "";
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (size > 1e-4 && size < 1e5) return sign + size;
  const [leading, power] = size.toExponential().split("e");
  return sign + (leading === "1" ? "" : `${leading}×`) + powerOfTen(Number(power));
}

/**
 * A number in a sentence, as Python says it: in two digits, or in so many as a whole number has, or in one of Python's own formats.
 * @param {number} value
 * @param {"" | ".0%" | ".0f"} format
 */
export function spoken(value, format) {
  if (format === ".0f") return formatWhole(value);
  if (format === ".0%") return `${formatWhole(100 * value)}%`;
  const size = Math.abs(value);
  if (Number.isInteger(value)) return formatSet(value);
  return formatSet(size >= 99.5 && size < 1e5 ? whole(value) : Math.sign(value) * rounded(size, 2));
}

/**
 * The nearest number of so many significant digits, two or more; halfway between two of them the one with an even end, as in Python.
 * @param {number} size
 * @param {number} digits
 */
function rounded(size, digits) {
  const [mantissa, power] = size.toExponential(100).split("e"); // all of its digits, or enough of them to know
  const kept = mantissa.slice(0, digits + 1);
  const isHalf = /^50*$/.test(mantissa.slice(digits + 1));
  return Number(isHalf && Number(kept.at(-1)) % 2 === 0 ? `${kept}e${power}` : size.toPrecision(digits));
}

/**
 * The nearest whole number; halfway between two of them the even one.
 * @param {number} value
 */
function whole(value) {
  const below = Math.floor(value);
  const over = value - below;
  return over > 0.5 || (over === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/** @param {number} value */
function formatWhole(value) {
  const size = whole(Math.abs(value));
  const digits = Number.isFinite(size) ? String(BigInt(size)) : "inf";
  return (value < 0 || Object.is(value, -0) ? "−" : "") + digits;
}

/** @param {string} text */
function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * A number to four significant digits, trailing zeros and all, so that its width changes as little as its size does.
 * @param {number} value
 */
export function formatSteady(value) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (Number.isInteger(value) && size < 1e5) return sign + size;
  const [mantissa, exponent] = size.toExponential(3).split("e");
  const power = Number(exponent);
  return sign + (power >= -3 && power < 4 ? size.toFixed(3 - power) : `${mantissa}×${powerOfTen(power)}`);
}

/**
 * A number for a column: three digits, two where a power of ten needs the room.
 * @param {number} value
 */
export function formatNarrow(value) {
  const text = format(value, 3);
  return text.includes("×") ? format(value, 2) : text;
}

/**
 * How many decimals tell numbers apart that differ by a resolution.
 * @param {number} resolution
 */
export function decimalsFor(resolution) {
  return Math.min(8, Math.max(0, Math.ceil(-Math.log10(resolution))));
}

/**
 * A coordinate to a resolution, e.g. a thousandth of the window: the same number of decimals for all but large ones.
 * @param {number} value
 * @param {number} resolution
 */
export function formatTo(value, resolution) {
  const size = Math.abs(value);
  if (size >= 1e5) return format(value, 1);
  const decimals = size < 100 ? decimalsFor(resolution) : size < 1000 ? Math.min(1, decimalsFor(resolution)) : 0;
  const text = size.toFixed(decimals);
  return (value < 0 && Number(text) !== 0 ? "−" : "") + text;
}

/**
 * Round numbers between two bounds, 1, 2 or 5 times a power of ten apart, at most about `count` of them.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function roundTicks(low, high, count) {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  /** @type {number[]} */
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

/**
 * At most `count` of the items, evenly spaced, the last one among them.
 * @template T
 * @param {T[]} items
 * @param {number} count
 */
export function spaced(items, count) {
  const stride = Math.max(1, Math.ceil(items.length / count));
  return items.filter((_, i) => (items.length - 1 - i) % stride === 0);
}

/**
 * Powers of ten between two positive bounds, thinned to about `count`, as exponents.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function decadesBetween(low, high, count) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = [1, 2, 3, 5, 10, 20].find((s) => (last - first) / s <= count) ?? 50;
  /** @type {number[]} */
  const exponents = [];
  for (let k = Math.ceil(first / stride) * stride; k <= last; k += stride) exponents.push(k);
  return exponents;
}

/**
 * A share for people: no cell is 0%, and a few are not.
 * @param {number} share
 */
export function percent(share) {
  return share > 0 && share < 0.0005 ? "<0.1%" : `${(100 * share).toFixed(1)}%`.replace(".0%", "%");
}
