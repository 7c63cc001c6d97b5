// Which values of a curve have a place on its axis.

/**
 * On a logarithmic axis zero has none: a line breaks off there, instead of falling to a bottom that is no value. Only what stays
 * zero to the end has left through the bottom.
 * @param {Float32Array} values
 * @param {boolean} isLog
 * @returns {(index: number) => boolean}
 */
export function placesOn(values, isLog) {
  if (!isLog) return (index) => !Number.isNaN(values[index]);
  const last = values.findLastIndex((value) => value > 0);
  return (index) => values[index] > 0 || (values[index] === 0 && last >= 0 && index > last);
}
