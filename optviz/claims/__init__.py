"""What can be said of runs, as data: a measure is a number of one run, and a claim a sentence that is said as long as it holds."""

from .claim import Claim, Others, Ranking, ascending, least, most
from .course import NEVER

__all__ = ["NEVER", "Claim", "Others", "Ranking", "ascending", "least", "most"]
