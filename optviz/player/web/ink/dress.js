// The style sheet of an element. It is fetched once, with the element's modules: so no element is ever seen naked, and what is
// shown in one brings no style with it.

/**
 * A style sheet with those that it imports in their place.
 * @param {URL} url
 * @returns {Promise<string>}
 */
async function inOnePiece(url) {
  const text = await (await fetch(url)).text();
  const parts = text.split(/@import\s"(.+)";/).map((part, i) => (i % 2 ? inOnePiece(new URL(part, url)) : part));
  return (await Promise.all(parts)).join("");
}

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/**
 * One and the same for all elements that have it: they are dressed at once.
 * @param {URL} url
 * @returns {Promise<CSSStyleSheet>}
 */
export function dress(url) {
  const sheet = sheets.get(url.href) ?? inOnePiece(url).then((text) => new CSSStyleSheet().replace(text));
  sheets.set(url.href, sheet);
  return sheet;
}
