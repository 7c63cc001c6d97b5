"""Experiments of the network page that tell a story: each a link, and two sentences on what to look at.

What the sentences claim is measured in `tests/ui/network/test_stories.py`.
"""

from ..story import Story

STORIES = {
    "by_heart": Story(
        name="By heart",
        link="epochs=300",
        watch="Every method goes on learning the birds that it trains on, and on the birds held back nearly all end with a loss at least "
        "twice as high as their best (○ for Adam, after epoch 19). Hardly one bird more is told wrong: they become ever surer of "
        "the few that they get wrong.",
        then="Choose the curve of the validation loss, and stop where it turns.",
    ),
    "flat": Story(
        name="Two of 913 directions",
        link="plane=random",
        watch="Around the end of Adam, in two directions at random, the loss is one smooth bowl, and of the path less than one percent "
        "lies in it: there are 911 other directions.",
        then="Choose its path's main two: they hold 99 percent of it, a curve through a valley. Which plane is looked at decides what is "
        "seen, and even a walk at random leaves most of itself in its main two.",
    ),
    "normalized": Story(
        name="What batch normalization does",
        link="look=normalization",
        watch="The same plane through weights of 0, without and with it. With it only the direction of the weights counts, not their "
        "length: every line is a ray. So a step that is too large makes the weights longer and the next one turns them less, and a "
        "wider range of η works for most methods. Smoother the surface is not: it is rougher, by the measure below.",
        then="Look at every method with batch normalization on, in directions from zero.",
    ),
    "decay": Story(
        name="AdamW against L2",
        link="look=decay&cell=0.00215,0.1",
        watch="The same λ = 0.1 and η for both: L2 is held far above, AdamW hardly feels it. For L2 joins the gradient, and Adam divides "
        "it by the gradient's own size, which becomes small as the network learns. AdamW takes a hundred times as much.",
        then="Click other pairs. At their best the two are alike here: what is gained is a λ that need not be so exact.",
    ),
}
