// Sliders of a page, side by side. What they move follows them at once, where that can be done here; Python hears of it when one is let go.

import { mounted } from "./hear/mounted.js";
import { dress } from "./ink/dress.js";
import { createRow } from "./panels/row.js";

export default mounted(createRow, dress(new URL("./slider.css", import.meta.url)));
