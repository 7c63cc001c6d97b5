"""Experiments of the noise page that tell a story: each a link, what can be measured there, and what to try then."""

from ...claims import NEVER, Claim, ascending
from ...claims.of_fans import BestStep, MedianGapAfterPasses, Spread, Worsened
from ...claims.of_runs import Condition, Distance, ExamplesInStep, GapAfterPasses, HighestGapInPass, LeastGap, StepOfRetreat
from ..story import Story

AFTER_A_PASS = MedianGapAfterPasses(1)
HALF_WAY = 50
LAST_PEAK = HighestGapInPass(1).of("mini")

STORIES = {
    "jitter": Story(
        name="All, some, one",
        link="surface=linear_regression&noise=shuffled&method=sgd&method.learning_rate=0.1&per=example",
        claims=(
            Claim(
                "After one pass over the penguins the gap is {batch} with all of them at once, {mini} with {size} at a time, and {single} "
                "with one at a time (medians): many rough steps get farther than one exact step.",
                [AFTER_A_PASS.of("single fan") < AFTER_A_PASS.of("mini fan"), AFTER_A_PASS.of("mini fan") < GapAfterPasses(1).of("batch")],
                {
                    "batch": GapAfterPasses(1).of("batch"),
                    "mini": AFTER_A_PASS.of("mini fan"),
                    "single": AFTER_A_PASS.of("single fan"),
                    "size": ExamplesInStep().of("mini"),
                },
            ),
            Claim(
                "Only exact steps lead straight down. The others jitter, and with one at a time the cloud of ends is {times} times as "
                "wide as with mini-batches.",
                [StepOfRetreat().of("batch") >= NEVER, Spread().of("single fan") > 1.5 * Spread().of("mini fan")],
                {"times": Spread().of("single fan") / Spread().of("mini fan")},
            ),
        ),
        then="Raise the batch size, or halve η: the cloud of ends below shrinks.",
    ),
    "calm": Story(
        name="A falling η calms it",
        link="surface=linear_regression&schedule=inverse_time&schedule.half_time=20&noise=shuffled&noise.batch_size=1"
        "&method=sgd&method.learning_rate=0.1&per=step",
        claims=(
            Claim(
                "One penguin at a time jitters as wildly as ever, but η falls as 1/t: after 50 steps the cloud of runs is {times} times "
                "as wide as at the end.",
                [Spread(HALF_WAY).of("mini fan") > 1.5 * Spread().of("mini fan")],
                {"times": Spread(HALF_WAY).of("mini fan") / Spread().of("mini fan")},
            ),
        ),
        then="Set the schedule back to constant and the cloud ends six times as wide: with a constant η, SGD does not come to rest; it "
        "hovers around the minimizer.",
    ),
    "sorted": Story(
        name="A sorted file pulls",
        link="surface=linear_regression&noise=in_order&method=sgd&method.learning_rate=0.1&per=step",
        claims=(
            Claim(
                "The file lists one species after the other, so each batch pulls its own way and the run goes round in circles: in each "
                "of the last three passes the gap of the mini-batches climbs to {height} and falls again.",
                [
                    10 * LeastGap().of("mini") < LAST_PEAK,
                    *(
                        comparison
                        for back in (2, 3)
                        for comparison in ascending(0.99 * LAST_PEAK, HighestGapInPass(back).of("mini"), 1.01 * LAST_PEAK)
                    ),
                ],
                {"height": LAST_PEAK},
            ),
        ),
        then="Choose shuffled mini-batches: the same examples, each as often, but now the gap jumps without a pattern, and usually not "
        "half as high.",
    ),
    "stop": Story(
        name="When to stop",
        link="surface=rare_feature&noise=shuffled&method=sgd&method.learning_rate=0.5&patience=20&per=step",
        claims=(
            Claim(
                "A quarter of the penguins is kept for validation. On them the runs are best (○) at step {batch}, {mini} and {single} and "
                "end worse, even with exact gradients: all they still do is learn the few male Chinstraps by heart.",
                [Worsened().of(f"{lane} stop") > 1.01 for lane in ("batch", "mini", "single")],
                {lane: BestStep().of(f"{lane} stop") for lane in ("batch", "mini", "single")},
            ),
        ),
        then="□ is where 20 steps without a better loss would have stopped each run. Choose the curve of the validation loss to see what "
        "comes after. With a lower η the best comes later.",
    ),
    "raw": Story(
        name="Before it is standardized",
        link="surface=linear_regression&surface.offset=3&noise=shuffled&method=sgd&method.learning_rate=0.1&per=step",
        claims=(
            Claim(
                (
                    "The same penguins, but flipper length is measured from three standard deviations below the mean. Slope and "
                    "intercept now pull at each other: the bowl has become a ravine, {condition:.0f} times as steep across as along, "
                    "and even with all penguins at once the run ends {distance} from the minimizer."
                ),
                [Condition().of("batch") > 50, Distance().of("batch") > 0.1],
                {"condition": Condition().of("batch"), "distance": Distance().of("batch")},
            ),
        ),
        then="Drag the offset to 0 and the bowl is round again.",
    ),
}
