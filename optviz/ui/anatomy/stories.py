"""Pairs and single methods that are worth taking apart: each a link, and two sentences on what to look at.

What the sentences claim is measured in `tests/ui/anatomy/test_stories.py`.
"""

from ..story import Story

STORIES = {
    "first_step": Story(
        name="Adam's first step",
        link="surface=beale&a=adam&steps=100&step=0",
        watch="Both means are corrected to g and g² at the first step, so each coordinate moves by η, however steep it is.",
        then="Without the correction it is η (1 − β₁)/√(1 − β₂), three times as long.",
    ),
    "nag": Story(
        name="Momentum | NAG",
        link="surface=ravine&a=momentum&b=nag&a.learning_rate=0.02&b.learning_rate=0.02&steps=100",
        watch="Both jump by γv, but NAG asks for the slope where the jump lands: it sees the wall coming and overshoots a third as far.",
        then="Set γ to 0 and both are gradient descent.",
    ),
    "bias": Story(
        name="Adam with | without bias correction",
        link="surface=beale&a=adam&b=adam&b.bias_correction=0&linked=no",
        watch="Without the correction v starts far too small, for it remembers 999 parts of nothing in 1000, and the first steps are long.",
        then="Set β₂ to 0.9 on both sides: now v catches up faster than m, and uncorrected first steps are the shorter ones.",
    ),
    "decay": Story(
        name="Adam-L2 | AdamW",
        link="surface=himmelblau&a=adam_l2&b=adamw&a.weight_decay=0.3&b.weight_decay=0.3",
        watch="λθ enters m and v on the left and is divided like any gradient; on the right it stays outside and pulls in full.",
        then="Raise λ and see which of the two ends farther from the minimizer.",
    ),
    "runs_dry": Story(
        name="Adagrad | RMSprop",
        link="surface=booth&a=adagrad&b=rmsprop&a.learning_rate=0.1&b.learning_rate=0.1",
        watch="Adagrad's G only ever grows, so its effective step size can only shrink; RMSprop's mean forgets.",
        then="Look at the curve of the effective step size, then set η to 1: Adagrad comes close after all, RMSprop cannot come to rest.",
    ),
    "newton": Story(
        name="Newton at a saddle",
        link="surface=beale&a=newton&steps=20",
        watch="Newton jumps to the stationary point of the local quadratic, whatever its curvature: here it is a saddle.",
        then="Its smaller eigenvalue is −51 at the start: with a damping μ of 100 both are positive, and it goes downhill.",
    ),
    "torch": Story(
        name="Nadam: paper | PyTorch",
        link="surface=beale&a=nadam&b=nadam.torch",
        watch="One name, two methods: PyTorch lets β₁ grow with the steps, the paper's form keeps it.",
        then="Choose Keras or Optax for the second: two more.",
    ),
}
