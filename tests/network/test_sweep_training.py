"""A sweep of trainings is all of them by themselves, keeps its seeds apart, and shows which hyperparameters belong together."""

from dataclasses import replace

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS
from optviz.network.perceptron import Network
from optviz.network.sweep import MOST_CELLS, sweep_training
from optviz.network.training import train

SMALL = Network(widths=(6,))
RECORDS = ("training_loss", "validation_loss", "validation_accuracy")


@pytest.mark.parametrize(
    ("key", "network"),
    [
        ("adamw", Network(widths=(6, 5))),
        ("adamw", Network(widths=(6, 5), activation="relu", batch_norm=True, weight_decay=0.01)),
        ("nag", SMALL),
    ],
    ids=str,
)
def test_a_cell_is_the_training_with_its_values_on_the_seed_s_own_split(key, network):
    """Bit for bit. Only the network's own penalty is a sum that is rounded in another order where there are several lanes."""
    optimizer = OPTIMIZERS[key]()
    rates, second = np.array([1e-3, 0.01, 0.1]), "weight_decay" if key == "adamw" else "momentum"
    found = sweep_training(optimizer, network, 3, 60, (4, 1), learning_rate=rates, **{second: np.array([[0.01], [0.3]])})
    assert found.optimizer is optimizer
    assert found.diverged.shape == (2, 2, 3)
    for i, seed in enumerate((4, 1)):
        for place in np.ndindex(2, 3):
            with case((seed, place)):
                own = optimizer.replace(**{name: float(values[place]) for name, values in found.values.items()})
                run = train({"own": own}, replace(network, split_seed=seed), epochs=3, batch_size=60, seed=seed)["own"]
                for record in RECORDS:
                    mine, alone = getattr(found, record)[i, :, *place], getattr(run, record)
                    if network.weight_decay and record == "training_loss":
                        assert np.allclose(mine, alone, rtol=1e-14, atol=0)
                    else:
                        assert np.array_equal(mine, alone)


def test_the_values_broadcast():
    adamw = OPTIMIZERS["adamw"]()
    rates, decays = np.array([0.01, 0.02, 0.05]), np.array([[0.1], [0.2]])
    found = sweep_training(adamw, SMALL, epochs=1, learning_rate=rates, weight_decay=decays / rates, beta1=0.8)
    assert found.training_loss.shape == found.validation_loss.shape == found.validation_accuracy.shape == (1, 2, 2, 3)
    assert np.array_equal(found.values["learning_rate"], [rates, rates])
    assert np.array_equal(found.values["weight_decay"], decays / rates)
    assert np.array_equal(found.values["beta1"], np.full((2, 3), 0.8))
    single = sweep_training(adamw, SMALL, epochs=1, learning_rate=0.02, weight_decay=0.2 / 0.02, beta1=[0.8])
    assert np.array_equal(single.training_loss[..., 0], found.training_loss[..., 1, 1])


def test_without_arrays_there_is_one_cell():
    for values in ({}, {"learning_rate": 0.1}):
        found = sweep_training(OPTIMIZERS["sgd"](), SMALL, epochs=2, seeds=(0, 1), **values)
        assert found.training_loss.shape == (2, 3)
        assert found.final_validation_loss == found.validation_loss[:, -1].mean()
        assert found.best == ()
        assert np.array_equal(found.curves(())[1], found.validation_loss.mean(axis=0))


def test_a_switch_is_a_hyperparameter_too():
    found = sweep_training(OPTIMIZERS["adam"](), SMALL, epochs=1, bias_correction=[False, True])
    for i, on in enumerate((False, True)):
        run = train({"own": OPTIMIZERS["adam"](bias_correction=on)}, SMALL, epochs=1)["own"]
        assert np.array_equal(found.training_loss[0, :, i], run.training_loss)


def test_the_seeds_are_kept_apart_and_their_mean_is_told():
    found = sweep_training(OPTIMIZERS["adam"](), SMALL, epochs=2, seeds=(3, 5, 8), learning_rate=[0.01, 0.1])
    alone = sweep_training(OPTIMIZERS["adam"](), SMALL, epochs=2, seeds=(5,), learning_rate=[0.01, 0.1])
    for record in RECORDS:
        assert np.array_equal(getattr(found, record)[1], getattr(alone, record)[0])
    assert np.allclose(found.final_validation_loss, sum(found.validation_loss[:, -1]) / 3, rtol=1e-14)
    assert np.allclose(found.final_training_loss, sum(found.training_loss[:, -1]) / 3, rtol=1e-14)
    training, validation = found.curves((1,))
    assert np.allclose(training, sum(found.training_loss[:, :, 1]) / 3, rtol=1e-14)
    assert np.allclose(validation, sum(found.validation_loss[:, :, 1]) / 3, rtol=1e-14)


def test_a_cell_that_diverges_is_infinite_and_said():
    """η λ = 10, as in the trainings' own test: beyond 1e10 in the second epoch."""
    network = Network(widths=(6,), weight_decay=0.1)
    found = sweep_training(OPTIMIZERS["sgd"](), network, epochs=4, seeds=(0, 1), learning_rate=[[0.1], [100.0]])
    assert found.diverged.tolist() == [[[0], [2]], [[0], [2]]]
    assert np.isfinite(found.training_loss).all()
    assert np.array_equal(found.validation_loss[:, 2, 1], found.validation_loss[:, 4, 1])
    for final in (found.final_training_loss, found.final_validation_loss):
        assert np.isfinite(final).tolist() == [[True], [False]]
    assert found.best == (0, 0)
    half = replace(found, diverged=np.array([[[0], [2]], [[1], [0]]]))
    assert (half.final_validation_loss == np.inf).all(), "one seed is enough"
    assert half.best == (0, 0), "the first if all diverged"


def with_losses(losses):
    """A sweep whose validation losses at the end are these, with one seed."""
    losses = np.array(losses, dtype=float)
    found = sweep_training(OPTIMIZERS["sgd"](), SMALL, epochs=1, learning_rate=np.full(losses.shape, 0.1))
    return replace(found, validation_loss=np.stack([np.ones(losses.shape), losses])[None])


def test_the_best_cell_is_the_lowest_that_is_no_luck():
    assert with_losses([[5, 4, 4], [4, 1, 2], [4, 2, 3]]).best == (1, 1)
    assert with_losses([[0.1, 9, 4], [9, 1, 2], [4, 2, 3]]).best == (1, 1), "among cells that are bad"
    assert with_losses([[0.1, 9, 4], [0.9, 1, 2], [4, 2, 3]]).best == (0, 0), "one good neighbor is enough"
    assert with_losses([3, 2, 4, 0.1, 4]).best == (1,)


def test_progress_is_told_every_epoch_and_may_end_the_work():
    told = []
    sweep_training(OPTIMIZERS["sgd"](), SMALL, epochs=2, seeds=(0, 1), progress=told.append, learning_rate=[0.1, 0.2])
    assert told == [0.25, 0.5, 0.75, 1.0]

    def enough(share):
        told.append(share)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sweep_training(OPTIMIZERS["sgd"](), SMALL, epochs=10, progress=enough, learning_rate=[0.1])
    assert told[4:] == [0.1]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"optimizer": "adamw"}, "optimizer: must be one of OPTIMIZERS itself, not its key, got 'adamw'"),
        ({"optimizer": OPTIMIZERS["newton"]()}, "optimizer: must be a method that treats every weight by itself and needs only its slope"),
        (
            {"optimizer": OPTIMIZERS["adamw"](beta1=[0.8, 0.9])},
            "AdamW: beta1 must be one number, since its values are tried as an axis, got 2",
        ),
        ({"momentum": [0.1]}, "AdamW: momentum is not one of its parameters (learning_rate, beta1, beta2,"),
        ({"learning_rate": [0.1, 0.0]}, "AdamW: learning_rate must lie in (0, ∞), got 0.0"),
        ({"weight_decay": [[0.1], [np.nan]]}, "AdamW: weight_decay must lie in [0, ∞), got nan"),
        ({"bias_correction": [1, 0.5]}, "AdamW: bias_correction must be True or False, got 0.5"),
        ({"learning_rate": ["fast"]}, "AdamW: learning_rate must be an array of numbers, got ['fast']"),
        ({"learning_rate": [[0.1], [0.1, 0.2]]}, "AdamW: learning_rate must be an array of numbers, got [[0.1], [0.1, 0.2]]"),
        (
            {"learning_rate": [0.1, 0.2], "weight_decay": [0.1, 0.2, 0.3]},
            "AdamW: values must have shapes that broadcast, got learning_rate of shape (2,), weight_decay of shape (3,)",
        ),
        ({"learning_rate": []}, f"AdamW: values must make 1 to {MOST_CELLS} cells, got 0"),
        ({"learning_rate": np.ones(64), "weight_decay": np.ones((65, 1))}, f"AdamW: values must make 1 to {MOST_CELLS} cells, got 4160"),
        ({"seeds": ()}, "seeds: must be at least one, got none"),
        ({"seeds": (0, -1)}, "seed: must be a whole number from 0 to 2147483648, got -1"),
        ({"epochs": 0}, "epochs: must be a whole number from 1 to 1000, got 0"),
        ({"batch_size": 251}, "batch_size: must be a whole number from 1 to 250, got 251"),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused_in_one_sentence_before_the_work(wrong, complaint):
    def never(share):
        raise AssertionError("the work has begun")

    with pytest.raises(ValueError) as error:
        sweep_training(**{"optimizer": OPTIMIZERS["adamw"](), "network": SMALL, "progress": never, **wrong})
    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)


def test_a_penalty_inside_adam_ruins_what_a_decay_beside_it_does_not():
    """I. Loshchilov and F. Hutter (2017), Decoupled weight decay regularization (arXiv:1711.05101), on 30 epochs and 3 seeds.

    Measured: Adam with L2 ends at 0.02 to 0.05 with λ = 0.001 and at 0.58 with 0.3; AdamW at 0.02 to 0.06 with both.
    """
    grid = {"learning_rate": np.geomspace(1e-3, 1e-2, 3), "weight_decay": np.array([[0.001], [0.3]])}
    coupled, decoupled = (
        sweep_training(OPTIMIZERS[key](), Network(), 30, seeds=(0, 1, 2), **grid).final_validation_loss for key in ("adam_l2", "adamw")
    )
    assert (coupled[0] < 0.1).all()
    assert (coupled[1] > 0.5).all()
    assert (decoupled < 0.1).all()
    assert (decoupled[1] < 1.5 * decoupled[0]).all()
