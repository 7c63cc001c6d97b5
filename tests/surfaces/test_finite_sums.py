"""Surfaces that are means over examples: their data, their landmarks, and what the slope of a few examples says of the slope of all."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import surfaces
from optviz import OPTIMIZERS, sweep, tune
from optviz.lanes import crew
from optviz.ui.basins import territory
from surfaces import SURFACES, FiniteSum
from surfaces import _finite_sum as finite_sum
from surfaces.measured import FOLDER, classes, columns, numbers, standardized

SUMS = {key: surface for key, surface in SURFACES.items() if isinstance(surface, FiniteSum)}

every_sum = pytest.mark.parametrize("surface", [pytest.param(surface, id=key) for key, surface in SUMS.items()])


def variants():
    """Every sum as it is, and with each of its parameters at a fifth of the slider's values."""
    for key, surface in SUMS.items():
        yield pytest.param(surface, id=key)
        for name, parameter in surface.parameters().items():
            for value in parameter.choices()[::5]:
                yield pytest.param(surface.replace(**{name: value}), id=f"{key}-{name}={value:g}")


every_variant = pytest.mark.parametrize("surface", list(variants()))


def somewhere(surface, n, seed=0):
    (left, right), (bottom, top) = surface.domain
    rng = np.random.default_rng(seed)
    return np.array([rng.uniform(left, right, n), rng.uniform(bottom, top, n)])


# The data


def test_the_penguins_are_all_there():
    penguins = columns("penguins")
    assert list(penguins) == ["species", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex"]
    species, kind = classes("penguins", "species")
    assert dict(zip(species, np.bincount(kind).tolist(), strict=True)) == {"Adelie": 146, "Chinstrap": 68, "Gentoo": 119}
    assert set(penguins["sex"]) == {"female", "male"}
    assert penguins["sex"].count("male") == 168
    for column, mean in {"bill_length_mm": 43.993, "bill_depth_mm": 17.165, "flipper_length_mm": 200.967, "body_mass_g": 4207.057}.items():
        assert numbers("penguins", column).shape == (333,)
        assert numbers("penguins", column).mean() == pytest.approx(mean, abs=5e-4)


def test_the_irises_are_all_there_and_two_of_them_are_as_fisher_has_them():
    species, kind = classes("iris", "species")
    assert dict(zip(species, np.bincount(kind).tolist(), strict=True)) == {"setosa": 50, "versicolor": 50, "virginica": 50}
    rows = list(zip(*columns("iris").values(), strict=True))
    assert rows[34] == ("4.9", "3.1", "1.5", "0.2", "setosa")
    assert rows[37] == ("4.9", "3.6", "1.4", "0.1", "setosa")
    # The means of the 50 plants of each species; those of setosa and versicolor stand in Fisher (1936), table II.
    means = [[numbers("iris", column)[kind == i].mean() for column in list(columns("iris"))[:4]] for i in range(3)]
    np.testing.assert_allclose(means, [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]])


@pytest.mark.parametrize("name", ["penguins", "iris"])
def test_a_file_says_whose_data_it_holds_and_under_which_licence(name):
    head = [line for line in (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    for word in ("Source: ", "doi:10.5281/zenodo.3960218" if name == "penguins" else "doi:10.24432/C56C76", "Licence: CC", "eft out"):
        assert any(word in line for line in head), word


def test_the_data_stand_beside_the_code():
    assert Path(surfaces.__file__).parent / "data" == FOLDER
    assert {file.name for file in FOLDER.iterdir()} == {"iris.csv", "penguins.csv"}


def test_standardized_numbers_have_mean_zero_and_deviation_one():
    np.testing.assert_allclose(standardized(np.array([1.0, 3.0])), [-1, 1])
    mass = standardized(numbers("penguins", "body_mass_g"))
    assert abs(mass.mean()) < 1e-14
    assert mass.std() == pytest.approx(1, rel=1e-14)


def test_data_that_are_not_there_are_not_found():
    with pytest.raises(FileNotFoundError):
        columns("tulips")


# The card of the examples


@every_sum
def test_the_examples_can_be_drawn(surface):
    n = surface.count
    assert n == surface.terms == {"hidden_unit": 150, "logistic_regression": 100}.get(surface.key, 333)
    assert surface.examples.shape[1] == n
    assert surface.examples.flags.c_contiguous
    assert surface.observations.shape == (2, n)
    assert surface.groups.shape == (n,)
    assert surface.groups.dtype.kind == "i"
    assert set(surface.groups.tolist()) == set(range(len(surface.group_names)))
    assert len(surface.labels) == 2
    assert all(label.endswith(")") for label in surface.labels)


@every_sum
def test_the_examples_can_not_be_changed(surface):
    with pytest.raises(ValueError, match="read-only"):
        surface.examples[0, 0] = 1.0


@every_variant
def test_the_curve_of_the_best_fit_is_what_it_says_of_the_examples(surface):
    x, y = surface.minimizers[0]
    horizontal, vertical = surface.observations
    fitted = surface.curve(x, y, horizontal, surface.groups)
    if surface.key == "logistic_regression":
        # Those above the line are taken for virginica. Six of a hundred flowers are mistaken.
        assert np.count_nonzero((vertical > fitted) != (surface.groups == 1)) == 6
    elif surface.key == "cauchy_regression":
        np.testing.assert_allclose(surface.difficulty, surface.scale**2 / 2 * np.log1p(((vertical - fitted) / surface.scale) ** 2))
    else:
        np.testing.assert_allclose(surface.difficulty, (vertical - fitted) ** 2 / 2, rtol=1e-9, atol=1e-15)


def test_a_boundary_that_is_vertical_is_nowhere_above_its_place():
    surface = SUMS["logistic_regression"]
    assert np.isnan(surface.curve(1.0, 0.0, np.linspace(-1, 1, 3))).all()
    assert np.isnan(surface.curve(-3.0, 5e-324, np.linspace(-1, 1, 2))).all(), "nor where the quotient is no number any more"


@every_sum
def test_difficulty_is_the_loss_of_each_example_at_the_best_fit(surface):
    assert surface.difficulty.shape == (surface.count,)
    assert surface.difficulty.min() >= 0
    assert surface.difficulty.mean() == pytest.approx(surface.minimum, rel=1e-13)


# Landmarks


def lines(u, t):
    """Slope and intercept by least squares."""
    return tuple(np.polyfit(u, t, 1))


def test_the_line_is_that_of_least_squares_and_its_valley_narrows_with_the_offset():
    surface = SUMS["linear_regression"]
    flippers = numbers("penguins", "flipper_length_mm")
    assert surface.parameters()["offset"].slider[1] == pytest.approx(flippers.mean() / flippers.std(), abs=0.005)
    for offset, condition in ((0.0, 1.0), (1.0, 6.854), (14.36, 43349.2)):
        moved = surface.replace(offset=offset)
        ((x, y),) = moved.minimizers
        np.testing.assert_allclose((x, y), lines(*moved.observations), atol=1e-10)
        # [[1 + m², m], [m, 1]] has the eigenvalues 1 + m²/2 ± m √(1 + m²/4), whose product is 1.
        smallest, largest = np.linalg.eigvalsh(moved.hessian((x, y)))
        assert largest == pytest.approx(1 + offset**2 / 2 + offset * math.sqrt(1 + offset**2 / 4), rel=1e-9)
        assert largest / smallest == pytest.approx(condition, rel=1e-4)


@pytest.mark.parametrize("offset", SUMS["linear_regression"].parameters()["offset"].choices())
def test_the_valley_of_a_line_is_in_view_whatever_the_offset(offset):
    surface = SUMS["linear_regression"].replace(offset=offset)
    (left, right), (bottom, top) = surface.domain
    (x, y) = surface.minimizers[0]
    assert abs(x - (left + right) / 2) < 0.1 * (right - left)
    assert abs(y - (bottom + top) / 2) < 0.1 * (top - bottom)
    assert left < surface.start[0] < right
    assert bottom < surface.start[1] < top
    # Half way along the valley in either direction is still inside.
    direction = np.array([1.0, -offset]) / np.hypot(1.0, offset)
    for side in (-1, 1):
        along = np.array([x, y]) + side * 0.5 * np.hypot(right - left, top - bottom) / 2 * direction
        assert left <= along[0] <= right
        assert bottom <= along[1] <= top


def test_the_weights_that_tell_irises_apart_are_found_from_everywhere_near():
    surface = SUMS["logistic_regression"]
    ((x, y),) = surface.minimizers
    assert (x, y) == pytest.approx((4.752782763776971, 4.19114965287221), rel=1e-12)
    assert surface.minimum == pytest.approx(0.10601267395736227, rel=1e-12)
    assert surface.value((0.0, 0.0)) == pytest.approx(math.log(2), rel=1e-14)
    # Towards wrong answers it rises like |z|, where e^|z| would overflow.
    assert surface.value((-1e3, -1e3)) == pytest.approx(
        np.mean(np.maximum(1e3 * surface.examples[2] * surface.examples[:2].sum(0), 0)), rel=1e-3
    )


def test_a_robust_line_takes_one_species_or_the_other_for_outliers():
    surface = SUMS["cauchy_regression"]
    (deepest,), (other,), (between,) = surface.minimizers, surface.local_minima, surface.saddles
    assert deepest == pytest.approx((0.94457, 0.31651), abs=1e-5)
    assert other == pytest.approx((0.37950, -0.37206), abs=1e-5)
    assert surface.minimum < surface.value(other) < surface.value(between)
    u, t = surface.examples
    follows = {
        point: [
            name
            for i, name in enumerate(surface.group_names)
            if np.median(np.abs(t - surface.curve(*point, u))[surface.groups == i]) < 0.45
        ]
        for point in (deepest, other)
    }
    assert follows == {deepest: ["Adelie", "Gentoo"], other: ["Adelie", "Chinstrap"]}


def test_a_large_scale_makes_a_robust_line_that_of_least_squares():
    surface = SUMS["cauchy_regression"].replace(scale=1e4)
    assert not surface.local_minima
    np.testing.assert_allclose(surface.minimizers[0], lines(*surface.examples), atol=1e-7)


@pytest.mark.parametrize("scale", SUMS["cauchy_regression"].parameters()["scale"].choices())
def test_between_any_two_valleys_of_a_robust_line_there_is_a_saddle(scale):
    surface = SUMS["cauchy_regression"].replace(scale=scale)
    assert len(surface.minimizers) == 1
    assert len(surface.saddles) == len(surface.local_minima)
    assert (len(surface.local_minima) > 0) == (scale < 0.26)


def test_a_hidden_unit_has_two_best_fits_and_a_saddle_between_them():
    surface = SUMS["hidden_unit"]
    (x, y), mirrored = surface.minimizers
    assert mirrored == (-x, -y)
    assert (x, y) == pytest.approx((0.968518153923321, 1.44357988593), rel=1e-10)
    assert surface.saddles == ((0.0, 0.0),)
    u, t = surface.examples
    np.testing.assert_allclose(surface.hessian((0.0, 0.0)), [[0, -(u * t).mean()], [-(u * t).mean(), 0]], atol=1e-15)


def test_adagrad_shines_where_a_feature_is_rare_and_only_there():
    """Each with the best learning rate of one budget: the step at which it has arrived."""
    arrived = {}
    for key in ("rare_feature", "linear_regression"):
        found = tune([OPTIMIZERS["sgd"](), OPTIMIZERS["adagrad"]()], SUMS[key], steps=60, trials=32)
        arrived[key] = [int(one.search.steps_to[one.best]) for one in found]
    sgd, adagrad = arrived["rare_feature"]
    assert 0 < 4 * adagrad < sgd
    sgd, adagrad = arrived["linear_regression"]
    assert 0 < sgd <= adagrad


def test_the_weight_of_a_rare_feature_is_that_of_least_squares_and_a_tenth_of_the_penguins_have_it():
    surface = SUMS["rare_feature"]
    u, v, t = surface.examples
    np.testing.assert_allclose(surface.minimizers[0], np.linalg.lstsq(np.array([u, v]).T, t, rcond=None)[0], rtol=1e-12)
    assert v.sum() == 34
    np.testing.assert_allclose(surface.hessian((0.0, 0.0))[1, 1], 34 / 333)


@every_variant
def test_the_landmarks_of_equal_surfaces_are_found_once(surface):
    assert surface.replace().minimizers is surface.minimizers


# What it costs


def test_the_work_on_a_sum_is_counted_in_terms_so_its_parts_are_shorter():
    assert {surface.terms for key, surface in SURFACES.items() if key not in SUMS} == {1}
    sgd, surface = OPTIMIZERS["sgd"](), SUMS["linear_regression"]
    assert territory.WITHOUT_ASKING.steps(surface, is_compiled=False) == territory.WITHOUT_ASKING.of_examples // 333
    told = []
    sweep(sgd, surface, steps=200, progress=told.append, learning_rate=np.linspace(0.01, 1, 1000))
    assert len(told) == math.ceil(1000 / (crew.LANE_STEPS_IN_PART // (200 * 333)))


# Means over all examples and over some


@every_sum
def test_the_surface_is_the_mean_of_its_losses(surface):
    for x, y in somewhere(surface, 5).T:
        losses = [float(surface.loss(x, y, *example)) for example in surface.examples.T]
        assert surface.f(float(x), float(y)) == pytest.approx(math.fsum(losses) / surface.count, rel=1e-14)


@every_variant
def test_a_point_is_rounded_the_same_whichever_points_stand_beside_it(surface, monkeypatch):
    points = somewhere(surface, 211)
    found = {call: getattr(surface, call)(points) for call in ("value", "gradient", "hessian")}
    for call, all_of_them in found.items():
        one_by_one = np.stack([getattr(surface, call)(point) for point in points.T], axis=-1)
        np.testing.assert_array_equal(all_of_them, one_by_one)
        for some in (slice(0, 1), slice(5, 12), slice(100, 211, 3), slice(None, None, -1)):
            np.testing.assert_array_equal(getattr(surface, call)(points[:, some]), all_of_them[..., some])
    for at_once in (1, 1000, 2**20):
        monkeypatch.setattr(finite_sum, "AT_ONCE", at_once)
        for call, all_of_them in found.items():
            np.testing.assert_array_equal(getattr(surface, call)(points), all_of_them)


@every_sum
def test_points_may_be_numbers_of_python_and_arrays_of_any_shape_or_none(surface):
    x, y = surface.start
    assert isinstance(surface.f(x, y), np.float64)
    assert all(isinstance(slope, np.float64) for slope in surface.grad(x, y))
    assert surface.value(np.empty((2, 0))).shape == (0,)
    assert surface.f(x, np.zeros((3, 1, 2))).shape == (3, 1, 2)
    assert surface.f(x, np.zeros(3))[1] == surface.f(x, 0.0)


@every_variant
def test_the_batch_of_all_examples_is_the_surface_to_the_last_bit(surface):
    points = somewhere(surface, 57)
    everything = np.arange(surface.count)[None]
    for batch in (everything, np.repeat(everything, 57, axis=0), np.asfortranarray(np.repeat(everything, 57, axis=0))):
        np.testing.assert_array_equal(surface.batch_gradient(points, batch), surface.gradient(points))
        np.testing.assert_array_equal(surface.batch_value(points, batch), surface.value(points))


@every_variant
def test_the_batches_of_an_epoch_together_are_all_examples(surface):
    points = somewhere(surface, 7)
    order = np.random.default_rng(1).permutation(surface.count)
    batches = [order[first : first + 32] for first in range(0, surface.count, 32)]
    shares = [len(batch) / surface.count for batch in batches]
    gradients = [surface.batch_gradient(points, batch[None]) for batch in batches]
    # What rounding may do depends on the sizes of the slopes that are added up.
    slopes = np.array([np.abs(surface.batch_gradient(points, np.full((1, 1), i))) for i in range(surface.count)]).mean(axis=0)
    together = sum(share * gradient for share, gradient in zip(shares, gradients, strict=True))
    assert (np.abs(together - surface.gradient(points)) <= 1e-14 * (1 + slopes)).all()


@every_sum
def test_every_lane_is_given_its_own_examples(surface):
    points = somewhere(surface, 6)
    batch = np.random.default_rng(2).integers(surface.count, size=(6, 5))
    for lane in range(6):
        examples = surface.examples[:, batch[lane]]
        x, y = points[:, lane]
        own = [np.mean(slope) for slope in surface.slope(x, y, *examples)]
        np.testing.assert_allclose(surface.batch_gradient(points, batch)[:, lane], own, rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(surface.batch_value(points, batch)[lane], np.mean(surface.loss(x, y, *examples)), rtol=1e-13)
        alone = surface.batch_gradient(points[:, [lane]], batch[[lane]])
        np.testing.assert_array_equal(surface.batch_gradient(points, batch)[:, [lane]], alone)
    assert surface.batch_gradient(points, batch[:1]).shape == (2, 6)


def test_lanes_with_parameters_and_examples_of_their_own():
    surface = SUMS["linear_regression"]
    offsets = np.array([0.0, 1.0, 14.36])
    points, batch = somewhere(surface, 3), np.array([[0, 1], [5, 7], [300, 12]])
    found = surface.replace(offset=offsets).batch_gradient(points, batch)
    for lane, offset in enumerate(offsets):
        alone = surface.replace(offset=offset).batch_gradient(points[:, [lane]], batch[[lane]])
        np.testing.assert_array_equal(found[:, [lane]], alone)


@every_sum
def test_the_variance_of_a_batch_gradient_falls_as_one_over_its_size(surface):
    # Of B examples drawn with replacement it is that of a single one over B. Of n independent draws the sample variance has
    # the relative standard error √((κ − 1)/n), with κ the kurtosis of what is drawn: κ = 3 + (κ₁ − 3)/B for a mean of B.
    n, rng = 20_000, np.random.default_rng(3)
    at = np.array(surface.start)
    slopes = surface.batch_gradient(np.repeat(at[:, None], surface.count, axis=1), np.arange(surface.count)[:, None])
    full = surface.gradient(at)[:, None]
    variance = ((slopes - full) ** 2).mean(axis=1)
    kurtosis = ((slopes - full) ** 4).mean(axis=1) / variance**2
    for size in (1, 4, 16):
        drawn = surface.batch_gradient(np.repeat(at[:, None], n, axis=1), rng.integers(surface.count, size=(n, size)))
        error = np.sqrt((2 + (kurtosis - 3) / size) / n)
        assert (np.abs(((drawn - full) ** 2).mean(axis=1) * size / variance - 1) < 4 * error).all()
        assert (np.abs(drawn.mean(axis=1) - full[:, 0]) < 4 * np.sqrt(variance / size / n)).all(), "it is unbiased"


@pytest.mark.parametrize("batch", [[0, 1], [[[0]]], [[0], [1], [2]], [[], []], 5])
def test_batches_that_do_not_fit_the_points_are_refused(batch):
    with pytest.raises(ValueError, match=r"batch must be of shape \(2, B\) or \(1, B\), got \("):
        SUMS["rare_feature"].batch_gradient(np.zeros((2, 2)), batch)


def test_a_batch_is_asked_for_at_points():
    for call in (SUMS["rare_feature"].batch_value, SUMS["rare_feature"].batch_gradient):
        with pytest.raises(ValueError, match=r"Rare feature: points must be numbers of shape \(2, ...\), got "):
            call((1, 2, 3), [[0]])


def test_an_example_that_there_is_not_is_an_error():
    with pytest.raises(IndexError):
        SUMS["rare_feature"].batch_value(np.zeros((2, 1)), [[333]])


def test_a_sum_that_only_declares_itself_has_no_calculus():
    class Nothing(FiniteSum):
        name, domain, examples = "Nothing", ((-1.0, 1.0), (-1.0, 1.0)), ((1.0, 2.0),)

    assert Nothing().terms == 2
    for call in (Nothing().f, Nothing().grad, Nothing().hess):
        with pytest.raises(NotImplementedError):
            call(0.0, 0.0)
    with pytest.raises(NotImplementedError):
        Nothing().curve(0.0, 0.0, 1.0)
