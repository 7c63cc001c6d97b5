// The marks on a map: sent apart from it, so that a mark that moves does not bring all its cells once more.

export default function marking({ data }) {
  ((window.optviz ??= {}).marks ??= {})[data.for] = data.marks;
  window.dispatchEvent(new CustomEvent("optviz:marks"));
}
