// Reads the one block of bytes that Python sends: a JSON header and the arrays it lists (see payload.py).

/** @import { Packed } from "../header.d.ts" */

const READERS = { float32: Float32Array, float64: Float64Array, uint16: Uint16Array, uint8: Uint8Array };

/** @typedef {Float32Array | Float64Array | Uint16Array | Uint8Array} Numbers */

/**
 * @template Header
 * @param {Uint8Array} bytes
 * @returns {{header: Header & Packed, arrays: Record<string, Numbers>}}
 */
export function decode(bytes) {
  // A copy starts at a multiple of 8 in memory, which the views below need and a slice of a message need not.
  const { buffer } = bytes.slice();
  const length = new DataView(buffer).getUint32(0, true);
  /** @type {Header & Packed} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  /** @type {Record<string, Numbers>} */
  const arrays = {};
  for (const { name, dtype, shape, offset } of header.arrays) {
    const size = shape.reduce((product, n) => product * n, 1);
    arrays[name] = new READERS[dtype](buffer, 4 + length + offset, size);
  }
  return { header, arrays };
}

/**
 * The revision of a payload without reading the rest: it stands first in the header.
 * @param {Uint8Array} bytes
 */
export function revisionOf(bytes) {
  const opening = new TextDecoder().decode(bytes.subarray(4, 64));
  return /^\{"revision":"([^"]*)"/.exec(opening)?.[1] ?? "";
}
