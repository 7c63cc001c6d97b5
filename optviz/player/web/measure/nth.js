// The n-th smallest of many numbers, without sorting them all.

/**
 * What would stand at a place if the numbers were sorted; they are left in another order. C. A. R. Hoare (1961), Algorithm 65: FIND.
 * @param {Float64Array} numbers none of them NaN
 * @param {number} place
 */
export function smallest(numbers, place) {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = numbers[place];
    let [i, j] = [low, high];
    while (i <= j) {
      while (numbers[i] < middle) i++;
      while (numbers[j] > middle) j--;
      if (i > j) break;
      const swapped = numbers[i];
      numbers[i++] = numbers[j];
      numbers[j--] = swapped;
    }
    if (j < place) low = i;
    if (place < i) high = j;
  }
  return numbers[place];
}
