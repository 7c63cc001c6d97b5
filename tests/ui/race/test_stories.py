"""What the stories of the race page say is said as long as it is so, and what they advise does what they say."""

from dataclasses import replace

import numpy as np
from cases import case
from telling import check_stories

from optviz import OPTIMIZERS, Status, minimize, race
from optviz.claims.of_runs import StepsPast
from optviz.ui.race.controls import visit
from optviz.ui.race.experiment import RaceExperiment
from optviz.ui.race.stories import STORIES
from surfaces import SURFACES


def raced(key, changes=None):
    """The lanes of a story, in another setting if one is given."""
    experiment = replace(visit.linked(STORIES[key].link), **(changes or {}))
    return race(experiment.entrants(), experiment.terrain(), experiment.starting_point(), experiment.steps).lanes


def decayed(**values):
    """A weight decay of its own for each of the two that have one."""
    return {"own": {key: {**OPTIMIZERS[key]().values_by_name(), "weight_decay": value} for key, value in values.items()}}


NEAR = {"start": (2.5, 0.4)}
SLOW = {"shared": {"eta": 0.008}}
FLIPS = {
    ("beale", 0): NEAR,
    ("beale", 1): NEAR,
    ("beale", 2): NEAR,
    ("beale", 3): NEAR,
    ("beale", 4): NEAR,
    ("saddle", 0): {"shared": {"eta": 0.01}},
    ("saddle", 1): {"shared": {"eta": 0.01}},
    ("ravine", 0): SLOW,
    ("ravine", 1): SLOW,
    ("ravine", 2): {"shared": {"eta": 0.0099, "gamma": 0.0}},
    ("too_large", 0): {"shared": {"eta": 0.08}},
    ("too_large", 1): {"shared": {"eta": 0.2}},
    ("too_large", 2): {"shared": {"eta": 1e-4}},
    ("runs_dry", 0): {"shared": {"eta": 1.0}},
    ("runs_dry", 1): {"shared": {"eta": 1e-4}},
    ("weight_decay", 0): decayed(adam_l2=0.0, adamw=0.0),
}


def test_every_claim_holds_where_its_story_begins_and_is_not_said_where_it_does_not():
    check_stories(STORIES, raced, FLIPS)


def said(key, changes=None):
    there = raced(key, changes)
    return " ".join(claim.said(there) for claim in STORIES[key].claims)


def test_there_are_at_least_six_and_the_page_opens_with_one():
    assert len(STORIES) >= 6
    assert visit.linked(STORIES["beale"].link) == RaceExperiment()


def test_from_beside_the_minimizer_newton_leads_and_nobody_is_said_to_sit_on_the_saddle():
    words = said("beale", NEAR)
    assert "Newton's method is the first" in words
    assert "saddle" not in words
    assert "Rprop" not in words


def test_of_what_the_overview_says_of_beale_the_page_says_what_holds_and_what_fails():
    words = said("beale")
    for part in (
        "momentum and NAG (η = 0.003 and 0.002) are led off track, down to y = −1.6 and −0.94",
        "NAG heads back sooner: they are farthest from the minimizer after 16 and 11 steps",
        "Adagrad (η = 0.5), Adadelta and RMSprop (0.05), about equally fast in the overview, first reach a gap of 0.01",
        "after 255, 258 and 94 steps, momentum after 60. RMSprop and Adadelta end above a gap of 0.01.",
        "the first to a gap of 0.01, after 20 steps",
    ):
        with case(part):
            assert part in words


def test_on_beale_the_page_says_who_breaks_first_as_eta_grows():
    assert "diverge" not in said("beale")
    orders = {
        0.008: "Momentum 12, NAG 14; not within 300 steps: SGD",
        0.03: "NAG 3, Momentum 5; not within 300 steps: SGD",
        0.04: "NAG 3, Momentum 4, SGD 6",
    }
    for eta, order in orders.items():
        with case(eta):
            assert f"Steps until they diverge: {order}." in said("beale", {"shared": {"eta": eta}})


def test_with_one_eta_for_both_nag_still_strays_less_far_on_beale_and_heads_back_sooner():
    there = raced("beale", {"shared": {"eta": 0.003}})
    assert [round(float(there[key].points[:, 1].min()), 2) for key in ("momentum", "nag")] == [-1.55, -1.07]
    assert [int(there[key].distances.argmax()) for key in ("momentum", "nag")] == [16, 12]
    words = said("beale", {"shared": {"eta": 0.003}})
    assert "(η = 0.003 and 0.003) are led off track, down to y = −1.6 and −1.1" in words
    assert "after 16 and 12 steps" in words


def test_on_the_saddle_the_order_is_the_overview_s_with_default_values_and_reversed_with_one_for_all():
    first = "Adagrad 4, RMSprop 14, Adadelta 15, Momentum 177, NAG 238"
    steps = "Steps until |y| = 1.5, with an η of 0.002 to 0.5"
    assert f"{steps}: {first}, SGD 370. In the overview (Ruder 2016), too" in said("saddle")
    assert f"{steps}: {first}; not within 300 steps: SGD. In the overview (Ruder 2016), too" in said("saddle", {"steps": 300})
    assert "overview" not in said("saddle", {"steps": 2}), "nobody is away"
    # Whoever looks at the standings later sees Adadelta lead them.
    assert "Adadelta leads. Here it does so only later: it is the first past |y| = 10, after 29 steps" in said("saddle")
    order = "Adadelta 15, NAG 72, Momentum 76, RMSprop 118, SGD 370; not within 400 steps: Adagrad."
    old_link = visit.linked("surface=saddle&methods=sgd,momentum,nag,adagrad,adadelta,rmsprop&eta=0.01&steps=400")
    assert old_link.story() == visit.linked(STORIES["saddle"].link).story()
    assert order in said("saddle", {"shared": old_link.shared})
    on_its_way = minimize(OPTIMIZERS["adagrad"](learning_rate=0.01), SURFACES["saddle"], steps=3000)
    assert StepsPast("y", 1.5).measured(on_its_way) == 2827, "not within the race, but not never"


def test_in_the_ravine_the_page_says_which_of_the_two_bounces_more():
    lanes = raced("ravine", SLOW)
    assert [round(float(np.abs(lanes[key].points[10:20, 1]).max()), 3) for key in ("sgd", "momentum")] == [0.009, 0.953]
    assert "widens them: from step 10 to 19 it strays up to 0.95 from the floor, SGD up to 0.0091" in said("ravine", SLOW)
    assert "Momentum damps" not in said("ravine", SLOW)
    assert "no farther than 0.15 from the floor, SGD up to 0.55" in said("ravine")
    same = raced("ravine", {"shared": {"eta": 0.008, "gamma": 0.0}})
    np.testing.assert_allclose(same["sgd"].points, same["momentum"].points, rtol=1e-12)


def test_a_turned_ravine_is_measured_across_its_floor():
    turned = {"surface_values": {"condition": 200.0, "angle": 90.0}, "start": (-1.5, -4.0)}
    assert said("ravine", turned) == said("ravine")


def test_the_advice_on_beale_breaks_some():
    broken = raced("beale", {"shared": {"eta": 0.5}})
    assert broken["sgd"].status == broken["momentum"].status == Status.DIVERGED
    assert all(lane.status != Status.DIVERGED for lane in raced("beale").values())


def test_the_advice_about_eta_does_what_it_says():
    assert raced("too_large", {"shared": {"eta": 0.08}})["sgd"].status == Status.CONVERGED
    assert raced("too_large", {"shared": {"eta": 0.2}})["momentum"].status == Status.DIVERGED
    assert raced("runs_dry", {"shared": {"eta": 1.0}})["adagrad"].gaps[-1] < 1e-2


def test_a_larger_decay_pulls_adamw_out_of_its_valley_and_hardly_moves_adam_l2():
    lanes = raced("weight_decay", decayed(adam_l2=1.0, adamw=1.0))
    assert lanes["adam_l2"].distances[-1] < 0.1
    assert np.hypot(*(lanes["adamw"].points[-1] - lanes["adam"].points[-1])) > 3
