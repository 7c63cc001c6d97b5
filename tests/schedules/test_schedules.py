"""What every schedule declares, it also does, and it does what torch's does. A new file in the folder is tested with no further line here.

torch is not needed: its learning rates are in a file that `record_schedules.py` wrote.
"""

from __future__ import annotations

import doctest
import importlib
import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pytest
from cases import case
from record_schedules import CASES, LEARNING_RATE, RECORD, losses

from optviz import SCHEDULES
from optviz.schedule import Schedule

STEPS = 120

every_schedule = pytest.mark.parametrize("schedule", [pytest.param(schedule(), id=key) for key, schedule in SCHEDULES.items()])
every_parameter = pytest.mark.parametrize(
    ("schedule", "name"),
    [pytest.param(schedule(), name, id=f"{key}-{name}") for key, schedule in SCHEDULES.items() for name in schedule.parameters()],
)
every_one_that_watches = pytest.mark.parametrize(
    "schedule", [pytest.param(schedule(), id=key) for key, schedule in SCHEDULES.items() if schedule.reacts]
)


def watched(schedule: Schedule, values: list) -> np.ndarray:
    """What the learning rate is multiplied by in each step of a run through these values of f: shape (steps, ...)."""
    factors = schedule.factors(len(values))
    if not schedule.reacts:
        return factors
    state, answers = schedule.initial_state(), []
    for value in values:
        answer, state = schedule.react(np.asarray(value), state)
        answers.append(answer)
    answers = np.array(answers)
    return factors.reshape(-1, *(1 for _ in answers.shape[1:])) * answers


def test_all_schedules_are_here():
    assert len(SCHEDULES) >= 10
    assert any(schedule.reacts for schedule in SCHEDULES.values())


@every_schedule
def test_the_card_is_complete(schedule):
    assert schedule.name
    assert len(schedule.reference) > 20
    assert re.search(r"\((19|20)\d\d\)", schedule.reference)
    assert schedule.formula.count("{") == schedule.formula.count("}")
    assert schedule.formula.count(r"\left") == schedule.formula.count(r"\right")
    sentence = schedule.sentence
    assert sentence.endswith(".")
    assert len(sentence) > 30
    assert not schedule.note or schedule.note.endswith(".")


def test_no_two_schedules_have_one_name():
    assert len({schedule.name for schedule in SCHEDULES.values()}) == len(SCHEDULES)


@every_schedule
def test_a_schedule_is_known_by_its_file_name(schedule):
    assert SCHEDULES[schedule.key] is type(schedule)
    assert type(schedule).__module__.endswith("." + schedule.key)


@every_parameter
def test_every_symbol_occurs_in_the_formula_or_in_that_of_the_warm_up(schedule, name):
    assert schedule.parameters()[name].symbol in (schedule.ramp if name == "warmup" else schedule.formula)


@every_schedule
def test_no_two_parameters_have_one_symbol(schedule):
    symbols = [parameter.symbol for parameter in schedule.parameters().values()]
    assert len(set(symbols)) == len(symbols)


@every_parameter
def test_default_lies_within_slider_and_slider_within_domain(schedule, name):
    parameter = schedule.parameters()[name]
    lower, upper = parameter.slider
    assert lower < upper
    assert parameter.default == 0 or lower <= parameter.default <= upper
    assert parameter.domain.contains(np.array([lower, upper, parameter.default], dtype=float))
    assert parameter.meaning
    assert all(parameter.domain.contains(np.array(choice)) for choice in parameter.choices())


@every_parameter
def test_a_length_in_steps_says_that_it_is_rounded_and_offers_whole_numbers(schedule, name):
    parameter = schedule.parameters()[name]
    counts = parameter.slider[1] >= 20
    assert counts == ("steps" in parameter.meaning and "rounded" in parameter.meaning)
    if "rounded down to whole steps" in parameter.meaning:
        assert all(choice % 1 == 0 for choice in parameter.choices())


@every_parameter
def test_a_bad_value_is_refused_with_who_what_and_the_bounds(schedule, name):
    for bad in (np.nan, np.inf, -np.inf, -0.5, "0.1", None, [0.5, -0.5]):
        with case(repr(bad)):
            with pytest.raises(ValueError) as refusal:
                type(schedule)(**{name: bad})
            assert str(refusal.value) == f"{schedule.name}: {name} must lie in {schedule.parameters()[name].domain}, got {bad!r}"


@every_schedule
def test_steps_must_be_a_whole_number(schedule):
    for bad in (-1, 2.5, 3.0, "3", None, np.nan):
        with (
            case(repr(bad)),
            pytest.raises(ValueError, match=re.escape(f"steps: must be a whole number of at least 0, got {bad!r}")),
        ):
            schedule.factors(bad)


@every_parameter
def test_values_per_lane_are_refused_where_all_lanes_share_the_factors(schedule, name):
    in_lanes = schedule.replace(**{name: np.full(3, schedule.parameters()[name].default)})
    if schedule.reacts and name != "warmup":
        assert np.array_equal(in_lanes.factors(STEPS), schedule.factors(STEPS))
    else:
        with pytest.raises(ValueError, match=f"{schedule.name}: {name} must be one number, .* got 3 values"):
            in_lanes.factors(STEPS)


@every_schedule
def test_there_is_one_finite_factor_above_zero_for_each_step(schedule):
    for steps, warmup in itertools.product((1, 2, 3, 10, STEPS), (0, 1, 2, 50, 500)):
        with case(f"{steps} steps, {warmup} of warm-up"):
            factors = schedule.replace(warmup=warmup).factors(steps)
            assert factors.shape == (steps,)
            assert factors.dtype == float
            assert np.all(np.isfinite(factors))
            assert np.all((factors > 0) & (factors <= 1 + 1e-15))


@every_schedule
def test_a_run_of_no_steps_has_no_factors(schedule):
    assert schedule.factors(0).shape == (0,)


@every_parameter
def test_at_the_ends_of_its_domain_a_parameter_gives_factors_between_zero_and_one(schedule, name):
    parameter = schedule.parameters()[name]
    domain = parameter.domain
    lower = domain.lower if domain.includes_lower else np.nextafter(domain.lower, np.inf)
    upper = domain.upper if domain.includes_upper and np.isfinite(domain.upper) else np.nextafter(min(domain.upper, np.inf), -np.inf)
    for value in (float(lower), float(upper), *parameter.slider):
        for steps in (1, 2, STEPS):
            factors = watched(schedule.replace(**{name: value}), losses(steps))
            assert factors.shape == (steps,)
            assert np.all((factors >= 0) & (factors <= 1 + 1e-15)), value


@every_parameter
def test_every_parameter_matters(schedule, name):
    choices = schedule.parameters()[name].choices()
    slow_and_then_at_rest = [*(0.995**t for t in range(STEPS // 2)), *(STEPS // 2) * [1.0]]
    first, second = (watched(schedule.replace(**{name: value}), slow_and_then_at_rest) for value in (choices[0], choices[-1]))
    assert not np.array_equal(first, second)


@every_schedule
def test_the_formula_contains_the_length_of_the_run_where_the_factors_depend_on_it(schedule):
    depends = not np.array_equal(schedule.factors(2 * STEPS)[:STEPS], schedule.factors(STEPS))
    assert depends == bool(re.search(r"T(?!_)", schedule.formula))


@every_schedule
def test_a_warm_up_grows_by_equal_parts_to_one_and_the_schedule_begins_after_it(schedule):
    factors = schedule.replace(warmup=4).factors(STEPS)
    assert np.array_equal(factors[:4], [0.25, 0.5, 0.75, 1])
    assert np.array_equal(factors[4:], schedule.factors(STEPS - 4))
    assert np.array_equal(schedule.replace(warmup=4.99).factors(STEPS), factors)


@every_schedule
def test_a_run_may_end_within_the_warm_up(schedule):
    assert np.array_equal(schedule.replace(warmup=8).factors(3), [1 / 8, 2 / 8, 3 / 8])


@every_parameter
def test_what_is_rounded_down_is_rounded_down(schedule, name):
    if "rounded down to whole steps" in schedule.parameters()[name].meaning:
        low, high, next_one = (watched(schedule.replace(**{name: value}), losses(STEPS)) for value in (3, 3.999, 4))
        assert np.array_equal(low, high)
        assert not np.array_equal(low, next_one)


@every_schedule
def test_the_worked_example_holds_and_shows_every_parameter(schedule):
    module = importlib.import_module(type(schedule).__module__)
    assert all(f"{name}=" in module.__doc__ for name in schedule.parameters() if name != "warmup")
    result = doctest.testmod(module)
    assert result.attempted > 1
    assert result.failed == 0


R2, R3, R5 = math.sqrt(2), math.sqrt(3), math.sqrt(5)
C15, C75 = math.sqrt(2 + R3) / 2, math.sqrt(2 - R3) / 2  # cos 15°, cos 75°
C22, C67 = math.sqrt(2 + R2) / 2, math.sqrt(2 - R2) / 2  # cos 22.5°, cos 67.5°
C36, C72 = (R5 + 1) / 4, (R5 - 1) / 4  # cos 36°, cos 72°

# Tables by hand: the sines and cosines are roots, nothing is taken from a formula in the code.
TABLES = [
    ("constant", {}, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ("constant", {"warmup": 5}, [0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1, 1]),
    ("step_decay", {"period": 3, "factor": 0.5}, [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]),
    ("step_decay", {"period": 4, "factor": 0.1, "warmup": 2}, [0.5, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01]),
    ("exponential", {"factor": 0.5}, [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256, 1 / 512]),
    ("exponential", {"factor": 0.9}, [1, 0.9, 0.81, 0.729, 0.6561, 0.59049, 0.531441, 0.4782969, 0.43046721, 0.387420489]),
    ("inverse_time", {"half_time": 3}, [1, 3 / 4, 3 / 5, 1 / 2, 3 / 7, 3 / 8, 1 / 3, 3 / 10, 3 / 11, 1 / 4]),
    ("inverse_time", {"half_time": 0.5}, [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17, 1 / 19]),
    ("polynomial", {"power": 1, "end_share": 0}, [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]),
    ("polynomial", {"power": 2, "end_share": 0.2}, [1, 0.848, 0.712, 0.592, 0.488, 0.4, 0.328, 0.272, 0.232, 0.208]),
    (
        "cosine",
        {"end_share": 0},
        [
            *(1, (1 + C15) / 2, (2 + R3) / 4, (2 + R2) / 4, 3 / 4, (1 + C75) / 2),
            *(1 / 2, (1 - C75) / 2, 1 / 4, (2 - R2) / 4, (2 - R3) / 4, (1 - C15) / 2),
        ],
    ),
    ("cosine", {"end_share": 0.2}, [1, 0.6 + 0.4 * C36, 0.6 + 0.4 * C72, 0.6 - 0.4 * C72, 0.6 - 0.4 * C36]),
    (
        "warm_restarts",
        {"period": 2, "growth": 2, "end_share": 0},
        [1, 1 / 2, 1, (2 + R2) / 4, 1 / 2, (2 - R2) / 4, 1, (1 + C22) / 2, (2 + R2) / 4, (1 + C67) / 2, 1 / 2],
    ),
    # 2, then ⌊2 · 1.6⌋ = 3, then ⌊2 · 2.56⌋ = 5 steps, not ⌊3 · 1.6⌋
    (
        "warm_restarts",
        {"period": 2.9, "growth": 1.6, "end_share": 0.2},
        [1, 0.6, 1, 0.8, 0.4, 1, 0.6 + 0.4 * C36, 0.6 + 0.4 * C72, 0.6 - 0.4 * C72, 0.6 - 0.4 * C36, 1],
    ),
    ("warm_restarts", {"period": 3, "growth": 1, "end_share": 0}, [1, 3 / 4, 1 / 4, 1, 3 / 4, 1 / 4, 1, 3 / 4, 1 / 4, 1]),
    ("triangular", {"half_cycle": 5, "start_share": 0.5}, [0.5, 0.6, 0.7, 0.8, 0.9, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.6]),
    ("triangular", {"half_cycle": 2, "start_share": 0}, [0, 0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0, 0.5]),
    # The peak lies at 0.5 · 10 − 1 = 4: up in parts of 45°, and down in 9 − 4 parts of 36°.
    (
        "one_cycle",
        {"rise": 0.5, "start_share": 0.2, "end_share": 0.1},
        [0.2, 0.6 - 0.2 * R2, 0.6, 0.6 + 0.2 * R2, 1, 0.55 + 0.45 * C36, 0.55 + 0.45 * C72, 0.55 - 0.45 * C72, 0.55 - 0.45 * C36, 0.1],
    ),
    # The peak lies at 0.25 · 10 − 1 = 1.5, between two steps: up to 0 and 120°, down from 12° by 24° to 180°.
    (
        "one_cycle",
        {"rise": 0.25, "start_share": 0, "end_share": 0},
        [0, 3 / 4, *((1 + math.cos(math.radians(angle))) / 2 for angle in (12, 36, 60, 84, 108, 132, 156, 180))],
    ),
]


@pytest.mark.parametrize(("key", "values", "table"), TABLES, ids=[f"{key}-{values}" for key, values, _ in TABLES])
def test_the_factors_are_those_of_a_table_by_hand(key, values, table):
    np.testing.assert_allclose(SCHEDULES[key](**values).factors(len(table)), table, rtol=1e-14, atol=1e-15)


# The values of f, and by hand what the learning rate is multiplied by, for γ = 0.5 and P = 2.
WATCHED = [
    # The best is 9 from step 1 on; steps 2, 3 and 4 do not get below it, one more than P; then 5, 6, 7 again.
    ({}, [10, 9, 9, 9.5, 9, 9, 9, 9, 9, 8], [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]),
    # A better value in time begins the count anew.
    ({}, [10, 11, 11, 9, 11, 11, 8, 11, 11, 11], [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]),
    # Below nine tenths of 10 is below 9: 9.5 and 9 are not, 8.9 is; then below 8.01.
    ({"threshold": 0.1}, [10, 9.5, 9, 8.9, 8.5, 8.1, 8.05, 8, 7.9, 7.5], [1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]),
    # Of negative values a better one lies lower by that share: below −11, not below −9.
    ({"threshold": 0.1}, [-10, -9.5, -10.5, -10.9, -11.5, -12, -12, -12, -12, -12], [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]),
    # At zero it is the sign that tells, and what is not a number is not better.
    ({}, [0, 0, -1, np.nan, np.nan, np.nan, np.inf, -2, -2, -2], [1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5]),
    # The 1 of the warm-up is not remembered, and its steps, four of them, are not counted.
    ({"warmup": 4.9}, [1, 5, 5, 5, 5, 5, 5, 5, 5, 5], [0.25, 0.5, 0.75, 1, 1, 1, 1, 0.5, 0.5, 0.5]),
]


@pytest.mark.parametrize(("values", "seen", "table"), WATCHED)
def test_reduce_on_plateau_reduces_as_in_a_table_by_hand(values, seen, table):
    schedule = SCHEDULES["plateau"](**{"factor": 0.5, "patience": 2, "threshold": 0.0, **values})
    assert np.array_equal(watched(schedule, seen), table)


@every_one_that_watches
@pytest.mark.parametrize("warmup", [0, 7])
def test_one_that_watches_treats_every_lane_as_if_it_were_alone(schedule, warmup):
    schedule = schedule.replace(warmup=warmup)
    lanes = np.random.default_rng(4).normal(size=(STEPS, 2, 3)) + np.exp(-np.arange(STEPS) / 10).reshape(-1, 1, 1)
    together = watched(schedule, list(lanes))
    assert together.shape == lanes.shape
    for lane in np.ndindex(2, 3):
        assert np.array_equal(watched(schedule, [float(value) for value in lanes[:, *lane]]), together[:, *lane])


@every_parameter
def test_one_that_watches_takes_a_parameter_with_one_value_per_lane(schedule, name):
    if schedule.reacts and name != "warmup":
        values = schedule.parameters()[name].choices()[1:4]
        together = watched(schedule.replace(**{name: values}), [np.full(3, value) for value in losses(STEPS)])
        for lane, value in enumerate(values):
            assert np.array_equal(watched(schedule.replace(**{name: value}), losses(STEPS)), together[:, lane])


@every_one_that_watches
def test_one_that_watches_modifies_no_argument_and_says_what_it_remembers(schedule):
    hints = type(schedule).State.__annotations__
    assert hints
    assert all(hint.__metadata__[0] for hint in hints.values())
    state = schedule.initial_state()
    for value in ([3.0, 1.0], [2.0, 1.0], [2.0, 1.0]):
        value = np.array(value)
        for array in (value, *state):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
        kept = [np.array(field) for field in state]
        first, after = schedule.react(value, state)
        second, _ = schedule.react(value, state)
        assert np.array_equal(first, second)
        assert all(np.array_equal(a, b) for a, b in zip(kept, state, strict=True))
        state = after


@every_schedule
def test_only_one_that_watches_answers(schedule):
    assert bool(schedule.State._fields) == schedule.reacts
    if not schedule.reacts:
        with pytest.raises(NotImplementedError):
            schedule.react(np.ones(2), schedule.initial_state())


@pytest.fixture(scope="module")
def record() -> dict[str, np.ndarray]:
    with np.load(RECORD) as record:
        return dict(record)


@pytest.mark.parametrize("recorded", [pytest.param(one, id=str(one)) for one in CASES])
def test_the_step_sizes_are_those_of_torch(recorded, record):
    ours = LEARNING_RATE * watched(SCHEDULES[recorded.key](**recorded.values), losses(recorded.steps))
    np.testing.assert_allclose(ours, record[str(recorded)], rtol=1e-12, atol=0)


def test_nothing_is_recorded_that_is_not_compared(record):
    assert set(record) == {str(case) for case in CASES} | {"versions"}


def test_every_schedule_that_torch_has_is_compared_and_with_every_parameter_that_it_has_there():
    lacking = {"constant": {"warmup"}, "inverse_time": {"half_time"}, "polynomial": {"end_share"}}
    for key, schedule in SCHEDULES.items():
        set_there = {name for case in CASES if case.key == key for name in case.values} | {"warmup"}
        assert set_there == (set(schedule.parameters()) - lacking.get(key, set())) | {"warmup"}
    assert len({case.key for case in CASES if "warmup" in case.values}) >= 4


def test_the_recorded_plateaus_are_left_more_than_once(record):
    for one in CASES:
        if one.key == "plateau":
            assert len(np.unique(record[str(one)])) > 2


def test_a_warm_restart_comes_after_a_whole_number_of_steps_computed_in_decimals():
    """⌊100 · 2.3⌋ = 230, although the double 100 · 2.3 lies below; and so for every pair of values of the sliders."""
    begins = SCHEDULES["warm_restarts"](period=100, growth=2.3).factors(400) == 1
    assert np.flatnonzero(begins).tolist() == [0, 100, 330]
    periods, growths = (SCHEDULES["warm_restarts"].parameters()[name].choices() for name in ("period", "growth"))
    pairs = list(itertools.product(periods, growths))
    assert sum(math.floor(period * growth) != math.floor(Fraction(str(period)) * Fraction(str(growth))) for period, growth in pairs) > 20
    for period, growth in pairs:
        lengths = [math.floor(math.floor(period) * Fraction(str(growth)) ** i) for i in range(2)]
        factors = SCHEDULES["warm_restarts"](period=period, growth=growth).factors(sum(lengths) + 1)
        with case(f"T₀ = {period:g}, m = {growth:g}"):
            assert np.flatnonzero(factors == 1).tolist() == [0, lengths[0], sum(lengths)]
