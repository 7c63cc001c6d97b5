"""The lines to copy: they run, and what they run is the run."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from cases import case

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize
from optviz.as_code import as_code, code_libraries
from optviz.convention import LIBRARIES
from surfaces import SURFACES

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
            assert str(refusal.value) == "Adam: must be run by optviz where there is a schedule or noise, got 'torch'"


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
    assert str(refusal.value) == "Adam: must be run by one that has this form (optviz, keras); PyTorch has another form of it"


def test_a_library_without_the_method_is_refused_in_one_sentence():
    with pytest.raises(ValueError) as refusal:
        as_code(OPTIMIZERS["rprop"](), RAVINE, (1.0, 1.0), 10, "keras")
    assert str(refusal.value) == "Rprop: must be run by one that has this form (optviz, torch); Keras does not have it"


def test_a_value_that_a_library_cannot_change_is_refused():
    optimizer = OPTIMIZERS["adam"](bias_correction=False)
    assert code_libraries(optimizer) == ("optviz",)
    with pytest.raises(ValueError) as refusal:
        as_code(optimizer, RAVINE, (1.0, 1.0), 10, "torch")
    assert str(refusal.value) == "Adam: bias_correction must be True in PyTorch, which cannot change it, got False"
    assert code_libraries(OPTIMIZERS["lookahead"](period=5.5)) == ("optviz",)
    assert "keras" in code_libraries(OPTIMIZERS["nadam"].like("keras"))
    assert "keras" not in code_libraries(OPTIMIZERS["nadam"].like("keras", momentum_decay=0.5))


def test_an_unknown_library_and_a_batch_are_refused():
    with pytest.raises(ValueError, match="optviz, torch, keras, optax, got 'tensorflow'"):
        as_code(OPTIMIZERS["adam"](), RAVINE, (1.0, 1.0), 10, "tensorflow")
    batch = OPTIMIZERS["adam"](learning_rate=np.array([0.1, 0.2]))
    assert code_libraries(batch) == ()
    with pytest.raises(ValueError, match="Adam: learning_rate must be single numbers"):
        as_code(batch, RAVINE, (1.0, 1.0), 10, "torch")


def test_every_library_has_its_lines():
    offered = {library for method in OPTIMIZERS.values() for form in method.forms() for library in code_libraries(form())}
    assert offered == {"optviz", *LIBRARIES} - {"paper"}
