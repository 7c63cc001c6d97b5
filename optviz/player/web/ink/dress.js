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

/**
 * @param {URL} url
 * @returns {Promise<CSSStyleSheet>}
 */
export async function dress(url) {
  return new CSSStyleSheet().replace(await inOnePiece(url));
}
