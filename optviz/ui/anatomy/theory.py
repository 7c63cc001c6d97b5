"""What is known of a method on a quadratic: its best values, its edge of stability, and where its values stand."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ...plotting.stability import stability
from ...theory import Tuning, spectrum
from ...written import number
from ..widgets import show_chart
from .controls import set_value, visit


def theory_section(side: str) -> None:
    """What theory says of one side; nothing where it says nothing."""
    now = visit.now
    specimen, found = now.specimens()[side], spectrum(now.terrain())
    theory = specimen.form().theory
    if theory is None or found is None:
        return
    with st.expander("What theory says here", key=f"anatomy theory {side}", on_change="rerun") as section:
        if not section.open:
            return
        optimizer: Any = specimen.optimizer()
        names = [name for name in ("learning_rate", "momentum") if name in optimizer.parameters()]
        values = [getattr(optimizer, name) for name in names]
        best, edge = theory.tuned(*found), theory.largest_learning_rate(found[1], *values[1:])
        smallest, largest = found
        st.markdown(
            f"This surface is a quadratic with the eigenvalues {number(smallest, 3)} and {number(largest, 3)}. "
            f"{specimen.name()} converges for η below {number(edge, 4)}{' with this γ' if len(names) > 1 else ''}. "
            f"Fastest in the long run: η = {number(best.learning_rate, 4)}{f', γ = {number(best.momentum, 4)}' if len(names) > 1 else ''}; "
            f"each step then leaves {best.factor:.1%} of the distance to the minimizer, and so {best.factor**2:.1%} of the gap."
        )

        def take_optimum() -> None:
            for name in names:
                set_value(side, name, getattr(best, name))

        st.button("Take these values", key=f"anatomy optimum {side}", on_click=take_optimum)
        if len(names) > 1:
            now_at = Tuning(values[0], values[1], factor=max(theory.factor(end, *values) for end in found))
            show_chart(stability(theory, *found, now_at), key=f"anatomy stability {side}")
        st.caption(f"{theory.reference}.")
