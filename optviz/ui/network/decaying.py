"""AdamW against Adam with L2: what every pair of η and λ makes of the network, and the curves of one pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from ...claims.claim import Subjects
from ...claims.of_trainings import Studied, TooMuch
from ...lanes.crew import Progress
from ...network.sweep import TrainingSweep, sweep_training
from ...optimizer import Optimizer
from ...player.training_maps import decay_map
from ...player.viewer import mount_atlas
from ...plotting.learning import learning_curves
from ...written import number
from ..fixed import in_words
from ..patience import telling
from ..session import as_point
from ..shelf import Shelf
from ..theme import inks
from ..widgets import show_chart
from .controls import visit
from .experiment import NAMES, entrants

EPOCHS, SEEDS = 50, 3
RATES, DECAYS = np.geomspace(1e-4, 0.1, 10), np.geomspace(1e-5, 10, 13)
COLORS = (0.01, 2.0)
"""The losses that the colors span: from hardly any bird misclassified to worse than guessing among three."""

Swept = Mapping[str, TrainingSweep]
"""By method."""

_shelf = Shelf[Swept](lambda both: sum(3 * one.validation_loss.nbytes for one in both.values()))


def methods() -> dict[str, Optimizer]:
    """Those that decay the weights unless they are told otherwise."""
    return {key: one for key, one in entrants().items() if one.values_by_name().get("weight_decay")}


def swept() -> Swept:
    """These methods with every pair of values, kept for all visitors."""
    now = visit.now
    network, seeds = now.network(), range(now.seed, now.seed + SEEDS)

    def make(tell: Progress) -> Swept:
        found = {}
        for done, (key, method) in enumerate(methods().items()):
            grid = {"learning_rate": RATES, "weight_decay": DECAYS[:, None]}
            options: dict[str, Any] = {"epochs": EPOCHS, "batch_size": now.batch_size, "seeds": seeds, **grid}
            options["progress"] = lambda share, done=done: tell((done + share) / len(methods()))
            found[key] = sweep_training(method, network, **options)
        return found

    with telling(f"{RATES.size * DECAYS.size} pairs of η and λ for each method") as tell:
        return _shelf.get((network, now.batch_size, now.seed), make, tell)


def cells(found: Swept) -> dict[str, tuple[int, int]]:
    """Row and column that are looked at: the chosen pair, or each method's best."""
    chosen = visit.now.cell
    if chosen is None:
        return {key: (one.best[0], one.best[1]) for key, one in found.items()}
    rate, decay = (int(np.abs(np.log(values / value)).argmin()) for values, value in zip((RATES, DECAYS), chosen, strict=True))
    return dict.fromkeys(found, (decay, rate))


def maps(found: Swept) -> None:
    """Validation loss over η and λ, all methods in the same colors. A click chooses a pair."""
    looked = cells(found)
    for column, (key, one) in zip(st.columns(len(found)), found.items(), strict=True):
        with column:
            st.markdown(f"**{NAMES[key]}**")
            place = f"network map {key}"
            who = in_words(NAMES[key], one.optimizer, ["learning_rate", "weight_decay"])
            title = f"{who}, on {visit.now.in_words()}: the validation loss after {EPOCHS} epochs, over {SEEDS} seeds"
            header, arrays = decay_map(
                one,
                chosen=looked[key] if visit.now.cell else None,
                between=COLORS,
                decoupled=one.optimizer.decouples_decay,
                key=place,
                title=title,
                file=f"optviz-network-{key}",
            )
            mount_atlas(header, arrays, key=place, on_event=partial(heard, place))


def heard(place: str, event: str) -> None:
    """Take up a click on a pair."""
    if event == "cell" and (cell := as_point(visit.asked(event, place))):
        visit.change(replace(visit.now, cell=cell))


def subjects(found: Swept) -> Subjects:
    """What the stories speak of: each method's pairs, with the one that is looked at."""
    return {key: Studied(found[key], cell) for key, cell in cells(found).items()}


def curves(found: Swept) -> None:
    """Training and validation loss of the pair that is looked at, and the way back to the best."""
    looked = cells(found)
    names = {key: f"{NAMES[key]}, {_pair(decay, rate)}" for key, (decay, rate) in looked.items()}
    with st.container(key="network pair", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**The curves of {which(looked)}**")
        if visit.now.cell is not None:
            st.button("Show each method's best", key="network best", on_click=lambda: visit.change(replace(visit.now, cell=None)))
    with st.container(key="network curves"):
        figure = learning_curves({key: one.curves(looked[key]) for key, one in found.items()}, names, inks())
        show_chart(figure, key="network both curves")


def which(looked: Mapping[str, tuple[int, int]]) -> str:
    """Which pairs are looked at, in words."""
    if visit.now.cell is None:
        return "each method's best pair"
    (decay, rate), *_ = looked.values()
    return f"the chosen pair, {_pair(decay, rate)}"


def said(found: Swept) -> str:
    """What each can reach, which λ is too much, and why a star need not stand on the lowest cell."""
    parts = []
    for key, one in found.items():
        decay, rate = one.best
        best = one.final_validation_loss[one.best]
        parts.append(f"{NAMES[key]} reaches {number(best, 2)} with {_pair(decay, rate)}{_at_an_end(one)}{_too_much(one)}")
    ends = "; ".join(parts)
    return (
        f"Validation loss after {EPOCHS} epochs, the mean over {SEEDS} splits of the birds: {ends}. Choose a pair to see its curves."
        f"{_luck(found)}"
    )


def _pair(decay: int, rate: int) -> str:
    return f"η = {_said(RATES[rate])} and λ = {_said(DECAYS[decay])}"


def _said(value: float) -> str:
    """Two digits of a value."""
    return number(value, 2)


def _at_an_end(one: TrainingSweep) -> str:
    """What it means that the best λ is the first or the last of the map."""
    decay, last = one.best[0], len(one.final_validation_loss) - 1
    ends = {0: ", the smallest λ of the map: more decay brings nothing here", last: ", the largest λ of the map: more was not tried"}
    return ends.get(decay, "")


def _too_much(one: TrainingSweep) -> str:
    """From which λ on no η at all comes within twice the best."""
    first = TooMuch().measured(Studied(one, (one.best[0], one.best[1])))
    return f", and from λ = {_said(first)} on no η comes within twice that" if np.isfinite(first) else ""


def _luck(found: Swept) -> str:
    """Why the best pair of a method is not its lowest cell, where it is not."""
    lucky = {key: float(losses.min()) for key, one in found.items() if (losses := one.final_validation_loss).min() < losses[one.best]}
    if not lucky:
        return ""
    lowest = " and ".join(f"{number(least, 2)} for {NAMES[key]}" for key, least in lucky.items())
    return (
        " The best (★) is not always the lowest cell: a pair is ranked no better than its best neighbor, since one that stands out "
        f"among worse ones was lucky. The lowest cell has {lowest}."
    )
