"""Planes that are worth a look: each a link, and two sentences on what to look at.

What the sentences claim is measured in `tests/ui/basins/test_stories.py`.
"""

from ..story import Story

STORIES = {
    "rim": Story(
        name="Momentum | Adam",
        link="surface=himmelblau&a=momentum&a.learning_rate=0.01&b=adam",
        watch="Four valleys, equally deep: Adam parts the plane into four plain countries. Momentum overshoots, so towards the rim a "
        "hair's breadth of the start decides where it lands, and one start in nine diverges.",
        then="Zoom into the torn corner at the upper right: there is no end to it. Click a start to see its run.",
    ),
    "steep": Story(
        name="SGD, η = 0.01 | 0.02",
        link="surface=himmelblau&a=sgd&b=sgd&b.learning_rate=0.02",
        watch="Twice the η, and hardly a start ends in the two lower valleys: they are curved by more than 2/η = 100, "
        "so SGD cannot rest there.",
        then="Set η to 0.015 on the right and one of the two is back. Click a start below to see it bounce.",
    ),
    "flat": Story(
        name="Newton | BFGS",
        link="surface=himmelblau&a=newton&b=bfgs",
        watch="Newton goes wherever the slope vanishes: from a third of all starts that is a saddle or the hilltop. "
        "BFGS always goes downhill.",
        then="Set Newton's damping μ to 100 and the dots are gone. Click a dotted start to see where it goes.",
    ),
}
