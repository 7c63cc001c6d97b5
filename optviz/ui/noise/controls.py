"""The method that this visitor shakes, and the widgets that show and change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from surfaces import FiniteSum

from ...pace import follows_schedules
from ...player.live_noise import Chance
from ...player.live_scene import Steering
from ...player.noise_scene import VALIDATION
from .. import conditions
from ..lineup import name_of
from ..session import Visit
from ..specimen import Specimen
from ..widgets import choose, of_surface, surface_slider, whole_number
from .experiment import COUNTS, EXAMPLES_EACH, METHODS, MOST_SEEDS, MOST_STEPS, NoiseExperiment

visit = Visit("noise", NoiseExperiment, [VALIDATION])


def method_picker() -> None:
    def act(entrant: str) -> None:
        visit.change(replace(visit.now, specimen=Specimen(entrant)))

    choose("Method", {entrant: name_of(entrant) for entrant in METHODS}, "noise method", visit.now.specimen.entrant, act)


def count_picker() -> None:
    """What the axis counts. Only asked where it makes a difference."""
    if not visit.now.kind().needs_examples:
        return
    tip = (
        f"One step on all examples costs as much as many steps on one. Counted by examples, {EXAMPLES_EACH} for each move of the cursor, "
        "all runs have always seen equally many."
    )
    choose("Count", COUNTS, "noise per", visit.now.per, lambda per: visit.change(replace(visit.now, per=per)), tip)


def seed_input() -> None:
    conditions.seed_field(visit, "Each seed draws its own noise for the runs in the player.")


def patience_input() -> None:
    """Early stopping, where there are examples to keep for validation."""
    if isinstance(visit.now.terrain(), FiniteSum):
        tip = (
            "A quarter of the examples is kept for validation. □ is where a run would stop: after this many steps without a lower "
            "validation loss. 0 keeps none."
        )

        def act(patience: int) -> None:
            visit.change(replace(visit.now, patience=patience))

        whole_number(visit, "Patience", "noise patience", visit.now.patience, 0, MOST_STEPS, act, tip)


def seeds_input() -> None:
    def act(seeds: int) -> None:
        visit.change(replace(visit.now, seeds=seeds))

    whole_number(visit, "Seeds in the fan", "noise seeds", visit.now.seeds, 2, MOST_SEEDS, act, width=150)


def sliders() -> None:
    """The learning rate and its schedule, then the noise, the surface, and the rest of the method."""
    now = visit.now
    optimizer = now.specimen.optimizer()

    def of_method(name: str, value: Any) -> None:
        visit.change(replace(visit.now, specimen=visit.now.specimen.with_value(name, value)))

    first = optimizer.step_size
    names = [first, *(name for name in optimizer.parameters() if name != first)]
    conditions.parameter_widgets(optimizer, names[:1], _of_method(), of_method)
    if follows_schedules(optimizer) and (now.schedule != NoiseExperiment().schedule or now.changing()):
        conditions.schedule_sliders(visit)
    conditions.noise_sliders(visit)
    for name in now.terrain().parameters():
        surface_slider(visit, name)
    conditions.parameter_widgets(optimizer, names[1:], _of_method(), of_method)


def _of_method() -> str:
    """How the keys of the method's sliders begin."""
    return f"noise {visit.now.specimen.entrant}"


def steering() -> dict[str, Steering]:
    """What each slider of the page sets, of all lanes."""
    now = visit.now
    own: dict[str, Steering] = {
        f"{_of_method()} {name}": {lane: [name] for lane in now.lanes()} for name in now.specimen.optimizer().parameters()
    }
    return {**own, **of_surface(visit), **conditions.of_schedule(visit), **conditions.of_noise(visit, named=True)}


def chances() -> dict[str, Chance]:
    """The noise of each lane that has some, with the seed that is in the player."""
    return {lane: Chance(kind, visit.now.seed) for lane, kind in visit.now.lanes().items() if kind is not None}
