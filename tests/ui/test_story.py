"""A story is told as long as what it is recognized by is on the page, each claim of it as long as it holds."""

from dataclasses import replace

import pytest
from cases import case
from visiting import visiting

from optviz import race as raced
from optviz.ui import story
from optviz.ui.anatomy.controls import visit as anatomy
from optviz.ui.anatomy.stories import STORIES as OF_ANATOMY
from optviz.ui.basins.controls import visit as basins
from optviz.ui.basins.stories import STORIES as OF_BASINS
from optviz.ui.network.controls import visit as network
from optviz.ui.network.stories import STORIES as OF_NETWORK
from optviz.ui.noise.controls import visit as noise
from optviz.ui.noise.stories import STORIES as OF_NOISE
from optviz.ui.race.controls import visit as race
from optviz.ui.race.stories import STORIES as OF_RACE

ALL = [(race, OF_RACE), (anatomy, OF_ANATOMY), (basins, OF_BASINS), (noise, OF_NOISE), (network, OF_NETWORK)]


def test_every_story_is_the_one_that_is_told_where_its_link_leads_and_says_what_to_try():
    for visit, stories in ALL:
        for key, one in stories.items():
            with case(f"{visit.page} {key}"), pytest.MonkeyPatch.context() as patch:
                visiting(patch, visit, visit.linked(one.link))
                assert story.told(visit, stories) == key
                assert story.sentences(visit, stories, {}) == one.then


def test_a_story_says_the_claims_that_hold_and_what_to_try_only_where_it_began(monkeypatch):
    beale = OF_RACE["beale"]
    visiting(monkeypatch, race, race.linked(beale.link))

    def lanes():
        return raced(race.now.entrants(), race.now.terrain(), race.now.starting_point(), race.now.steps).lanes

    there = lanes()
    assert story.sentences(race, OF_RACE, there) == " ".join([*(claim.said(there) for claim in beale.claims), beale.then])
    race.change(replace(race.now, start=(2.5, 0.4)))
    assert story.told(race, OF_RACE) == "beale"
    assert story.sentences(race, OF_RACE, lanes()) == "Newton's method is the first to a gap of 0.01, after 2 steps."


RETOLD = {
    "race": lambda now: replace(now, steps=7, start=(1.0, 1.0), shared={"eta": 0.5}, seed=3),
    "anatomy": lambda now: replace(now, steps=7, linked=not now.linked, a=now.a.with_value("learning_rate", 0.123)),
    "basins": lambda now: replace(now, start=(1.0, 1.0), window=((0.0, 1.0), (0.0, 1.0)), resolution=64, layer="steps"),
    "noise": lambda now: replace(now, seed=3, seeds=7),
    "network": lambda now: replace(now, shown=("adam",)),
}
OVER = {
    "race": lambda now: replace(now, tuned=True),
    "anatomy": lambda now: replace(now, surface="matyas"),
    "basins": lambda now: replace(now, steps=7),
    "noise": lambda now: replace(now, steps=7),
    "network": lambda now: replace(now, seed=9),
}


def test_a_story_goes_on_or_is_over_by_what_is_changed():
    for visit, stories in ALL:
        key = next(
            key
            for key, one in stories.items()
            if visit.page != "anatomy" or "learning_rate" in visit.linked(one.link).a.form().parameters()
        )
        with case(visit.page), pytest.MonkeyPatch.context() as patch:
            visiting(patch, visit, visit.linked(stories[key].link))
            visit.change(RETOLD[visit.page](visit.now))
            assert story.told(visit, stories) == key
            visit.change(OVER[visit.page](visit.now))
            assert story.told(visit, stories) is None
            assert story.sentences(visit, stories, {}) == ""
