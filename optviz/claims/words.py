"""What is said above a player."""

from __future__ import annotations

from typing import NamedTuple

from .claim import Claim, Subjects


class Words(NamedTuple):
    """Sentences, Markdown.

    claims:  those that are said as long as they hold
    advice:  what is said after them
    rest:    what is said where there would be nothing else
    opening: what is said before all of it. It ends in a space, if there is any
    """

    claims: tuple[Claim, ...] = ()
    advice: str = ""
    rest: str = ""
    opening: str = ""

    def said(self, subjects: Subjects) -> str:
        """What there is to say of what is on the page, the subjects of the claims."""
        told = " ".join(filter(None, [*(claim.said(subjects) for claim in self.claims), self.advice]))
        return self.opening + (told or self.rest)
