"""The share link: an experiment and a view as a query string, and back.

What a link says is checked against the declarations. Whatever is unknown or not allowed is left out
and named in a note that never repeats the link's own text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from surfaces import SURFACES

from ..convention import LIBRARIES
from ..noises import NOISES
from ..player.scene import CURVES
from ..schedules import SCHEDULES
from ..trajectory import FARTHEST
from .experiment import MOST_STEPS, PAPER, SHARED, Experiment, everyone, form_of
from .query import Query, as_text, not_default
from .setting import CONSTANT, LAST_SEED, Noisy, Paced, fitting_noise


def write_link(experiment: Experiment) -> str:
    """The query string of an experiment: everything that is not default, in a fixed order."""
    surface = SURFACES[experiment.surface]
    entries: list[tuple[str, str]] = [("surface", experiment.surface)]
    entries += [(f"surface.{key}", as_text(value)) for key, value in not_default(surface, experiment.surface_values)]
    if experiment.racing != Experiment().racing:
        entries.append(("methods", ",".join(experiment.racing)))
    if experiment.library != PAPER:
        entries.append(("library", experiment.library))
    entries += [(name, as_text(experiment.shared[name])) for name in SHARED if name in experiment.shared]
    for entrant in experiment.own:
        values = experiment.values_for(entrant)
        changed = not_default(experiment.form(entrant), values)
        entries += [(f"{entrant}.{name}", as_text(value)) for name, value in changed or list(values.items())[:1]]
    entries += [*noise_entries(experiment), *schedule_entries(experiment)]
    if experiment.start is not None:
        entries.append(("start", ",".join(map(as_text, experiment.start))))
    if experiment.steps != Experiment().steps:
        entries.append(("steps", str(experiment.steps)))
    if experiment.seed != Experiment().seed:
        entries.append(("seed", str(experiment.seed)))
    if experiment.per != Experiment().per:
        entries.append(("per", experiment.per))
    if experiment.tuned:
        entries.append(("tuned", "true"))
    return urlencode(entries, safe=",")


def read_link(query: Mapping[str, str]) -> tuple[Experiment, dict[str, Any], list[str]]:
    """The experiment and the view that a link describes, and the names of what had to be ignored."""
    reader = Query(query)
    surface = reader.choice("surface", SURFACES, Experiment().surface)
    racing = reader.choices("methods", everyone())
    library = reader.choice("library", LIBRARIES, PAPER)
    start = reader.numbers("start", 2, lambda values: all(abs(v) < FARTHEST for v in values))
    experiment = Experiment(
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        racing=tuple(entrant for entrant in everyone() if entrant in racing) if racing is not None else Experiment().racing,
        library=library,
        shared={name: value for name in SHARED if (value := reader.shared(name)) is not None},
        own={
            entrant: {**form_of(entrant, library)().values_by_name(), **values}
            for entrant in everyone()
            if (values := reader.declared(entrant, form_of(entrant, library)))
        },
        **read_noise(reader, surface, SURFACES[surface].terms, Experiment().noise),
        **read_schedule(reader),
        start=(start[0], start[1]) if start else None,
        steps=reader.whole("steps", 1, MOST_STEPS) or Experiment().steps,
        seed=reader.whole("seed", 0, LAST_SEED) or 0,
        per=reader.choice("per", ("step", "query"), Experiment().per),
        tuned=reader.choice("tuned", ("true",), "") == "true",
    )
    view = read_view(reader)
    return experiment, view, reader.ignored()


def schedule_entries(experiment: Paced) -> list[tuple[str, str]]:
    """The part of a link that says how η changes: nothing where it does not."""
    name = [("schedule", experiment.schedule)] if experiment.schedule != CONSTANT else []
    changed = not_default(experiment.pacing(), experiment.schedule_values)
    return name + [(f"schedule.{name}", as_text(value)) for name, value in changed]


def read_schedule(reader: Query) -> dict[str, Any]:
    """The fields of an experiment that say how η changes."""
    schedule = reader.choice("schedule", SCHEDULES, CONSTANT)
    return {"schedule": schedule, "schedule_values": reader.declared("schedule", SCHEDULES[schedule])}


def noise_entries(experiment: Noisy) -> list[tuple[str, str]]:
    """The part of a link that says how gradients are answered: nothing where they are exact."""
    if experiment.noise is None:
        return []
    changed = not_default(experiment.kind(), experiment.noise_values)
    return [("noise", experiment.noise), *((f"noise.{name}", as_text(value)) for name, value in changed)]


def read_noise(reader: Query, surface: str, most: int, otherwise: str | None) -> dict[str, Any]:
    """The fields of an experiment that say how gradients are answered. most, otherwise: see `fitting_noise`."""
    noise = reader.choice("noise", NOISES, otherwise)
    given = reader.declared("noise", NOISES[noise]) if noise else {}
    fitting, values = fitting_noise(surface, noise, given, most, otherwise)
    if fitting != noise:
        reader.refuse("noise")
    elif values != given:
        reader.refuse("noise.batch_size")
    return {"noise": fitting, "noise_values": values}


def read_view(reader: Query, *more_curves: str) -> dict[str, Any]:
    """How the player is looked at: what it writes into the address itself. more_curves: those that a page has besides."""
    view: dict[str, Any] = {}
    if window := reader.numbers("window", 4, lambda w: w[0] < w[1] and w[2] < w[3] and all(abs(v) < FARTHEST for v in w)):
        view["window"] = window
    if camera := reader.numbers("camera", 3, lambda values: all(abs(v) < 1e4 for v in values)):
        view["camera"] = camera
    if speed := reader.numbers("speed", 1, lambda values: 0.1 <= values[0] <= 10):
        view["speed"] = speed[0]
    if (step := reader.whole("step", 0, MOST_STEPS)) is not None:
        view["step"] = step
    for name, known in (("curve", (*CURVES, *more_curves)), ("colors", ("linear", "log")), ("arrows", ("true",))):
        if (word := reader.choice(name, known, None)) is not None:
            view[name] = word
    return view
