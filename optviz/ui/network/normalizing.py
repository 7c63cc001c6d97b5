"""What batch normalization changes, measured on two networks: the surface around zero, and how wrong η may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from surfaces.declaration import Array

from ...lanes.crew import Progress
from ...network.landscape import plane_through_zero, roughness
from ...network.perceptron import Network
from ...network.training import train
from ...network.tuning import TunedTraining
from ...player.training_maps import plane_map
from ...player.viewer import mount_atlas
from ...plotting.learning import step_sizes
from ...written import number
from ..patience import telling
from ..shelf import Shelf
from ..theme import inks
from ..widgets import show_chart
from .controls import visit
from .experiment import EPOCHS_OF_TRIAL, NAMES, NetworkExperiment, entrants
from .learning import CELLS, search

SIDES = {"without": False, "with": True}
REACH = 2.0
"""Of the maps, in lengths of the hidden weights."""
SHORTER = 0.25
"""To what share of their length the hidden weights are brought: a quarter."""
GRID = np.linspace(-REACH, REACH, CELLS)


class Looked(NamedTuple):
    """One of the two networks.

    searches:  every method's, with all learning rates that were tried
    losses:    (n, n), over GRID in a plane through zero and the end of one method's training
    end, near: the loss at that end, and with hidden weights of a SHORTER length
    roughness: around that end
    """

    searches: Mapping[str, TunedTraining]
    losses: Array
    end: float
    near: float
    roughness: float


_shelf = Shelf[Mapping[str, Looked]](lambda both: sum(one.losses.nbytes for one in both.values()))


def both() -> Mapping[str, Looked]:
    """The network without and with batch normalization, kept for all visitors."""
    now = visit.now
    networks = {side: replace(now, batch_norm=on).network() for side, on in SIDES.items()}

    def make(tell: Progress) -> Mapping[str, Looked]:
        found = {}
        for done, (side, network) in enumerate(networks.items()):
            searches = search(network, now, lambda share, done=done: tell((done + share) / len(networks)))  # type: ignore[misc]
            found[side] = look(network, searches, now)
        return found

    with telling("Both networks, with every learning rate") as tell:
        return _shelf.get((*networks.values(), now.batch_size, now.seed, now.method), make, tell)


def look(network: Network, searches: Mapping[str, TunedTraining], now: NetworkExperiment) -> Looked:
    """What is shown of a network, whichever the experiment's own is."""
    trained = train({now.method: searches[now.method].optimizer}, network, EPOCHS_OF_TRIAL, now.batch_size, now.seed)
    weights = trained[now.method].weights[-1]
    plane = plane_through_zero(network, weights, now.seed)
    end, near = network.loss(plane.weights([1.0, SHORTER], 0.0).T)
    return Looked(searches, plane.losses(network, GRID, GRID), float(end), float(near), roughness(network, weights))


def maps(found: Mapping[str, Looked]) -> None:
    """The loss around zero of both networks, in the same colors."""
    losses = np.array([one.losses for one in found.values()])
    between = float(losses.min()), float(losses.max())
    for column, (side, one) in zip(st.columns(len(found)), found.items(), strict=True):
        with column:
            st.markdown(f"**{side.capitalize()} batch normalization**")
            key, title = (
                f"network map {side}",
                f"Loss {side} batch normalization, around the end of {NAMES[visit.now.method]}, on {visit.now.in_words()}",
            )
            header, arrays = plane_map(GRID, GRID, one.losses, between=between, key=key, title=title, file=f"optviz-network-{side}")
            mount_atlas(header, arrays, key=key, on_event=lambda _: None)


def said(found: Mapping[str, Looked]) -> str:
    """What can be measured of the difference."""
    without, with_it = found["without"], found["with"]
    ranges = {key: [one.searches[key].working_range() for one in (without, with_it)] for key in entrants()}
    wider = sum(after > before for before, after in ranges.values())
    more = float(np.median([after - before for before, after in ranges.values()]))
    rougher = "rougher" if with_it.roughness > without.roughness else "less rough"
    return (
        f"When the hidden weights shrink to a quarter of their length, the loss goes from {number(without.end, 2)} to "
        f"{number(without.near, 2)} without batch normalization, and from {number(with_it.end, 2)} to {number(with_it.near, 2)} with it. "
        f"With it a wider range of η works for {wider} of {len(ranges)} methods; the median gain is {more:.1f} decades. The surface is "
        f"{rougher} with it ({with_it.roughness:.2f}, against {without.roughness:.2f} without; a parabola has 1)."
    )


def profile(found: Mapping[str, Looked]) -> None:
    """What every learning rate that was tried made of the method that is looked at, with and without."""
    searches = {f"{side} batch normalization": one.searches[visit.now.method] for side, one in found.items()}
    show_chart(step_sizes(searches, inks()), key="network learning rates")


def table(found: Mapping[str, Looked]) -> list[dict[str, Any]]:
    """Over how many powers of ten η works, for every method."""
    lines = []
    for key in entrants():
        decades = {f"{side}, decades of η that work": f"{one.searches[key].working_range():.1f}" for side, one in found.items()}
        best = {f"{side}, best η": number(float(one.searches[key].values[one.searches[key].best]), 2) for side, one in found.items()}
        lines.append({"method": NAMES[key], **decades, **best})
    return lines
