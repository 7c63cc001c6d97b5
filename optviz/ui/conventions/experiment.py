"""What the conventions page looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ...plotting.style import in_order
from ..address import Choice
from ..experiment import Experiment


@dataclass(frozen=True)
class ConventionsExperiment(Experiment):
    """A method, whose forms in the libraries are shown beside each other."""

    method: Annotated[str, Choice(in_order())] = "adam"
