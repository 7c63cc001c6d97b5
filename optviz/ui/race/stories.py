"""Races that tell a story: each a link, what can be measured there, and what to try then.

"The overview" is S. Ruder (2016), An overview of gradient descent optimization algorithms, arXiv:1609.04747, whose section
on the methods shows two pictures from animations by A. Radford. What it says of them is measured here with each method's default η.
"""

from ...claims import NEVER, Claim, Others, Ranking, ascending, least, most
from ...claims.of_runs import (
    ACROSS,
    Distance,
    DistanceFrom,
    EdgeOfStability,
    Gap,
    Lowest,
    Setting,
    StepLength,
    StepOfDivergence,
    StepOfFarthest,
    StepsPast,
    StepsTo,
    StepsWithin,
    Widest,
)
from ..story import Story

CLOSE = StepsTo(gap=0.01)
AWAY = StepsPast("y", bound=1.5)
FAR = StepsPast("y", bound=10)
RATE = Setting("learning_rate")
QUICK, SLOW = ("adagrad", "rmsprop", "adadelta"), ("momentum", "nag", "sgd")
RATES = [RATE.of(key) for key in QUICK + SLOW if key != "adadelta"]  # which has no η
LAST_OF_THE_QUICK, FIRST_OF_THE_SLOW = most(*map(AWAY.of, QUICK)), least(*map(AWAY.of, SLOW))

STORIES = {
    "beale": Story(
        name="The Beale animation",
        link="surface=beale",
        claims=(
            Claim(
                "As the overview (Ruder 2016) says, momentum and NAG (η = {momentum_rate} and {nag_rate}) are led off track, down to "
                "y = {momentum} and {nag}, and NAG heads back sooner: they are farthest from the minimizer after {momentum_turns} and "
                "{nag_turns} steps.",
                [
                    *ascending(*(Lowest("y").of(key) for key in ("momentum", "nag"))),
                    Lowest("y").of("nag") < 0,
                    *(Lowest("y").of(key) > 0 for key in ("adagrad", "adadelta", "rmsprop")),
                    *ascending(*(StepOfFarthest().of(key) for key in ("nag", "momentum"))),
                    *(StepOfDivergence().of(key) >= NEVER for key in ("nag", "momentum")),
                ],
                {
                    **{key: Lowest("y").of(key) for key in ("momentum", "nag")},
                    **{f"{key}_turns": StepOfFarthest().of(key) for key in ("momentum", "nag")},
                    **{f"{key}_rate": RATE.of(key) for key in ("momentum", "nag")},
                },
                otherwise=Claim(
                    "SGD, momentum and NAG, which do not divide the slope by its size, break when η is too large. Steps until they "
                    "diverge: {order}.",
                    [least(*(StepOfDivergence().of(key) for key in ("sgd", "momentum", "nag"))) < NEVER],
                    {"order": Ranking(StepOfDivergence(), ("sgd", "momentum", "nag"))},
                ),
            ),
            Claim(
                "Adagrad (η = {adagrad_rate}), Adadelta and RMSprop ({rmsprop_rate}), about equally fast in the overview, first reach a "
                "gap of 0.01 after {adagrad}, {adadelta} and {rmsprop} steps, momentum after {momentum}.",
                [2 * CLOSE.of("rmsprop") < CLOSE.of("adagrad"), 2 * CLOSE.of("rmsprop") < CLOSE.of("adadelta")],
                {
                    **{key: CLOSE.of(key) for key in ("adagrad", "adadelta", "rmsprop", "momentum")},
                    **{f"{key}_rate": RATE.of(key) for key in ("adagrad", "rmsprop")},
                },
            ),
            Claim(
                "RMSprop and Adadelta end above a gap of 0.01.",
                [comparison for key in ("rmsprop", "adadelta") for comparison in (CLOSE.of(key) < NEVER, Gap().of(key) > CLOSE.gap)],
            ),
            Claim(
                "Rprop, which sees only signs, is the first to a gap of 0.01, after {first} steps.",
                [CLOSE.of("rprop") < Others(CLOSE, besides=("rprop",))],
                {"first": CLOSE.of("rprop")},
                otherwise=Claim(
                    "Newton's method is the first to a gap of 0.01, after {first} steps.",
                    [CLOSE.of("newton") < Others(CLOSE, besides=("newton",))],
                    {"first": CLOSE.of("newton")},
                ),
            ),
            Claim(
                "Newton's method ends on the saddle at (0, 1).",
                [DistanceFrom(0, 1).of("newton") < 1e-3],
            ),
        ),
        then="Drag η and see who breaks first.",
    ),
    "saddle": Story(
        name="The saddle animation",
        link="surface=saddle&methods=sgd,momentum,nag,adagrad,adadelta,rmsprop&steps=400",
        claims=(
            Claim(
                "The way out is along y, where there is almost no slope at first. Steps until |y| = 1.5, with an η of {least} to {most}: "
                "{order}. In the overview (Ruder 2016), too, the first three are quick and the others slow.",
                [LAST_OF_THE_QUICK < FIRST_OF_THE_SLOW],
                {"order": Ranking(AWAY, QUICK + SLOW), "least": least(*RATES), "most": most(*RATES)},
                otherwise=Claim(
                    "With these values they get past |y| = 1.5 in another order than in the overview (Ruder 2016): {order}.",
                    [LAST_OF_THE_QUICK > FIRST_OF_THE_SLOW],
                    {"order": Ranking(AWAY, QUICK + SLOW)},
                ),
            ),
            Claim(
                "The overview also says that Adadelta leads. Here it does so only later: it is the first past |y| = 10, after {far} steps.",
                [
                    LAST_OF_THE_QUICK < FIRST_OF_THE_SLOW,
                    AWAY.of("adadelta") > Others(AWAY, besides=("adadelta",)),
                    FAR.of("adadelta") < Others(FAR, besides=("adadelta",)),
                ],
                {"far": FAR.of("adadelta")},
            ),
        ),
        then="Set η to 0.01 for all: now Adagrad, which needs a larger one, is still on its way after 400 steps.",
    ),
    "ravine": Story(
        name="A ravine without and with momentum",
        link="surface=ravine&surface.condition=200&methods=sgd,momentum&eta=0.0099&steps=150",
        claims=(
            Claim(
                "η is {share:.0%} of 2/κ, above which SGD diverges, so SGD's bounces hardly die down.",
                [RATE.of("sgd") > 0.97 * EdgeOfStability().of("sgd"), RATE.of("sgd") < EdgeOfStability().of("sgd")],
                {"share": RATE.of("sgd") / EdgeOfStability().of("sgd")},
            ),
            Claim(
                "Momentum damps the bounces, as the overview says: from step 50 to 100 it strays no farther than {momentum} from the "
                "floor, SGD up to {sgd}.",
                [2 * Widest(ACROSS, 50, 100).of("momentum") < Widest(ACROSS, 50, 100).of("sgd")],
                {key: Widest(ACROSS, 50, 100).of(key) for key in ("momentum", "sgd")},
                otherwise=Claim(
                    "Momentum does not damp the bounces here but widens them: from step 10 to 19 it strays up to {momentum} from the "
                    "floor, SGD up to {sgd}.",
                    [2 * Widest(ACROSS, 10, 19).of("sgd") < Widest(ACROSS, 10, 19).of("momentum")],
                    {key: Widest(ACROSS, 10, 19).of(key) for key in ("momentum", "sgd")},
                ),
            ),
            Claim(
                "Along the floor momentum adds up the short steps with which SGD creeps: after 100 steps its gap is {momentum}, "
                "SGD's {sgd}.",
                [10 * Gap(100).of("momentum") < Gap(100).of("sgd")],
                {key: Gap(100).of(key) for key in ("momentum", "sgd")},
            ),
        ),
        then="Set η to 0.008: now SGD's bounces die out sooner than momentum's, and all that momentum gains is speed along the "
        "floor. With γ = 0 the two are the same.",
    ),
    "too_large": Story(
        name="η too large",
        link="surface=ravine&methods=sgd,momentum,adam&eta=0.12&steps=150",
        claims=(
            Claim(
                "SGD bounces higher with every step, as η is above its limit 2/κ = {limit}.",
                [RATE.of("sgd") > EdgeOfStability().of("sgd"), StepOfDivergence().of("sgd") < NEVER],
                {"limit": EdgeOfStability().of("sgd")},
                otherwise=Claim(
                    "With η below 2/κ = {limit} SGD comes to rest.",
                    [RATE.of("sgd") < EdgeOfStability().of("sgd"), Distance().of("sgd") < 0.1 * Distance(0).of("sgd")],
                    {"limit": EdgeOfStability().of("sgd")},
                ),
            ),
            Claim(
                "Momentum tolerates an η of up to 2(1 + γ)/κ = {limit}.",
                [RATE.of("momentum") < EdgeOfStability().of("momentum"), Distance().of("momentum") < 0.1 * Distance(0).of("momentum")],
                {"limit": EdgeOfStability().of("momentum")},
                otherwise=Claim(
                    "Momentum diverges, too: η is above 2(1 + γ)/κ = {limit}.",
                    [RATE.of("momentum") > EdgeOfStability().of("momentum"), StepOfDivergence().of("momentum") < NEVER],
                    {"limit": EdgeOfStability().of("momentum")},
                ),
            ),
            Claim(
                "Adam, which divides each slope by its recent size, does not mind how steep the walls are.",
                [Distance().of("adam") < 0.1 * Distance(0).of("adam")],
            ),
        ),
        then="Set η to 0.08 and SGD converges; set it to 0.2 and momentum diverges, too.",
    ),
    "runs_dry": Story(
        name="Adagrad runs dry",
        link="surface=booth&methods=adagrad,rmsprop,adam&eta=0.1",
        claims=(
            Claim(
                "Adagrad divides by the root of the sum of all squared gradients: its steps become {times:.0f} times shorter, "
                "and by the end it has gone only {share:.0%} of the way.",
                [StepLength(1).of("adagrad") > 10 * StepLength().of("adagrad"), Distance().of("adagrad") > 0.5 * Distance(0).of("adagrad")],
                {
                    "times": StepLength(1).of("adagrad") / StepLength().of("adagrad"),
                    "share": 1 - Distance().of("adagrad") / Distance(0).of("adagrad"),
                },
            ),
            Claim(
                "RMSprop and Adam forget old gradients and come within 0.5 of the minimizer, at step {rmsprop} and {adam}.",
                [StepsWithin(0.5).of(key) < StepsWithin(0.5).of("adagrad") for key in ("rmsprop", "adam")],
                {key: StepsWithin(0.5).of(key) for key in ("rmsprop", "adam")},
            ),
        ),
        then="Show the step length below the surface, then set η to 1: with that Adagrad arrives, too.",
    ),
    "weight_decay": Story(
        name="AdamW against Adam-L2",
        link="surface=himmelblau&methods=adam,adam_l2,adamw&adam_l2.weight_decay=0.3&adamw.weight_decay=0.3",
        claims=(
            Claim(
                "Both decay towards the origin with λ = {decay}. Adam-L2 divides most of that pull away again and ends {coupled} from the "
                "minimizer, AdamW feels it in full and ends {decoupled} away.",
                [
                    Setting("weight_decay").of("adam_l2") > 0,
                    Setting("weight_decay").of("adam_l2").equals(Setting("weight_decay").of("adamw")),
                    5 * Distance().of("adam_l2") < Distance().of("adamw"),
                    Distance().of("adam") < Distance().of("adam_l2"),
                ],
                {
                    "decay": Setting("weight_decay").of("adamw"),
                    "coupled": Distance().of("adam_l2"),
                    "decoupled": Distance().of("adamw"),
                },
            ),
        ),
        then="Open One method and raise λ to 1 for each: AdamW is pulled out of its valley, Adam-L2 hardly moves.",
    ),
}
