"""Experiments of the network page that tell a story: each a link, what can be measured there, and what to try then."""

import math

from ...claims import Claim
from ...claims.of_trainings import (
    AlongRays,
    AtCell,
    BestEpoch,
    HowMany,
    LossAtBest,
    LossAtCell,
    Methods,
    Misclassified,
    Nearer,
    Overshoot,
    Roughness,
    ShareInPlane,
    TooMuch,
    Turns,
    Wider,
)
from ..story import Story

DOUBLED, ALL = HowMany(Overshoot(), 2), HowMany(Overshoot(), -math.inf)
BEST, END = Misclassified(at_best=True).of("adam"), Misclassified(at_best=False).of("adam")
WIDER = Wider("with", "without")

STORIES = {
    "by_heart": Story(
        name="By heart",
        link="epochs=300",
        claims=(
            Claim(
                "The methods go on learning the birds that they train on, and {many} of {all} end with a validation loss at least twice as "
                "high as their best (○ for Adam, after epoch {epoch}).",
                [DOUBLED > 0.8 * ALL, Overshoot().of("adam") >= 2],
                {"many": DOUBLED, "all": ALL, "epoch": BestEpoch().of("adam")},
            ),
            Claim(
                "Hardly more birds are misclassified, for Adam {end} instead of {best}: it only becomes ever surer of the few that it gets "
                "wrong.",
                [END <= BEST + 1, Overshoot().of("adam") >= 2],
                {"best": BEST, "end": END},
            ),
        ),
        then="Choose the curve of the validation loss, and stop where it turns.",
    ),
    "flat": Story(
        name="Two of 913 directions",
        link="plane=random",
        claims=(
            Claim(
                "Around the point where Adam ends, along two random directions, the loss is one smooth bowl.",
                [Turns().of("plane").equals(2)],
            ),
            Claim(
                "Less than one percent of the path lies in this plane: there are 911 other directions.",
                [ShareInPlane().of("plane") < 0.01],
            ),
        ),
        then="Choose the path's main two directions: they hold 99 percent of it, a curve through a valley. What you see depends on "
        "the plane you choose; even a random walk lies mostly in its main two.",
    ),
    "normalized": Story(
        name="What batch normalization does",
        link="look=normalization",
        claims=(
            Claim(
                "The same plane through weights of 0, without and with batch normalization. With it, only the direction of the weights "
                "counts, not their length: the loss is the same all along a ray from 0.",
                [AlongRays().of("with") < 1.05, Nearer().of("with") > 0.95, Nearer().of("with") < 1.05, Nearer().of("without") > 2],
            ),
            Claim(
                "With batch normalization a step that is too long makes the weights longer, and the next one turns them less. A wider "
                "range of η works for {wider} of {all} methods.",
                [0.5 * Methods().of("with") < WIDER],
                {"wider": WIDER, "all": Methods().of("with")},
            ),
            Claim(
                "The surface is not smoother, though: by the measure below it is rougher.",
                [Roughness().of("with") > Roughness().of("without")],
            ),
        ),
        then="Look at every method with batch normalization on, in the plane through zero.",
    ),
    "decay": Story(
        name="AdamW against L2",
        link="look=decay&cell=0.00215,0.1",
        claims=(
            Claim(
                "With the same λ = {decay} and η for both, L2 stays at a loss of {coupled}, AdamW gets to {decoupled}. The reason: L2 "
                "joins the gradient, and Adam divides it by the gradient's own size, which becomes small as the network learns: so the "
                "pull grows.",
                [
                    LossAtCell().of("adam_l2") > 2 * LossAtCell().of("adamw"),
                    *(AtCell(name).of("adam_l2").equals(AtCell(name).of("adamw")) for name in ("learning_rate", "weight_decay")),
                ],
                {
                    "decay": AtCell("weight_decay").of("adamw"),
                    "coupled": LossAtCell().of("adam_l2"),
                    "decoupled": LossAtCell().of("adamw"),
                },
            ),
            Claim(
                "AdamW tolerates a λ {times:.0f} times as large as L2 does.",
                [TooMuch().of("adamw") > TooMuch().of("adam_l2")],
                {"times": TooMuch().of("adamw") / TooMuch().of("adam_l2")},
            ),
            Claim(
                "At their best the two are alike, {coupled} and {decoupled}: what you gain is that λ need not be so exact.",
                [
                    LossAtBest().of("adam_l2") < 1.2 * LossAtBest().of("adamw"),
                    LossAtBest().of("adamw") < 1.2 * LossAtBest().of("adam_l2"),
                    TooMuch().of("adamw") > TooMuch().of("adam_l2"),
                ],
                {"coupled": LossAtBest().of("adam_l2"), "decoupled": LossAtBest().of("adamw")},
            ),
        ),
        then="Choose other pairs.",
    ),
}
