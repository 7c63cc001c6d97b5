"""Every form of a method takes the path of the library that has it.

The libraries are not needed: their trajectories are in a file that `record_libraries.py` wrote.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from functools import cache
from typing import Any

import numpy as np
import pytest
from agreement import AGREEMENT, ATOL, RTOL, agreement, corner_deviations, deviation, deviations, record, run_name
from cases import case
from record_libraries import KEPT, LIBRARIES, RUNS, STEPS, Case, cases, corners, having, refused

from optviz import OPTIMIZERS, Optimizer, minimize
from surfaces import SURFACES

EVERY_FORM = [
    pytest.param(library, form, id=f"{form.key} | {library}")
    for method in OPTIMIZERS.values()
    for library, form in method.libraries().items()
    if library != "paper"
]


@cache
def compared(library: str, key: str) -> list[Case]:
    """What was recorded of a method of a library."""
    found = [one for one in cases() if (one.library, one.key) == (library, key)]
    assert found
    return found


@pytest.mark.parametrize(("library", "form"), EVERY_FORM)
def test_a_form_takes_the_path_of_the_library(library, form):
    for one in compared(library, form.key):
        with case(one):
            names = {run_name(one, run) for run in range(len(RUNS))}
            apart = {name: deviations()[name] for name in names if not deviations()[name] <= RTOL}
            assert not apart, f"{form.key} is not {library}'s"


def test_a_form_takes_the_path_of_the_library_at_every_corner():
    # Each hyperparameter at 0 where that is allowed, at both ends of its slider, switches both ways; all together low, and high.
    apart = {name: found for name, found in corner_deviations().items() if not found <= RTOL}
    assert not apart
    assert len(corner_deviations()) > 1000


def test_a_corner_is_every_end_of_every_hyperparameter_that_a_library_lets_be_set():
    for library in LIBRARIES:
        for key in having(library):
            with case(f"{key} of {library}"):
                form = OPTIMIZERS[key].libraries()[library]
                met = [*corners(library, key), *refused(library, key)]
                for name in form.conventions[library].adjustable():
                    parameter = form.parameters()[name]
                    ends = {parameter.choices()[0], parameter.choices()[-1]} | ({0.0} if parameter.domain.contains(0.0) else set())
                    assert ends <= {one.values[name] for one in met}


def test_what_a_convention_says_is_refused_was_refused_by_the_library():
    said = [str(one) for library in LIBRARIES for key in having(library) for one in refused(library, key)]
    heard = [text for library in LIBRARIES for text in record()[f"{library} refuses"]]
    assert len(said) == len(heard) == 4
    assert all(text.startswith(f"{one}: ") for one, text in zip(said, heard, strict=True))


def test_every_method_that_a_library_has_is_compared_at_its_defaults_and_at_a_large_epsilon():
    for key, method in OPTIMIZERS.items():
        for library in method.libraries():
            if library != "paper":
                found = compared(library, key)
                assert any(one.bare for one in found)
                assert len(found) >= 3 or len(method.parameters()) == 1
                if "epsilon" in method.parameters():
                    assert any(one.values.get("epsilon", 0) >= 1e-3 for one in found)


def test_every_hyperparameter_that_a_library_has_is_compared_away_from_its_default():
    for key, method in OPTIMIZERS.items():
        for library, form in method.libraries().items():
            if library != "paper":
                convention = form.conventions[library]
                for name in convention.adjustable():
                    values = {one.values[name] for one in compared(library, key) if name in one.values}
                    assert values - {convention.defaults.get(name)}, f"{key}: {name} is never set in {library}"


def test_nothing_is_recorded_that_is_not_compared():
    about = {f"{library} {what}" for library in LIBRARIES for what in ("versions", "refuses")}
    at_corners = {f"{library} | {key} | corners" for library in LIBRARIES for key in having(library)}
    assert set(record()) == {str(one) for one in cases()} | about | at_corners


FAULTS = {
    "β1 for β2": [(r"self\.beta2", "self.beta1")],
    "ε on the other side of the root": [
        (r"np\.sqrt\(([^()]+)\) \+ self\.epsilon\b", r"np.sqrt(\1 + self.epsilon)"),
        (r"np\.sqrt\(([^()]+) \+ self\.epsilon\)", r"(np.sqrt(\1) + self.epsilon)"),
    ],
    "no bias correction": [(r"1 - (self\.bias_correction \* )?beta[12]_power", "1"), (r"self\.bias_correction", "0")],
    "no weight decay": [(r"self\.weight_decay \* x", "0 * x")],
    "ascent": [(r"return x - ", "return x + "), (r"\bx = x - ", "x = x + ")],
}


def with_fault(form: type[Optimizer], fault: str) -> type[Optimizer] | None:
    """The form with a fault planted in its update; None where there is no place for it."""
    source = textwrap.dedent(inspect.getsource(form.update))
    for pattern, replacement in FAULTS[fault]:
        faulty = re.sub(pattern, replacement, source)
        if faulty != source:
            space: dict[str, Any] = {}
            exec(faulty, form.update.__globals__, space)
            return type(form.__name__, (form,), {"update": space["update"], "__module__": __name__})
    return None


@pytest.mark.parametrize(("library", "form"), EVERY_FORM)
def test_a_planted_fault_is_seen(library, form):
    planted = {fault: faulty for fault in FAULTS if (faulty := with_fault(form, fault))}
    assert planted
    for fault, faulty in planted.items():
        with case(fault):
            assert any(
                # A hundred thousand times what the agreement is held to. One run that gets so far is enough, and most often the first does.
                deviation(faulty(**one.optimizer().values_by_name()), RUNS[run], record()[str(one)][run]) > 1e-5
                for one in compared(library, form.key)
                if not one.bare
                for run in range(len(RUNS))
            )


def test_the_iterate_of_the_libraries_nag_is_where_the_paper_looks_ahead():
    for one in cases():
        values = one.optimizer().values_by_name()
        if one.key == "nag" and not values.pop("weight_decay", 0.0):
            for run, (surface, start) in enumerate(RUNS):
                ours = minimize(OPTIMIZERS["nag"](**values), SURFACES[surface], start, STEPS)
                ahead = np.array([ours.optimizer.query(x, type(ours.states)(v)) for x, v in zip(ours.points, *ours.states, strict=True)])
                theirs = record()[str(one)][run]
                near = (np.abs(theirs) < 10).all(axis=1)
                np.testing.assert_allclose(ahead[list(KEPT)][near], theirs[near], rtol=RTOL, atol=ATOL)
                assert np.abs(ours.points[list(KEPT)] - theirs)[near].max() > 1e-3


def test_the_table_that_the_page_shows_is_up_to_date():
    written, measured = json.loads(AGREEMENT.read_text(encoding="utf-8")), agreement()
    for line, now in zip(written["table"], measured["table"], strict=True):
        assert now["deviation"] <= max(10 * line["deviation"], 1e-14), now
        assert {**line, "deviation": 0} == {**now, "deviation": 0}
    assert {**written, "table": 0} == {**measured, "table": 0}


def test_what_is_left_out_is_not_offered():
    assert all(library not in method.libraries() for method in OPTIMIZERS.values() for library in method.absent)
