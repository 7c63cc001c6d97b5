// The sum of numbers, in the order in which NumPy adds them: its last bit depends on it.

const AT_ONCE = 128;

/**
 * Few numbers are added one after the other, more in eight rows, and many by halves.
 * @param {Float64Array} numbers
 * @param {number} first
 * @param {number} count
 * @returns {number}
 */
export function sum(numbers, first = 0, count = numbers.length) {
  if (count < 8) {
    let total = -0;
    for (let i = first; i < first + count; i++) {
      total += numbers[i];
    }
    return total;
  }
  if (count > AT_ONCE) {
    let half = Math.floor(count / 2);
    half -= half % 8;
    return sum(numbers, first, half) + sum(numbers, first + half, count - half);
  }
  let a = numbers[first];
  let b = numbers[first + 1];
  let c = numbers[first + 2];
  let d = numbers[first + 3];
  let e = numbers[first + 4];
  let f = numbers[first + 5];
  let g = numbers[first + 6];
  let h = numbers[first + 7];
  const whole = first + count - (count % 8);
  for (let i = first + 8; i < whole; i += 8) {
    a += numbers[i];
    b += numbers[i + 1];
    c += numbers[i + 2];
    d += numbers[i + 3];
    e += numbers[i + 4];
    f += numbers[i + 5];
    g += numbers[i + 6];
    h += numbers[i + 7];
  }
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < first + count; i++) {
    total += numbers[i];
  }
  return total;
}
