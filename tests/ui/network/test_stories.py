"""What the stories of the network page say is said as long as it is so, measured on the studies that they open."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from optviz import OPTIMIZERS
from optviz.claims.of_trainings import Around, Studied, TooMuch
from optviz.network.landscape import principal_plane, random_plane
from optviz.network.sweep import sweep_training
from optviz.network.training import train
from optviz.network.tuning import tune_training
from optviz.ui.address import write
from optviz.ui.network import decaying, normalizing
from optviz.ui.network.controls import visit
from optviz.ui.network.experiment import DECAY, EPOCHS_OF_TRIAL, NORMALIZATION, TRIALS, entrants
from optviz.ui.network.learning import BEYOND
from optviz.ui.network.stories import STORIES


def searches(study, network):
    return tune_training(entrants(), network, EPOCHS_OF_TRIAL, TRIALS, study.seed, study.batch_size, BEYOND)


@pytest.fixture(scope="module")
def plain():
    """Every method's search on the network that most stories are about."""
    return searches(visit.linked(STORIES["by_heart"].link), visit.linked(STORIES["by_heart"].link).network())


@pytest.mark.parametrize("key", STORIES)
def test_a_story_s_link_is_its_own(key):
    assert write(visit.linked(STORIES[key].link)) == STORIES[key].link


def said(key, subjects):
    return " ".join(claim.said(subjects) for claim in STORIES[key].claims)


def holding(key, subjects):
    return [claim.holds(subjects) for claim in STORIES[key].claims]


def test_the_birds_are_learned_by_heart(plain):
    study = visit.linked(STORIES["by_heart"].link)
    found = train({key: one.optimizer for key, one in plain.items()}, study.network(), study.epochs, study.batch_size, study.seed)
    doubled = [one.validation_loss[-1] >= 2 * one.validation_loss.min() for one in found.values()]
    assert sum(doubled) >= len(doubled) - 1
    adam = found[study.method]
    best = int(np.argmin(adam.validation_loss))
    assert best == 19
    assert adam.training_loss[-1] < 0.02 * adam.training_loss[best]
    birds = study.network().validation_count
    wrong = [round(birds * (1 - adam.validation_accuracy[epoch])) for epoch in (best, -1)]
    assert 0 < wrong[1] <= wrong[0] + 1
    assert f"{sum(doubled)} of {len(doubled)} end with a validation loss at least twice" in said("by_heart", found)
    assert f"after epoch 19). Hardly more birds are misclassified, for Adam {wrong[1]} instead of {wrong[0]}" in said("by_heart", found)
    short = train({key: plain[key].optimizer for key in ("adam", "sgd")}, study.network(), 2, study.batch_size, study.seed)
    assert holding("by_heart", short) == [False, False]


def test_a_random_plane_holds_nothing_of_the_path_and_its_own_nearly_all(plain):
    study = visit.linked(STORIES["flat"].link)
    network = study.network()
    adam = train({"adam": plain["adam"].optimizer}, network, study.epochs, study.batch_size, study.seed)["adam"].weights
    at_random = random_plane(network, adam[-1], study.seed)
    assert at_random.share(adam) < 0.01
    assert principal_plane({"adam": adam}).share(adam) > 0.985
    line = np.linspace(-1.5, 1.5, 31)
    losses = at_random.losses(network, line, line)
    j, i = np.unravel_index(losses.argmin(), losses.shape)
    assert np.hypot(line[i], line[j]) < 0.3
    for heights in (losses[j], losses[:, i]):  # down to it and up again
        turns = np.diff(np.sign(np.diff(heights)))
        assert np.count_nonzero(turns) == 1
    shown = {"plane": Around(at_random.share(adam), losses)}
    assert holding("flat", shown) == [True, True]
    own = principal_plane({"adam": adam})
    assert holding("flat", {"plane": Around(own.share(adam), losses[:5])}) == [False, False]  # at the rim
    walk = np.random.default_rng(0).normal(size=(100, network.size)).cumsum(axis=0)
    assert principal_plane({"": walk}).share(walk) > 0.5


def test_what_batch_normalization_does(plain):
    study = visit.linked(STORIES["normalized"].link)
    assert study.look == NORMALIZATION
    both = {"without": plain}
    looked = {}
    for side, on in normalizing.SIDES.items():
        network = replace(study, batch_norm=on).network()
        both.setdefault(side, searches(study, network))
        looked[side] = normalizing.look(network, both[side], study)
    assert looked["with"].near == pytest.approx(looked["with"].end, rel=0.01)
    assert looked["without"].near > 20 * looked["without"].end
    assert looked["with"].roughness > looked["without"].roughness
    wider = [both["with"][key].working_range() > both["without"][key].working_range() for key in entrants()]
    assert sum(wider) > 0.6 * len(wider)
    assert holding("normalized", looked) == [True, True, True]
    assert f"for {sum(wider)} of {len(wider)} methods" in said("normalized", looked)
    assert holding("normalized", {"with": looked["without"], "without": looked["with"]}) == [False, False, False]


def test_a_step_that_is_too_large_makes_normalized_weights_longer_and_turns_them_less():
    """One layer's matrix, which no step of plain descent can make shorter, as its slope is square to it."""
    network = replace(visit.linked(STORIES["normalized"].link), batch_norm=True).network()
    (place, *_) = [matrix.places for matrix in network.matrices]
    found = {}
    for rate in (0.1, 30.0):
        run = train({"sgd": OPTIMIZERS["sgd"](learning_rate=rate)}, network, epochs=6)["sgd"]
        first = run.weights[:, place].reshape(len(run.weights), -1)
        lengths = np.linalg.norm(first, axis=1)
        turns = [1 - a @ b / (np.linalg.norm(a) * np.linalg.norm(b)) for a, b in itertools.pairwise(first)]
        found[rate] = lengths, turns
        assert (np.diff(lengths) > -1e-5 * lengths[:-1]).all()
    lengths, turns = found[30.0]
    assert lengths[-1] > 3 * lengths[0]
    assert turns[-1] < turns[0] / 10


def test_one_weight_decay_is_too_much_for_l2_and_a_hundred_times_as_much_for_adamw():
    study = visit.linked(STORIES["decay"].link)
    assert study.look == DECAY
    grid = {"learning_rate": decaying.RATES[2:8:2], "weight_decay": np.array([1e-5, 0.00316, 0.0316, 0.1, 0.316, 3.16])[:, None]}
    seeds = range(study.seed, study.seed + decaying.SEEDS)
    swept = {
        key: sweep_training(OPTIMIZERS[key](), study.network(), decaying.EPOCHS, study.batch_size, seeds, **grid)
        for key in decaying.methods()
    }
    found = {key: one.final_validation_loss for key, one in swept.items()}
    coupled, decoupled = found.values()
    rate, decay = study.cell
    column = int(np.abs(grid["learning_rate"] - rate).argmin())
    row = int(np.abs(grid["weight_decay"][:, 0] - decay).argmin())
    assert coupled[row, column] > 5 * decoupled[row, column]
    assert coupled.min() == pytest.approx(decoupled.min(), rel=0.2)
    too_much = {key: grid["weight_decay"][losses.min(axis=1) > 2 * losses.min()][0, 0] for key, losses in found.items()}
    assert too_much["adamw"] / too_much["adam_l2"] == pytest.approx(100)
    assert [TooMuch().measured(Studied(one, (0, 0))) for one in swept.values()] == list(too_much.values())
    chosen = {key: Studied(one, (row, column)) for key, one in swept.items()}
    assert holding("decay", chosen) == [True, True, True]
    assert f"loss of {coupled[row, column]:.2g}, AdamW gets to {decoupled[row, column]:.2g}" in said("decay", chosen)
    assert "AdamW tolerates a λ 100 times as large" in said("decay", chosen)
    assert holding("decay", {key: Studied(one, (0, column)) for key, one in swept.items()})[0] is False
    assert holding("decay", {key: Studied(swept["adam_l2"], (row, column)) for key in swept}) == [False, False, False]
