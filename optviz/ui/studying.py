"""The study of this visitor: its widgets, and what comes out of the training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from surfaces.network import Network

from ..hyperparameter import Array
from ..landscape import principal_plane, random_plane, roughness
from ..lanes.crew import Progress
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..plotting.learning import around_paths, learning_curves
from ..training import Training, train
from ..tuned_training import TunedTraining, tune_training
from .patience import telling
from .shelf import Shelf
from .study import ACTIVATIONS, LAST_SEED, MOST_EPOCHS, MOST_IN_BATCH, PLANES, Study, entrants, read_study, write_study
from .widgets import choose, chosen_by_visitor, show, value_slider

EPOCHS_OF_TRIAL, TRIALS, BEYOND = 20, 16, 10.0
SHARE_OF_SEARCH = 0.4
"""Of the time that all takes."""
CELLS = 41
DECAYS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
MOST_BYTES_KEPT = 128 * 2**20
NAMES = {key: method.name for key, method in OPTIMIZERS.items()}


Trainings = Mapping[str, Training]
"""By method."""

_shelf = Shelf[Trainings](MOST_BYTES_KEPT, lambda one: sum(training.weights.nbytes for training in one.values()))
_searches = Shelf[Mapping[str, TunedTraining]](MOST_BYTES_KEPT, lambda one: 10_000)


def study() -> Study:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "study" not in state:
        state.study, state.study_ignored = read_study(st.query_params.to_dict())
    found: Study = state.study
    return found


def change(**values: Any) -> None:
    st.session_state.study = replace(study(), **values)
    st.session_state.study_ignored = []


def write_link() -> None:
    """The address holds the whole study."""
    wanted = dict(parse_qsl(write_study(study())))
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


# ---- widgets -------------------------------------------------------------------------------------------------------


def controls() -> None:
    now = study()
    choose("Activation", ACTIVATIONS, "study activation", now.activation, lambda key: change(activation=key))
    _toggle(
        "Batch normalization",
        "batch_norm",
        "Each hidden layer is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).",
    )
    tip = "λ of the penalty ½ λ |W|². AdamW has a decay of its own besides."
    value_slider(r"Weight decay $\lambda$", "study decay", now.weight_decay, DECAYS, lambda value: change(weight_decay=value), tip)
    _number("Epochs", "epochs", 1, MOST_EPOCHS, 50)
    _number("Batch size", "batch_size", 2, MOST_IN_BATCH, 8)
    _number("Seed", "seed", 0, LAST_SEED, 1)
    _toggle("Tuned", "tuned", f"Every method gets the best of {TRIALS} step sizes, each tried for {EPOCHS_OF_TRIAL} epochs.")


def _number(label: str, name: str, least: int, most: int, step: int) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    act = chosen_by_visitor(key, lambda value: change(**{name: value}))
    st.number_input(label, least, most, first, step=step, key=key, on_change=act)


def _toggle(label: str, name: str, tip: str) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    st.toggle(label, first, key=key, help=tip, on_change=chosen_by_visitor(key, lambda value: change(**{name: value})))


# ---- what comes out ------------------------------------------------------------------------------------------------


def studied() -> Trainings:
    """The trainings of all methods, kept for all visitors."""
    now = study()
    network = now.network()

    def make(tell: Progress) -> Trainings:
        searches: Mapping[str, TunedTraining] = {}
        if now.tuned:
            searches = _search(network, now, lambda share: tell(SHARE_OF_SEARCH * share))
        racing: dict[str, Optimizer] = {key: searches[key].optimizer if key in searches else one for key, one in entrants().items()}
        before = SHARE_OF_SEARCH if now.tuned else 0.0

        def told(share: float) -> None:
            tell(before + (1 - before) * share)

        return train(racing, network, now.epochs, now.batch_size, now.seed, progress=told)

    with telling(f"{len(entrants())} methods in training") as tell:
        return _shelf.get((network, now.epochs, now.batch_size, now.seed, now.tuned), make, tell)


def _search(network: Network, now: Study, tell: Progress) -> Mapping[str, TunedTraining]:
    options: dict[str, Any] = {"epochs": EPOCHS_OF_TRIAL, "trials": TRIALS, "batch_size": now.batch_size, "seed": now.seed}
    ticket = (network, now.batch_size, now.seed)
    return _searches.get(ticket, lambda progress: tune_training(entrants(), network, **options, beyond=BEYOND, progress=progress), tell)


def charts(found: Trainings) -> None:
    """The curves, then the plane with the paths of those that did not diverge."""
    with st.container(key="study_curves"):
        st.plotly_chart(learning_curves(found, NAMES), key="study curves", config={"displayModeBar": False})
    st.dataframe(table(found), key="study table", hide_index=True)


def table(found: Trainings) -> list[dict[str, Any]]:
    """One line for each method, the lowest validation loss first."""
    lines = []
    for key, one in found.items():
        best = int(np.argmin(one.validation_loss))
        lines.append(
            {
                "method": NAMES[key],
                "step size": getattr(one.optimizer, one.optimizer.step_size),
                "training loss": float(one.training_loss[-1]),
                "validation loss": float(one.validation_loss[-1]),
                "best, in epoch": best,
                "told right": f"{one.validation_accuracy[-1]:.1%}",
                "status": f"diverged in epoch {one.diverged}" if one.diverged is not None else "",
            }
        )
    return sorted(lines, key=lambda line: (line["status"] != "", line["validation loss"]))


def plane_section(found: Trainings) -> None:
    """The loss around the path of one method, and how much of the path the plane shows."""
    now, network = study(), study().network()
    with st.container(key="study_plane", horizontal=True, vertical_alignment="bottom"):
        names = {key: NAMES[key] for key in found}
        choose("Loss around the path of", names, "study method", now.method, lambda key: change(method=key))
        choose("Directions", PLANES, "study directions", now.plane, lambda key: change(plane=key))
    one, name = found[now.method], NAMES[now.method]
    if one.diverged is not None:
        st.caption(f"{name} diverged in epoch {one.diverged}: there is no path to look around.")
        return
    if now.plane == "path":
        plane = principal_plane({now.method: one.weights})
        words = f"{plane.explained:.0%} of what {name} does lies in this plane, which the path's first two principal components span."
        labels = ("first principal component", "second principal component")
    else:
        plane = random_plane(network, one.weights[-1], now.seed)
        words = (
            f"Around where {name} ended, in two random directions that change each unit by as much as it has "
            "(filter-normalized, Li et al. 2018). Of the paths hardly anything lies in such a plane."
        )
        labels = ("first random direction", "second random direction")
    paths = {key: plane.project(other.weights) for key, other in found.items() if other.diverged is None}
    xs, ys = _window(paths[now.method], now.plane)
    with telling("The loss around the path") as tell:
        losses = plane.losses(network, xs, ys, tell)
    rough = roughness(network, one.weights[-1])
    st.caption(f"{words} The other paths are projected on it. Roughness around the end: {rough:.2f}, where a parabola has 1.")
    figure = around_paths(xs, ys, losses, paths, NAMES, labels, now.method)
    with st.container(key="study_around"):
        st.plotly_chart(figure, key="study plane chart", config={"displayModeBar": False})


def _window(path: Array, kind: str) -> tuple[Array, Array]:
    """What of the plane is shown: where the path is, or one length of the weights around its end."""
    if kind == "random":
        return np.linspace(-1, 1, CELLS), np.linspace(-1, 1, CELLS)
    low, high = path.min(axis=1), path.max(axis=1)
    room = 0.25 * (high - low).max() + 1e-9
    x, y = (np.linspace(a, b, CELLS) for a, b in zip(low - room, high + room, strict=True))
    return x, y


def normalization_section() -> None:
    """What batch normalization changes: how wrong η may be, and how rough the loss is; measured when somebody asks."""
    with st.expander("What does batch normalization change?", key="study norm", on_change="rerun") as section:
        if not section.open:
            return
        now, lines = study(), []
        networks = {name: replace(now, batch_norm=on).network() for name, on in (("without", False), ("with", True))}
        with telling("Both networks, with every step size") as tell:
            both = {
                name: _search(network, now, lambda share, done=i: tell((done + share) / 2))  # type: ignore[misc]
                for i, (name, network) in enumerate(networks.items())
            }
        for key in entrants():
            decades = {name: found[key].working_range() for name, found in both.items()}
            lines.append({"method": NAMES[key], **{f"{name}, decades of η that work": f"{value:.1f}" for name, value in decades.items()}})
        rough = {}
        for name, network in networks.items():
            sgd = both[name]["sgd"].optimizer
            end = train({"sgd": sgd}, network, EPOCHS_OF_TRIAL, now.batch_size, now.seed)["sgd"].weights[-1]
            rough[name] = roughness(network, end)
        wider = sum(both["with"][key].working_range() > both["without"][key].working_range() for key in both["with"])
        verdict = "less" if rough["with"] < rough["without"] else "not less"
        st.caption(
            f"A step size works that brings the training loss down to a tenth within {EPOCHS_OF_TRIAL} epochs. With batch "
            f"normalization the range is wider for {wider} of {len(lines)} methods. Roughness around the end of SGD, where a "
            f"parabola has 1: {rough['without']:.2f} without, {rough['with']:.2f} with, so {verdict} by this measure."
        )
        st.dataframe(lines, key="study norm table", hide_index=True)
