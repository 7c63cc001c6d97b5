"""The forms that a method has in the libraries: as cells of a table, with how well each was met, and as a race."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from surfaces import SURFACES

from ...convention import LIBRARIES, PAPER
from ...optimizer import Optimizer
from ...optimizers import OPTIMIZERS
from ...plotting.style import in_order
from ...written import number
from ..address import write
from ..lettering import sign
from ..lineup import everyone
from ..race.experiment import RaceExperiment

SEEN = 0.1
"""An ε that is large enough for a path to show where it stands."""


@cache
def agreement() -> dict[str, Any]:
    """What was measured against the recorded trajectories of the libraries."""
    found: dict[str, Any] = json.loads(Path(__file__).parents[2].joinpath("agreement.json").read_text(encoding="utf-8"))
    return found


def how_measured() -> str:
    """One sentence on what the numbers in the table are."""
    measured = agreement()
    released = ", ".join(f"{LIBRARIES[library]} {version}" for library, version in measured["versions"].items())
    surfaces = ", ".join(SURFACES[key].name for key in measured["surfaces"])
    return (
        f"The number in parentheses is the largest relative deviation from runs of {measured['steps']} steps that were recorded with "
        f"{released}, on {surfaces} and at several settings; up to {number(measured['rtol'])} counts as agreement. Every "
        "hyperparameter was also compared at both ends of its slider, and at 0 where that is allowed. A method that a library has, but "
        "with a bug, is left out and listed below with the reason."
    )


def entry(key: str, library: str) -> dict[str, Any] | None:
    """What was measured of a method in a library, if it was recorded."""
    return next((row for row in agreement()["table"] if (row["method"], row["library"]) == (key, library)), None)


def cell(key: str, library: str) -> str:
    """What a library has under a method's name, as Markdown."""
    form = OPTIMIZERS[key].libraries().get(library)
    if form is None:
        return "left out" if library in OPTIMIZERS[key].absent else "no"
    if library == PAPER:
        return f"{form.year}"
    measured = entry(key, library)
    return (form.form or "the paper's") + (f" :gray[({as_deviation(measured['deviation'])})]" if measured else "")


def as_deviation(value: float) -> str:
    """A deviation for people: 7×10⁻¹⁵, or that there is none."""
    if value == 0:
        return "to the last bit"
    return number(value, 1)


def agrees(measured: Mapping[str, Any]) -> str:
    """How closely a library was met, as a sentence."""
    within = "to the last bit" if measured["deviation"] == 0 else f"to within {as_deviation(measured['deviation'])}"
    return f"{measured['runs']} runs agree {within}."


def defaults(form: type[Optimizer], library: str) -> str:
    """The defaults of a library's form as Markdown, and what has to be given there; of a paper, the values that it names."""
    convention, parameters = form.conventions.get(library), form.parameters()
    values = form.like(library).values_by_name()
    if library == PAPER:
        # A value that stands for leaving something out, such as an ε of 0, is the paper's as well.
        named = {name: parameter.literature for name, parameter in parameters.items() if parameter.literature is not None}
        given = {name: number(value) for name, value in named.items()}
        given |= {name: "not named" for name, parameter in parameters.items() if name not in named and not parameter.is_switch}
    else:
        assert convention is not None
        given = {name: ("on" if value else "off") if isinstance(value, bool) else number(value) for name, value in values.items()}
        given = {
            name: text if name in convention.defaults else "must be given"
            for name, text in given.items()
            if name in convention.adjustable()
        }
    return ", ".join(f"{sign(parameters[name])} {text}" for name, text in given.items()) or "nothing to set"


def other_defaults(key: str) -> str:
    """Which defaults the method has on the other pages that neither the paper nor a library has, as a sentence; empty if none."""
    method = OPTIMIZERS[key]
    found: dict[str, set[Any]] = {}
    for library, form in method.libraries().items():
        named = form.conventions[library].defaults if library in form.conventions else {}
        published = {name: p.literature for name, p in form.parameters().items() if library == PAPER and p.literature is not None}
        for name, value in (published | dict(named)).items():
            found.setdefault(name, set()).add(value)
    parameters = method.parameters()
    own = [f"{sign(p)} {number(p.default)}" for name, p in parameters.items() if name in found and p.default not in found[name]]
    return f"On the other pages the default is {', '.join(own)}." if own else ""


def refusals(form: type[Optimizer], library: str) -> str:
    """Which values a library refuses that can be set here, as a sentence in Markdown; empty if none."""
    accepted = form.conventions[library].accepted if library in form.conventions else {}
    ranges = [f"{sign(form.parameters()[name])} in {interval}" for name, interval in accepted.items()]
    return f"It accepts only {' and '.join(ranges)}." if ranges else ""


def forms_by_library(key: str) -> dict[type[Optimizer], list[str]]:
    """The different forms of a method, and who has each."""
    found: dict[type[Optimizer], list[str]] = {}
    for library, form in OPTIMIZERS[key].libraries().items():
        found.setdefault(form, []).append(library)
    return found


def race_link(key: str) -> str:
    """The query string of a race of all different forms of a method. ε is large, where there is one: see `why_epsilon`."""
    racing = {key, *(f"{key}.{libraries[0]}" for form, libraries in forms_by_library(key).items() if form is not OPTIMIZERS[key])}
    shared = {"epsilon": SEEN} if "epsilon" in OPTIMIZERS[key].parameters() else {}
    return write(RaceExperiment(racing=tuple(entrant for entrant in everyone() if entrant in racing), shared=shared))


def why_epsilon(key: str) -> str:
    """Why that race has another ε than the default, as a sentence; empty where there is none."""
    return (
        f"They race with ε = {number(SEEN)}: where ε stands is only seen while it is large."
        if "epsilon" in OPTIMIZERS[key].parameters()
        else ""
    )


def left_out(key: str | None = None) -> list[str]:
    """What libraries have of a method, or of all, and is not followed, each with its reason: as Markdown, one sentence each."""
    methods = [OPTIMIZERS[one] for one in in_order() if key in (None, one)]
    return [f"**{method.name}**: {LIBRARIES[library]} {reason}." for method in methods for library, reason in method.absent.items()]
