"""Colors of charts in both themes. That they are the player's is shown in a browser."""

import re

import pytest

from optviz.plotting.inks import Inks
from optviz.plotting.style import HUES
from optviz.ui.theme import inks

LIGHT, DARK = Inks("#ffffff", "#000000"), Inks("#000000", "#ffffff")


def brightness(color):
    """Relative luminance, for a gamma of 2.2, which is close."""
    red, green, blue, _ = (float(part) for part in re.findall(r"[\d.]+", color))
    return sum(share * (part / 255) ** 2.2 for share, part in zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_hue_stands_out_from_the_surface_where_it_is_highest(theme):
    high = brightness(theme.surface[1])
    for hue in HUES:
        dim, bright = sorted((brightness(theme.ink(hue)), high))
        assert (bright + 0.05) / (dim + 0.05) > 2.9


def test_a_color_that_stands_out_stays_as_it_is():
    assert LIGHT.ink("#102030") == "rgba(16, 32, 48, 1)"
    assert DARK.ink("#fff0e0") == "rgba(255, 240, 224, 1)"


def test_the_theme_is_light_until_a_browser_says_otherwise():
    assert not inks().dark
