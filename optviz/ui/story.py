"""Experiments that tell a story, each a link, claims about what is seen there, and what to try then; and the box in which one is chosen.

A claim is said as long as it holds of what is on the page. What to try is said while all is as the story set it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..claims import Claim
from ..claims.claim import Subjects
from ..claims.words import Words
from .session import Experimenting, Visit
from .widgets import choose_or_none


class Story(NamedTuple):
    """A named experiment: what it is called, its link, what is claimed of it, and what to try then."""

    name: str
    link: str
    claims: tuple[Claim, ...]
    then: str


Stories = Mapping[str, Story]


def told(visit: Visit[Experimenting], stories: Stories) -> str | None:
    """Which story is being told: what it is recognized by is on the page."""
    now = visit.now.story()
    return next((key for key, story in stories.items() if visit.linked(story.link).story() == now), None)


def words(visit: Visit[Experimenting], stories: Stories) -> Words:
    """What the story that is being told has to say of what is on the page, the subjects of its claims; nothing if none is."""
    key = told(visit, stories)
    if key is None:
        return Words()
    story = stories[key]
    return Words(story.claims, story.then if visit.linked(story.link).setting() == visit.now.setting() else "")


def sentences(visit: Visit[Experimenting], stories: Stories, subjects: Subjects) -> str:
    """The same, said."""
    return words(visit, stories).said(subjects)


def picker(visit: Visit[Experimenting], stories: Stories) -> None:
    """Which story."""

    def act(key: str | None) -> None:
        if key is not None:
            visit.follow(stories[key].link)

    names = {key: story.name for key, story in stories.items()}
    choose_or_none("Story", "Choose one", names, f"{visit.page} story", told(visit, stories), act)
