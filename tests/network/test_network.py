"""A network's loss is what its formula says, its gradient the slope of that, and its lanes are independent of each other."""

from itertools import pairwise

import numpy as np
import pytest
from cases import case

from optviz.network.perceptron import BATCH_NORM_EPSILON, Network
from surfaces import SURFACES

KINDS = [Network(activation=a, batch_norm=b, weight_decay=d) for a in ("tanh", "relu") for b in (False, True) for d in (0.0, 0.03)]
BATCH = np.random.default_rng(5).permutation(250)[:32]


def weights_of(network, lanes=1, seed=3):
    """Weights away from the beginning: there biases are zero, and γ is one."""
    weights = network.initial(seed, lanes)
    return weights + 0.1 * np.random.default_rng(seed).normal(size=weights.shape)


def taken_apart(network, weights):
    """[(matrix, bias or β, γ or None)] of weights (P,), in the order that the docstring of a layer tells."""
    found, place = [], 0
    units = [4, *network.widths, 3]
    for i, (before, after) in enumerate(pairwise(units)):
        hidden = i < len(network.widths)
        sizes = [before * after, after * (network.batch_norm and hidden), after]
        matrix, gamma, bias = np.split(weights[place : place + sum(sizes)], np.cumsum(sizes)[:2])
        found.append((matrix.reshape(before, after), bias, gamma if len(gamma) else None))
        place += sum(sizes)
    assert place == len(weights) == network.size
    return found


def by_hand(network, weights, own, others):
    """The logits of `others`, one bird after the other, normalized by the statistics of `own`."""
    logits = others
    for matrix, bias, gamma in taken_apart(network, weights):
        is_last = matrix.shape[1] == 3
        own, others = own @ matrix, [bird @ matrix for bird in others]
        if gamma is not None:
            mean, deviation = own.mean(axis=0), np.sqrt(own.var(axis=0) + BATCH_NORM_EPSILON)
            own, others = (own - mean) / deviation * gamma, [(bird - mean) / deviation * gamma for bird in others]
        own, logits = own + bias, np.array([bird + bias for bird in others])
        if not is_last:
            squash = np.tanh if network.activation == "tanh" else lambda z: z * (z > 0)
            own, others = squash(own), squash(logits)
    return logits


def cross_entropy(logits, labels):
    return float(np.mean([np.log(np.exp(z).sum()) - z[label] for z, label in zip(logits, labels, strict=True)]))


def test_the_data_are_333_birds_of_which_a_quarter_is_held_back():
    network = Network()
    features, labels, count = network._data
    assert (network.training_count, network.validation_count, network.species) == (250, 83, ("Adelie", "Chinstrap", "Gentoo"))
    assert np.allclose(features[:count].mean(axis=0), 0, atol=1e-12)
    assert np.allclose(features[:count].std(axis=0), 1)
    assert np.abs(features[count:].mean(axis=0)).max() > 1e-3
    assert np.bincount(labels).tolist() == [146, 68, 119]
    others = Network(split_seed=1)._data
    assert not np.array_equal(others.features, features)


def test_the_number_of_weights_is_about_a_thousand():
    assert Network().size == 4 * 26 + 26 + 26 * 26 + 26 + 26 * 3 + 3 == 913
    assert Network(batch_norm=True).size == 913 + 2 * 26
    assert Network(widths=(5,)).size == 4 * 5 + 5 + 5 * 3 + 3


@pytest.mark.parametrize("network", KINDS, ids=str)
def test_loss_and_evaluation_are_those_of_one_bird_after_the_other(network):
    weights = weights_of(network)[:, 0]
    features, labels, count = network._data
    penalty = network.weight_decay / 2 * sum((matrix**2).sum() for matrix, _, _ in taken_apart(network, weights))
    trained = by_hand(network, weights, features[:count], features[:count])
    held_back = by_hand(network, weights, features[:count], features[count:])
    found = network.evaluate(weights[:, None])
    assert found.training_loss[0] == pytest.approx(cross_entropy(trained, labels[:count]) + penalty, rel=1e-12)
    assert found.validation_loss[0] == pytest.approx(cross_entropy(held_back, labels[count:]), rel=1e-12)
    assert found.training_accuracy[0] == (trained.argmax(axis=1) == labels[:count]).mean()
    assert found.validation_accuracy[0] == (held_back.argmax(axis=1) == labels[count:]).mean()
    assert network.loss(weights[:, None])[0] == network.value(weights[:, None])[0] == pytest.approx(found.training_loss[0], rel=1e-14)
    assert network.accuracy(weights[:, None]) == found.validation_accuracy
    assert network.accuracy(weights[:, None], "training") == found.training_accuracy
    batch = by_hand(network, weights, features[BATCH], features[BATCH])
    assert network.loss(weights[:, None], BATCH)[0] == pytest.approx(cross_entropy(batch, labels[BATCH]) + penalty, rel=1e-12)


@pytest.mark.parametrize("network", KINDS, ids=str)
def test_the_gradient_is_the_slope_of_the_loss(network):
    """Central differences in all coordinates at once. A kink of ReLU within 1e-5 would show: there is none at these weights."""
    weights, step = weights_of(network), 1e-5
    for batch in (BATCH, None):
        losses, slopes = network.loss_and_gradient(weights, batch)
        nudges = step * np.eye(network.size)
        measured = (network.loss(weights + nudges, batch) - network.loss(weights - nudges, batch)) / (2 * step)
        assert np.abs(slopes[:, 0] - measured).max() < 1e-6 * np.abs(slopes).max()
        assert losses == pytest.approx(network.loss(weights, batch), rel=1e-14)
        assert np.array_equal(network.gradient(weights, batch), slopes)


@pytest.mark.parametrize("network", KINDS, ids=str)
def test_a_lane_is_the_same_whoever_stands_beside_it(network):
    weights = weights_of(network, lanes=90)  # more than a block
    losses, slopes = network.loss_and_gradient(weights, BATCH)
    found = network.evaluate(weights)
    for lane in (0, 41, 89):
        alone = weights[:, [lane]]
        loss, slope = network.loss_and_gradient(alone, BATCH)
        assert abs(loss[0] - losses[lane]) < 1e-12
        assert np.abs(slope[:, 0] - slopes[:, lane]).max() < 1e-12
        assert np.abs(np.subtract(network.evaluate(alone), np.array(found)[:, [lane]])).max() < 1e-12


@pytest.mark.parametrize("network", KINDS, ids=str)
def test_nothing_that_is_given_is_changed(network):
    weights = weights_of(network, lanes=2)
    weights.flags.writeable = False
    network.loss_and_gradient(weights, BATCH)
    network.evaluate(weights)


def test_batch_norm_does_not_see_the_scale_of_the_weights():
    """But for ε, which the variance is large against. Without normalization the same scaling changes the loss."""
    for activation in ("tanh", "relu"):
        for normalized in (False, True):
            network = Network(activation=activation, batch_norm=normalized)
            weights = weights_of(network)
            for matrix in network.matrices[:-1]:
                with case((activation, normalized, matrix)):
                    scaled = weights.copy()
                    scaled[matrix.places] *= 10
                    change = abs(network.loss(scaled)[0] / network.loss(weights)[0] - 1)
                    assert (change < 1e-4) if normalized else (change > 1e-2)
                    if normalized:  # then the slope has no part along the weights
                        slope, own = network.gradient(weights)[matrix.places], weights[matrix.places]
                        assert abs((slope * own).sum()) < 1e-3 * np.linalg.norm(slope) * np.linalg.norm(own)


def test_weight_decay_pulls_matrices_and_nothing_else():
    plain, decayed = Network(batch_norm=True), Network(batch_norm=True, weight_decay=0.25)
    weights = weights_of(plain, lanes=2)
    pulled = np.zeros(weights.shape)
    for matrix in plain.matrices:
        pulled[matrix.places.ravel()] = 0.25 * weights[matrix.places.ravel()]
    assert np.allclose(decayed.gradient(weights, BATCH) - plain.gradient(weights, BATCH), pulled, atol=1e-14)


def test_the_first_weights_are_spread_as_the_papers_have_it():
    for activation, batch_norm in (("tanh", True), ("relu", False)):
        network = Network(widths=(200, 200), activation=activation, batch_norm=batch_norm)
        lanes = network.initial(7, lanes=2)
        assert np.array_equal(lanes[:, 1], network.initial(8)[:, 0])
        assert np.array_equal(lanes, network.initial(7, lanes=2))
        (_, bias, gamma), (matrix, *_), _ = taken_apart(network, lanes[:, 0])
        assert not bias.any()
        if activation == "tanh":
            assert (gamma == 1).all()
            assert 0.99 < np.abs(matrix).max() / np.sqrt(6 / 400) <= 1
            assert matrix.var() == pytest.approx(2 / 400, rel=0.02)
        else:
            assert matrix.var() == pytest.approx(2 / 200, rel=0.03)
            assert np.abs(matrix).max() > 3 * matrix.std()


def test_huge_weights_have_a_finite_loss():
    for network in (*KINDS, Network(widths=(4,) * 8, activation="relu")):
        assert np.isfinite(network.evaluate(np.full((network.size, 1), 1e10))).all()


def test_the_network_is_no_surface():
    assert "network" not in SURFACES


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"widths": ()}, "Network: widths must be 1 to 8 whole numbers from 1 to 256, got ()"),
        ({"widths": (3, 0)}, "Network: widths must be 1 to 8 whole numbers from 1 to 256, got (3, 0)"),
        ({"widths": 26}, "Network: widths must be 1 to 8 whole numbers from 1 to 256, got 26"),
        ({"widths": (2.5,)}, "Network: widths must be 1 to 8 whole numbers from 1 to 256, got (2.5,)"),
        ({"activation": "gelu"}, "Network: activation must be one of tanh, relu, got 'gelu'"),
        ({"batch_norm": 1}, "Network: batch_norm must be True or False, got 1"),
        ({"weight_decay": -1.0}, "Network: weight_decay must lie in [0, ∞), got -1.0"),
        ({"weight_decay": float("nan")}, "Network: weight_decay must lie in [0, ∞), got nan"),
        ({"split_seed": -1}, "Network: split_seed must be a whole number of at least 0, got -1"),
    ],
)
def test_a_network_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    with pytest.raises(ValueError) as error:
        Network(**wrong)
    assert str(error.value) == complaint


def test_questions_that_make_no_sense_are_refused_in_one_sentence():
    network = Network()
    weights = network.initial()
    with pytest.raises(ValueError, match=r"weights: must be of shape \(913, n\), got \(913,\)"):
        network.loss(weights[:, 0])
    with pytest.raises(ValueError, match=r"weights: must be of shape \(913, n\), got \(965, 1\)"):
        network.evaluate(Network(batch_norm=True).initial())
    for batch in ([], [0.5], [[1]]):
        with pytest.raises(ValueError, match=r"batch: must be whole numbers of shape \(B,\), got an array of"):
            network.gradient(weights, batch)
    with pytest.raises(IndexError):
        network.gradient(weights, [250])  # a bird that is held back
    with pytest.raises(ValueError, match="part: must be one of training, validation, got 'test'"):
        network.accuracy(weights, "test")
    with pytest.raises(ValueError, match="seed: must be a whole number of at least 0, got -1"):
        network.initial(-1)
