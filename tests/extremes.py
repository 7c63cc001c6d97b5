"""Runs as extreme as they are allowed to be."""

import numpy as np
from hypothesis import strategies as st

from optviz import OPTIMIZERS
from surfaces import SURFACES


def allowed(parameter):
    """Anything that is allowed, the most extreme first."""
    domain = parameter.domain
    bounds = {"exclude_min": not domain.includes_lower, "allow_infinity": False, "allow_nan": False}
    upper = None if np.isinf(domain.upper) else domain.upper
    if upper is not None:
        bounds["exclude_max"] = not domain.includes_upper
    extremes = [
        v for v in (domain.lower, np.nextafter(domain.lower, 1), 1e-200, 1.0, 1e200, 1.7e308, np.nextafter(1, 0)) if domain.contains(v)
    ]
    if parameter.is_switch:
        return st.booleans()
    return st.sampled_from(extremes) | st.floats(domain.lower, upper, **bounds)


@st.composite
def extreme_runs(draw):
    """A method with any hyperparameters that are allowed, a surface, and any start."""
    method = OPTIMIZERS[draw(st.sampled_from(sorted(OPTIMIZERS)))]
    optimizer = method(**{name: draw(allowed(parameter)) for name, parameter in method.parameters().items()})
    coordinate = st.floats(-20, 20) | st.sampled_from([0.0, 1.0, -9.9e9, 9.9e9])
    return optimizer, SURFACES[draw(st.sampled_from(sorted(SURFACES)))], (draw(coordinate), draw(coordinate))
