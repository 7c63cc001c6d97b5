"""What is taken for a clock is one: the same whatever the point, the gradient and the hyperparameters that it does not name."""

from typing import NamedTuple

import numpy as np
from cases import case

from optviz import OPTIMIZERS, Optimizer
from optviz.lanes.clocks import clocks
from surfaces.declaration import Scalar, positive

FORMS = [
    form
    for method in OPTIMIZERS.values()
    for form in method.forms()
    if not (form.couples_coordinates or form.searches or form.uses_hessian)
]


class Branching(Optimizer):
    """Counts in lines that are not read."""

    name = "Branching"

    learning_rate: Scalar = positive(default=0.25, symbol=r"\eta", meaning="learning rate", slider=(1e-3, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        t: float = 0.0
        again: float = 0.0

    def update(self, x, g, state):
        t = state.t + 1
        if self.learning_rate:
            t = t + g
        return x - self.learning_rate * g, self.State(t)


class Chained(Branching):
    """Knows of the gradient two steps later."""

    name = "Chained"

    class State(NamedTuple):
        """What is remembered."""

        first: float = 0.0
        second: float = 0.0
        third: float = 0.0
        constant: float = 0.0

    def update(self, x, g, state):
        first = state.second + 1
        second = state.third * self.learning_rate
        return x - self.learning_rate * g, self.State(first, second, g)


class Named(Chained):
    """Is given the gradient by name."""

    name = "Named"

    def update(self, x, g, state):
        first = np.maximum(state.first, x2=g)
        return x - self.learning_rate * g, self.State(first, 1.0, state.third)


def remembered(optimizer, seed):
    """The state after each of some steps over gradients at random."""
    state, noise = optimizer.initial_state(), np.random.default_rng(seed)
    for _ in range(12):
        x, g = noise.normal(size=(2, 2))
        _, state = optimizer.update(x, g, state)
        yield state


def test_a_clock_knows_nothing_but_the_hyperparameters_that_it_names():
    for form in FORMS:
        for field, named in clocks(form).items():
            with case(f"{form.__name__}, {field}"):
                others = {name: parameter.slider[1] for name, parameter in form.parameters().items() if name not in named}
                runs = [remembered(form(), seed=0), remembered(form().replace(**others), seed=1)]
                for step, states in enumerate(zip(*runs, strict=True)):
                    here, there = (getattr(state, field) for state in states)
                    assert np.ndim(here) == 0
                    assert here == there, f"{field} at step {step}"


def test_known_clocks():
    powers = {"beta1_power": {"beta1"}, "beta2_power": {"beta2"}}
    assert clocks(OPTIMIZERS["adam"]) == powers
    assert clocks(OPTIMIZERS["ranger"]) == {**powers, "t": set(), "n": {"period"}}
    assert clocks(OPTIMIZERS["momentum"]) == clocks(OPTIMIZERS["rprop"]) == {}


def test_what_learns_of_the_gradient_through_others_is_no_clock():
    assert clocks(Chained) == {"constant": set()}
    assert clocks(Named) == {"second": set(), "third": set(), "constant": set()}


def test_lines_that_are_not_understood_may_depend_on_anything():
    assert clocks(Branching) == {}
