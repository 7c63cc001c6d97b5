"""The forms that a method has in the libraries: as cells of a table, with how well each was met, and as a race."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ...convention import LIBRARIES
from ...optimizer import Optimizer
from ...optimizers import OPTIMIZERS
from ..address import write
from ..lettering import sign
from ..lineup import PAPER, everyone
from ..race.experiment import RaceExperiment


@cache
def agreement() -> dict[str, Any]:
    """What was measured against the recorded trajectories of the libraries."""
    found: dict[str, Any] = json.loads(Path(__file__).parents[2].joinpath("agreement.json").read_text(encoding="utf-8"))
    return found


def how_measured() -> str:
    """One sentence on what the numbers in the table are."""
    measured = agreement()
    versions = ", ".join(dict.fromkeys(part for text in measured["versions"].values() for part in text.split(", ")))
    return (
        f"The number is the largest relative deviation over {measured['steps']} steps of all runs on {', '.join(measured['surfaces'])} "
        f"that were recorded ({versions}) at several settings; up to {measured['rtol']:g} counts as agreement. "
        "Runs that are chaotic or hit by a library's bug are left out and listed below, each with its reason."
    )


def entry(key: str, library: str) -> dict[str, Any] | None:
    """What was measured of a method in a library, if it was recorded."""
    return next((row for row in agreement()["table"] if (row["method"], row["library"]) == (key, library)), None)


def cell(key: str, library: str) -> str:
    """What a library has under a method's name, as Markdown."""
    form = OPTIMIZERS[key].libraries().get(library)
    if form is None:
        return "no"
    if library == PAPER:
        return f"{form.year}"
    measured = entry(key, library)
    return (form.form or "the paper's") + (f" :gray[({as_deviation(measured['deviation'])})]" if measured else "")


def as_deviation(value: float) -> str:
    """A deviation for people: 7·10⁻¹⁵, or that there is none."""
    if value == 0:
        return "to the last bit"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def defaults(form: type[Optimizer], library: str) -> str:
    """The defaults of a library's form as Markdown, and what has to be given there."""
    convention = form.conventions.get(library)
    values = form.like(library).values_by_name()
    given = {name: ("on" if value else "off") if isinstance(value, bool) else f"{value:g}" for name, value in values.items()}
    if convention:
        given = {
            name: text if name in convention.defaults else "to be given" for name, text in given.items() if name in convention.adjustable()
        }
    return ", ".join(f"{sign(form.parameters()[name])} {text}" for name, text in given.items()) or "nothing to set"


def forms_by_library(key: str) -> dict[type[Optimizer], list[str]]:
    """The different forms of a method, and who has each."""
    found: dict[type[Optimizer], list[str]] = {}
    for library, form in OPTIMIZERS[key].libraries().items():
        found.setdefault(form, []).append(library)
    return found


def race_link(key: str) -> str:
    """The query string of a race of all different forms of a method. ε is large, where there is one: only then is its place seen."""
    forms = forms_by_library(key)
    racing = {key, *(f"{key}.{libraries[0]}" for libraries in forms.values() if PAPER not in libraries)}
    shared = {"epsilon": 0.1} if "epsilon" in OPTIMIZERS[key].parameters() else {}
    return write(RaceExperiment(racing=tuple(entrant for entrant in everyone() if entrant in racing), shared=shared))


def exceptions(key: str) -> list[str]:
    """The recorded runs that are not met, each with its reason, as Markdown."""
    rows = [row for library in LIBRARIES if (row := entry(key, library))]
    return [f"{run.replace('|', '·')}: {reason}" for row in rows for run, reason in row["exceptions"].items()]
