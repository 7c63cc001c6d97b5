// Workers that share the runs of a draft. They begin when they are first wanted, serve all maps of a page, and end with the last.

/** @import { Ends, Work } from "../engine/engine.d.ts" */

const MOST = 4;
const PAGE = 1; // cores that the page has for itself: its frames are not to wait for a draft

/** @typedef {ReturnType<typeof createCrew>} Crew */

/**
 * @param {() => Worker} hire throws where there is no worker to be had
 * @param {number} cores
 */
export function createCrew(hire, cores) {
  /** @type {Worker[]} */
  let workers = [];
  /** @type {Map<number, {left: number, parts: Ends[], done: (parts: Ends[]) => void, failed: () => void}>} */
  const tasks = new Map();
  let [last, hasFailed] = [0, false];

  function dismiss() {
    for (const worker of workers) worker.terminate();
    workers = [];
  }

  /** No further draft is drawn on this page: whoever waits hears of it. */
  function fail() {
    hasFailed = true;
    dismiss();
    const waiting = [...tasks.values()];
    tasks.clear();
    for (const { failed } of waiting) failed();
  }

  /**
   * @param {number} part
   * @param {{task: number, ends: Ends}} answer
   */
  function take(part, { task, ends }) {
    const one = tasks.get(task);
    if (!one) return; // nobody waits for it any more
    one.parts[part] = ends;
    if (--one.left) return;
    tasks.delete(task);
    one.done(one.parts);
  }

  function begin() {
    workers = Array.from({ length: Math.max(1, Math.min(MOST, cores - PAGE)) }, (_, part) => {
      const worker = hire();
      worker.addEventListener("message", ({ data }) => take(part, data));
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        fail();
      });
      return worker;
    });
  }

  return {
    get hasFailed() {
      return hasFailed;
    },
    /**
     * Draw a grid: each worker has every second, third, … of the values of its last axis, so that all have as much to do.
     * @param {Work} work
     * @param {(parts: Ends[]) => void} done
     * @param {() => void} failed
     * @returns {() => void} nobody waits for it any more
     */
    draw({ printed, told, axes }, done, failed) {
      const task = ++last;
      tasks.set(task, { left: 0, parts: [], done, failed });
      try {
        if (!workers.length) begin();
        const split = axes.length - 1;
        const many = Math.min(workers.length, axes[split].values.length);
        tasks.set(task, { left: many, parts: [], done, failed });
        workers.slice(0, many).forEach((worker, part) => {
          const own = axes.map((axis, i) => (i < split ? axis : { ...axis, values: axis.values.filter((_, row) => row % many === part) }));
          worker.postMessage({ task, printed, told, axes: own });
        });
      } catch {
        fail();
      }
      return () => tasks.delete(task);
    },
    dismiss,
  };
}
