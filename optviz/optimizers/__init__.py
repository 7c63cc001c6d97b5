"""The methods: every optimizer of this folder, one per file."""

from surfaces.declaration import Catalog, declared_in

from ..optimizer import Optimizer

OPTIMIZERS = Catalog("optimizer", declared_in(__name__, __path__, Optimizer))
"""Every optimizer class, by file name. Call one to set its hyperparameters."""

__all__ = ["OPTIMIZERS"]
