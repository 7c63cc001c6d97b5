"""Every declaration can be traced, and what cannot is refused with the place and what to write instead."""

import re

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, Optimizer
from optviz.graph.symbols import Unwritable
from optviz.graph.trace import method, terrain
from optviz.line_search import MOST_TRIALS
from surfaces import SURFACES, Surface
from surfaces.declaration import Scalar, positive

FORMS = [form for one in OPTIMIZERS.values() for form in one.forms()]


class Mine(Optimizer):
    """To be spoiled."""

    name = "Mine"

    learning_rate: Scalar = positive(default=0.25, symbol=r"\eta", meaning="learning rate", slider=(1e-3, 1.0))


class Branches(Mine):
    """Decides on a value."""

    name = "Branches"

    def update(self, x, g, state):
        return x - self.learning_rate * (g if g > 0 else 0.0), state


class Writes(Mine):
    """Writes into what it was given."""

    name = "Writes"

    def update(self, x, g, state):
        x -= self.learning_rate * g
        return x, state


class WritesAPart(Mine):
    """Writes one coordinate of what it was given."""

    name = "Writes a part"
    couples_coordinates = True

    def update(self, x, g, state):
        x[0] = 0.0
        return x, state


class Unknown(Mine):
    """Calls what nobody else knows."""

    name = "Unknown"

    def update(self, x, g, state):
        return x - self.learning_rate * np.cbrt(g), state


class Unlisted(Mine):
    """Calls what works on arrays only."""

    name = "Unlisted"

    def update(self, x, g, state):
        return x - self.learning_rate * np.select([g > 0], [1.0], 0.0), state


class Asks(Mine):
    """Takes a number for a yes or no."""

    name = "Asks"

    def update(self, x, g, state):
        return np.where(g, x, 0.0), state


class Cube(Surface):
    """Takes numbers of Python."""

    name, formula, reference = "Cube", "x^3", "none"

    def f(self, x, y):
        return float(x) ** 3


def test_every_form_and_every_surface_is_traced():
    for form in FORMS:
        with case(form.__name__):
            traced = method(form)
            fields = [f"state.{field}" for field in form.State._fields]
            for formula in (traced.begins, traced.update):
                assert {name.removesuffix(".0").removesuffix(".1") for name in formula.results} >= set(fields)
            assert (traced.query is None) == (form.query is Optimizer.query)
    for key, surface in SURFACES.items():
        with case(key):
            assert terrain(type(surface)).gradient.results.keys() == {"g.0", "g.1"}


@pytest.mark.parametrize(
    ("wrong", "line", "advice"),
    [
        (Branches, "g if g > 0", "np.where"),
        (Writes, "x -= ", "x = x - g"),
        (WritesAPart, "x[0] = 0.0", "np.array"),
        (Unknown, "np.cbrt(g)", "there is no np.cbrt"),
        (Unlisted, "np.select(", "np.select is not understood"),
        (Asks, "np.where(g, x", "np.where(a != 0"),
    ],
)
def test_what_cannot_be_traced_is_refused_with_file_line_and_what_to_write(wrong, line, advice):
    with pytest.raises(Unwritable, match=rf"^{wrong.__name__}\.update in test_trace\.py, line \d+: ") as refused:
        method(wrong)
    assert advice in str(refused.value)
    assert line in str(refused.value)


def test_a_surface_that_cannot_be_traced_is_refused_in_the_same_way():
    with pytest.raises(Unwritable, match=re.escape("Cube.f in test_trace.py, line ") + r"\d+: .*np\.sqrt and not math\.sqrt"):
        terrain(Cube)


def test_what_is_computed_twice_is_written_once():
    for traced in (terrain(type(SURFACES["beale"])).gradient, method(OPTIMIZERS["adam"]).update):
        nodes = traced.graph.nodes
        assert len(set(map(repr, nodes))) == len(nodes)


def test_a_search_is_a_loop_of_which_one_pass_is_written():
    for key in ("bfgs", "conjugate_gradient"):
        with case(key):
            nodes = method(OPTIMIZERS[key]).update.graph.nodes
            (loop,) = (node for node in nodes if node.operation == "loop")
            assert loop.value[-1] == MOST_TRIALS
            assert sum(node.operation == "look" for node in nodes) == 2  # at the start, and in every trial


def test_who_rounds_by_standard_is_told_by_the_operations():
    assert method(OPTIMIZERS["adam"]).update.is_rounded_by_standard
    assert not method(OPTIMIZERS["natural_gradient"]).update.is_rounded_by_standard
    assert terrain(type(SURFACES["beale"])).value.is_rounded_by_standard
    assert not terrain(type(SURFACES["ackley"])).value.is_rounded_by_standard
