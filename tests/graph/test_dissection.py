"""The steps that the browser takes apart have NumPy's parts: to the last bit where IEEE 754 says how to round."""

import base64
import itertools
from dataclasses import replace

import numpy as np
import pytest
from cases import case
from in_node import numbers_from

from optviz import OPTIMIZERS, race
from optviz.anatomy import dissect, part
from optviz.graph import trace
from optviz.graph.engine import dissection, engine
from optviz.player.anatomy_scene import anatomy_scene
from optviz.player.payload import pack
from surfaces import SURFACES, FiniteSum

FORMS = [form for one in OPTIMIZERS.values() for form in one.forms()]
STEPS = 40
CLOSE = 1e-12
"""How far off a part may be that is found from the same points and states, unless it is off as far from some that differ by a last bit."""
SHAKEN = 8
"""Such runs."""


def settings(form):
    """The defaults, and one with every switch turned and every number changed."""
    other = {name: not one.default if one.is_switch else one.choices()[len(one.choices()) // 3] for name, one in form.parameters().items()}
    return form(), form(**{name: value for name, value in other.items() if form.parameters()[name].domain.contains(value)})


def parts_of(anatomy):
    """All that there is to be found of its steps: every value, in its parts."""
    return tuple(
        (name, place)
        for name, value in anatomy.values.items()
        if name not in ("I", "e")
        for place in itertools.product(*map(range, value.shape[:-1]))
    )


def taken_apart_in_the_browser(surface, start, runs, parts):
    """The last step, points (steps + 1, 2), states (two for each field, columns + 1) and parts (parts, columns) of every run."""
    told = {
        "engine": engine(dict.fromkeys(type(run.optimizer) for run in runs), [type(surface)]),
        **{"steps": STEPS, "surface": surface.key, "t": list(map(float, surface.values_by_name().values())), "start": list(start)},
        "examples": surface.examples.tolist() if isinstance(surface, FiniteSum) else [],
        "runs": [
            {
                "form": type(run.optimizer).__name__,
                "h": [float(value) for value in run.optimizer.values_by_name().values()],
                "dissection": dissection(type(run.optimizer), wanted),
                "count": len(wanted),
            }
            for run, wanted in zip(runs, parts, strict=True)
        ],
    }
    numbers = numbers_from("dissecting.js", told)
    for run, wanted in zip(runs, parts, strict=True):
        shapes = [(2,), (STEPS + 1, 2), (2 * len(run.states), STEPS + 1), (len(wanted), STEPS)]
        ends = np.cumsum([np.prod(shape) for shape in shapes])
        *row, numbers = np.split(numbers, ends)
        (last, columns), points, states, found = (one.reshape(shape) for one, shape in zip(row, shapes, strict=True))
        yield int(last), points, states[:, : int(columns) + 1], found[:, : int(columns)]
    assert not len(numbers)


@pytest.mark.parametrize(("key", "start"), [("beale", None), ("booth", (9.0, -9.0)), ("saddle", (0.5, 0.25)), ("ackley", None)])
def test_the_steps_of_every_form_are_taken_apart_as_numpy_takes_them(key, start):
    surface = SURFACES[key]
    start = start or surface.start
    optimizers = list(itertools.chain.from_iterable(map(settings, FORMS)))
    runs = list(race({str(i): one for i, one in enumerate(optimizers)}, surface, start, STEPS).lanes.values())
    parts = [parts_of(dissect(run)) for run in runs]
    exact = all(formula.is_rounded_by_standard for formula in trace.terrain(type(surface)))
    for run, wanted, found in zip(runs, parts, taken_apart_in_the_browser(surface, start, runs, parts), strict=True):
        last, points, states, numbers = found
        form = type(run.optimizer)
        with case(run.optimizer):
            kept = states.reshape(-1, 2, states.shape[1])[..., np.minimum(np.arange(STEPS + 1), states.shape[1] - 1)].transpose(0, 2, 1)
            if exact and all(formula.is_rounded_by_standard for formula in trace.method(form) if formula):
                assert last == run.last
                assert np.array_equal(points, run.points)
                for field, own in zip(run.states, kept, strict=True):
                    assert np.array_equal(own[: last + 1], field[: last + 1], equal_nan=True)
            # What NumPy makes of the same points and states.
            same = replace(run, points=points, states=run.states._make(kept), last=last)
            expected = numbers_of(same, wanted)
            by_standard = rounded_by_standard(form, wanted) if exact else np.zeros(len(wanted), bool)
            assert np.array_equal(numbers[by_standard], expected[by_standard], equal_nan=True)
            off = distances(numbers, expected)
            if off.max() > CLOSE:
                shaken = np.max([distances(numbers_of(one, wanted), expected) for one in slightly_off(same)], axis=(0, 2))
                assert not (off > CLOSE)[shaken <= CLOSE].any()


def numbers_of(run, wanted):
    """The parts of a run's steps, (parts, columns)."""
    anatomy = dissect(run)
    return np.array([np.broadcast_to(part(anatomy.values, *one), anatomy.columns) for one in wanted])


def rounded_by_standard(form, wanted):
    traced = trace.dissection(form, wanted).step
    return np.array([traced._replace(results={"": traced.results[str(i)]}).is_rounded_by_standard for i in range(len(wanted))])


def distances(some, numbers):
    """How far numbers are from others, as a share of their size, or of 1 if it is less."""
    with np.errstate(invalid="ignore"):
        off = np.where((some == numbers) | (np.isnan(some) & np.isnan(numbers)), 0.0, np.abs(some - numbers) / (1 + np.abs(numbers)))
    return np.nan_to_num(off, nan=np.inf)


def slightly_off(run):
    """The run with points and states that are off by a last bit."""
    rng = np.random.default_rng(0)

    def shaken(numbers):
        return np.nextafter(numbers, rng.choice([-np.inf, np.inf], numbers.shape))

    for _ in range(SHAKEN):
        yield replace(run, points=shaken(run.points), states=run.states._make(map(shaken, run.states)))


def test_what_an_anatomy_shows_of_its_steps_is_found_by_the_browser_as_python_has_it():
    """The numbers of the rule, the arrows and the charts, where nothing is moved: of every form, beside that of the next."""
    lanes = [{"a": form(), "b": other()} for form, other in zip(FORMS[::2], FORMS[1::2], strict=True)]
    places = itertools.cycle([("beale", (1.0, 1.5)), ("saddle", (0.5, 0.25)), ("mccormick", (3.0, -2.0))])
    asked = list(zip(lanes, places, strict=False))

    def told(pair, key, start, live):
        payload = pack(*anatomy_scene(race(pair, SURFACES[key], start, STEPS), key="test", start=start, live=live))
        return base64.b64encode(payload).decode()

    payloads = [{"whole": told(pair, *place, None), "brief": told(pair, *place, {})} for pair, place in asked]
    numbers = numbers_from("following.js", {"payloads": payloads})
    for pair, (key, _) in asked:
        count = int(numbers[0])
        expected, found, held, numbers = np.split(numbers[1:], np.cumsum([count] * 3))
        with case(f"{pair} on {key}"):
            assert count > 20 * STEPS
            np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)
            if key != "mccormick":  # whose runs are the browser's own while something is held
                np.testing.assert_allclose(held, expected, rtol=1e-6, atol=1e-9)
    assert not len(numbers)
