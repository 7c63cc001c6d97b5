"""Pairs and single methods that are worth taking apart: each a link, what can be measured there, and what to try then."""

from ...claims import NEVER, Claim, ascending
from ...claims.of_runs import (
    ACROSS,
    Apart,
    CurvatureAtStart,
    Distance,
    DistanceFrom,
    Gap,
    Lowest,
    Moved,
    Setting,
    StepLength,
    StepOfFading,
    StepOfRise,
)
from ..story import Story

FIRST = StepLength(1)
RATE, DAMPING = Setting("learning_rate"), Setting("damping")
DAMPED = [DAMPING.of("a") + CurvatureAtStart(larger).of("a") for larger in (False, True)]
"""The eigenvalues of H + μI at the start."""

STORIES = {
    "first_step": Story(
        name="Adam's first step",
        link="surface=beale&a=adam&step=0",
        claims=(
            Claim(
                "Both means are corrected to g and g² at the first step, so each coordinate moves by η = {rate}, however steep it is.",
                [
                    comparison
                    for coordinate in "xy"
                    for comparison in ascending(0.999 * RATE.of("a"), Moved(coordinate, 1).of("a"), 1.001 * RATE.of("a"))
                ],
                {"rate": RATE.of("a")},
            ),
        ),
        then="Without the correction it is η (1 − β₁)/√(1 − β₂), three times as long.",
    ),
    "nag": Story(
        name="Momentum | NAG",
        link="surface=ravine&a=momentum&b=nag&a.learning_rate=0.02&b.learning_rate=0.02&steps=100",
        claims=(
            Claim(
                "Both jump by γv, but NAG asks for the slope where the jump lands. It sees the wall coming and overshoots only "
                "{share:.0%} as far.",
                [Lowest(ACROSS).of("a") < 1.5 * Lowest(ACROSS).of("b"), Lowest(ACROSS).of("b") < 0],
                {"share": Lowest(ACROSS).of("b") / Lowest(ACROSS).of("a")},
            ),
        ),
        then="Set γ to 0 and both are gradient descent.",
    ),
    "bias": Story(
        name="Adam with | without bias correction",
        link="surface=beale&a=adam&b=adam&b.bias_correction=0&linked=no",
        claims=(
            Claim(
                "Without the correction v begins at 1 − β₂ = {taken} of g², far too small, and the first step is {times} times as long.",
                [FIRST.of("b") > FIRST.of("a")],
                {"taken": 1 - Setting("beta2").of("b"), "times": FIRST.of("b") / FIRST.of("a")},
                otherwise=Claim(
                    "Here v catches up faster than m does, so without the correction the first step is the shorter one, {share:.0%} as "
                    "long.",
                    [FIRST.of("b") < FIRST.of("a")],
                    {"share": FIRST.of("b") / FIRST.of("a")},
                ),
            ),
        ),
        then="Set β₂ to 0.9 on both sides: now v catches up faster than m, and without the correction the first steps are shorter.",
    ),
    "decay": Story(
        name="Adam-L2 | AdamW",
        link="surface=himmelblau&a=adam_l2&b=adamw&a.weight_decay=0.3&b.weight_decay=0.3",
        claims=(
            Claim(
                "On the left λθ enters m and v and is divided like any gradient; on the right it stays outside and pulls in full. So the "
                "left ends {coupled} from the minimizer, the right {decoupled}.",
                [2 * Distance().of("a") < Distance().of("b"), Setting("weight_decay").of("a") > 0],
                {"coupled": Distance().of("a"), "decoupled": Distance().of("b")},
            ),
        ),
        then="Raise λ and see which of the two ends farther from the minimizer.",
    ),
    "runs_dry": Story(
        name="Adagrad | RMSprop",
        link="surface=booth&a=adagrad&b=rmsprop&a.learning_rate=0.1&b.learning_rate=0.1",
        claims=(
            Claim(
                "Adagrad's G only ever grows, so its effective learning rate can only shrink; RMSprop's running mean forgets.",
                [StepOfFading("squares").of("a") >= NEVER, StepOfFading("squares").of("b") < NEVER],
            ),
            Claim(
                "Adagrad is left with a gap of {adagrad}, RMSprop with {rmsprop}.",
                [Gap().of("a") > 2 * Gap().of("b")],
                {"adagrad": Gap().of("a"), "rmsprop": Gap().of("b")},
                otherwise=Claim(
                    "Here Adagrad's shorter steps help: its gap is {adagrad} at the end, while RMSprop's stay long and leave {rmsprop}.",
                    [2 * Gap().of("a") < Gap().of("b"), StepLength().of("a") < StepLength().of("b")],
                    {"adagrad": Gap().of("a"), "rmsprop": Gap().of("b")},
                ),
            ),
        ),
        then="Look at the curve of the effective learning rate, then set η to 1: Adagrad gets close after all, while RMSprop cannot come "
        "to rest.",
    ),
    "newton": Story(
        name="Newton at a saddle",
        link="surface=beale&a=newton&steps=20",
        claims=(
            Claim(
                "Newton jumps to the stationary point of the local quadratic, whatever its curvature: here it is the saddle at (0, 1).",
                [DistanceFrom(0, 1).of("a") < 1e-3],
                otherwise=Claim(
                    "With a damping μ of {damping} both eigenvalues of H + μI are positive at the start, {smaller} and {larger}, and "
                    "Newton goes downhill.",
                    [DAMPED[0] > 0, StepOfRise().of("a") >= NEVER, DAMPING.of("a") > 0],
                    {"damping": DAMPING.of("a"), "smaller": DAMPED[0], "larger": DAMPED[1]},
                ),
            ),
            Claim(
                "The smaller eigenvalue of the Hessian H is {least} at the start.",
                [CurvatureAtStart().of("a") < 0],
                {"least": CurvatureAtStart().of("a")},
            ),
        ),
        then="Set the damping μ to 100: both eigenvalues of H + μI are positive then, and it goes downhill.",
    ),
    "torch": Story(
        name="Nadam: paper | PyTorch",
        link="surface=beale&a=nadam&b=nadam.torch",
        claims=(
            Claim(
                "One name, two methods: PyTorch lets β₁ grow from step to step, the form here keeps it constant.",
                [Apart("a", "b") > 0.01],
            ),
        ),
        then="Choose Keras or Optax on the right, and there are two more.",
    ),
}
