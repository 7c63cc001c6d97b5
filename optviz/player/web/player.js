// The player: every run of a race on a map, on a surface and as curves, all on one step cursor.

import { mounted } from "./hear/mounted.js";
import { dress } from "./ink/dress.js";
import { createPlayer } from "./stage/player.js";

export default mounted(createPlayer, dress(new URL("./player.css", import.meta.url)));
