"""Races that tell a story: each a link, and two sentences on what to look at.

What the sentences claim is measured in `tests/ui/race/test_stories.py`.
"""

from ..story import Story

STORIES = {
    "beale": Story(
        name="The Beale animation",
        link="surface=beale",
        watch="Rprop, which sees only the gradient's sign, is down first; Newton's method jumps to the saddle at (0, 1) and stays.",
        then="Drag η and see who breaks first, or click the map to start there.",
    ),
    "saddle": Story(
        name="The saddle animation",
        link="surface=saddle&methods=sgd,momentum,nag,adagrad,adadelta,rmsprop&eta=0.01&steps=200",
        watch="The way out is sideways, where there is almost no slope: Adadelta is gone within 20 steps, momentum and NAG "
        "within 80, and SGD is on the ridge to the end.",
        then="Drag the start a little off the ridge and see how much that helps SGD.",
    ),
    "ravine": Story(
        name="A ravine without and with momentum",
        link="surface=ravine&surface.condition=200&methods=sgd,momentum&eta=0.008&steps=150",
        watch="SGD bounces from wall to wall and creeps along the floor; momentum averages the bounces out and adds up the crawl.",
        then="Set γ to 0 and the two are the same; raise κ and SGD needs an even smaller η.",
    ),
    "too_large": Story(
        name="η too large",
        link="surface=ravine&methods=sgd,momentum,adam&eta=0.12&steps=150",
        watch="On this ravine SGD bounces higher with every step, because η is above 2/κ = 0.1; momentum stands up to "
        "2(1 + γ)/κ = 0.19, and Adam does not care how steep it is.",
        then="Set η to 0.08 and SGD lands; set it to 0.2 and momentum goes too.",
    ),
    "runs_dry": Story(
        name="Adagrad runs dry",
        link="surface=booth&methods=adagrad,rmsprop,adam&eta=0.1",
        watch="Adagrad divides by the root of all squared gradients it has ever seen, so its steps shrink thirtyfold and "
        "it starves in the first quarter of the way; RMSprop and Adam forget, and arrive.",
        then="Show the step length below the surface, then set η to 1: Adagrad was never wrong, only short of breath.",
    ),
    "weight_decay": Story(
        name="AdamW against Adam-L2",
        link="surface=himmelblau&methods=adam,adam_l2,adamw&adam_l2.weight_decay=0.3&adamw.weight_decay=0.3",
        watch="Both decay towards the origin with λ = 0.3: Adam-L2 divides most of that pull away again and ends beside the "
        "minimizer, AdamW is held well short of it.",
        then="Open either method and raise λ to 1: AdamW is pulled out of its valley, Adam-L2 hardly moves.",
    ),
}
