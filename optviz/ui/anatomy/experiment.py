"""One experiment of the anatomy page: a method, or two side by side, on one surface."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from ..address import Switch, Whole
from ..specimen import Pair, Specimen

MOST_STEPS = 1000


@dataclass(frozen=True)
class AnatomyExperiment(Pair):
    """Who is taken apart, where, from which start, and for how long.

    linked: whether a value that is changed for one is changed for the other too, if it has the symbol.
    """

    steps: Annotated[int, Whole(1, MOST_STEPS)] = 200
    linked: Annotated[bool, Switch()] = True

    def story(self) -> Any:
        return self.surface, [(one.entrant, _switched(one)) for one in self.specimens().values()]

    def setting(self) -> Any:
        return replace(self, linked=True)


def _switched(specimen: Specimen) -> set[str]:
    return {name for name in specimen.values if specimen.form().parameters()[name].is_switch}
