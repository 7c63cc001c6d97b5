// The standings at the cursor: a table that a screen reader can read, sorted as the race goes on.

import { element, mark, reword } from "../ink/element.js";
import { drawSwatch } from "../ink/glyphs.js";
import { createNews } from "../measure/news.js";
import { formatNarrow, formatTo } from "../measure/numbers.js";
import { inOrder } from "../measure/order.js";
import { seriesOf, statusAt } from "../measure/scene.js";
import { placeInWords } from "../measure/words.js";
import { panelOf } from "./panel.js";

/**
 * @import { Ranking } from "../measure/ranking.js"
 * @import { Lane, Scene } from "../measure/scene.js"
 * @import { Theme } from "../ink/theme.js"
 */

const LONG = 16; // characters of a name that has no room beside all numbers
const WRITE = 350; // milliseconds between two writings while the race plays: time enough to read a line

/**
 * To a thousandth of the window; beyond it to a hundredth of itself, so that two of them stay as narrow as the column.
 * @param {number} value
 * @param {[low: number, high: number]} side
 */
function coordinate(value, [low, high]) {
  const resolution = (high - low) / 1000;
  return formatTo(value, value >= low && value <= high ? resolution : Math.max(resolution, Math.abs(value) / 100));
}

/**
 * Whose row a tap has gone through.
 * @param {EventTarget[]} path
 */
export function keyOfRow(path) {
  const row = path.find((part) => part instanceof HTMLElement && part.matches(".standings tbody tr"));
  return row instanceof HTMLElement ? (row.dataset.key ?? null) : null;
}

/** @typedef {{lane: Lane, line: HTMLElement, cells: Record<string, HTMLElement>, texts: Record<string, Text>}} Row */

/**
 * @param {HTMLElement} host
 * @param {Ranking} ranking
 * @param {{highlight: (key: string | null) => void}} on
 */
export function createStandings(host, ranking, on) {
  const caption = element("caption");
  const head = element("tr");
  const body = element("tbody");
  const table = element("table", { class: "standings" }, caption, element("thead", {}, head), body);
  host.append(table);
  /** @type {Scene} */
  let scene;
  /** @type {Theme} */
  let theme;
  /** @type {Lane[]} */
  let lanes = [];
  /** @type {Map<string, Row>} */
  let rows = new Map();
  /** @type {string[]} */
  let placed = [];
  /** @type {string | null} */
  let looked = null;
  let shown = "";
  const areOthers = createNews();
  let [written, writtenStep] = [-Infinity, -1];
  const calm = matchMedia("(prefers-reduced-motion: reduce), (pointer: coarse)"); // on a phone, rows that glide lie over each other

  const rowOf = (/** @type {string} */ key) => /** @type {Row} */ (rows.get(key));

  /**
   * @param {Lane} lane
   * @returns {Row}
   */
  function row(lane) {
    const swatch = element("canvas", { "aria-hidden": "true" });
    drawSwatch(swatch, lane, theme.ink(lane.color), theme.background);
    const texts = Object.fromEntries(scene.columns.map(({ key }) => [key, document.createTextNode("")]));
    const cells = Object.fromEntries(scene.columns.map(({ key }) => [key, element("td", { class: key }, texts[key])]));
    const line = element(
      "tr",
      { "data-key": lane.key },
      element("th", { scope: "row", class: "who" }, element("div", {}, swatch, element("span", { text: lane.name }))),
      ...Object.values(cells),
    );
    // A row that comes to lie under a finger is not pointed at: see keyOfRow.
    line.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && on.highlight(lane.key));
    line.addEventListener("pointerleave", () => on.highlight(null));
    return { lane, line, cells, texts };
  }

  /**
   * @param {Row} row
   * @param {number} step
   */
  function write({ lane, cells, texts }, step) {
    const status = statusAt(lane, step, scene);
    const at = Math.min(step, lane.last);
    const place = [lane.xs[at], lane.ys[at]].map((value, axis) => coordinate(value, scene.domain[axis])).join(", ");
    for (const column of scene.columns) {
      const series = seriesOf(lane, column);
      const text = column.key === "status" ? status : column.key === "place" ? place : series ? formatNarrow(series[at]) : "";
      if (texts[column.key].data !== text) texts[column.key].data = text;
    }
    if (!cells.status) return;
    mark(cells.status, "data-status", status);
    const end = step >= scene.steps || status === "diverged" ? lane.outcome : "";
    if (cells.status.title !== end) cells.status.title = end;
  }

  /**
   * Put the lines into their order; each glides from where it stood.
   * @param {Row[]} entries
   */
  function arrange(entries) {
    const keys = entries.map(({ lane }) => lane.key);
    if (keys.every((key, i) => key === placed[i]) && keys.length === placed.length) return;
    const before = new Map(placed.map((key, i) => [key, i]));
    placed = keys;
    // Who keeps the order with the most of the others stays where it is: a row that is moved is laid out anew.
    const stays = inOrder(keys.map((key) => before.get(key) ?? -1));
    /** @type {HTMLElement | null} */
    let next = null;
    for (let i = entries.length - 1; i >= 0; i--) {
      const { line } = entries[i];
      if (!stays[i]) body.insertBefore(line, next);
      next = line;
    }
    if (calm.matches) return;
    entries.forEach(({ lane, line }, i) => {
      const places = (before.get(lane.key) ?? i) - i;
      if (places)
        line.animate([{ transform: `translateY(${100 * places}%)` }, { transform: "none" }], { duration: 220, easing: "ease-out" });
    });
  }

  function buildAnew() {
    const looks = JSON.stringify([lanes.map(({ name, color, dash, marker }) => [name, color, dash, marker]), scene.columns, theme]);
    if (looks !== shown) build();
    shown = looks;
  }

  function build() {
    const titles = [{ key: "who", label: "method" }, ...scene.columns];
    head.replaceChildren(...titles.map(({ key, label }) => element("th", { scope: "col", text: label, class: key })));
    table.classList.toggle(
      "with-gap",
      scene.columns.some(({ key }) => key === "gap"),
    );
    table.classList.toggle(
      "with-long-names",
      lanes.some(({ name }) => name.length > LONG),
    );
    rows = new Map(lanes.map((lane) => [lane.key, row(lane)]));
    placed = placed.filter((key) => rows.has(key));
    body.replaceChildren(...placed.map((key) => rowOf(key).line));
  }

  /** @param {Lane[]} next */
  function take(next) {
    lanes = next;
    ranking.take(lanes);
    if (areOthers(scene.columns, theme, ...lanes.flatMap(({ name, color, dash, marker }) => [name, color, dash, marker]))) buildAnew();
    for (const lane of lanes) rowOf(lane.key).lane = lane;
    [written, writtenStep] = [-Infinity, -1];
  }

  /** @param {string | null} key */
  function highlight(key) {
    if (key === looked) return;
    looked = key;
    for (const { lane, line } of rows.values()) line.classList.toggle("looked", lane.key === key);
  }

  return panelOf({
    update(choices) {
      ({ scene, theme } = choices);
      take(choices.lanes);
    },
    setLanes: take,
    /** While the race plays the table lags a little behind, so that it can be read. */
    draw({ step, now, isMoving, highlighted }) {
      highlight(highlighted);
      if (step === writtenStep || (isMoving && now - written < WRITE)) return;
      [written, writtenStep] = [now, step];
      const budget = scene.budget ? ` · ${scene.budget}` : "";
      reword(caption, rows.size ? `Standings at ${placeInWords(scene, step)}${budget}` : "No method is racing");
      for (const entry of rows.values()) write(entry, step);
      arrange(ranking.rank(lanes, step).map(({ key }) => rowOf(key)));
    },
  });
}
