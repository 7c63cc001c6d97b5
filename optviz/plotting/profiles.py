"""What every value of a method's learning rate leads to: one small panel for each method, all on the same axes."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..rule import in_text, symbol, words_beside
from ..status import STATUSES, Status
from ..tune import Tuned
from ..written import number
from .inks import Inks
from .style import style

ROW_HEIGHT = 120
LOWEST, HIGHEST = 1e-12, 1e4
"""Gaps beyond these are drawn at the edge."""


def profiles(found: Mapping[str, Tuned], names: Mapping[str, str], inks: Inks, columns: int = 5) -> go.Figure:
    """The final gap over the learning rate for each search, by entrant; what works is shaded, the best is marked.

    Runs that diverged are drawn as crosses along the upper edge.
    """
    searched = {entrant: one for entrant, one in found.items() if one.search is not None}
    rows = math.ceil(len(searched) / columns)
    titles = [f"{names[entrant]} · {one.decades:.1f} decades" for entrant, one in searched.items()]
    figure = make_subplots(
        rows, columns, subplot_titles=titles, shared_yaxes=True, vertical_spacing=0.42 / max(rows, 1), horizontal_spacing=0.015
    )
    for i, (entrant, one) in enumerate(searched.items()):
        color = inks.ink(style(entrant).color)
        for trace in _panel(one, color, inks.background):
            figure.add_trace(trace, i // columns + 1, i % columns + 1)
        for lower, upper in _stretches(one):
            figure.add_vrect(lower, upper, i // columns + 1, i % columns + 1, fillcolor=color, opacity=0.18, line_width=0)
    lowest, highest = np.log10([LOWEST, HIGHEST])
    figure.update_yaxes(type="log", range=[lowest - 0.5, highest + 0.8], dtick=4, exponentformat="power", fixedrange=True)
    figure.update_xaxes(type="log", dtick=2, exponentformat="power", fixedrange=True)
    figure.update_annotations(font={"size": 12})
    figure.for_each_xaxis(lambda axis: axis.update(tickfont={"size": 10}))
    figure.for_each_yaxis(lambda axis: axis.update(tickfont={"size": 10}))
    figure.update_layout(height=rows * ROW_HEIGHT + 40, margin={"l": 45, "r": 10, "t": 24, "b": 24}, showlegend=False, hovermode="closest")
    return figure


def _stretches(one: Tuned) -> list[tuple[float, float]]:
    """From where to where the values of the first axis work."""
    assert one.search is not None
    values = next(iter(one.search.axes.values()))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], one.works.astype(int), [0]))))
    return [(float(values[first]), float(values[after - 1])) for first, after in edges.reshape(-1, 2)]


def _panel(one: Tuned, color: str, rim: str) -> list[go.Scatter]:
    search = one.search
    assert search is not None
    name, values = next(iter(search.axes.items()))
    parameter = one.optimizer.parameters()[name]
    called = f"{words_beside(parameter.symbol, name)} {in_text(symbol(parameter.symbol))}".strip()
    flat = search.final_gap.reshape(len(values), -1)
    lost = (search.codes == STATUSES.index(Status.DIVERGED)).reshape(len(values), -1)
    gap = np.where(lost, np.inf, flat).min(axis=1)  # the best of a second axis
    shown = np.where(np.isfinite(gap), np.clip(gap, LOWEST, HIGHEST), np.nan)
    dead = values[~np.isfinite(gap)]
    best = one.best[0]
    tried = np.array([f"{called} = {number(value, 3)}" for value in values])
    told = np.array([f"{what}<br>gap {number(left, 3)}" for what, left in zip(tried, gap, strict=True)])
    hover = "%{text}<extra></extra>"
    return [
        go.Scatter(x=values, y=shown, text=told, mode="lines", line={"color": color, "width": 2}, hovertemplate=hover),
        go.Scatter(
            x=dead,
            y=np.full(len(dead), HIGHEST),
            mode="markers",
            marker={"symbol": "x-thin", "size": 5, "line": {"color": color, "width": 1}},
            text=tried[~np.isfinite(gap)],
            hovertemplate="%{text}: diverges<extra></extra>",
        ),
        go.Scatter(
            x=values[best : best + 1],
            y=shown[best : best + 1],
            text=told[best : best + 1],
            mode="markers",
            marker={"symbol": "star", "size": 12, "color": color, "line": {"color": rim, "width": 1}},
            hovertemplate=f"best: {hover}",
        ),
    ]
