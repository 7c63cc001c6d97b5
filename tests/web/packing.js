// A payload as `payload.py` packs it, for tests.

/**
 * @param {object} header
 * @param {Record<string, Float32Array | Float64Array | Uint16Array | Uint8Array>} arrays
 */
export function packed(header, arrays) {
  let size = 0;
  const listing = Object.entries(arrays).map(([name, array]) => {
    const offset = size;
    size += Math.ceil(array.byteLength / 8) * 8;
    const dtype = array.constructor.name.replace("Array", "").toLowerCase();
    return { name, dtype, shape: [array.length], offset };
  });
  const text = JSON.stringify({ revision: "0123abcd", ...header, arrays: listing });
  const encoded = new TextEncoder().encode(text);
  const length = Math.ceil((encoded.length + 4) / 8) * 8 - 4;
  const bytes = new Uint8Array(4 + length + size).fill(32, 4, 4 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(encoded, 4);
  for (const [i, array] of Object.values(arrays).entries()) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), 4 + length + listing[i].offset);
  }
  return bytes;
}
