"""What many seeds have in common: bands of gaps over the steps, where the runs end, and the learning rate in each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from surfaces import Beyond, Surface
from surfaces.declaration import Array

from ..fan import Fan
from ..trajectory import Trajectory
from .inks import Inks
from .legend import ABOVE
from .pace import GREY, stairs

HEIGHT = 330
LOWEST, HIGHEST = 1e-12, 1e6
"""Gaps beyond these are drawn at the edge."""
CELLS = 60
BAND = (0.1, 0.9)
"""The shares of the runs between which the band lies."""


def bands(
    fans: Mapping[str, Fan],
    exact: Trajectory,
    titles: Mapping[str, str],
    colors: Mapping[str, str],
    rate: Array | None,
    inks: Inks,
    per: str = "step",
) -> go.Figure:
    """The median of the gaps with the band of the middle 80 of 100 runs, and the run without noise.

    rate: the learning rate in each step of the first fan, (steps,), drawn below if it is given
    per:  what stands on the axis, "step" or "example"
    """

    def along(run: Trajectory) -> Any:
        seen = run.examples.reshape(len(run.points), -1)[:, 0]
        return seen if per == "example" else np.arange(len(seen))

    rows = 1 if rate is None else 2
    figure = make_subplots(rows, 1, shared_xaxes=True, vertical_spacing=0.06, row_heights=[1.0] if rate is None else [0.76, 0.24])
    for lane, one in fans.items():
        steps = along(one.trajectory)
        low, middle, high = np.clip(one.quantiles(BAND[0], 0.5, BAND[1]), LOWEST, HIGHEST)
        color = inks.ink(colors[lane])
        edge = {"color": color, "width": 0}
        figure.add_scatter(x=steps, y=low, mode="lines", line=edge, showlegend=False, hoverinfo="skip", row=1, col=1)
        figure.add_scatter(
            x=steps, y=high, mode="lines", line=edge, fill="tonexty", opacity=0.3, showlegend=False, hoverinfo="skip", row=1, col=1
        )
        figure.add_scatter(x=steps, y=middle, mode="lines", name=titles[lane], line={"color": color, "width": 2}, row=1, col=1)
    figure.add_scatter(
        x=along(exact),
        y=np.clip(exact.gaps, LOWEST, HIGHEST),
        mode="lines",
        name=titles["batch"],
        line={"color": inks.ink(colors["batch"]), "width": 2, "dash": "dash"},
        row=1,
        col=1,
    )
    figure.update_yaxes(type="log", exponentformat="power", title="gap f − f*", row=1, col=1)
    if rate is not None:
        first = next(iter(fans.values())).trajectory
        figure.add_trace(stairs(rate, "learning rate η", inks.ink(GREY), along(first)), row=2, col=1)
        figure.update_yaxes(title="η", rangemode="tozero", row=2, col=1)
    figure.update_xaxes(title="examples seen" if per == "example" else "step", row=rows, col=1)
    figure.update_layout(height=HEIGHT, margin={"l": 60, "r": 10, "t": 30, "b": 40}, legend=ABOVE)
    return figure


def ends(fans: Mapping[str, Fan], surface: Surface, titles: Mapping[str, str], colors: Mapping[str, str], inks: Inks) -> go.Figure:
    """Where the runs end, on the contours of the part of the surface that they end in."""
    clouds = {lane: one.trajectory.points[-1] for lane, one in fans.items()}
    grids = _around([*clouds.values(), *(np.reshape(at, (2, 1)) for at in surface.minimizers)], surface)
    heights = surface.value(np.array(np.meshgrid(*grids)))
    shades = np.log10(heights - surface.minimum + 1e-12) if surface.beyond is not Beyond.LOWER else heights
    lines = go.Contour(x=grids[0], y=grids[1], z=shades, showscale=False, showlegend=False, ncontours=14, hoverinfo="skip")
    figure = go.Figure(lines.update(contours_coloring="none", line={"color": inks.isoline, "width": 1}))
    for lane, (x, y) in clouds.items():
        marker = {"color": inks.ink(colors[lane]), "size": 5, "opacity": 0.7}
        figure.add_scatter(x=x, y=y, mode="markers", name=titles[lane], marker=marker, hovertemplate="(%{x:.4g}, %{y:.4g})")
    for x, y in surface.minimizers:
        star = {"symbol": "star", "size": 13, "color": inks.text, "line": {"color": inks.background, "width": 1.5}}
        figure.add_scatter(x=[x], y=[y], mode="markers", name="minimizer", marker=star, showlegend=False)
    for axis, values, name in zip(("xaxis", "yaxis"), grids, surface.coordinates, strict=True):
        figure.update_layout({axis: {"range": [values[0], values[-1]], "title": name}})
    figure.update_layout(height=HEIGHT, margin={"l": 50, "r": 10, "t": 30, "b": 40}, legend=ABOVE)
    return figure


def _around(clouds: Sequence[Array], surface: Surface) -> list[Array]:
    """Values of x and of y that cover the points, with some room, within ten times the window."""
    found = []
    for coordinate, (lower, upper) in enumerate(surface.domain):
        values = np.concatenate([cloud[coordinate] for cloud in clouds])
        values = values[np.abs(values - (lower + upper) / 2) < 5 * (upper - lower)]
        first, last = (values.min(), values.max()) if len(values) else (lower, upper)
        room = max(0.15 * (last - first), 1e-6 * (upper - lower))
        found.append(np.linspace(first - room, last + room, CELLS))
    return found
