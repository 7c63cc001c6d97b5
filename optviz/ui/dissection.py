"""One experiment of the anatomy page: a method, or two side by side, on one surface; as a link and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from surfaces import SURFACES

from ..trajectory import FARTHEST
from .experiment import PAPER, everyone, form_of
from .link import read_view
from .query import Query, as_text, not_default
from .setting import Setting
from .specimen import SIDES, Pair, Specimen

MOST_STEPS = 1000
ADAM = Specimen("adam")


@dataclass(frozen=True)
class Dissection(Setting, Pair):
    """Who is taken apart, where, from which start (None: the surface's own), and for how long.

    linked: whether a value that is changed for one is changed for the other too, if it has the symbol.
    """

    a: Specimen = ADAM
    b: Specimen | None = None
    surface: str = "beale"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    start: tuple[float, float] | None = None
    steps: int = 200
    linked: bool = True


def write_dissection(dissection: Dissection) -> str:
    """The query string of a dissection: everything that is not default, in a fixed order."""
    entries = [("surface", dissection.surface)]
    entries += [(f"surface.{key}", as_text(value)) for key, value in not_default(SURFACES[dissection.surface], dissection.surface_values)]
    for side, specimen in dissection.specimens().items():
        entries.append((side, specimen.entrant))
        entries += [(f"{side}.{name}", as_text(value)) for name, value in specimen.values.items()]
    if not dissection.linked:
        entries.append(("linked", "no"))
    if dissection.start is not None:
        entries.append(("start", ",".join(map(as_text, dissection.start))))
    if dissection.steps != Dissection().steps:
        entries.append(("steps", str(dissection.steps)))
    return urlencode(entries, safe=",")


def read_dissection(query: Mapping[str, str]) -> tuple[Dissection, dict[str, Any], list[str]]:
    """The dissection and the view that a link describes, and the names of what had to be ignored."""
    reader = Query(query)
    default = Dissection()
    surface = reader.choice("surface", SURFACES, default.surface)
    sides: dict[str, Specimen | None] = {}
    for side in SIDES:
        entrant = reader.choice(side, everyone(), default.a.entrant if side == "a" else None)
        if entrant is not None:
            sides[side] = Specimen(entrant, dict(not_default(form := form_of(entrant, PAPER), reader.declared(side, form))))
    start = reader.numbers("start", 2, lambda values: all(abs(v) < FARTHEST for v in values))
    dissection = Dissection(
        **sides,  # type: ignore[arg-type]
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        start=(start[0], start[1]) if start else None,
        steps=reader.whole("steps", 1, MOST_STEPS) or default.steps,
        linked=reader.choice("linked", ("no",), "yes") == "yes",
    )
    return dissection, read_view(reader), reader.ignored()
