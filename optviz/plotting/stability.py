"""Where in the plane of η and γ a method converges on a quadratic, and how fast."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from surfaces.declaration import Array

from ..theory import Theory, Tuning
from .legend import ABOVE

CELLS = 80
SLOWEST, FASTEST = 1.5, 0.0
"""Factors from which on all is drawn alike: runs that grow by a half with every step, runs that arrive at once."""


@lru_cache(maxsize=32)
def factors(theory: Theory, smallest: float, largest: float) -> tuple[Array, Array, Array]:
    """η, γ and the factor by which a step shrinks the distance in the long run, rows by γ: the worse of the two ends of the spectrum."""
    edge = theory.largest_learning_rate(largest)
    rates, momenta = np.geomspace(edge / 300, edge * 3, CELLS), np.linspace(0, 0.99, CELLS)
    worst = [[max(theory.factor(end, rate, momentum) for end in (smallest, largest)) for rate in rates] for momentum in momenta]
    return rates, momenta, np.array(worst)


def stability(theory: Theory, smallest: float, largest: float, now: Tuning) -> go.Figure:
    """The map of factors with the edge of stability, the optimum, and the values in use."""
    rates, momenta, worst = factors(theory, smallest, largest)
    edges = [theory.largest_learning_rate(largest, momentum) for momentum in momenta]
    best = theory.tuned(smallest, largest)
    figure = go.Figure(
        [
            go.Heatmap(
                x=rates,
                y=momenta,
                z=np.clip(worst, FASTEST, SLOWEST),
                colorscale="Cividis_r",
                zmin=FASTEST,
                zmax=SLOWEST,
                colorbar={"title": {"text": "distance × per step"}, "thickness": 12},
                hovertemplate="η = %{x:.3g}, γ = %{y:.2f}: distance × %{z:.3f} per step<extra></extra>",
            ),
            go.Scatter(x=edges, y=momenta, mode="lines", name="edge of stability", line={"color": "#e42536", "width": 2.5}),
            _mark(best, "optimum", "star"),
            _mark(now, "now", "x"),
        ]
    )
    figure.update_xaxes(type="log", title="learning rate η", range=np.log10([rates[0], rates[-1]]).tolist())
    figure.update_yaxes(title="momentum γ", range=[0, 0.99])
    figure.update_layout(height=320, margin={"l": 50, "r": 10, "t": 30, "b": 40}, legend=ABOVE)
    return figure


def _mark(at: Tuning, name: str, symbol: str) -> go.Scatter:
    marker = {"symbol": symbol, "size": 13, "color": "#ffffff", "line": {"color": "#1f2430", "width": 1.5}}
    return go.Scatter(x=[at.learning_rate], y=[at.momentum], mode="markers", name=name, marker=marker)
