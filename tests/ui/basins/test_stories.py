"""What the stories of the basins page claim is so."""

from dataclasses import replace

import numpy as np
from cases import case

from optviz import Status, basins
from optviz.lanes.work import STATUSES
from optviz.ui.catchments import CATCHMENTS
from optviz.ui.survey import TOLERANCE, Survey, write_survey
from optviz.ui.surveying import catchment


def found(survey, side, **values):
    """The basins of one side, with some values replaced."""
    optimizer = survey.specimens()[side].optimizer().replace(**values)
    return basins(optimizer, survey.terrain(), 128, survey.steps, TOLERANCE, window=survey.window)


def share(of, status):
    return float((of.codes == STATUSES.index(status)).mean())


def torn(of):
    """The share of neighbors that end differently."""
    ends = np.where(of.index >= 0, of.index, -1 - of.codes.astype(int))
    return (float((ends[:, 1:] != ends[:, :-1]).mean()) + float((ends[1:] != ends[:-1]).mean())) / 2


def test_a_story_is_a_link_of_known_words():
    for key in CATCHMENTS:
        with case(key):
            assert write_survey(catchment(key)) == CATCHMENTS[key].link
            assert CATCHMENTS[key].watch.endswith(".")
            assert CATCHMENTS[key].then.endswith(".")


def test_the_page_opens_with_a_story():
    assert catchment("rim") == Survey()


def test_momentum_tears_the_rim_and_loses_one_start_in_nine_where_adam_draws_four_countries():
    told = catchment("rim")
    momentum, adam = found(told, "a"), found(told, "b")
    assert 1 / 10 < share(momentum, Status.DIVERGED) < 1 / 8
    assert torn(momentum) > 15 * torn(adam)
    assert share(adam, Status.CONVERGED) == 1
    assert all(0.2 < float((adam.index == i).mean()) < 0.3 for i in range(4))
    inner = np.abs(momentum.x) < 3
    assert torn(momentum) > 2 * torn(replace(momentum, index=momentum.index[inner][:, inner], codes=momentum.codes[inner][:, inner]))


def most_torn_eighth(of):
    """The window of the part of a picture, an eighth as wide, whose neighbors differ most."""
    ends = np.where(of.index >= 0, of.index, -1 - of.codes.astype(int))
    differs = (ends[1:, 1:] != ends[:-1, 1:]) | (ends[1:, 1:] != ends[1:, :-1])
    parts = np.pad(differs, ((1, 0), (1, 0))).reshape(8, 16, 8, 16).mean(axis=(1, 3))
    row, column = np.unravel_index(int(parts.argmax()), parts.shape)
    return tuple((float(axis[16 * place]), float(axis[16 * place + 15])) for axis, place in ((of.x, column), (of.y, row)))


def test_the_torn_corner_is_torn_however_close_one_looks():
    told = replace(catchment("rim"), window=((5.0, 6.0), (4.5, 5.5)))
    for _ in range(5):
        corner = found(told, "a")
        assert torn(corner) > 0.1
        told = replace(told, window=most_torn_eighth(corner))


def test_twice_the_step_size_keeps_sgd_out_of_the_two_lower_valleys():
    told = catchment("steep")
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
    told = catchment("flat")
    newton, bfgs = found(told, "a"), found(told, "b")
    assert 0.3 < share(newton, Status.STALLED) < 0.4
    assert share(bfgs, Status.STALLED) == 0
    assert share(bfgs, Status.CONVERGED) == 1
    assert share(found(told, "a", damping=100.0), Status.STALLED) == 0
