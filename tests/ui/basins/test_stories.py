"""What the stories of the basins page say is said as long as it is so, and what they advise does what they say."""

from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
from cases import case
from telling import check_stories

from optviz import Status, basins
from optviz.status import STATUSES
from optviz.ui.address import write
from optviz.ui.basins.controls import visit
from optviz.ui.basins.experiment import TOLERANCE, BasinsExperiment
from optviz.ui.basins.stories import STORIES
from optviz.ui.specimen import Specimen


def found(experiment, side, resolution=128, **values):
    """The basins of one side, with some values replaced."""
    optimizer = experiment.specimens()[side].optimizer().replace(**values)
    return basins(optimizer, experiment.terrain(), resolution, experiment.steps, TOLERANCE, window=experiment.window)


def subjects(key, changes=None):
    """What the claims of a story are about; in another setting if one is given: a coarser grid will do."""
    told = replace(visit.linked(STORIES[key].link), **(changes or {}))
    return {side: found(told, side) for side in told.specimens()}


FLIPS = {
    ("rim", 0): {"window": ((2.9, 3.1), (1.9, 2.1))},
    ("rim", 1): {"window": ((2.9, 3.1), (1.9, 2.1))},
    ("rim", 2): {"window": ((2.9, 3.1), (1.9, 2.1))},
    ("steep", 0): {"b": Specimen("sgd")},
    ("flat", 0): {"a": Specimen("newton", {"damping": 100.0})},
    ("flat", 1): {"steps": 2},
}


def test_every_claim_holds_where_its_story_begins_and_is_not_said_where_it_does_not():
    check_stories(STORIES, subjects, FLIPS)


def share(of, status):
    return float((of.codes == STATUSES.index(status)).mean())


def torn(of):
    """The share of neighbors that end differently: at another minimizer, or in another status."""
    ends = np.where(of.index >= 0, of.index, -1 - of.codes.astype(int))
    return (float((ends[:, 1:] != ends[:, :-1]).mean()) + float((ends[1:] != ends[:-1]).mean())) / 2


def test_a_story_is_a_link_of_known_words():
    for key in STORIES:
        with case(key):
            assert dict(parse_qsl(write(visit.linked(STORIES[key].link)))) == dict(parse_qsl(STORIES[key].link))
            assert STORIES[key].then.endswith(".")


def test_the_page_opens_with_a_story():
    assert visit.linked(STORIES["rim"].link) == BasinsExperiment()


def test_momentum_tears_the_rim_and_loses_one_start_in_nine_where_adam_draws_four_countries():
    told = visit.linked(STORIES["rim"].link)
    momentum, adam = found(told, "a"), found(told, "b")
    assert 1 / 10 < share(momentum, Status.DIVERGED) < 1 / 8
    assert torn(momentum) > 15 * torn(adam)
    assert share(adam, Status.CONVERGED) == 1
    assert all(0.2 < float((adam.index == i).mean()) < 0.3 for i in range(4))
    inner = np.abs(momentum.x) < 3
    assert torn(momentum) > 2 * torn(replace(momentum, index=momentum.index[inner][:, inner], codes=momentum.codes[inner][:, inner]))


def test_between_minimizers_alone_momentum_parts_neighbors_as_often_as_the_page_says():
    told = visit.linked(STORIES["rim"].link)
    shown = {side: found(told, side, told.resolution) for side in told.specimens()}
    parted = {}
    for side, one in shown.items():
        pairs = [(one.index[:, 1:], one.index[:, :-1]), (one.index[1:], one.index[:-1])]
        parted[side] = sum(((a != b) & (np.minimum(a, b) >= 0)).sum() for a, b in pairs)
    assert round(parted["a"] / parted["b"]) == 22
    assert torn(shown["a"]) > 29 * torn(shown["b"]), "with those that diverge there are more"
    words = " ".join(claim.said(shown) for claim in STORIES["rim"].claims)
    assert "Momentum (η = 0.01) overshoots" in words
    assert "neighboring starts reach different minimizers 22 times as often as with Adam (η = 0.1)" in words


def most_torn_eighth(of):
    """The window of the part of a picture, an eighth as wide, whose neighbors differ most."""
    ends = np.where(of.index >= 0, of.index, -1 - of.codes.astype(int))
    differs = (ends[1:, 1:] != ends[:-1, 1:]) | (ends[1:, 1:] != ends[1:, :-1])
    parts = np.pad(differs, ((1, 0), (1, 0))).reshape(8, 16, 8, 16).mean(axis=(1, 3))
    row, column = np.unravel_index(int(parts.argmax()), parts.shape)
    return tuple((float(axis[16 * place]), float(axis[16 * place + 15])) for axis, place in ((of.x, column), (of.y, row)))


def test_the_torn_corner_is_torn_however_close_one_looks():
    told = replace(visit.linked(STORIES["rim"].link), window=((5.0, 6.0), (4.5, 5.5)))
    for _ in range(5):
        corner = found(told, "a")
        assert torn(corner) > 0.1
        told = replace(told, window=most_torn_eighth(corner))


def test_twice_the_step_size_keeps_sgd_out_of_the_two_lower_valleys():
    told = visit.linked(STORIES["steep"].link)
    terrain = told.terrain()
    lower = [y < 0 for _, y in terrain.minimizers]
    steepest = [np.linalg.eigvalsh(terrain.hessian(at))[-1] for at in terrain.minimizers]
    assert [curvature > 2 / 0.02 for curvature in steepest] == lower
    small, large = found(told, "a"), found(told, "b")
    assert share(small, Status.CONVERGED) == 1
    for i, is_lower in enumerate(lower):
        assert (float((large.index == i).mean()) < 0.002) == is_lower
    middle = found(told, "b", learning_rate=0.015)
    assert sum(float((middle.index == i).mean()) > 0.1 for i, is_lower in enumerate(lower) if is_lower) == 1


def test_newton_stalls_from_a_third_of_all_starts_and_damped_or_as_bfgs_from_none():
    told = visit.linked(STORIES["flat"].link)
    newton, bfgs = found(told, "a"), found(told, "b")
    assert 0.3 < share(newton, Status.STALLED) < 0.4
    assert share(bfgs, Status.STALLED) == 0
    assert share(bfgs, Status.CONVERGED) == 1
    assert share(found(told, "a", damping=100.0), Status.STALLED) == 0
