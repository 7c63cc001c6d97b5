// What of a list that is to be sorted is in order already.

/**
 * Which of some places can stay while the others are put between them: the most that rise from one to the next.
 * @param {number[]} places below zero: of what has no place yet
 * @returns {boolean[]}
 */
export function inOrder(places) {
  /** @type {{many: number, before: number}[]} of the longest row that ends at each of them */
  const rows = [];
  let end = -1;
  for (const [i, place] of places.entries()) {
    let [many, before] = [place < 0 ? 0 : 1, -1];
    for (let j = 0; j < i && place >= 0; j++) {
      if (places[j] < place && rows[j].many >= many) [many, before] = [rows[j].many + 1, j];
    }
    rows.push({ many, before });
    if (many > 0 && (end < 0 || many > rows[end].many)) end = i;
  }
  const stays = places.map(() => false);
  for (; end >= 0; end = rows[end].before) stays[end] = true;
  return stays;
}
