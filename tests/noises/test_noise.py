"""Noise is what it says: its spread, its batches, its seeds; and without it nothing changes."""

import numpy as np
import pytest
from cases import case

from optviz import NOISES, OPTIMIZERS, SCHEDULES, fan, minimize, race
from surfaces import SURFACES, FiniteSum

BOWL, PENGUINS = SURFACES["bowl"], SURFACES["linear_regression"]
SUMS = {key: surface for key, surface in SURFACES.items() if isinstance(surface, FiniteSum)}
BATCHES = {key: kind for key, kind in NOISES.items() if kind.needs_examples}
BY_EPOCH = {key: kind for key, kind in BATCHES.items() if key != "with_replacement"}
WITHOUT_SEARCH = {key: method for key, method in OPTIMIZERS.items() if not method.searches}


def some_noise(kind):
    return kind(batch_size=16) if kind.needs_examples else kind()


@pytest.mark.parametrize("key", NOISES)
def test_the_card_is_complete(key):
    kind = NOISES[key]
    assert kind.name
    assert kind.reference
    assert kind.sentence.endswith(".")
    for name, parameter in kind.parameters().items():
        with case(name):
            assert parameter.symbol in kind.formula
            lower, upper = parameter.slider
            assert lower <= parameter.default <= upper
            assert parameter.domain.contains(np.array([lower, upper]))


@pytest.mark.parametrize("key", NOISES)
def test_the_same_seed_gives_the_same_run_alone_in_a_race_and_in_a_fan(key):
    noise = some_noise(NOISES[key])
    entrants = {"sgd": OPTIMIZERS["sgd"](learning_rate=0.05), "adam": OPTIMIZERS["adam"](), "nag": OPTIMIZERS["nag"](learning_rate=0.01)}
    fans = fan(entrants, PENGUINS, steps=70, noise=noise, seeds=5, first=3)
    together = race(entrants, PENGUINS, steps=70, noise=noise, seed=5)
    for entrant, optimizer in entrants.items():
        with case(entrant):
            found = fans[entrant]
            assert list(found.seeds) == [3, 4, 5, 6, 7]
            for lane, seed in enumerate(found.seeds):
                alone = minimize(optimizer, PENGUINS, steps=70, noise=noise, seed=int(seed))
                assert np.array_equal(found.trajectory.points[..., lane], alone.points)
            assert np.array_equal(together.lanes[entrant].points, found.trajectory.points[..., 2])


@pytest.mark.parametrize("key", NOISES)
def test_who_asks_in_the_same_step_hears_the_same(key):
    sgd = OPTIMIZERS["sgd"](learning_rate=0.05)
    found = race({"one": sgd, "momentum": OPTIMIZERS["momentum"](), "other": sgd}, PENGUINS, steps=40, noise=some_noise(NOISES[key]))
    assert np.array_equal(found.lanes["one"].points, found.lanes["other"].points)


@pytest.mark.parametrize("key", [key for key, kind in NOISES.items() if not kind.needs_examples or kind.differs_by_epoch])
def test_another_seed_gives_another_run(key):
    runs = fan({"sgd": OPTIMIZERS["sgd"](learning_rate=0.05)}, PENGUINS, steps=10, noise=some_noise(NOISES[key]), seeds=20)["sgd"]
    assert len(np.unique(runs.trajectory.points[-1], axis=1).T) == 20


def test_gaussian_noise_has_the_standard_deviation_that_it_says_around_the_gradient():
    n, deviation = 20_000, 0.7
    stream = NOISES["gaussian"](deviation=deviation).stream(BOWL, range(100))
    point = np.tile([[[1.0]], [[-2.0]]], (1, 1, 100))
    noise = np.concatenate([stream.gradient(point)[:, 0] for _ in range(n // 100)], axis=1) - BOWL.gradient(np.array([1.0, -2.0]))[:, None]
    # The standard error of a mean is σ/√n, that of a standard deviation of normal numbers σ/√(2n); four of them are enough.
    assert np.abs(noise.mean(axis=1)).max() < 4 * deviation / np.sqrt(n)
    assert np.abs(noise.std(axis=1) - deviation).max() < 4 * deviation / np.sqrt(2 * n)
    assert abs(np.corrcoef(noise)[0, 1]) < 4 / np.sqrt(n)
    assert abs(np.corrcoef(noise[0, :-100], noise[0, 100:])[0, 1]) < 4 / np.sqrt(n), "from step to step"


def test_annealed_noise_becomes_less_as_the_paper_says():
    stream = NOISES["annealed"](variance=2.0, decay=1.5).stream(BOWL, range(4000))
    still = np.zeros((2, 1, 4000))
    for t in range(6):
        deviation = np.sqrt(2.0 / (1 + t) ** 1.5)
        assert stream.gradient(still).std() == pytest.approx(deviation, abs=4 * deviation / np.sqrt(16_000))


@pytest.mark.parametrize("surface", SUMS.values(), ids=list(SUMS))
@pytest.mark.parametrize("key", BY_EPOCH)
def test_the_mean_over_an_epoch_s_batches_is_the_full_gradient(key, surface):
    point = np.array(surface.start).reshape(2, 1)
    for size in (1, 16, surface.count - 1, surface.count):
        with case(f"B = {size}"):
            stream = BY_EPOCH[key](batch_size=size).stream(surface, [1])
            sizes = [min(size, surface.count - first) for first in range(0, surface.count, size)]
            for _ in range(2):
                answers = np.stack([stream.gradient(point[:, :, None])[:, 0, 0] for _ in sizes])
                assert np.average(answers, axis=0, weights=sizes) == pytest.approx(surface.gradient(point)[:, 0], rel=1e-12, abs=1e-14)


def test_the_variance_of_a_batch_s_gradient_falls_with_its_size():
    point, seeds = np.array(PENGUINS.start), 4000
    variances = []
    sizes = (1, 4, 16, 64)
    for size in sizes:
        stream = NOISES["with_replacement"](batch_size=size).stream(PENGUINS, range(seeds))
        variances.append(stream.gradient(np.broadcast_to(point[:, None, None], (2, 1, seeds))).var(axis=-1)[:, 0])
    single = PENGUINS.batch_gradient(np.tile(point[:, None], PENGUINS.count), np.arange(PENGUINS.count)[:, None]).var(axis=1)
    for size, variance in zip(sizes, variances, strict=True):
        # The standard error of a variance is about √(kurtosis/n) of it; 5 √(2/n) leaves room for tails that are not normal.
        assert variance * size == pytest.approx(single, rel=8 * np.sqrt(2 / seeds))


@pytest.mark.parametrize("key", WITHOUT_SEARCH)
def test_a_batch_of_all_examples_in_order_is_batch_descent_to_the_last_bit(key):
    everything = NOISES["in_order"](batch_size=PENGUINS.count)
    optimizer = WITHOUT_SEARCH[key]()
    noisy, exact = minimize(optimizer, PENGUINS, steps=60, noise=everything), minimize(optimizer, PENGUINS, steps=60)
    assert np.array_equal(noisy.points, exact.points)
    assert noisy.status == exact.status


@pytest.mark.parametrize("key", WITHOUT_SEARCH)
def test_without_deviation_there_is_no_noise(key):
    optimizer = WITHOUT_SEARCH[key]()
    silent = minimize(optimizer, SURFACES["beale"], steps=60, noise=NOISES["gaussian"](deviation=0.0))
    assert np.array_equal(silent.points, minimize(optimizer, SURFACES["beale"], steps=60).points)


def test_easy_examples_come_first_or_last():
    for key, sign in (("easy_first", 1), ("hard_first", -1)):
        order = NOISES[key]().epoch(PENGUINS, np.random.default_rng(0))
        assert (sign * np.diff(PENGUINS.difficulty[order]) >= 0).all()


def test_a_method_that_searches_is_refused_where_there_is_noise():
    for key in OPTIMIZERS.keys() - WITHOUT_SEARCH.keys():
        with pytest.raises(ValueError, match=f"^{OPTIMIZERS[key].name}: must see f without noise for its line search, got noise$"):
            minimize(OPTIMIZERS[key](), BOWL, noise=NOISES["gaussian"]())


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (lambda: minimize(OPTIMIZERS["sgd"](), BOWL, noise=3), "noise: must be one of NOISES, got 3"),
        (
            lambda: minimize(OPTIMIZERS["sgd"](), BOWL, noise=NOISES["shuffled"]()),
            "Shuffled mini-batches: must be of a surface with examples, got Bowl, which is one formula",
        ),
        (
            lambda: minimize(OPTIMIZERS["sgd"](), PENGUINS, noise=NOISES["shuffled"](batch_size=400)),
            f"Shuffled mini-batches: batch_size must be from 1 to 333, the examples of {PENGUINS.name}, got 400",
        ),
        (lambda: NOISES["gaussian"](deviation=-1), "Gaussian noise: deviation must lie in [0, ∞), got -1"),
        (lambda: NOISES["gauss"], "there is no noise 'gauss'; there are "),
    ],
)
def test_noise_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    with pytest.raises((ValueError, KeyError)) as error:
        wrong()
    assert error.value.args[0].startswith(complaint)
    assert "\n" not in error.value.args[0]


def test_sgd_hovers_closer_the_smaller_its_step_size_and_arrives_where_it_decays():
    def hover(learning_rate, **more):
        runs = fan({"sgd": OPTIMIZERS["sgd"](learning_rate=learning_rate)}, BOWL, steps=2000, noise=NOISES["gaussian"](), seeds=60, **more)[
            "sgd"
        ].trajectory
        return np.sqrt((runs.distances[-300:] ** 2).mean())

    rates = (0.4, 0.1, 0.025)
    found = [hover(rate) for rate in rates]
    for rate, distance in zip(rates, found, strict=True):
        # Each coordinate of x² + y² is x ← (1 − 2η) x − η ξ, whose variance settles at η/(4 (1 − η)).
        assert distance == pytest.approx(np.sqrt(2 * rate / (4 * (1 - rate))), rel=0.1)
    assert hover(0.4, schedule=SCHEDULES["inverse_time"](half_time=10.0)) < found[-1]
