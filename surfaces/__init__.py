"""The terrain: every two-dimensional function of this folder, one per file."""

from ._finite_sum import FiniteSum
from ._surface import Beyond, Surface
from .declaration import Catalog, declared_in

SURFACES = Catalog("surface", {key: surface() for key, surface in declared_in(__name__, __path__, Surface).items()})
"""Every surface with its parameters at their defaults, by file name."""

__all__ = ["SURFACES", "Beyond", "FiniteSum", "Surface"]
