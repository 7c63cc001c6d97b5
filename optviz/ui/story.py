"""Experiments that tell a story, each a link and two sentences on what to look at, and the box in which one is chosen.

What the sentences claim is measured by a test for each page's stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .session import Experimenting, Visit
from .widgets import choose_or_none


class Story(NamedTuple):
    """A named experiment: what it is called, its link, what to watch and what to try then."""

    name: str
    link: str
    watch: str
    then: str


Stories = Mapping[str, Story]


def told(visit: Visit[Experimenting], stories: Stories) -> str | None:
    """Which story is being told: what it is recognized by is on the page."""
    now = visit.now.story()
    return next((key for key, story in stories.items() if visit.linked(story.link).story() == now), None)


def sentences(visit: Visit[Experimenting], stories: Stories) -> str | None:
    """What to watch and what to try then, in the story that is being told."""
    key = told(visit, stories)
    return f"{stories[key].watch} {stories[key].then}" if key else None


def picker(visit: Visit[Experimenting], stories: Stories) -> None:
    """Which story."""

    def act(key: str | None) -> None:
        if key is not None:
            visit.follow(stories[key].link)

    names = {key: story.name for key, story in stories.items()}
    choose_or_none("Story", "Choose one", names, f"{visit.page} story", told(visit, stories), act)
