// A second place for the player's panels: on a narrow screen they stand where this component is mounted,
// so that the page can put its sliders between the map and the curves. See player.js for the move.

const docks = new WeakMap();

export default function dock({ data, parentElement }) {
  const key = data.for;
  const all = ((window.optviz ??= {}).docks ??= {});
  let place = docks.get(parentElement);
  if (!place) {
    place = document.createElement("div");
    place.className = "player dock";
    parentElement.append(place);
    docks.set(parentElement, place);
  }
  if (all[key] !== place) {
    all[key] = place;
    window.dispatchEvent(new CustomEvent("optviz:docks"));
  }
  return () => {
    if (all[key] === place) delete all[key];
    docks.delete(parentElement);
    window.dispatchEvent(new CustomEvent("optviz:docks"));
    place.remove();
  };
}
