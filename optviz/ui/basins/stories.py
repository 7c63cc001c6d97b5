"""Planes that are worth a look: each a link, what can be measured there, and what to try then."""

from ...claims import Claim
from ...claims.of_runs import Setting
from ...claims.of_territories import LargestCountry, Share, ShareOfTooSteep, SmallestCountry, TooSteep, Torn
from ...status import Status
from ..story import Story

RATE = Setting("learning_rate")

STORIES = {
    "rim": Story(
        name="Momentum | Adam",
        link="surface=himmelblau&a=momentum&a.learning_rate=0.01&b=adam",
        claims=(
            Claim(
                "Four valleys, equally deep: Adam divides the plane into four simple territories, of {least:.0%} to {most:.0%} each.",
                [SmallestCountry().of("b") > 0.2, Share(Status.CONVERGED).of("b") >= 1, Torn().of("b") < 0.05],
                {"least": SmallestCountry().of("b"), "most": LargestCountry().of("b")},
            ),
            Claim(
                "Momentum (η = {momentum}) overshoots, so a hair's breadth decides where it lands: neighboring starts reach different "
                "minimizers {times:.0f} times as often as with Adam (η = {adam}).",
                [Torn().of("a") > 2 * Torn().of("b")],
                {"times": Torn().of("a") / Torn().of("b"), "momentum": RATE.of("a"), "adam": RATE.of("b")},
            ),
            Claim(
                "Momentum diverges from {lost:.0%} of the starts.",
                [Share(Status.DIVERGED).of("a") > 0.005],
                {"lost": Share(Status.DIVERGED).of("a")},
            ),
        ),
        then="Zoom into the torn corner at the upper right: there is no end to it. Choose a start to watch its run.",
    ),
    "steep": Story(
        name="SGD, η = 0.01 | 0.02",
        link="surface=himmelblau&a=sgd&b=sgd&b.learning_rate=0.02",
        claims=(
            Claim(
                "On the right η is twice as large, and at {many} of the four minimizers the curvature exceeds 2/η = {limit}, too much for "
                "SGD to rest there: fewer than one start in a hundred still ends there.",
                [TooSteep().of("b") > 0, TooSteep().of("a").equals(0), ShareOfTooSteep().of("b") < 0.01],
                {"many": TooSteep().of("b"), "limit": 2 / RATE.of("b")},
            ),
        ),
        then="Set η to 0.015 on the right, and one of the two is back. Choose a start to watch it bounce.",
    ),
    "flat": Story(
        name="Newton | BFGS",
        link="surface=himmelblau&a=newton&b=bfgs",
        claims=(
            Claim(
                "Newton goes wherever the gradient vanishes: from {share:.0%} of the starts, that is a saddle or the hilltop.",
                [Share(Status.STALLED).of("a") > 0.01],
                {"share": Share(Status.STALLED).of("a")},
            ),
            Claim(
                "BFGS only ever goes downhill, and reaches a minimizer from everywhere.",
                [Share(Status.CONVERGED).of("b") >= 1],
            ),
        ),
        then="Set Newton's damping μ to 100 and the dots are gone. Choose a dotted start to watch where it goes.",
    ),
}
