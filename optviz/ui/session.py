"""The experiment of a visitor on one page: read from the link once, then changed by widgets and by the player.

The experiment is the one truth. Widgets are set from it before they are drawn and write to it when
they are touched, so a story, a link and a click on the map all work the same way.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ..player import header
from ..player.header import Viewed, Window
from ..player.scene import CURVES
from ..player.viewer import mount_address
from .address import read, write
from .experiment import Experiment, Point, Setting
from .query import Query, entries_of
from .view import View, are_coordinates, as_window

Experimenting = TypeVar("Experimenting", bound=Experiment)
Shown = TypeVar("Shown")
Placed = TypeVar("Placed", bound=Setting)


@dataclass
class _Kept(Generic[Experimenting]):
    """What a session keeps of a page.

    opened:   another number whenever a link was opened
    is_open:  until the address says something else
    zoomed:   what a map came to show by a gesture, and what it had shown before the first of them
    accepted: what the visitor has said may take long
    stale:    whether the player has changed what stands outside of it
    whole:    whether the browser has asked to be sent all of a race, since it cannot run one
    """

    experiment: Experimenting
    view: View
    ignored: list[str]
    window: Window | None
    opened: int
    is_open: bool = True
    complaint: str = ""
    stale: bool = False
    whole: bool = False
    zoomed: tuple[Any, Any] = (None, None)
    accepted: set[Hashable] = field(default_factory=set)


class Visit(Generic[Experimenting]):
    """A page as its visitor has it. Any number of visits share the one object: what is kept is kept in the session.

    page:   its name, with which all keys of the page begin; also that of its player
    kind:   of its experiments
    curves: those that its player has besides those of a run
    speed:  of the player's cursor where the link does not say
    """

    def __init__(self, page: str, kind: type[Experimenting], curves: Collection[str] = (), speed: float = 1.0) -> None:
        self.page, self._kind, self._curves, self._speed = page, kind, (*CURVES, *curves), speed
        self._linked: dict[str, tuple[Experimenting, View]] = {}

    @property
    def _kept(self) -> _Kept[Experimenting]:
        before: _Kept[Experimenting] | None = st.session_state.get(_visit_of(self.page))
        if before is not None and before.is_open:
            return before
        experiment, view, ignored = self._read(Query(_entries()))
        kept = _Kept(experiment, view, ignored, as_window(view.window), st.session_state.get(_opened_at(self.page), 0))
        if before is not None:
            kept.accepted, kept.whole = before.accepted, before.whole
        st.session_state[_visit_of(self.page)] = kept
        return kept

    def _read(self, query: Query) -> tuple[Experimenting, View, list[str]]:
        """What a link opens, and what of it had to be ignored."""
        experiment, view = read(self._kind, query), read(View, query)
        if view.curve is not None and view.curve not in self._curves:
            query.refuse("curve")
            view = replace(view, curve=None)
        return experiment, view, query.ignored()

    @property
    def now(self) -> Experimenting:
        """The experiment; at the visitor's first run the one that the link describes."""
        return self._kept.experiment

    @property
    def view(self) -> header.View:
        """How the player is looked at when a link is opened."""
        return self._kept.view.said()

    def address(self) -> Viewed:
        """What the player needs to write the address, and how it is looked at when that is opened."""
        kept = self._kept
        return {"link": write(kept.experiment), "opened": kept.opened, "view": kept.view.said(), "speed": self._speed}

    @property
    def window(self) -> Window | None:
        """The part of the map that is looked at, None for all of it."""
        return self._kept.window

    @property
    def ignored(self) -> list[str]:
        """What of the link had to be ignored."""
        return self._kept.ignored

    @property
    def complaint(self) -> str:
        """What is wrong with what the visitor wanted last; empty if nothing is."""
        return self._kept.complaint

    @property
    def accepted(self) -> set[Hashable]:
        """What the visitor has said may take long."""
        return self._kept.accepted

    @property
    def browser_runs(self) -> bool:
        """Whether the visitor's browser runs races by itself, as far as is known."""
        return not self._kept.whole

    def send_whole(self) -> None:
        """From now on send all of a race: the browser cannot run one."""
        self._kept.whole = True

    def linked(self, link: str) -> Experimenting:
        """The experiment of one of our own links."""
        return self._opened(link)[0]

    def _opened(self, link: str) -> tuple[Experimenting, View]:
        if link not in self._linked:
            experiment, view, _ = self._read(Query(entries_of(link)))
            self._linked[link] = experiment, view
        return self._linked[link]

    def change(self, new: Experimenting) -> None:
        """Go on with another experiment, `replace(visit.now, steps=100)`. Another place is looked at as a whole."""
        kept, new = self._kept, new.fitted()
        if new.place() != kept.experiment.place():
            kept.window = None
        kept.experiment, kept.ignored, kept.complaint = new, [], ""

    def adopt(self, new: Experimenting) -> None:
        """Begin another experiment, looked at as a whole."""
        self.change(new)
        self._kept.window = None

    def follow(self, link: str) -> None:
        """Begin what one of our own links says, looked at as it says."""
        experiment, view = self._opened(link)
        self.adopt(experiment)
        kept = self._kept
        kept.view, kept.window, kept.opened = view, as_window(view.window), _open_anew(self.page)

    def write_address(self) -> None:
        """Put the experiment into the address. Where there is a player it does that itself, with its own view."""
        mount_address({"link": write(self.now), "opened": self._kept.opened}, key=f"{self.page} address")

    def refuse(self, sentence: str) -> None:
        """Leave everything as it is and say why."""
        self._kept.complaint = sentence

    def asked(self, event: str, element: str | None = None) -> Any:
        """What the visitor asked for in an element of the page, the player if none is named. It may be anything,
        and nothing where the visitor has gone on to another page since."""
        return (st.session_state.get(element or self.page) or {}).get(event)

    def look_at(self, bounds: Any) -> None:
        """Take up the part of the player's map that is looked at, which concerns nothing outside of it."""
        self._kept.window = as_window(bounds)

    def home(self, shown: Shown) -> Shown:
        """What a map showed before it was zoomed to what it shows; that itself, if it was not."""
        after, before = self._kept.zoomed
        home: Shown = before if after == shown else shown
        return home

    def has_zoomed(self, before: Shown, after: Shown) -> None:
        """Keep the way back: a gesture on a map has changed what it shows."""
        self._kept.zoomed = (after, self.home(before))

    def is_stale_now(self) -> None:
        """Have the whole page run again: what stands outside of the player has changed."""
        self._kept.stale = True

    def stale(self) -> bool:
        """Whether the player has changed what stands outside of it; true once."""
        was, self._kept.stale = self._kept.stale, False
        return was


def follow_history(page: str) -> None:
    """Have a page open what its address says, if the visitor has come to it by Back or Forward."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and context.is_history_navigation:
        _open_anew(page)
        kept: _Kept[Any] | None = st.session_state.get(_visit_of(page))
        if kept is not None:
            kept.is_open = False


def _entries() -> dict[str, str]:
    """Those of the address. Where a visitor goes on quickly, the next run may exchange them while this one, about to end, reads them."""
    while True:
        try:
            return st.query_params.to_dict()
        except (KeyError, RuntimeError):
            continue


def _visit_of(page: str) -> str:
    return f"{page} visit"


def _opened_at(page: str) -> str:
    return f"{page} opened"


def _open_anew(page: str) -> int:
    """Another number for what is open on a page, which no session had before: a player may outlive the session that it belongs to."""
    before = st.session_state.get(_opened_at(page), 0)
    st.session_state[_opened_at(page)] = opened = max(before + 1, time.time_ns() // 1_000_000)
    return opened


def heard_in_player(visit: Visit[Placed], event: str) -> None:
    """Take up a start that was chosen on the player's own map, the part of it that is looked at, or that the browser runs no race."""
    if event == "whole":
        visit.send_whole()
    elif event == "window":
        visit.look_at(visit.asked(event))
    elif event == "start" and (start := as_point(visit.asked(event))):
        visit.change(visit.now.started_at(start))
        visit.is_stale_now()


def as_point(value: Any) -> Point | None:
    """A point that a browser sent; None if it is none."""
    return (float(value[0]), float(value[1])) if are_coordinates(value, 2) else None
