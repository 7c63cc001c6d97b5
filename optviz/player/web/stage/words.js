// What is said of the runs above the player, in Python's place: where and as the page says it, in the room that it has there.

// What page.css knows: a class, and a height. That is set where the words stand: on the whole page it would have all of it styled anew.
const [SAID, ROOM] = ["optviz-said", "--words"];

export function createWords() {
  /** @type {HTMLElement | null} */
  let own = null;
  let shown = "";

  /** @returns {HTMLElement | null} */
  const place = () => document.querySelector('[class*="-words"]');

  /** @param {string[]} sentences Markdown, of which it understands what is **bold** */
  function write(sentences) {
    const pieces = sentences.join(" ").split("**");
    const nodes = pieces.map((text, i) => (i % 2 ? Object.assign(document.createElement("strong"), { textContent: text }) : text));
    own?.querySelector("p")?.replaceChildren(...nodes);
  }

  return {
    /** The page's own words keep the room that they have. */
    keepRoom() {
      const room = place();
      room?.style.setProperty(ROOM, `${room.clientHeight}px`);
    },
    /** They take the room that they need. */
    freeRoom() {
      place()?.style.removeProperty(ROOM);
    },
    /** @param {string[] | null} sentences as many of the first as there is room for; null: what Python says */
    say(sentences) {
      const wanted = sentences?.join(" ") ?? "";
      if (wanted === shown && (own?.isConnected || !wanted)) return;
      shown = wanted;
      const room = wanted ? place() : null;
      if (!sentences || !room?.firstElementChild) {
        own?.remove();
        return;
      }
      if (own?.parentNode !== room) {
        own?.remove();
        own = /** @type {HTMLElement} */ (room.firstElementChild.cloneNode(true));
        own.classList.add(SAID);
        room.append(own);
      }
      for (let count = sentences.length; count > 0; count--) {
        write(sentences.slice(0, count));
        if (own.scrollHeight <= room.clientHeight) return;
      }
    },
  };
}
