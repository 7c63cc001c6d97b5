"""Every surface does what it declares: its calculus, its landmarks, its parameters. A new file is tested with no further line here."""

from __future__ import annotations

import inspect
import itertools
import math
from collections import namedtuple
from math import cos, exp, pi, sin, sqrt

import numpy as np
import pytest
from cases import case
from formulas import evaluated

from surfaces import SURFACES, Beyond, FiniteSum, Surface

EPS = np.finfo(float).eps


def variants(key):
    """A surface as it is, and with each of its parameters at both ends and in the middle of the slider, each by its name."""
    surface = SURFACES[key]
    yield key, surface
    for name, parameter in surface.parameters().items():
        choices = parameter.choices()
        for value in (choices[0], choices[len(choices) // 2], choices[-1]):
            yield f"{key} with {name}={value:g}", surface.replace(**{name: value})


EVERY_VARIANT = [variant for key in SURFACES for variant in variants(key)]
EVERY_PARAMETER = [(surface, name) for surface in SURFACES.values() for name in surface.parameters()]

every_surface = pytest.mark.parametrize("key", SURFACES)


def box(surface):
    """The lower left and the upper right corner of the window, each of shape (2, 1)."""
    (left, right), (bottom, top) = surface.domain
    return np.array([[left], [bottom]], dtype=float), np.array([[right], [top]], dtype=float)


def sampled(surface, n, seed=0):
    """n points all over the window and n ever closer to its middle, where steep or singular places often are."""
    rng = np.random.default_rng(seed)
    lower, upper = box(surface)
    spread = lower + (upper - lower) * rng.random((2, n))
    near = (lower + upper) / 2 + (upper - lower) * rng.uniform(-0.5, 0.5, (2, n)) * 10 ** rng.uniform(-2.5, 0, n)
    return np.concatenate([spread, near], axis=1)


def differentiable(surface, points):
    """The points that are not so close to a minimizer without a gradient that a difference quotient says nothing."""
    if surface.smooth:
        return points
    distances = [np.hypot(points[0] - x, points[1] - y) for x, y in surface.minimizers]
    return points[:, np.min(distances, axis=0) > 0.05]


def landmarks(surface):
    return [*surface.minimizers, *surface.saddles, *surface.local_minima]


def inside(surface, points):
    lower, upper = box(surface)
    points = np.reshape(points, (2, -1))
    return ((lower <= points) & (points <= upper)).all(axis=0)


def assert_stationary(surface, point):
    """The gradient is no longer than what rounding the coordinates to doubles explains."""
    stiffness = np.abs(surface.hessian(point)).max()
    allowed = 8 * EPS * (1 + np.abs(point).max()) * (1 + stiffness)
    assert np.abs(surface.gradient(point)).max() <= allowed


def newton_polished(surface, points, steps=30):
    """Where Newton's method leads from the points, and which of the runs have come to rest."""
    with np.errstate(all="ignore"):
        for _ in range(steps):
            (a, b), (_, d) = surface.hessian(points)
            gx, gy = surface.gradient(points)
            step = np.array([d * gx - b * gy, a * gy - b * gx]) / (a * d - b * b)
            points = points - step
    return points, np.hypot(*step) < 1e-8


# The card


def test_the_card_is_complete():
    for key, surface in SURFACES.items():
        with case(key):
            assert surface.name.strip() == surface.name != ""
            assert surface.formula.count("{") == surface.formula.count("}")
            assert len(surface.reference) > 20
            assert len((type(surface).__doc__ or "").splitlines()) == 1, "one sentence for the card"
            assert surface.sentence.endswith(".")


def test_the_key_is_the_file_name_and_the_name_is_unique():
    for key, surface in SURFACES.items():
        with case(key):
            assert SURFACES[surface.key] is surface
            assert type(surface).__module__ == f"surfaces.{surface.key}"
            assert [s.name for s in SURFACES.values()].count(surface.name) == 1


def test_the_window_is_a_window_and_the_start_lies_in_it():
    for name, surface in EVERY_VARIANT:
        with case(name):
            (left, right), (bottom, top) = surface.domain
            assert -math.inf < left < right < math.inf
            assert -math.inf < bottom < top < math.inf
            assert inside(surface, surface.start).all()


def test_a_plain_gradient_step_leads_somewhere_from_the_start():
    for key, surface in SURFACES.items():
        with case(key):
            assert np.hypot(*surface.gradient(surface.start)) > 1e-4
            assert surface.value(surface.start) > surface.minimum


def test_every_parameter_stands_in_the_formula():
    for surface, name in EVERY_PARAMETER:
        with case(f"{surface.key}, {name}"):
            assert surface.parameters()[name].symbol in surface.formula


def test_the_formula_that_is_shown_is_the_one_that_is_computed():
    """Read literally, at points all over the window, with every parameter at both ends of its slider, and with all of them in between;
    φ is told in degrees."""
    between = {
        key: {name: one.choices()[len(one.choices()) // 3] for name, one in surface.parameters().items()}
        for key, surface in SURFACES.items()
    }
    for name, surface in [*EVERY_VARIANT, *((f"{key} with {values}", SURFACES[key].replace(**values)) for key, values in between.items())]:
        with case(name):
            values = {parameter.symbol: getattr(surface, key) for key, parameter in surface.parameters().items()}
            if "degrees" in "".join(parameter.meaning for parameter in surface.parameters().values()):
                values[r"\varphi"] = np.radians(values[r"\varphi"])
            points = sampled(surface, 50)
            x, y = points
            if isinstance(surface, FiniteSum):
                letters = list(inspect.signature(surface.loss).parameters)[2:]
                values |= dict(zip(letters, surface.examples, strict=True)) | {"N": surface.count}
                x, y = points[:, :, None]
            shown = np.reshape(evaluated(surface.formula, values | {"x": x, "y": y}), -1)
            np.testing.assert_allclose(shown, surface.value(points), rtol=1e-9, atol=1e-12)


def test_every_parameter_matters():
    for surface, name in EVERY_PARAMETER:
        with case(f"{surface.key}, {name}"):
            low, high = (surface.replace(**{name: end}) for end in surface.parameters()[name].slider)
            points = sampled(surface, 20)
            if np.array_equal(low.value(points), high.value(points)):
                pytest.fail("both ends of the slider give the same surface")


# The calculus


@every_surface
def test_the_gradient_is_the_slope_of_the_values(key):
    for name, surface in variants(key):
        with case(name):
            points = differentiable(surface, sampled(surface, 300))
            gradient, h = surface.gradient(points), 1e-5
            for axis in (0, 1):
                shift = np.zeros((2, 1))
                shift[axis] = h
                ahead, behind = surface.value(points + shift), surface.value(points - shift)
                slope = (ahead - behind) / (2 * h)
                rounding = 4 * EPS * (1 + np.abs(ahead) + np.abs(behind)) / h
                np.testing.assert_array_less(np.abs(slope - gradient[axis]), 1e-6 * (1 + np.abs(gradient[axis])) + rounding)


@every_surface
def test_the_hessian_is_the_slope_of_the_gradient(key):
    for name, surface in variants(key):
        with case(name):
            points = differentiable(surface, sampled(surface, 300))
            hessian, h = surface.hessian(points), 1e-5
            scale = np.abs(hessian).max(axis=(0, 1))
            for axis in (0, 1):
                shift = np.zeros((2, 1))
                shift[axis] = h
                ahead, behind = surface.gradient(points + shift), surface.gradient(points - shift)
                slope = (ahead - behind) / (2 * h)
                rounding = 8 * EPS * (1 + np.abs(ahead) + np.abs(behind)) / h
                np.testing.assert_array_less(np.abs(slope - hessian[:, axis]), 1e-6 * (1 + scale) + rounding)


def test_the_hessian_is_symmetric():
    for name, surface in EVERY_VARIANT:
        with case(name):
            hessian = surface.hessian(sampled(surface, 50))
            np.testing.assert_array_equal(hessian[0, 1], hessian[1, 0])


@every_surface
def test_at_its_landmarks_a_smooth_surface_has_the_values_of_its_surroundings(key):
    for name, surface in variants(key):
        with case(name):
            points = [(0.0, 0.0), *(p for p in landmarks(surface) if surface.smooth or p not in surface.minimizers)]
            for point in points[0 if surface.smooth else 1 :]:
                around = np.array(point)[:, None] + 1e-10 * np.array([[1.0, -1.0, 0.3, 0.0], [0.5, 0.0, -1.0, 1.0]])
                hessian = surface.hessian(point)
                scale = 1 + np.abs(hessian).max()
                np.testing.assert_allclose(surface.value(around).T - surface.value(point), 0, atol=1e-5 * scale)
                np.testing.assert_allclose(surface.gradient(around).T - surface.gradient(point), 0, atol=1e-5 * scale)
                np.testing.assert_allclose(np.moveaxis(surface.hessian(around), -1, 0) - hessian, 0, atol=1e-4 * scale)


# The landmarks


def test_landmarks_lie_in_the_window_and_none_is_named_twice():
    for name, surface in EVERY_VARIANT:
        with case(name):
            points = landmarks(surface)
            assert inside(surface, np.array(points).T).all()
            assert len(np.unique(np.round(points, 6), axis=0)) == len(points)
            assert all(type(c) is float for point in points for c in point)


def test_minimizers_are_stationary_and_equally_deep():
    for name, surface in EVERY_VARIANT:
        with case(name):
            for point in surface.minimizers:
                assert abs(surface.value(point) - surface.minimum) <= 1e-12 * (1 + abs(surface.minimum))
                if surface.smooth:
                    assert_stationary(surface, point)
                    lowest, highest = np.linalg.eigvalsh(surface.hessian(point))
                    assert lowest >= -1e-9 * highest


def test_where_the_gradient_does_not_exist_at_a_minimizer_it_is_given_as_zero():
    for key, surface in SURFACES.items():
        with case(key):
            if not surface.smooth:
                assert surface.minimizers
                for point in surface.minimizers:
                    np.testing.assert_array_equal(surface.gradient(point), 0)


@every_surface
def test_nothing_in_the_window_is_lower_than_the_minimum_and_no_minimizer_is_left_out(key):
    for name, surface in variants(key):
        with case(name):
            if not surface.minimizers:
                assert surface.minimum == -np.inf
                angles = np.linspace(0, 2 * np.pi, 100)
                assert surface.value(1e6 * np.array([np.cos(angles), np.sin(angles)])).min() < -1e9
                continue
            lowest, slack = surface.minimum, 1e-12 * (1 + abs(surface.minimum))
            lower, upper = box(surface)
            axes = np.linspace(lower[:, 0], upper[:, 0], 401).T
            grid = np.array(np.meshgrid(*axes))
            values = surface.value(grid)
            assert values.min() >= lowest - slack
            assert surface.value(sampled(surface, 20_000, seed=1)).min() >= lowest - slack

            core = values[1:-1, 1:-1]
            neighbors = [values[1 + i : 400 + i, 1 + j : 400 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
            dents = np.all([core <= n for n in neighbors], axis=0)
            points, at_rest = newton_polished(surface, grid[:, 1:-1, 1:-1][:, dents])
            points = points[:, at_rest & inside(surface, points)]
            assert points.size, "the polish must find the minimum at least"
            values = surface.value(points)
            assert values.min() >= lowest - slack
            deepest = points[:, values <= lowest + 1e-9 * (1 + abs(lowest))]
            distances = np.hypot(*(deepest[:, :, None] - np.array(surface.minimizers).T[:, None, :]))
            assert (distances.min(axis=1) < 1e-4).all(), "a global minimizer is not declared"
            assert (distances.min(axis=0) < 1e-4).all(), "a declared minimizer is not found"


def surroundings(surface, times, n):
    """The window enlarged by a factor, as a grid (2, n, n), and where Newton's method comes to rest from its dents, (2, m)."""
    lower, upper = box(surface)
    middle, reach = (lower + upper) / 2, (upper - lower) / 2
    grid = np.array(np.meshgrid(*(middle + times * reach * np.linspace(-1, 1, n))))
    values = surface.value(grid)
    core = values[1:-1, 1:-1]
    neighbors = [values[1 + i : n - 1 + i, 1 + j : n - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    dents = np.all([core <= one for one in neighbors], axis=0) & np.any([core < one for one in neighbors], axis=0)
    points, at_rest = newton_polished(surface, grid[:, 1:-1, 1:-1][:, dents])
    return grid, points[:, at_rest & (np.abs(points) < 1e9).all(axis=0)]


@every_surface
def test_how_low_f_is_outside_of_the_window_is_declared(key):
    """Looked at up to a hundred times as far out as the window reaches, with every parameter at both ends of its slider."""
    for name, surface in variants(key):
        with case(name):
            found, lowest = [], []
            for times in (3, 10, 100):
                grid, rests = surroundings(surface, times, 41 if isinstance(surface, FiniteSum) else 201)
                points = np.concatenate([grid.reshape(2, -1), rests], axis=1)
                points = points[:, ~inside(surface, points)]
                lowest.append(float(surface.value(points).min()))
                found.append(points[:, surface.value(points) <= surface.minimum + 1e-9 * (1 + abs(surface.minimum))])
            others = np.concatenate(found, axis=1)
            slack = 1e-9 * (1 + abs(surface.minimum))
            match surface.beyond:
                case Beyond.HIGHER:
                    assert not others.size
                case Beyond.AS_LOW:
                    assert others.shape[1] > 1
                    assert min(lowest) >= surface.minimum - slack
                case Beyond.LOWER:
                    assert surface.minimum > lowest[0] or not surface.minimizers
                    assert lowest[0] > lowest[1] > lowest[2]


def test_saddles_are_stationary_and_curve_both_ways_or_not_at_all():
    for name, surface in EVERY_VARIANT:
        with case(name):
            for point in surface.saddles:
                assert_stationary(surface, point)
                lowest, highest = np.linalg.eigvalsh(surface.hessian(point))
                assert lowest < 0 < highest or lowest == highest == 0


def test_local_minima_are_stationary_and_curve_up_and_lie_higher():
    for name, surface in EVERY_VARIANT:
        with case(name):
            for point in surface.local_minima:
                assert_stationary(surface, point)
                assert np.linalg.eigvalsh(surface.hessian(point))[0] > 0
                assert surface.value(point) > surface.minimum + 1e-9


# What callers may rely on


def test_points_of_shape_2_by_anything_give_values_gradients_and_hessians_of_that_shape():
    for (key, surface), shape in itertools.product(SURFACES.items(), [(), (1,), (5,), (3, 4)]):
        with case(f"{key}, {shape}"):
            points = np.ones((2, *shape))
            for result, expected in (
                (surface.value(points), shape),
                (surface.gradient(points), (2, *shape)),
                (surface.hessian(points), (2, 2, *shape)),
            ):
                assert result.shape == expected
                assert result.dtype == np.float64


def test_points_may_be_tuples_of_integers():
    for key, surface in SURFACES.items():
        with case(key):
            np.testing.assert_array_equal(surface.gradient((1, 2)), surface.gradient(np.array([1.0, 2.0])))


def test_points_without_two_coordinates_are_refused():
    for key, surface in SURFACES.items():
        with case(key):
            for call in (surface.value, surface.gradient, surface.hessian):
                for points in ((1, 2, 3), np.ones((3, 4)), 3, None, "ab", {}, [], [[1, 2], [3]], (1j, 0)):
                    with pytest.raises(ValueError) as refusal:
                        call(points)
                    assert str(refusal.value).startswith(f"{surface.name}: points must be numbers of shape (2, ...), got ")


@every_surface
def test_a_batch_equals_its_points_bit_by_bit(key):
    for name, surface in variants(key):
        with case(name):
            points = sampled(surface, 20)
            strided = np.array(points.T).T
            for call in (surface.value, surface.gradient, surface.hessian):
                one_by_one = np.stack([call(p) for p in points.T], axis=-1)
                np.testing.assert_array_equal(call(points), one_by_one)
                np.testing.assert_array_equal(call(strided), one_by_one)
                np.testing.assert_array_equal(call(points.reshape(2, 4, 10)).reshape(one_by_one.shape), one_by_one)


def test_points_are_never_modified():
    for key, surface in SURFACES.items():
        with case(key):
            points = sampled(surface, 5)
            points.flags.writeable = False
            for call in (surface.value, surface.gradient, surface.hessian):
                assert not np.shares_memory(call(points), points)


@every_surface
def test_everything_is_finite_far_out_and_close_to_zero_and_warns_of_nothing(key):
    for name, surface in variants(key):
        with case(name):
            special = [0.0, 1.0, -1.0, 1e-300, -1e-160, 1e-100, 1e-20, 1e5, 1e10, -1e10]
            points = np.concatenate(
                [np.array(np.meshgrid(special, special)).reshape(2, -1), np.reshape(landmarks(surface), (-1, 2)).T], axis=1
            )
            with np.errstate(all="raise", under="ignore"):
                for call in (surface.value, surface.gradient, surface.hessian):
                    assert np.isfinite(call(points)).all()
                    for point in points.T:
                        assert np.isfinite(call(point)).all()


def test_the_calculus_needs_the_parameters_and_nothing_else_of_the_surface():
    for name, surface in EVERY_VARIANT:
        with case(name):
            values = surface.values_by_name()
            parameters = namedtuple("Parameters", values)(**values)
            x, y = sampled(surface, 10)
            calculus, examples = ("f", "grad", "hess"), ()
            if isinstance(surface, FiniteSum):  # the calculus of one example for each point
                calculus, examples = ("loss", "slope", "curvature"), surface.examples[:, : len(x)]
            value, slope, curvature = (
                (getattr(type(surface), one)(parameters, x, y, *examples), getattr(surface, one)(x, y, *examples)) for one in calculus
            )
            np.testing.assert_array_equal(*value)
            np.testing.assert_array_equal(*slope)
            for row, same_row in zip(*curvature, strict=True):
                for entry, same_entry in zip(row, same_row, strict=True):
                    np.testing.assert_array_equal(entry, same_entry)


def test_an_array_of_parameters_is_one_surface_per_lane():
    for surface, name in EVERY_PARAMETER:
        with case(f"{surface.key}, {name}"):
            values = np.array(surface.parameters()[name].choices()[::7])
            points = sampled(surface, len(values))[:, : len(values)]
            lanes = surface.replace(**{name: values})
            for call in ("value", "gradient", "hessian"):
                one_by_one = [getattr(surface.replace(**{name: v}), call)(p) for v, p in zip(values, points.T, strict=True)]
                np.testing.assert_array_equal(getattr(lanes, call)(points), np.stack(one_by_one, axis=-1))


# Bad input


def test_an_unknown_surface_is_answered_with_the_known_ones():
    with pytest.raises(KeyError) as failure:
        SURFACES["bealle"]
    for key in ("bealle", *SURFACES):
        assert key in str(failure.value)


def test_a_parameter_outside_its_domain_is_refused_with_surface_field_and_bounds():
    bads = [math.nan, math.inf, -math.inf, "1", None, 1j, [1.0, math.nan], "outside"]
    for (surface, name), bad in itertools.product(EVERY_PARAMETER, bads):
        with case(f"{surface.key}, {name} = {bad!r}"):
            domain = surface.parameters()[name].domain
            bad = domain.lower - 1 if bad == "outside" else bad
            with pytest.raises(ValueError) as failure:
                surface.replace(**{name: bad})
            for part in (surface.name, name, str(domain), repr(bad)):
                assert part in str(failure.value)


def test_an_unknown_parameter_is_answered_with_the_known_ones():
    for key, surface in SURFACES.items():
        with case(key):
            with pytest.raises(ValueError) as failure:
                surface.replace(slope=1.0)
            for part in (surface.name, "slope", *(surface.parameters() or ["it has none"])):
                assert part in str(failure.value)


def test_a_surface_is_not_modified_in_place():
    with pytest.raises(AttributeError):
        SURFACES["ravine"].condition = 2.0


def test_a_surface_that_only_declares_itself_has_no_calculus():
    class Nothing(Surface):
        name = "Nothing"

    for call in (Nothing().f, Nothing().grad, Nothing().hess):
        with pytest.raises(NotImplementedError):
            call(0.0, 0.0)


# Known answers: each function as its reference prints it, and the value of its global minimum

KNOWN = {
    "ackley": (
        lambda x, y: 20 + math.e - 20 * exp(-0.2 * sqrt((x**2 + y**2) / 2)) - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2),
        0,
    ),
    "beale": (lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2, 0),
    "bohachevsky": (lambda x, y: x**2 + 2 * y**2 - 0.3 * cos(3 * pi * x) - 0.4 * cos(4 * pi * y) + 0.7, 0),
    "booth": (lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2, 0),
    "bowl": (lambda x, y: x**2 + y**2, 0),
    "branin": (
        lambda x, y: (y - 5.1 / (4 * pi**2) * x**2 + 5 / pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10,
        0.397887357729738,
    ),
    "cliff": (lambda x, y: 1 / (1 + exp(-20 * x)) + ((x + 2) ** 2 + y**2) / 50, 0),
    "dixon_price": (lambda x, y: (x - 1) ** 2 + 2 * (2 * y**2 - x) ** 2, 0),
    "drop_wave": (lambda x, y: -(1 + cos(12 * sqrt(x**2 + y**2))) / (0.5 * (x**2 + y**2) + 2), -1),
    "easom": (lambda x, y: -cos(x) * cos(y) * exp(-((x - pi) ** 2) - (y - pi) ** 2), -1),
    "goldstein_price": (
        lambda x, y: (
            (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
            * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))
        ),
        3,
    ),
    "griewank": (lambda x, y: 1 + (x**2 + y**2) / 4000 - cos(x) * cos(y / sqrt(2)), 0),
    "himmelblau": (lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, 0),
    "levy13": (
        lambda x, y: sin(3 * pi * x) ** 2 + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2) + (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2),
        0,
    ),
    "matyas": (lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y, 0),
    "mccormick": (lambda x, y: sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1, -1.913222954981037),
    "monkey_saddle": (lambda x, y: x**3 - 3 * x * y**2, -math.inf),
    "rastrigin": (lambda x, y: 20 + x**2 - 10 * cos(2 * pi * x) + y**2 - 10 * cos(2 * pi * y), 0),
    "ravine": (lambda x, y: (x**2 + 20 * y**2) / 2, 0),
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, 0),
    "saddle": (lambda x, y: x**2 - y**2, -math.inf),
    "schaffer2": (lambda x, y: 0.5 + (sin(x**2 - y**2) ** 2 - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2, 0),
    "six_hump_camel": (lambda x, y: (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2, -1.031628453489877),
    "styblinski_tang": (lambda x, y: (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2, -78.33233140754285),
    "three_hump_camel": (lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2, 0),
    "zakharov": (lambda x, y: x**2 + y**2 + (0.5 * x + y) ** 2 + (0.5 * x + y) ** 4, 0),
    "gaussian_wells": (
        lambda x, y: -exp(-((x + 1.5) ** 2 + y**2) / 2) - 1.5 * exp(-((x - 1.5) ** 2 + y**2) / (2 * 0.5**2)),
        -1.511202954482727,
    ),
}


def test_the_values_are_those_of_the_printed_formula():
    for key, (formula, _) in KNOWN.items():
        with case(key):
            points = sampled(SURFACES[key], 50)
            expected = [formula(float(x), float(y)) for x, y in points.T]
            np.testing.assert_allclose(SURFACES[key].value(points), expected, rtol=1e-12, atol=1e-13 * np.abs(expected).max())


def test_the_minimum_is_the_known_one():
    for key, (_, minimum) in KNOWN.items():
        with case(key):
            assert SURFACES[key].minimum == pytest.approx(minimum, rel=1e-14, abs=1e-15)


def test_a_turned_ravine_is_the_ravine_seen_from_a_turned_point():
    ravine = SURFACES["ravine"]
    turned = ravine.replace(angle=30.0)
    x, y = sampled(ravine, 20)
    c, s = cos(pi / 6), sin(pi / 6)
    np.testing.assert_allclose(turned.value((c * x - s * y, s * x + c * y)), ravine.value((x, y)), rtol=1e-12)


def test_the_deeper_gaussian_well_is_the_global_one_whichever_it_is():
    wells = SURFACES["gaussian_wells"]
    ((narrow, _),), ((wide, _),) = wells.minimizers, wells.local_minima
    assert wide == pytest.approx(-1.5, abs=1e-3)
    assert narrow == pytest.approx(1.5, abs=0.01)
    shallow = wells.replace(depth=0.5)
    ((wide, _),), ((narrow, _),) = shallow.minimizers, shallow.local_minima
    assert wide < 0 < narrow
    alike = wells.replace(depth=1.0, width=1.0)
    assert len(alike.minimizers) == 2
    assert not alike.local_minima
    ((middle, _),) = alike.saddles
    assert middle == pytest.approx(0, abs=1e-15)
