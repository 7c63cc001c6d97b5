// A slider of a page. What it moves follows it at once, where that can be done here; Python hears of it when it is let go.

import { mounted } from "./hear/mounted.js";
import { dress } from "./ink/dress.js";
import { createSlider } from "./panels/slider.js";

export default mounted(createSlider, dress(new URL("./slider.css", import.meta.url)));
