"""Declare a hyperparameter once: `learning_rate: Scalar = positive(default=…, symbol=…, …)`.

Surfaces declare their parameters with the same words, so these live beside them.
"""

from surfaces._declaration import Array, Catalog, Declared, Parameter, Scalar, declared_in, fraction, nonnegative, positive, switch, within

__all__ = ["Array", "Catalog", "Declared", "Parameter", "Scalar", "declared_in", "fraction", "nonnegative", "positive", "switch", "within"]
