"""The known results for quadratics hold for the engine: just inside the boundary it converges, just outside it diverges."""

from __future__ import annotations

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, minimize
from optviz.theory import GRADIENT_DESCENT, HEAVY_BALL, NESTEROV, spectrum
from surfaces import SURFACES

METHODS = [pytest.param(key, method.theory, id=key) for key, method in OPTIMIZERS.items() if method.theory is not None]
every_theory = pytest.mark.parametrize(("key", "theory"), METHODS)


def tuned(key, learning_rate, momentum):
    method = OPTIMIZERS[key]
    return method(learning_rate=learning_rate, **({"momentum": momentum} if "momentum" in method.parameters() else {}))


def shrinkage(key, condition, learning_rate, momentum, steps=1500, angle=0.0):
    """By which factor a step of the engine shrinks the distance from the minimum in the long run."""
    surface = SURFACES["ravine"].replace(condition=condition, angle=angle)
    run = minimize(tuned(key, learning_rate, momentum), surface, steps=steps)
    distances = np.hypot(*run.points.T)
    shown = distances[(distances > 1e-250) & (distances < 1e9)]
    # The peaks of two halves: a run that swings is not judged in a trough.
    half = len(shown) // 2
    return (shown[half:].max() / shown[:half].max()) ** (1 / half) if half else np.inf


@every_theory
@pytest.mark.parametrize("condition", [1.0, 20.0, 500.0])
def test_the_largest_learning_rate_divides_what_converges_from_what_diverges(key, theory, condition):
    for momentum in (0.0, 0.3, 0.9, 0.99):
        with case(f"momentum {momentum}"):
            limit = theory.largest_learning_rate(condition, momentum)
            surface = SURFACES["ravine"].replace(condition=condition, angle=30.0)
            inside = minimize(tuned(key, 0.99 * limit, momentum), surface, steps=3000)
            outside = minimize(tuned(key, 1.01 * limit, momentum), surface, steps=3000)
            assert np.hypot(*inside.points[-1]) < np.hypot(*inside.points[0]) / 4
            assert outside.status == "diverged"


@every_theory
@pytest.mark.parametrize("condition", [2.0, 20.0, 400.0])
def test_the_optimal_tuning_shrinks_as_it_promises_and_no_neighbor_shrinks_more(key, theory, condition):
    best = theory.tuned(1.0, condition)

    def worst(learning_rate, momentum):
        return max(theory.factor(eigenvalue, learning_rate, momentum) for eigenvalue in (1.0, condition))

    assert worst(best.learning_rate, best.momentum) == pytest.approx(best.factor, rel=1e-6)
    for learning_rate in (0.97, 1.0, 1.03):
        for change in (-0.01, 0.0, 0.01):
            momentum = best.momentum + change if key != "sgd" else 0.0
            assert worst(learning_rate * best.learning_rate, max(momentum, 0.0)) > best.factor - 1e-9
    assert shrinkage(key, condition, best.learning_rate, best.momentum) == pytest.approx(best.factor, abs=0.012)


@every_theory
@pytest.mark.parametrize(("share", "momentum"), [(0.3, 0.5), (0.9, 0.5), (0.5, 0.9), (0.97, 0.2)])
def test_the_factor_is_that_of_the_engine(key, theory, share, momentum):
    learning_rate = share * theory.largest_learning_rate(20.0, momentum)
    expected = max(theory.factor(eigenvalue, learning_rate, momentum) for eigenvalue in (1.0, 20.0))
    assert shrinkage(key, 20.0, learning_rate, momentum, steps=600, angle=20.0) == pytest.approx(expected, abs=0.01)


def test_three_methods_are_well_understood_in_all_forms_that_obey_their_recurrence():
    known = {"sgd": GRADIENT_DESCENT, "momentum": HEAVY_BALL, "nag": NESTEROV}
    assert {key: method.theory for key, method in OPTIMIZERS.items() if method.theory is not None} == known
    for key, theory in known.items():
        for form in OPTIMIZERS[key].forms():
            if form.theory is not None:
                values = {"learning_rate": 0.03, **({"momentum": 0.6} if "momentum" in form.parameters() else {})}
                run = minimize(form(**values), SURFACES["ravine"], steps=400)
                expected = max(
                    theory.factor(eigenvalue, values["learning_rate"], values.get("momentum", 0.0)) for eigenvalue in (1.0, 20.0)
                )
                distances = np.hypot(*run.points.T)
                assert (distances[300] / distances[100]) ** (1 / 200) == pytest.approx(expected, abs=0.01)


def test_momentum_pays_and_most_of_all_in_a_narrow_valley():
    for condition in (10.0, 100.0, 1000.0):
        factors = [theory.tuned(1.0, condition).factor for theory in (HEAVY_BALL, NESTEROV, GRADIENT_DESCENT)]
        assert factors == sorted(factors)
    saved = [GRADIENT_DESCENT.tuned(1.0, c).factor - HEAVY_BALL.tuned(1.0, c).factor for c in (1.0, 2.0, 10.0)]
    assert saved == sorted(saved)


@every_theory
def test_where_nothing_curves_upwards_no_learning_rate_is_too_large(key, theory):
    assert theory.largest_learning_rate(0.0) == theory.largest_learning_rate(-3.0) == np.inf


@every_theory
def test_eigenvalues_that_are_no_valley_are_refused(key, theory):
    for eigenvalues in [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0), (1.0, np.inf), (np.nan, 1.0)]:
        with case(eigenvalues), pytest.raises(ValueError, match=r"^eigenvalues: must satisfy 0 < smallest ≤ largest < ∞, got "):
            theory.tuned(*eigenvalues)


def test_a_quadratic_is_known_by_its_spectrum_and_nothing_else_has_one():
    quadratics = {key: found for key, surface in SURFACES.items() if (found := spectrum(surface))}
    assert set(quadratics) == {"booth", "bowl", "matyas", "ravine", "linear_regression", "rare_feature"}
    assert np.allclose(quadratics["bowl"], (2, 2))
    assert np.allclose(quadratics["booth"], (2, 18))
    assert np.allclose(spectrum(SURFACES["ravine"].replace(condition=50.0, angle=0.7)), (1, 50))
