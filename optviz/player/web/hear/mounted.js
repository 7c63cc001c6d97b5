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
 * @param {CSSStyleSheet} sheet
 */
export function mounted(create, sheet) {
  /** @type {WeakMap<Node, Mounted<Data>>} */
  const known = new WeakMap();

  /** @param {{data: Data, parentElement: ShadowRoot, setTriggerValue: (event: string, value: any) => void}} given */
  return ({ data, parentElement, setTriggerValue }) => {
    let one = known.get(parentElement);
    if (!one) {
      parentElement.adoptedStyleSheets = [sheet];
      one = create(parentElement);
      known.set(parentElement, one);
    }
    one.receive(data, setTriggerValue);
    return () =>
      setTimeout(() => {
        if (parentElement.isConnected || known.get(parentElement) !== one) return;
        known.delete(parentElement);
        one.dispose();
      });
  };
}
