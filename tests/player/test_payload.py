"""What the browser is sent is what the engine computed."""

from base64 import b64encode

import numpy as np
from cases import case
from in_node import numbers_from

from optviz import OPTIMIZERS, Race, race
from optviz.player.header import UNADDRESSED
from optviz.player.payload import as_float32, digest, pack, sampled, unpack
from optviz.player.scene import scene
from surfaces import SURFACES, FiniteSum


def raced(surface):
    return race({key: OPTIMIZERS[key]() for key in ("sgd", "adam")}, surface, steps=40)


def sent(surface, **more):
    result = raced(surface)
    return result, *unpack(pack(*scene(result, key="test", start=surface.start, **more)))


def received(*payloads):
    """The arrays of payloads by name, those that the browser works out with those that it was sent."""
    shapes = []
    for header, _ in map(unpack, payloads):
        lanes, count, n = len(header["lanes"]), header["steps"] + 1, header["grid"]["resolution"]
        shapes.append({"points": (lanes, 2, count), **{curve["key"]: (lanes, count) for curve in header["curves"]}, "grid": (n, n)})
    told = {"payloads": [b64encode(one).decode() for one in payloads], "wanted": [list(one) for one in shapes]}
    numbers, found = numbers_from("receiving.js", told), []
    for named in shapes:
        found.append({})
        for name, shape in named.items():
            size = int(np.prod(shape))
            found[-1][name], numbers = numbers[:size].reshape(shape), numbers[size:]
    assert not numbers.size
    return found


def test_what_the_browser_works_out_is_what_it_would_have_been_sent():
    """A race on every surface with its parameters at one end, and some with runs that diverge, search, and leave float32, or nobody."""
    odd = {"sgd": OPTIMIZERS["sgd"](learning_rate=1.0), **{key: OPTIMIZERS[key]() for key in ("bfgs", "newton", "natural_gradient")}}
    beale, lower = SURFACES["beale"], SURFACES["mccormick"]
    races = [race(odd, one, start, 60) for one, start in ((beale, (2.0, 2.0)), (lower, (3.5, -2.0)))]
    ends = [one.replace(**{name: of.choices()[0] for name, of in one.parameters().items()}) for one in SURFACES.values()]
    races += [Race(beale, {}), *(raced(one) for one in ends if not isinstance(one, FiniteSum))]
    scenes = [[scene(one, key="test", start=start_of(one), live=live) for live in ({}, None)] for one in races]
    for one, found, (_, (header, whole)) in zip(races, received(*(pack(*alone) for alone, _ in scenes)), scenes, strict=True):
        with case(one.surface):
            for name, numbers in whole.items():
                if name == "grid":
                    xs, ys = (np.linspace(*axis, header["grid"]["resolution"]) for axis in one.surface.domain)
                    exact = one.surface.value(np.array(np.meshgrid(xs, ys)))
                    np.testing.assert_allclose(found["grid"], exact, rtol=1e-14, atol=1e-14 * np.ptp(exact))
                elif name == "points":
                    assert np.array_equal(found["points"].reshape(numbers.shape), numbers)
                else:  # the last bit of a float32, or of the terms of f
                    np.testing.assert_allclose(found[name].reshape(numbers.shape), numbers, rtol=2e-7, atol=2e-15)


def start_of(one):
    return next((tuple(map(float, run.points[0])) for run in one.lanes.values()), (0.0, 0.0))


def test_the_browser_is_sent_the_points_of_those_runs_alone_that_it_cannot_find_to_the_last_bit():
    lanes = {key: OPTIMIZERS[key]() for key in ("sgd", "natural_gradient", "adam")}
    for key, left in (("beale", [True, False, True]), ("ackley", [False] * 3)):
        surface = SURFACES[key]
        found = race(lanes, surface, steps=40)
        header, arrays = unpack(pack(*scene(found, key="test", start=start_of(found), live={})))
        assert list(arrays) == ["live.points"]
        assert [lane["digest"] is not None for lane in header["live"]["lanes"]] == left
        runs = [run.points for run, is_left in zip(found.lanes.values(), left, strict=True) if not is_left]
        assert np.array_equal(arrays["live.points"], np.concatenate(runs))
        assert not {"low", "span", "floor"} & header["grid"].keys()


def test_a_digest_tells_numbers_apart_by_their_last_bit():
    numbers = np.linspace(-1.0, 1.0, 602).reshape(301, 2)
    others = [np.nextafter(numbers, 2.0, where=np.arange(602).reshape(301, 2) == i, out=numbers.copy()) for i in range(602)]
    assert len({digest(one) for one in [numbers, numbers[::-1], *others]}) == 604
    assert digest(np.array([0.0, 1.0])) == digest(np.array([-0.0, 1.0]))
    assert digest(np.array([1.0])) == 0x3FF00000 * 1664525 % 2**32


def test_every_surface_and_its_curves_arrive():
    for key, surface in SURFACES.items():
        with case(key):
            result, header, arrays = sent(surface)
            assert header["surface"]["key"] == surface.key
            assert [lane["key"] for lane in header["lanes"]] == list(result.lanes)
            assert arrays["points"].shape == (2, 2, 41)
            for curve in header["curves"]:
                assert arrays[curve["key"]].shape == (2, 41)
            for row, lane in enumerate(result.lanes.values()):
                np.testing.assert_allclose(arrays["points"][row], lane.points.T, rtol=1e-6)


def test_the_gap_is_sent_where_there_is_a_minimum_and_the_value_where_there_is_none():
    result, _, arrays = sent(SURFACES["beale"])
    np.testing.assert_allclose(arrays["gap"][1], result.lanes["adam"].gaps, rtol=1e-6)
    result, header, arrays = sent(SURFACES["saddle"])
    assert header["surface"]["minimum"] is None
    assert "distance" not in arrays
    np.testing.assert_allclose(arrays["value"][1], result.lanes["adam"].values, rtol=1e-6)


def test_where_f_is_lower_outside_of_the_window_both_the_gap_and_the_value_are_sent():
    found = race({"conjugate_gradient": OPTIMIZERS["conjugate_gradient"]()}, SURFACES["mccormick"])
    header, arrays = unpack(pack(*scene(found, key="race", start=(3.5, -2.0))))
    assert [curve["key"] for curve in header["curves"]][:2] == ["gap", "value"]
    assert np.allclose(arrays["value"][0], found.lanes["conjugate_gradient"].values)
    assert arrays["gap"][0, -1] == np.finfo(np.float32).max
    assert next(curve for curve in header["curves"] if curve["key"] == "distance")["label"].endswith("minimizer in the window")


def test_the_axes_of_a_fit_are_called_by_what_its_two_numbers_are():
    for key, surface in SURFACES.items():
        with case(key):
            _, header, _ = sent(surface)
            place = next(column["label"] for column in header["columns"] if column["key"] == "place")
            if isinstance(surface, FiniteSum):
                assert [axis[-2:] for axis in header["axes"]] == [" x", " y"]
                assert place == ", ".join(axis[:-2] for axis in header["axes"])
            else:
                assert (header["axes"], place) == (["x", "y"], "x, y")
    for key in ("linear_regression", "cauchy_regression"):
        assert SURFACES[key].coordinates == ("slope", "intercept")


def test_a_run_that_stalled_says_from_which_step_on_it_rests():
    """Newton's method is on Beale's saddle after a few steps."""
    lanes = {"newton": OPTIMIZERS["newton"](), "adam": OPTIMIZERS["adam"]()}
    found = race(lanes, SURFACES["beale"])
    header, _ = scene(found, key="race", start=SURFACES["beale"].start)
    newton, adam = header["lanes"]
    run = found.lanes["newton"]
    moves, slopes = run.step_lengths, np.hypot(*run.gradients.T)
    assert (newton["status"], adam["rests"]) == ("stalled", None)
    assert newton["rests"] > 2
    assert (moves[newton["rests"] :] < 1e-5).all()
    assert (slopes[newton["rests"] :] < 1e-6).all()
    assert moves[newton["rests"] - 1] > 1e-5 or slopes[newton["rests"] - 1] > 1e-6


def test_the_grid_reads_back_as_the_surface():
    surface = SURFACES["beale"]
    description, grid = sampled(surface, surface.domain, 31)
    low, span, floor = (description[key] for key in ("low", "span", "floor"))
    values = low + span * np.expm1(grid / 65535 * np.log1p(1 / floor)) * floor
    x, y = (np.linspace(*axis, 31) for axis in surface.domain)
    exact = surface.value(np.array(np.meshgrid(x, y)))
    assert np.abs(values - exact).max() / span < 2e-4
    assert np.abs(np.log(values[exact > 1] / exact[exact > 1])).max() < 1e-3


def test_the_grid_shows_the_window_that_was_asked_for():
    for live in (None, {}):
        _, header, _ = sent(SURFACES["beale"], window=((2.0, 4.0), (0.0, 1.0)), live=live)
        assert header["grid"]["window"] == [[2.0, 4.0], [0.0, 1.0]]
        assert header["domain"] == [[-4.5, 4.5], [-4.5, 4.5]]


def test_the_revision_changes_with_the_numbers_and_with_nothing_else():
    first, again = sent(SURFACES["beale"]), sent(SURFACES["beale"])
    other = sent(SURFACES["beale"], address={**UNADDRESSED, "link": "surface=beale"})
    assert first[1]["revision"] == again[1]["revision"] != other[1]["revision"]


def test_numbers_beyond_float32_are_sent_as_its_largest():
    assert np.isfinite(as_float32([1e300, -1e300, np.inf])).all()


def test_a_race_without_entrants_is_a_surface_alone():
    surface = SURFACES["beale"]
    header, arrays = unpack(pack(*scene(Race(surface, {}), key="test", start=surface.start)))
    assert header["lanes"] == []
    assert arrays["grid"].shape == (121, 121)


def test_a_run_that_diverged_says_so_with_its_step():
    result = race({"sgd": OPTIMIZERS["sgd"](learning_rate=1.0)}, SURFACES["beale"], start=(2.0, 2.0), steps=50)
    header, arrays = unpack(pack(*scene(result, key="test", start=(2.0, 2.0))))
    (lane,) = header["lanes"]
    assert lane["status"] == "diverged"
    assert f"step {lane['last'] + 1}" in lane["outcome"]
    assert (arrays["points"][0, :, lane["last"] :] == arrays["points"][0, :, -1:]).all()
