"""Stories of any page against what their claims are about: all hold where the story begins, and each stops being said somewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases import case

from optviz.claims.claim import Subjects
from optviz.ui.story import Stories

Flips = Mapping[tuple[str, int], Any]
"""For each claim of each story, by its place, a setting in which it does not hold."""


def check_stories(stories: Stories, subjects: Callable[..., Subjects], flips: Flips) -> None:
    """subjects(key): what the claims of a story are about; subjects(key, setting): the same in another setting."""
    assert set(flips) == {(key, place) for key, story in stories.items() for place in range(len(story.claims))}
    for key, story in stories.items():
        there = subjects(key)
        for place, claim in enumerate(story.claims):
            with case(f"{key}, {claim.sentence}"):
                assert claim.holds(there)
                assert claim.said(there).endswith(".")
                assert not claim.holds(subjects(key, flips[key, place]))
