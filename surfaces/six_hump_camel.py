"""The six-hump camel: six minima in a small window, two of them global, mirrored at the origin."""

from ._surface import Surface


class SixHumpCamel(Surface):
    """Six valleys in three pairs; f(−x, −y) = f(x, y), so every landmark has a twin."""

    name = "Six-hump camel"
    formula = r"\left(4 - 2.1x^2 + \tfrac{1}{3}x^4\right)x^2 + xy + \left(-4 + 4y^2\right)y^2"
    reference = "L. C. W. Dixon and G. P. Szegö (1978), The global optimization problem: an introduction"
    domain = ((-3.0, 3.0), (-2.0, 2.0))
    start = (1.2, 1.5)
    minimizers = ((0.08984201310031807, -0.7126564030207396), (-0.08984201310031807, 0.7126564030207396))
    saddles = (
        (0.0, 0.0),
        (1.1092053368047863, -0.7682680925095399),
        (-1.1092053368047863, 0.7682680925095399),
        (1.296070267167109, 0.6050843880386585),
        (-1.296070267167109, -0.6050843880386585),
        (1.6380679841897787, 0.2286740690443941),
        (-1.6380679841897787, -0.2286740690443941),
    )
    local_minima = (
        (1.703606714969981, -0.7960835686726252),
        (-1.703606714969981, 0.7960835686726252),
        (1.6071047529201974, 0.5686514548841314),
        (-1.6071047529201974, -0.5686514548841314),
    )
    log_colors = True

    def f(self, x, y):
        xx, yy = x * x, y * y
        return xx * (4 + xx * (xx / 3 - 2.1)) + x * y + 4 * yy * (yy - 1)

    def grad(self, x, y):
        xx, yy = x * x, y * y
        return x * (8 + xx * (2 * xx - 8.4)) + y, x + 8 * y * (2 * yy - 1)

    def hess(self, x, y):
        xx, yy = x * x, y * y
        return (8 + xx * (10 * xx - 25.2), 1.0), (1.0, 48 * yy - 8)
