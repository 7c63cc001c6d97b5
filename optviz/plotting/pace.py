"""The learning rate in each step, as stairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from surfaces.declaration import Array

from ..trajectory import Trajectory
from .inks import Inks
from .style import style

HEIGHT = 130
GREY = "#8a8f98"


def stairs(rate: Array, name: str, color: str, at: Array | None = None) -> go.Scatter:
    """At places `at`, (steps + 1,), or at 0, 1, 2, …: a learning rate in each step, (steps,): it is the same from a step to the next."""
    line = {"color": color, "width": 2, "shape": "hv"}
    return go.Scatter(x=np.arange(len(rate) + 1) if at is None else at, y=np.append(rate, rate[-1:]), mode="lines", name=name, line=line)


def paces(runs: Mapping[str, Trajectory], names: Mapping[str, str], inks: Inks) -> go.Figure:
    """What a schedule multiplied η by in each step, by entrant: one line if that is the same for all. A run that diverged ends its line."""
    taken = {entrant: run.factors[: int(run.last) or 1] for entrant, run in runs.items()}
    longest = max(taken.values(), key=len)
    figure = go.Figure()
    if all(np.array_equal(one, longest[: len(one)]) for one in taken.values()):
        figure.add_trace(stairs(longest, "η<sub>t</sub>/η", inks.ink(GREY)))
    else:
        figure.add_traces([stairs(one, names[entrant], inks.ink(style(entrant).color)) for entrant, one in taken.items()])
    steps = max(len(run.factors) for run in runs.values())
    figure.update_xaxes(title="step", range=[0, steps], fixedrange=True)
    figure.update_yaxes(title="η<sub>t</sub>/η", rangemode="tozero", fixedrange=True)
    figure.update_layout(height=HEIGHT, margin={"l": 60, "r": 10, "t": 8, "b": 36}, showlegend=False, hovermode="x unified")
    return figure
