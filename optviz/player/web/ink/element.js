// Makes DOM elements. Text is only ever set as text.

/** @typedef {{[type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[type]) => void}} Listeners */

/** @typedef {{[attribute: string]: string | number | boolean | Listeners | undefined, text?: string, on?: Listeners}} Properties */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} properties attributes; `text` is the content, `on` maps events to listeners
 * @param {...(Node | string)} children
 */
export function element(tag, { text, on, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : String(value));
  }
  if (text !== undefined) made.textContent = text;
  for (const [event, listener] of Object.entries(on ?? {})) made.addEventListener(event, /** @type {EventListener} */ (listener));
  made.append(...children);
  return made;
}

/**
 * Other words for an element. Where they are those that stand there already nothing has to be laid out anew.
 * @param {Node} node
 * @param {string} text
 */
export function reword(node, text) {
  if (node.textContent === text) return;
  const [only] = node.childNodes;
  if (only instanceof Text && node.childNodes.length === 1) only.data = text;
  else node.textContent = text;
}

/**
 * Another value for an attribute.
 * @param {Element} on
 * @param {string} name
 * @param {string} value
 */
export function mark(on, name, value) {
  if (on.getAttribute(name) !== value) on.setAttribute(name, value);
}

const ICONS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z",
  first: "M5 5h2.6v14H5zM19 5v14L8.8 12z",
  last: "M16.4 5H19v14h-2.6zM5 5v14l10.2-7z",
  back: "M16.5 5v14L6.5 12z",
  forward: "M7.5 5v14l10-7z",
  loop: "M12 4V1L7.5 5.5 12 10V7a5 5 0 1 1-5 5H4a8 8 0 1 0 8-8z",
  link: "M10 6H7a6 6 0 0 0 0 12h3v-2.6H7a3.4 3.4 0 0 1 0-6.8h3zM14 6h3a6 6 0 0 1 0 12h-3v-2.6h3a3.4 3.4 0 0 0 0-6.8h-3zM8 10.7h8v2.6H8z",
  screen: "M3 4h18v12H3zM5.4 6.4v7.2h13.2V6.4zM8 18h8v2.4H8z",
  full: "M4 4h6v2.5H6.5V10H4zM14 4h6v6h-2.5V6.5H14zM4 14h2.5v3.5H10V20H4zM17.5 14H20v6h-6v-2.5h3.5z",
  pin: "M8.5 3h7v2.2h-1l.6 4.6 2.9 2.7v2.1h-4.9V21l-1.1 1.4L10.900 21v-6.400H6v-2.100l2.900-2.700.6-4.600h-1z",
  plus: "M10.8 5h2.4v5.8H19v2.4h-5.8V19h-2.4v-5.8H5v-2.4h5.8z",
  minus: "M5 10.8h14v2.4H5z",
  arrows: "M4 18.3 15.2 7.1H8.5V4.5h11v11h-2.6V8.9L5.7 20.1z",
  whole: "M11 3h2v4h-2zM11 17h2v4h-2zM3 11h4v2H3zM17 11h4v2h-4zM12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
};

/**
 * A drawn sign, hidden from screen readers: the button around it has the words.
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
