"""The colours of a chart in the theme of its page. They are those of the player, whose ink/theme.js computes them likewise."""

from __future__ import annotations

from dataclasses import dataclass

SURFACE = (0.015, 0.2)
"""How far the gray surface goes from the background towards the text."""
RAISED = 0.03
"""So much further if the page is dark."""
CONTRAST = 3.0
"""Of a path against the surface (WCAG 2.2, graphical objects)."""

Rgb = tuple[float, ...]


@dataclass(frozen=True)
class Inks:
    """What the colors of a page, "#rrggbb" both, make of every other color."""

    background: str
    text: str

    @property
    def dark(self) -> bool:
        """Whether the page is darker than its text."""
        return _luminance(_channels(self.background)) < _luminance(_channels(self.text))

    @property
    def isoline(self) -> str:
        """Of contour lines."""
        return _css(self._towards_text(0.36 if self.dark else 0.44), 0.8)

    @property
    def surface(self) -> tuple[str, str]:
        """The shades of the surface, where it is lowest and where it is highest."""
        low, high = map(self._towards_text, self._shares())
        return _css(low), _css(high)

    def ink(self, color: str) -> str:
        """The color of a path, moved towards white or black until it stands out from the most unlike shade of the surface."""
        own, ground, end = _channels(color), self._towards_text(self._shares()[1]), (255.0,) * 3 if self.dark else (0.0,) * 3
        share = 0.0
        while _contrast(_mixed(own, end, share), ground) < CONTRAST and share < 1:
            share += 0.02
        return _css(_mixed(own, end, share))

    def _shares(self) -> tuple[float, float]:
        low, high = SURFACE
        return (low + RAISED, high + RAISED) if self.dark else (low, high)

    def _towards_text(self, share: float) -> Rgb:
        return _mixed(_channels(self.background), _channels(self.text), share)


def _channels(color: str) -> Rgb:
    return tuple(float(value) for value in bytes.fromhex(color.removeprefix("#")))


def _mixed(a: Rgb, b: Rgb, share: float) -> Rgb:
    return tuple(value + (other - value) * share for value, other in zip(a, b, strict=True))


def _luminance(color: Rgb) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (value / 3294.6 if value <= 10.3 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(a: Rgb, b: Rgb) -> float:
    dim, bright = sorted((_luminance(a), _luminance(b)))
    return (bright + 0.05) / (dim + 0.05)


def _css(color: Rgb, alpha: float = 1) -> str:
    red, green, blue = (int(value + 0.5) for value in color)  # halves go up, as in JavaScript
    return f"rgba({red}, {green}, {blue}, {alpha})"
