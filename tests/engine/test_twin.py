"""A run has a twin in a library where that takes the same path, and nowhere else."""

import numpy as np
import pytest

from optviz import OPTIMIZERS, minimize
from optviz.twin import twin
from surfaces import SURFACES

BEALE, START, STEPS = SURFACES["beale"], (1.0, 1.5), 100


@pytest.mark.parametrize("library", ["torch", "keras", "optax"])
@pytest.mark.parametrize("key", ["sgd", "momentum"])
def test_forms_that_differ_in_unused_values_are_twins(key, library):
    optimizer = OPTIMIZERS[key](learning_rate=0.004)
    found = twin(optimizer, library, BEALE, START, STEPS)
    assert type(found) is OPTIMIZERS[key].libraries()[library]
    assert found.learning_rate == 0.004
    assert np.allclose(minimize(found, BEALE, START, STEPS).points, minimize(optimizer, BEALE, START, STEPS).points)


def test_forms_that_take_another_path_are_none():
    assert twin(OPTIMIZERS["nag"](), "torch", BEALE, START, STEPS) is None
    assert twin(OPTIMIZERS["adam"](epsilon=0.1), "keras", BEALE, START, STEPS) is None
    assert twin(OPTIMIZERS["amsgrad"](), "optax", BEALE, START, STEPS) is None


def test_a_method_that_the_library_lacks_has_none_and_a_form_that_it_has_is_its_own():
    assert twin(OPTIMIZERS["newton"](), "torch", BEALE, START, STEPS) is None
    adam = OPTIMIZERS["adam"]()
    assert twin(adam, "torch", BEALE, START, STEPS) is adam
