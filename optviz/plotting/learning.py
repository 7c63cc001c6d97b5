"""Training of a network as charts: the losses over the epochs, and the loss at the end over the learning rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from surfaces.declaration import Array

from ..network.tuning import LEARNED, TunedTraining
from ..written import number
from .inks import Inks
from .legend import ABOVE
from .style import HUES, style

LOWEST = 1e-8


def learning_curves(curves: Mapping[str, tuple[Array, Array]], names: Mapping[str, str], inks: Inks) -> go.Figure:
    """Training loss on the left, validation loss on the right, (epochs + 1,) each; one line for each method."""
    figure = make_subplots(1, 2, subplot_titles=["training loss", "validation loss"], horizontal_spacing=0.06, shared_yaxes=True)
    for key, both in curves.items():
        for column, losses in enumerate(both, 1):
            figure.add_scatter(
                y=np.maximum(losses, LOWEST),
                mode="lines",
                name=names[key],
                legendgroup=key,
                showlegend=column == 1,
                line=_line(key, inks),
                text=[number(loss, 3) for loss in losses],
                hovertemplate=f"{names[key]}<br>epoch %{{x}}: %{{text}}<extra></extra>",
                row=1,
                col=column,
            )
    figure.update_yaxes(type="log", exponentformat="power", dtick=1)
    figure.update_xaxes(title="epoch")
    figure.update_layout(height=330, margin={"l": 50, "r": 10, "t": 60, "b": 40}, legend={**ABOVE, "y": 1.12})
    return figure


def step_sizes(searches: Mapping[str, TunedTraining], inks: Inks) -> go.Figure:
    """The training loss at the end over the learning rate that was tried, a line for each search; a cross where the training diverged."""
    figure = go.Figure()
    for (name, one), color in zip(searches.items(), map(inks.ink, HUES), strict=False):
        line = {"color": color, "width": 2}
        kept = one.diverged == 0
        ends = np.where(kept, np.maximum(one.training_loss, LOWEST), np.nan)
        told = [f"η = {number(value, 2)}: {number(end, 3)}" for value, end in zip(one.values, ends, strict=True)]
        words = f"{name}<br>%{{text}}<extra></extra>"
        figure.add_scatter(x=one.values, y=ends, text=told, mode="lines+markers", name=name, line=line, hovertemplate=words)
        if not kept.all():
            marker = {"symbol": "x", "color": color, "size": 8}
            lost = np.full(int((~kept).sum()), one.loss_at_start)
            figure.add_scatter(x=one.values[~kept], y=lost, mode="markers", name=f"{name}, diverged", marker=marker)
    first = next(iter(searches.values()))
    figure.add_hline(LEARNED * first.loss_at_start, line={"dash": "dot", "width": 1}, annotation={"text": "learned", "yanchor": "top"})
    figure.update_xaxes(type="log", exponentformat="power", dtick=1, title="learning rate η")
    figure.update_yaxes(type="log", exponentformat="power", dtick=1, title="training loss at the end")
    figure.update_layout(height=330, margin={"l": 50, "r": 10, "t": 30, "b": 40}, legend=ABOVE)
    return figure


def _line(key: str, inks: Inks) -> dict[str, Any]:
    look = style(key)
    dash = ",".join(f"{piece}px" for piece in look.dash) if look.dash else "solid"
    return {"color": inks.ink(look.color), "width": 1.8, "dash": dash}
