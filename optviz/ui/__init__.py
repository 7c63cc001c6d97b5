"""What the pages share: experiments and their links, widgets from declarations, results kept for all visitors.

All of it is imported here, once, and then taken out of the garbage collector's sight: modules live as
long as the server, and to walk them again and again would cost every visitor time.
"""

import gc

from . import controls, link, results, state

__all__ = ["controls", "link", "results", "state"]

gc.collect()
gc.freeze()
