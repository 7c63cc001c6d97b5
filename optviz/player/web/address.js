// The address of a page that has no player, which writes its own: see hear/address.js.

import { createAddress } from "./hear/address.js";
import { mounted } from "./hear/mounted.js";

/** @import { Address } from "./header.d.ts" */

export default mounted(() => {
  /** @type {Address} */
  let said;
  const address = createAddress(() => said);
  return {
    receive(/** @type {Address} */ data) {
      said = data;
      address.change();
    },
    dispose: address.dispose,
  };
}, new CSSStyleSheet());
