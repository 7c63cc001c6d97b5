// How Streamlit mounts an element: it calls a module's default export at every change of data or theme, and what that returns
// to clean up. It cleans up not only when it takes the element off the page, but also between data that come in quick succession.
// What is still on the page then stays, with all that has been done to it.

/**
 * @template [Data=Uint8Array]
 * @typedef {object} Mounted
 * @property {(data: Data, trigger: (event: string, value: any) => void) => void} receive
 * @property {() => void} dispose
 */

/**
 * @template [Data=Uint8Array]
 * @param {(parent: any) => Mounted<Data>} create makes the element in its parent
 * @param {CSSStyleSheet | Promise<CSSStyleSheet>} dressed its style sheet. Until that is there, nothing is made. No module waits
 *   for it as a whole: WebKit gives out one that still waits to whoever imports it a second time.
 */
export function mounted(create, dressed) {
  /** @typedef {{data: Data, parentElement: ShadowRoot, setTriggerValue: (event: string, value: any) => void}} Given */

  /** @type {WeakMap<Node, Mounted<Data>>} */
  const known = new WeakMap();
  /** @type {WeakMap<Node, Given>} */
  const newest = new WeakMap();
  let sheet = dressed instanceof CSSStyleSheet ? dressed : null;
  const ready = Promise.resolve(dressed).then((made) => (sheet = made));

  /**
   * @param {Given} given
   * @param {CSSStyleSheet} sheet
   */
  function show({ data, parentElement, setTriggerValue }, sheet) {
    let one = known.get(parentElement);
    if (!one) {
      parentElement.adoptedStyleSheets = [sheet];
      one = create(parentElement);
      known.set(parentElement, one);
    }
    one.receive(data, setTriggerValue);
  }

  return (/** @type {Given} */ given) => {
    const { parentElement } = given;
    newest.set(parentElement, given);
    if (sheet) show(given, sheet);
    else ready.then((made) => parentElement.isConnected && newest.get(parentElement) === given && show(given, made));
    const one = known.get(parentElement);
    return () =>
      setTimeout(() => {
        const now = known.get(parentElement);
        if (parentElement.isConnected || !now || (one && now !== one)) return;
        known.delete(parentElement);
        now.dispose();
      });
  };
}
