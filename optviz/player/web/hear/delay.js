// Something that is done a while after the last time that it was asked for.

/**
 * @param {number} milliseconds
 * @param {() => void} then
 */
export function createDelay(milliseconds, then) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function cancel() {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    get isWaiting() {
      return timer !== undefined;
    },
    start() {
      cancel();
      timer = setTimeout(() => {
        timer = undefined;
        then();
      }, milliseconds);
    },
    cancel,
  };
}
