"""Early stopping against tables by hand, and parts that are one data set."""

import numpy as np
import pytest

from optviz.early_stopping import Stop, early_stop, split
from surfaces import SURFACES

PENGUINS = SURFACES["linear_regression"]


@pytest.mark.parametrize(
    ("losses", "options", "expected"),
    [
        ([3, 2, 1, 2, 3, 4, 0], {"patience": 3}, Stop(2, 5, True)),
        ([3, 2, 1, 2, 3, 0, 4], {"patience": 4}, Stop(5, 6, False)),
        ([3, 2.9, 2.8, 2.7, 2.6], {"patience": 2, "improvement": 0.15}, Stop(4, 4, False)),
        ([3, 2.95, 2.9, 2.85, 2], {"patience": 2, "improvement": 0.2}, Stop(0, 2, True)),
        ([1, 1, 1], {"patience": 1}, Stop(0, 1, True)),
        ([5, np.nan, np.nan], {"patience": 2}, Stop(0, 2, True)),
        ([5], {}, Stop(0, 0, False)),
    ],
)
def test_it_stops_where_patience_ends_and_goes_back_to_the_best(losses, options, expected):
    assert early_stop(np.array(losses, dtype=float), **options) == expected


def test_the_parts_are_drawn_at_random_share_no_example_and_together_are_all():
    train, validation = split(PENGUINS, 0.25, seed=3)
    assert (train.count, validation.count) == (250, 83)
    points = np.array([[0.3, -1.0], [0.1, 2.0]])
    whole = (train.count * train.gradient(points) + validation.count * validation.gradient(points)) / PENGUINS.count
    assert whole == pytest.approx(PENGUINS.gradient(points), rel=1e-12)
    assert not np.array_equal(split(PENGUINS, 0.25, seed=4)[1].examples, validation.examples)
    assert np.array_equal(split(PENGUINS, 0.25, seed=3)[1].examples, validation.examples)


def test_a_share_is_rounded_as_it_is_written():
    """41 % of 150 examples are 61.5, and so 62, although the double 0.41 · 150 lies below."""
    assert [part.count for part in split(SURFACES["hidden_unit"], 0.41)] == [88, 62]


@pytest.mark.parametrize("share", [0, 1, -0.5, 0.0001, np.nan])
def test_a_share_that_leaves_one_side_empty_is_refused(share):
    with pytest.raises(ValueError, match=r"share: must leave examples on both sides, got .* of 333"):
        split(PENGUINS, share)


@pytest.mark.parametrize(("options", "complaint"), [({"patience": 0}, "patience: must be"), ({"improvement": -1}, "improvement: must lie")])
def test_a_rule_that_makes_no_sense_is_refused(options, complaint):
    with pytest.raises(ValueError, match=complaint):
        early_stop(np.ones(3), **options)
