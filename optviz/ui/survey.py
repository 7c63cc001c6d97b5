"""One experiment of the basins page: a method, or two, started everywhere in a window of one surface; as a link and back."""

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

Window = tuple[tuple[float, float], tuple[float, float]]

RESOLUTIONS = (64, 128, 256, 512, 1024)
MOST_STEPS = 2000
TOLERANCE = 1e-4
"""A run has reached a minimizer when its gap is within this."""
FINEST = 1e-10
"""The smallest window, as a share of where it lies: below it 64 bits no longer tell its starts apart."""
LAYERS = ("basin", "steps")
NOBODY = "nobody"
OVERSHOOTING = Specimen("momentum", {"learning_rate": 0.01})
ADAM = Specimen("adam")


@dataclass(frozen=True)
class Survey(Setting, Pair):
    """Who is started everywhere, on which surface, in which window (None: all of it), how finely and for how long.

    start: the one start whose runs are played; None for the surface's own
    layer: what the maps show
    """

    a: Specimen = OVERSHOOTING
    b: Specimen | None = ADAM
    surface: str = "himmelblau"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    window: Window | None = None
    start: tuple[float, float] | None = None
    resolution: int = 256
    steps: int = 500
    layer: str = LAYERS[0]


def as_area(bounds: Any) -> Window | None:
    """Finite bounds x0, x1, y0, y1 as a window; None if they do not increase, or lie too close to tell starts apart."""
    pairs = (float(bounds[0]), float(bounds[1])), (float(bounds[2]), float(bounds[3]))
    fine = all(upper - lower >= FINEST * max(1.0, abs(lower), abs(upper)) for lower, upper in pairs)
    return pairs if fine and all(abs(bound) < FARTHEST for pair in pairs for bound in pair) else None


def write_survey(survey: Survey) -> str:
    """The query string of a survey: everything that is not default, in a fixed order."""
    default = Survey()
    entries = [("surface", survey.surface)]
    entries += [(f"surface.{key}", as_text(value)) for key, value in not_default(SURFACES[survey.surface], survey.surface_values)]
    for side in SIDES:
        specimen = survey.specimens().get(side)
        entries.append((side, specimen.entrant if specimen else NOBODY))
        entries += [(f"{side}.{name}", as_text(value)) for name, value in (specimen.values.items() if specimen else ())]
    if survey.window is not None:
        entries.append(("area", ",".join(as_text(bound) for pair in survey.window for bound in pair)))
    if survey.start is not None:
        entries.append(("start", ",".join(map(as_text, survey.start))))
    entries += [
        (name, str(value)) for name in ("resolution", "steps", "layer") if (value := getattr(survey, name)) != getattr(default, name)
    ]
    return urlencode(entries, safe=",")


def read_survey(query: Mapping[str, str]) -> tuple[Survey, dict[str, Any], list[str]]:
    """The survey and the view that a link describes, and the names of what had to be ignored."""
    reader = Query(query)
    default = Survey()
    surface = reader.choice("surface", SURFACES, default.surface)
    sides: dict[str, Specimen | None] = {}
    for side in SIDES:
        nobody = [NOBODY] if side == "b" else []
        own: Specimen = getattr(default, side)
        entrant = reader.choice(side, (*everyone(), *nobody), None)
        if entrant == NOBODY:
            sides[side] = None
        else:
            form = form_of(entrant or own.entrant, PAPER)
            values = {**({} if entrant else own.values), **reader.declared(side, form)}
            sides[side] = Specimen(entrant or own.entrant, dict(not_default(form, values)))
    area = reader.numbers("area", 4, lambda bounds: as_area(bounds) is not None)
    start = reader.numbers("start", 2, lambda values: all(abs(v) < FARTHEST for v in values))
    survey = Survey(
        **sides,  # type: ignore[arg-type]
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        window=as_area(area) if area else None,
        start=(start[0], start[1]) if start else None,
        resolution=int(reader.choice("resolution", tuple(map(str, RESOLUTIONS)), default.resolution)),
        steps=reader.whole("steps", 1, MOST_STEPS) or default.steps,
        layer=reader.choice("layer", LAYERS, default.layer),
    )
    return survey, read_view(reader), reader.ignored()
