"""What the pages share, and a room for each page with what only it has.

The rooms are opened here, once, and then taken out of the garbage collector's sight with all that they import:
modules live as long as the server, and to walk them again and again would cost every visitor time. What a run of a page leaves
is collected a few runs at a time, and not several times in each.
"""

import gc

from .anatomy import theory
from .basins import territory
from .conventions import controls
from .maps import grid
from .network import decaying, normalizing
from .noise import shaken
from .race import differences, tuned

__all__ = ["controls", "decaying", "differences", "grid", "normalizing", "shaken", "territory", "theory", "tuned"]

gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
