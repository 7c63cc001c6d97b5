"""A plane through the weights shows what lies in it, says how much that is, and its directions are scaled as the paper has it."""

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS
from optviz.network.landscape import Plane, _bend, plane_through_zero, principal_plane, random_plane, roughness
from optviz.network.perceptron import Network
from optviz.network.training import train

SMALL = Network(widths=(6, 5), batch_norm=True, weight_decay=0.01)
RNG = np.random.default_rng(11)


@pytest.fixture(scope="module")
def paths():
    entrants = {"sgd": OPTIMIZERS["sgd"](learning_rate=0.3), "adam": OPTIMIZERS["adam"](learning_rate=0.02)}
    return {who: run.weights for who, run in train(entrants, SMALL, epochs=15).items()}


def planes(paths):
    askew = Plane(RNG.normal(size=SMALL.size), RNG.normal(size=(2, SMALL.size)) + 1)
    return {
        "principal": principal_plane(paths),
        "random": random_plane(SMALL, paths["sgd"][-1]),
        "through zero": plane_through_zero(SMALL, paths["sgd"][-1]),
        "askew": askew,
    }


def test_a_point_of_the_plane_is_projected_to_itself(paths):
    x, y = RNG.normal(size=(2, 4, 3))
    for name, plane in planes(paths).items():
        with case(name):
            assert plane.weights(x, y).shape == (4, 3, SMALL.size)
            assert np.allclose(plane.project(plane.weights(x, y)), [x, y], rtol=0, atol=1e-10)
            assert np.allclose(plane.project(plane.origin), 0)
            assert plane.weights(0.5, -1).shape == (SMALL.size,)


def test_the_projection_is_the_nearest_point(paths):
    away = RNG.normal(size=SMALL.size)
    for name, plane in planes(paths).items():
        with case(name):
            rest = away - plane.weights(*plane.project(away))
            assert np.abs(plane.directions @ rest).max() < 1e-9


def test_the_principal_plane_explains_what_no_other_plane_does(paths):
    plane = principal_plane(paths)
    points = np.concatenate(list(paths.values())).astype(float)
    assert np.allclose(plane.origin, points.mean(axis=0))
    assert np.allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    variances = np.linalg.svd(points - points.mean(axis=0), compute_uv=False) ** 2
    assert plane.share(points) == pytest.approx(variances[:2].sum() / variances.sum(), rel=1e-9)
    assert 0.5 < plane.share(points) < 1
    assert all(other.share(points) < plane.share(points) for name, other in planes(paths).items() if name != "principal")
    x, y = plane.project(points)
    assert x.var() >= y.var()


def test_the_common_end_can_be_the_origin(paths):
    end = paths["adam"][-1]
    plane = principal_plane(paths, origin=end)
    assert np.allclose(plane.project(end), 0)
    points = np.concatenate(list(paths.values())).astype(float)
    variances = np.linalg.svd(points - end, compute_uv=False) ** 2
    assert plane.share(points, end) == pytest.approx(variances[:2].sum() / variances.sum(), rel=1e-9)


def test_paths_in_a_plane_are_explained_completely():
    true = Plane(RNG.normal(size=40), RNG.normal(size=(2, 40)))
    turns = np.linspace(0, 5, 30)
    some = {"spiral": true.weights(turns * np.cos(turns), turns * np.sin(turns)), "line": true.weights(turns, 3 - turns)}
    for one in (some, {"line": some["line"]}):
        plane = principal_plane(one)
        points = np.concatenate(list(one.values()))
        assert plane.share(points) == pytest.approx(1, abs=1e-12)
        assert plane.share(points) <= 1
        assert plane.share(points[:1]) == 0
        for path in one.values():
            assert np.allclose(plane.weights(*plane.project(path)), path, atol=1e-6)


def test_random_directions_are_as_long_as_the_weights_unit_by_unit(paths):
    weights = paths["sgd"][-1].astype(float)
    plane = random_plane(SMALL, weights, seed=5)
    rest = np.ones(SMALL.size, bool)
    for matrix in SMALL.matrices:
        rest[matrix.places] = False
        for direction in plane.directions:
            assert np.allclose(np.linalg.norm(direction[matrix.places], axis=0), np.linalg.norm(weights[matrix.places], axis=0))
    assert rest.sum() == 2 * (6 + 5) + 3
    assert not plane.directions[:, rest].any()
    assert np.array_equal(plane.origin, weights)
    assert np.array_equal(plane.directions, random_plane(SMALL, weights, seed=5).directions)
    assert not np.allclose(plane.directions, random_plane(SMALL, weights, seed=6).directions)
    assert not np.allclose(plane.directions[0], plane.directions[1])


def test_the_plane_through_zero_holds_the_weights_and_no_hidden_matrix(paths):
    weights = paths["sgd"][-1].astype(float)
    plane = plane_through_zero(SMALL, weights, seed=5)
    hidden = np.zeros(SMALL.size, bool)
    for matrix in SMALL.matrices[:-1]:
        hidden[matrix.places] = True
        lengths = [np.linalg.norm(direction[matrix.places], axis=0) for direction in plane.directions]
        assert np.allclose(*lengths)
    assert hidden.sum() == 4 * 6 + 6 * 5
    assert np.array_equal(plane.weights(1, 0), weights)
    assert np.array_equal(plane.origin, np.where(hidden, 0, weights))
    assert not plane.directions[:, ~hidden].any()
    assert np.array_equal(plane.directions, plane_through_zero(SMALL, weights, seed=5).directions)
    other = plane_through_zero(SMALL, weights, seed=6).directions
    assert np.array_equal(plane.directions[0], other[0])
    assert not np.allclose(plane.directions[1], other[1])


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("ray", [(1, 0), (0, 1), (0.6, -0.8)], ids=str)
def test_with_batch_norm_a_ray_from_the_middle_has_one_loss_and_a_gradient_across_it(activation, ray):
    """S. Ioffe and C. Szegedy (2015), section 3.3. But for ε: its share of the variance falls as 1/a², and so does what is tolerated."""
    times = np.array([0.1, 0.3, 1, 3, 10])
    for normalized in (True, False):
        network = Network(activation=activation, batch_norm=normalized)
        begin = network.initial(3)[:, 0]
        plane = plane_through_zero(network, begin + 0.1 * np.random.default_rng(1).normal(size=network.size), seed=5)
        weights = plane.weights(*(times * np.reshape(ray, (2, 1)))).T
        losses, slopes = network.loss_and_gradient(weights)
        along, most, lengths = [], [], 0.0
        for matrix in network.matrices[:-1]:
            own, pull = weights[matrix.places], slopes[matrix.places]  # (inputs, units, times)
            along.extend(np.abs((own * pull).sum(axis=0)))
            most.extend(np.linalg.norm(own, axis=0) * np.linalg.norm(pull, axis=0))
            lengths = np.hypot(lengths, times * np.linalg.norm(pull, axis=(0, 1)))
        along, most = np.array(along), np.array(most)  # of a dead unit both are 0
        loss_changes, length_changes = (np.abs(each / each[-1] - 1) for each in (losses, lengths))
        with case(network):
            if normalized:
                assert (loss_changes <= 5e-5 / times**2).all()
                assert (along <= 5e-4 / times**2 * most).all()
                assert (length_changes <= 5e-4 / times**2).all()
            else:
                assert loss_changes.max() > 0.05
                assert (along > 0.5 * most).any()
                assert length_changes.max() > 0.5


def test_the_losses_are_those_of_the_weights(paths):
    plane, told = principal_plane(paths), []
    xs, ys = np.linspace(-2, 2, 5), np.linspace(-1, 1, 3)
    found = plane.losses(SMALL, xs, ys, told.append)
    assert found.shape == (3, 5)
    assert told == pytest.approx([1 / 3, 2 / 3, 1])
    assert found[2, 1] == pytest.approx(SMALL.loss(plane.weights(xs[1], ys[2])[:, None])[0], rel=1e-12)

    def enough(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        plane.losses(SMALL, xs, ys, enough)


def test_a_path_s_end_lies_as_high_as_its_training_says(paths):
    """In the plane through the end itself."""
    end = paths["adam"][-1]
    height = principal_plane(paths, origin=end).losses(SMALL, [0.0], [0.0])[0, 0]
    assert height == pytest.approx(float(SMALL.evaluate(end[:, None]).training_loss[0]), rel=1e-12)


def test_roughness_is_zero_on_a_line_one_on_a_parabola_and_more_with_bumps():
    x = np.linspace(-1, 1, 101)
    assert _bend(3 * x + 1) < 1e-9
    assert _bend(7 * x**2 - 2) == pytest.approx(1)
    assert _bend(np.zeros(101)) == 0
    assert _bend(x**2 + 0.1 * np.sin(40 * x)) > 10
    assert _bend(np.abs(x)) > 1


def test_roughness_does_not_see_the_scale_of_what_is_normalized():
    """But for ε. Directions grow with the weights, and with batch normalization so large a change is the same change."""
    network = Network(widths=(6, 5), batch_norm=True)
    weights = network.initial(2)[:, 0]
    scaled = weights.copy()
    scaled[network.matrices[0].places] *= 10
    assert roughness(network, scaled, lines=5) == pytest.approx(roughness(network, weights, lines=5), rel=1e-3)
    assert roughness(network, weights, lines=5) == roughness(network, weights, lines=5) > 0


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda: principal_plane({}), "paths: must be at least one, got none"),
        (lambda: principal_plane({"a": np.ones((3, 4)), "b": np.ones((3, 5))}), "paths: must all be of shape (T, P) with one P"),
        (lambda: principal_plane({"a": np.ones(3)}), "paths: must all be of shape (T, P) with one P from 2 on, got [(3,)]"),
        (lambda: principal_plane({"a": np.ones((3, 1))}), "paths: must all be of shape (T, P) with one P from 2 on, got [(3, 1)]"),
        (lambda: principal_plane({"a": np.ones((3, 4))}), "paths: must lead somewhere, got one point only"),
        (lambda: principal_plane({"a": np.full((3, 4), np.nan)}), "paths: must be finite, got numbers that are not"),
        (lambda: principal_plane({"a": np.eye(4)}, origin=[0.0]), "origin: must be of shape (4,), got [0.0]"),
        (lambda: random_plane(SMALL, np.ones(3)), f"weights: must be finite and of shape ({SMALL.size},), got array([1., 1., 1.])"),
        (lambda: plane_through_zero(SMALL, np.full(SMALL.size, np.inf)), f"weights: must be finite and of shape ({SMALL.size},), got"),
        (lambda: plane_through_zero(SMALL, SMALL.initial()[:, 0], seed=0.5), "seed: must be a whole number from 0 to 2147483648, got 0.5"),
        (lambda: random_plane(SMALL, SMALL.initial()[:, 0], seed=-1), "seed: must be a whole number from 0 to 2147483648, got -1"),
        (lambda: roughness(SMALL, SMALL.initial()[:, 0], lines=0), "lines: must be a whole number from 1 to 1000, got 0"),
    ],
)
def test_questions_that_make_no_sense_are_refused_in_one_sentence(ask, complaint):
    with pytest.raises(ValueError) as error:
        ask()
    assert str(error.value).startswith(complaint)
