"""Training of a network as charts: the losses over the epochs, and the loss around the paths in a plane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..hyperparameter import Array
from ..training import Training
from .style import style

LOWEST = 1e-8


def learning_curves(trainings: Mapping[str, Training], names: Mapping[str, str]) -> go.Figure:
    """Training loss on the left, validation loss on the right, one line for each method."""
    figure = make_subplots(1, 2, subplot_titles=["training loss", "validation loss"], horizontal_spacing=0.06)
    for key, one in trainings.items():
        last = one.diverged if one.diverged is not None else len(one.training_loss)
        for column, losses in enumerate((one.training_loss, one.validation_loss), 1):
            shown = np.maximum(losses[:last], LOWEST)
            figure.add_scatter(
                y=shown,
                mode="lines",
                name=names[key],
                legendgroup=key,
                showlegend=column == 1,
                line=_line(key),
                hovertemplate=f"{names[key]}<br>epoch %{{x}}: %{{y:.3g}}<extra></extra>",
                row=1,
                col=column,
            )
    figure.update_yaxes(type="log", exponentformat="power", nticks=7)
    figure.update_xaxes(title="epoch")
    figure.update_layout(height=420, margin={"l": 50, "r": 10, "t": 30, "b": 40}, legend={"font": {"size": 11}})
    return figure


def around_paths(
    xs: Array, ys: Array, losses: Array, paths: Mapping[str, Array], names: Mapping[str, str], labels: tuple[str, str], looked: str
) -> go.Figure:
    """The loss over a plane, as contours of its logarithm, with the paths (2, epochs + 1) projected on it; one stands out."""
    figure = go.Figure(
        go.Contour(
            x=xs,
            y=ys,
            z=np.log10(np.maximum(losses, LOWEST)),
            colorscale="Greys",
            ncontours=18,
            line={"width": 0.5},
            colorbar={"title": {"text": "log₁₀ loss"}, "thickness": 12, "x": -0.16},
            hovertemplate="log₁₀ loss %{z:.2f}<extra></extra>",
        )
    )
    for key, (x, y) in sorted(paths.items(), key=lambda path: path[0] == looked):
        wide, clear = (3.5, 1.0) if key == looked else (1.2, 0.55)
        line = {**_line(key), "width": wide}
        figure.add_scatter(x=x, y=y, mode="lines", name=names[key], legendgroup=key, line=line, opacity=clear, hoverinfo="name")
        end: dict[str, Any] = {"color": style(key).color, "size": 4 + 2 * wide, "line": {"color": "white", "width": 1}}
        figure.add_scatter(x=x[-1:], y=y[-1:], mode="markers", legendgroup=key, showlegend=False, marker=end, name=names[key])
    figure.update_xaxes(title=labels[0], range=[xs[0], xs[-1]])
    figure.update_yaxes(title=labels[1], range=[ys[0], ys[-1]])
    figure.update_layout(height=520, margin={"l": 50, "r": 10, "t": 10, "b": 40}, legend={"font": {"size": 11}})
    return figure


def _line(key: str) -> dict[str, Any]:
    look = style(key)
    dash = ",".join(f"{piece}px" for piece in look.dash) if look.dash else "solid"
    return {"color": look.color, "width": 1.8, "dash": dash}
