"""Himmelblau's function: four equally deep minima, so the start and the method decide which one is found."""

from ._surface import Surface


class Himmelblau(Surface):
    """Four global minimizers around one hill; a small change of the start can lead to another valley."""

    name = "Himmelblau"
    formula = r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    reference = "D. M. Himmelblau (1972), Applied nonlinear programming"
    domain = ((-6.0, 6.0), (-6.0, 6.0))
    start = (-0.5, -1.5)
    minimizers = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.28318599128617),
        (3.5844283403304917, -1.8481265269644036),
    )
    saddles = (
        (3.385154183607021, 0.07385187983774928),
        (0.08667750455539634, 2.884254701174776),
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068005, -1.9537149802445766),
    )
    log_colors = True

    def f(self, x, y):
        a, b = x * x + y - 11, x + y * y - 7
        return a * a + b * b

    def grad(self, x, y):
        a, b = x * x + y - 11, x + y * y - 7
        return 4 * x * a + 2 * b, 2 * a + 4 * y * b

    def hess(self, x, y):
        xy = 4 * (x + y)
        return (12 * x * x + 4 * y - 42, xy), (xy, 12 * y * y + 4 * x - 26)
