"""The lines to copy: they run, and what they run is the run."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from cases import case

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize
from optviz.as_code import as_code, code_libraries
from optviz.convention import LIBRARIES
from optviz.early_stopping import split
from surfaces import SURFACES, Surface

RAVINE = SURFACES["ravine"].replace(condition=30.0, angle=12.5)
FORMS = [form for method in OPTIMIZERS.values() for form in method.forms()]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_lines_of_this_package_repeat_the_run_to_the_last_bit(form):
    choices = {name: parameter.choices() for name, parameter in form.parameters().items()}
    optimizer = form(**{name: values[len(values) // 2] for name, values in choices.items()})
    for surface, start, steps in ((RAVINE, (-4.0, 1.0 / 3.0), 40), (SURFACES["beale"], (1, 1.5), 7)):
        space = {}
        exec(as_code(optimizer, surface, start, steps, "optviz"), space)
        assert space["optimizer"] == optimizer
        assert space["surface"] == surface
        assert np.array_equal(space["path"], minimize(optimizer, surface, start, steps).points)


def test_the_lines_of_this_package_say_the_schedule_and_the_noise():
    adam, schedule, noise = OPTIMIZERS["adam"](), SCHEDULES["cosine"](end_share=0.25), NOISES["gaussian"](deviation=0.5)
    for conditions in ({"schedule": schedule}, {"noise": noise, "seed": 7}, {"schedule": schedule, "noise": noise, "seed": 7}):
        with case(conditions):
            space = {}
            exec(as_code(adam, RAVINE, (1.0, 2.0), 30, "optviz", **conditions), space)
            assert np.array_equal(space["path"], minimize(adam, RAVINE, (1.0, 2.0), 30, **conditions).points)
            with pytest.raises(ValueError) as refusal:
                as_code(adam, RAVINE, (1.0, 2.0), 30, "torch", **conditions)
            assert str(refusal.value) == "Adam: library must be optviz where there is a schedule or noise, got 'torch'"


def test_code_is_offered_for_exactly_the_libraries_that_have_the_form():
    for form in FORMS:
        with case(form.__name__):
            method, *_ = form.forms()
            for library, has in method.libraries().items():
                if library != "paper":
                    optimizer = method.like(library)
                    assert library in code_libraries(optimizer)
                    assert all(type(method.like(other)) is has for other in code_libraries(optimizer) if other != "optviz")
            assert code_libraries(form())[0] == "optviz"


def test_the_lines_of_a_library_are_complete_and_say_every_value():
    for form in FORMS:
        for library, convention in form.conventions.items():
            if library == "paper":
                continue
            with case(f"{form.__name__} of {library}"):
                optimizer = form.like(library).replace(
                    **{name: 0.125 for name in form.parameters() if name in ("learning_rate", "initial_step")}
                )
                code = as_code(optimizer, RAVINE, (np.float64(-4.0), 1.5), 250, library)
                ast.parse(code)
                assert f"import {library}" in code
                assert 'SURFACES["ravine"].replace(condition=30.0, angle=12.5)' in code
                assert "((-4.0, 1.5))" in code
                assert "range(250)" in code
                assert "64" in code
                for name in convention.adjustable():
                    assert repr(int(getattr(optimizer, name)) if name in convention.whole else getattr(optimizer, name)) in code
                assert all(len(line) < 200 for line in code.splitlines())


def test_a_library_with_another_form_is_refused_in_one_sentence():
    with pytest.raises(ValueError) as refusal:
        as_code(OPTIMIZERS["adam"].like("keras"), RAVINE, (1.0, 1.0), 10, "torch")
    assert str(refusal.value) == "Adam: library must be one that has this form (optviz, keras); PyTorch has another form of it"


def test_a_library_without_the_method_is_refused_in_one_sentence():
    with pytest.raises(ValueError) as refusal:
        as_code(OPTIMIZERS["rprop"](), RAVINE, (1.0, 1.0), 10, "keras")
    assert str(refusal.value) == "Rprop: library must be one that has this form (optviz, torch); Keras does not have it"


def test_a_value_that_a_library_cannot_change_is_refused():
    optimizer = OPTIMIZERS["adam"](bias_correction=False)
    assert code_libraries(optimizer) == ("optviz",)
    with pytest.raises(ValueError) as refusal:
        as_code(optimizer, RAVINE, (1.0, 1.0), 10, "torch")
    assert str(refusal.value) == "Adam: bias_correction must be True in PyTorch, which cannot change it, got False"
    assert code_libraries(OPTIMIZERS["lookahead"](period=5.5)) == ("optviz",)
    assert "keras" in code_libraries(OPTIMIZERS["nadam"].like("keras"))
    assert "keras" not in code_libraries(OPTIMIZERS["nadam"].like("keras", momentum_decay=0.5))


REFUSED = [
    ("nag", "torch", {"momentum": 0.0}, "NAG: momentum must lie in (0, 1) in PyTorch, got 0.0"),
    ("rprop", "torch", {"shrink": 0.0}, "Rprop: shrink must lie in (0, 1) in PyTorch, got 0.0"),
    ("rprop", "torch", {"grow": 1.0}, "Rprop: grow must lie in (1, ∞) in PyTorch, got 1.0"),
    ("lion", "keras", {"beta1": 0.0}, "Lion: beta1 must lie in (0, 1] in Keras, got 0.0"),
]


def test_a_value_at_which_the_library_refuses_to_be_made_is_refused_before():
    for key, library, values, words in REFUSED:
        with case(f"{key} of {library} with {values}"):
            optimizer = OPTIMIZERS[key].like(library, **values)
            assert library not in code_libraries(optimizer)
            with pytest.raises(ValueError) as refusal:
                as_code(optimizer, RAVINE, (1.0, 1.0), 10, library)
            assert str(refusal.value) == words
            assert "optviz" in code_libraries(optimizer)


def test_the_lines_of_this_package_repeat_the_run_at_the_ends_of_all_sliders():
    for form in FORMS:
        for end in (0, -1):
            with case(f"{form.__name__}, {end}"):
                optimizer = form(**{name: parameter.choices()[end] for name, parameter in form.parameters().items()})
                space = {}
                exec(as_code(optimizer, RAVINE, (-1.0, 0.5), 5, "optviz"), space)
                assert np.array_equal(space["path"], minimize(optimizer, RAVINE, (-1.0, 0.5), 5).points)


class Mine(Surface):
    """A surface from elsewhere."""

    name, formula, reference = "Mine", "x", "none"
    domain, start, minimizers = ((-1.0, 1.0), (-1.0, 1.0)), (0.0, 0.0), ()


class MyAdam(OPTIMIZERS["adam"]):
    """A method from elsewhere."""


ADAM = OPTIMIZERS["adam"]()
UNNAMED = [
    ({"steps": 5.5}, "steps: must be a whole number of at least 1, got 5.5"),
    ({"steps": -3}, "steps: must be a whole number of at least 1, got -3"),
    ({"steps": "3"}, "steps: must be a whole number of at least 1, got '3'"),
    ({"start": (np.nan, 1.0)}, "start: must be "),
    ({"start": (1.0, 2.0, 3.0)}, "start: must be "),
    ({"start": [[1.0, 2.0], [3.0, 4.0]]}, "start: must be two finite coordinates (x, y), the same for all runs, got [[1.0"),
    ({"seed": 1.5, "noise": NOISES["gaussian"]()}, "seed: must be a whole number of at least 0, got 1.5"),
    (
        {"surface": split(SURFACES["linear_regression"], 0.3)[0]},
        "Linear regression: must be one of SURFACES as it stands, for a program to ",
    ),
    ({"surface": Mine()}, "Mine: must be one of SURFACES as it stands, for a program to name it, got a surface made otherwise"),
    (
        {"surface": SURFACES["ravine"].replace(condition=[1.0, 2.0])},
        "Ravine: condition must be one number, since code is that of one run, got 2 values",
    ),
    ({"optimizer": MyAdam()}, "Adam: must be one of OPTIMIZERS, or a library's form of one, for a program to name it"),
    (
        {"schedule": SCHEDULES["constant"](warmup=[1.0, 2.0])},
        "Constant: warmup must be one number, since code is that of one run, got 2 values",
    ),
]


def test_what_a_program_cannot_name_is_refused_in_one_sentence():
    for changed, words in UNNAMED:
        with case(changed), pytest.raises(ValueError) as refusal:
            as_code(**{"optimizer": ADAM, "surface": RAVINE, "start": (1.0, 1.0), "steps": 10, "library": "optviz"} | changed)
        assert str(refusal.value).startswith(words)


def test_numpys_numbers_are_printed_as_numbers():
    code = as_code(ADAM, RAVINE, np.array([1.0, 2.0]), np.int64(5), "optviz", noise=NOISES["gaussian"](), seed=np.int64(7))
    assert "np." not in code
    assert "(1.0, 2.0), steps=5" in code
    assert "seed=7)" in code


def test_an_unknown_library_and_a_batch_are_refused():
    with pytest.raises(ValueError, match="optviz, torch, keras, optax, got 'tensorflow'"):
        as_code(OPTIMIZERS["adam"](), RAVINE, (1.0, 1.0), 10, "tensorflow")
    batch = OPTIMIZERS["adam"](learning_rate=np.array([0.1, 0.2]))
    assert code_libraries(batch) == ()
    with pytest.raises(ValueError, match="Adam: learning_rate must be one number, since code is that of one run"):
        as_code(batch, RAVINE, (1.0, 1.0), 10, "torch")


def test_every_library_has_its_lines():
    offered = {library for method in OPTIMIZERS.values() for form in method.forms() for library in code_libraries(form())}
    assert offered == {"optviz", *LIBRARIES} - {"paper"}
