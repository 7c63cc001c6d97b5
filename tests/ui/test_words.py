"""What is said above a player while something is held is what Python says of it afterwards."""

import re
from base64 import b64encode
from dataclasses import replace

import pytest
from cases import case
from in_node import words_from
from visiting import visiting

from optviz import NOISES, SCHEDULES, race
from optviz.claims.words import Words
from optviz.player.live_words import live_words
from optviz.player.payload import pack
from optviz.player.scene import scene
from optviz.ui import story
from optviz.ui.anatomy import controls as anatomy
from optviz.ui.anatomy.stories import STORIES as OF_ANATOMY
from optviz.ui.race import controls as racing
from optviz.ui.race.experiment import SHARED
from optviz.ui.race.stories import STORIES as OF_RACE
from surfaces import SURFACES

REST = "Nothing else."


def raced(now):
    optimizers = now.entrants() if hasattr(now, "entrants") else {side: one.optimizer() for side, one in now.specimens().items()}
    return race(optimizers, now.terrain(), now.starting_point(), now.steps)


def held_on_the_race(now):
    """Some values for each slider that sets something, each with the experiment that it leads to, and some starts."""
    for name in SHARED:
        if now.takers(name):
            for value in {"eta": (0.001, 0.008, 0.05, 0.12, 0.2, 1.0), "gamma": (0.0, 0.5, 0.99)}.get(name, (0.5,)):
                yield {f"race {name}": value}, None, replace(now, shared={**now.shared, name: value})
    for entrant in now.own:
        own = {**now.own, entrant: {**now.values_for(entrant), "weight_decay": 1.0}}
        yield {f"race {entrant} weight_decay": 1.0}, None, replace(now, own=own)


def held_on_the_anatomy(now):
    for slider, sets in anatomy.steering().items():
        if isinstance(sets, dict):
            side, (name, *_) = next(iter(sets.items()))
            parameter = now.specimens()[side].form().parameters()[name]
            for value in () if parameter.is_switch else parameter.choices()[1::7]:
                after = now
                for where, names in sets.items():
                    for one in names:
                        after = after.with_value(where, one, value)
                yield {slider: value}, None, after


def held(visit, now):
    yield from (held_on_the_race if visit is racing.visit else held_on_the_anatomy)(now)
    for name, parameter in now.terrain().parameters().items():
        for value in parameter.choices()[::3]:
            yield {f"{visit.page} {now.surface} {name}": value}, None, now.with_surface_value(name, value)
    for start in ((1.0, 0.5), (-0.5, 1.25)):
        yield {}, start, replace(now, start=start)


@pytest.mark.parametrize(("controls", "stories"), [(racing, OF_RACE), (anatomy, OF_ANATOMY)], ids=["race", "anatomy"])
def test_while_something_is_held_the_story_says_what_it_says_when_it_is_let_go(controls, stories, monkeypatch):
    visit = controls.visit
    told, expected, left_out = [], {}, 0
    for key, one in stories.items():
        there = visit.linked(one.link)
        visiting(monkeypatch, visit, there)
        followed = followed_of(raced(there), story.words(visit, stories).claims)
        left_out += len(one.claims) - len(followed)
        found = scene(
            raced(there),
            key="a",
            start=there.starting_point(),
            live=controls.steering(*getattr(there, "own", ())),
            words=story.words(visit, stories)._replace(rest=REST),
        )
        before = b64encode(pack(*found)).decode()
        for values, start, after in held(visit, there):
            visiting(monkeypatch, visit, after)
            told.append({"before": before, "held": values, "start": start})
            assert story.words(visit, stories).claims == one.claims
            expected[key, str(values), start] = Words(followed, rest=REST).said(raced(after).lanes)
    for (where, words), sentences in zip(expected.items(), words_from("saying.js", {"cases": told}), strict=True):
        with case(where):
            assert " ".join(sentences) == words
    assert len({*expected.values()}) > len(expected) / 4
    assert left_out <= (visit is anatomy.visit)


def followed_of(found, claims):
    """Those that a browser can tell."""
    return tuple(claim for claim in claims if live_words(found, Words((claim,)))["claims"])


def test_what_is_said_while_something_is_held_has_no_markdown_but_bold(monkeypatch):
    texts = [surface.sentence for surface in SURFACES.values()]
    for schedule in SCHEDULES:
        for noise in (None, *NOISES):
            visiting(monkeypatch, racing.visit, racing.RaceExperiment(surface="linear_regression", schedule=schedule, noise=noise))
            texts.append(racing.about_conditions())
    for stories in (OF_RACE, OF_ANATOMY):
        for one in stories.values():
            claims = list(one.claims)
            while claims:
                claim = claims.pop()
                texts.append(re.sub(r"\{.*?\}", "1", claim.sentence))
                claims += [claim.otherwise] if claim.otherwise else []
    for text in texts:
        with case(text):
            assert not re.search(r"[*_`$\\\[\]<>#~]|--|:\w+:|https?:|@\w", re.sub(r"\*\*([^*]+)\*\*", r"\1", text))
