"""Experiments of the noise page that tell a story: each a link, and two sentences on what to look at.

What the sentences claim is measured in `tests/ui/noise/test_stories.py`.
"""

from ..story import Story

STORIES = {
    "jitter": Story(
        name="All, some, one",
        link="surface=linear_regression&method=sgd&method.learning_rate=0.1&noise=shuffled",
        watch="All penguins at once lead straight down. Sixteen at a time jitter, one at a time five times as far: "
        "what single examples say differs, and a mean of many differs less.",
        then="Drag the batch size, or halve η: the cloud of ends below becomes smaller.",
    ),
    "calm": Story(
        name="A falling η calms it",
        link="surface=linear_regression&method=sgd&method.learning_rate=0.1&noise=shuffled&noise.batch_size=1"
        "&schedule=inverse_time&schedule.half_time=20",
        watch="One penguin at a time, as wild as before; but η falls as 1/t, and the cloud of ends is six times as narrow.",
        then="Set the schedule back to constant and the cloud is wide again: with a constant η SGD never arrives, it hovers.",
    ),
    "sorted": Story(
        name="A sorted file pulls",
        link="surface=linear_regression&method=sgd&method.learning_rate=0.1&noise=in_order",
        watch="The file lists one species after the other, so each batch pulls its own way, and the run goes round: "
        "in every epoch the gap of the mini-batches swings by a factor of sixty.",
        then="Choose shuffled mini-batches: the same examples as often, and the swing is gone.",
    ),
    "stop": Story(
        name="When to stop",
        link="surface=rare_feature&method=sgd&method.learning_rate=0.5&noise=shuffled&patience=20",
        watch="A quarter of the penguins is held back. On them every run is best (○) around step 50 and ends worse, even with "
        "exact gradients: what it still learns is the few male chinstraps by heart. □ is where 20 steps without a better loss "
        "would have stopped it.",
        then="Choose the curve of the validation loss to see what comes after; lower η, and the best is later.",
    ),
    "raw": Story(
        name="Before it is standardized",
        link="surface=linear_regression&surface.offset=3&method=sgd&method.learning_rate=0.1&noise=shuffled",
        watch="The same penguins, but flipper length counted from three standard deviations below the mean: slope and intercept "
        "now pull at each other, the bowl has become a ravine, and even all penguins at once are still on the way.",
        then="Drag the offset to 0, and it is round again.",
    ),
}
