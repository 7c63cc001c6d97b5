"""What the components of a page were sent, as Streamlit's own test runner sees it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from header_shapes import faults

from optviz import NOISES, OPTIMIZERS, minimize
from optviz.player.header import AtlasHeader, Marking, Packed, PlayerHeader
from optviz.player.payload import digest, unpack
from optviz.player.scene import UNITS, reached
from surfaces import SURFACES

FORMS = {form.__name__: form for method in OPTIMIZERS.values() for form in method.forms()}


def link_of(app: Any) -> dict[str, str]:
    """What the page has its address say of the experiment, whoever writes it: a player, or else what stands there for that alone."""
    alone = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.component_name == "optviz.address"]
    (said,) = alone or [header for header, _ in payloads(app).values() if "link" in header]
    return dict(parse_qsl(said["link"], keep_blank_values=True))


def of_player(app: Any) -> bytes:
    """The payload of the page's player."""
    (sent,) = [one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name == "optviz.player"]
    return bytes(sent)


def payloads(app: Any) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Header and arrays of every player and map, by the names that they have there; a map has its marks in its header again.

    All of them have the shapes that are declared.
    """
    assert not app.exception
    sent = [component.proto for component in app.get("bidi_component")]
    found = {header["key"]: (header, arrays) for header, arrays in (unpack(one.bytes) for one in sent if one.bytes)}
    for one in sent:
        if one.component_name == "optviz.marking":
            data = json.loads(one.json)
            assert not list(faults(data, Marking))
            found[data["for"]][0]["marks"] = data["marks"]
    for header, _ in found.values():
        own = {key: value for key, value in header.items() if key not in Packed.__required_keys__}
        packed = {key: value for key, value in header.items() if key not in own}
        found_wrong = [*faults(packed, Packed), *faults(own, AtlasHeader if header.get("kind") == "atlas" else PlayerHeader)]
        assert not found_wrong, found_wrong
    return found


def points_of(header: dict[str, Any], arrays: dict[str, Any], **conditions: Any) -> Any:
    """The points of all runs of a player, (runs, 2, steps + 1), as the browser draws them: sent, or found by itself.

    conditions: the schedule, the seed of the noise, and the surface if it has only some of the examples
    """
    if "live" not in header:
        return arrays["points"]
    live = header["live"]
    of_surface = conditions.pop("surface", SURFACES[header["surface"]["key"]])
    surface = of_surface.replace(**dict(zip(of_surface.parameters(), live["parameters"], strict=True)))
    (per,) = [per for per, unit in UNITS.items() if unit == header["unit"]]
    begun, sent, points = 0, iter(arrays.get("live.at", ())), []
    for lane in live["lanes"]:
        steps = lane.get("steps", header["steps"])
        if lane["digest"] is None:
            own = arrays["live.points"][begun : begun + steps + 1]
            at = np.arange(steps + 1) if per == "step" else next(sent)
            begun += steps + 1
        else:
            form = FORMS[lane["form"]]
            optimizer = form(**dict(zip(form.parameters(), lane["hyperparameters"], strict=True)))
            noise = live["noises"][lane["noise"]] if "noise" in lane else None
            kind = NOISES[noise["kind"]] if noise else None
            shaken = {"noise": kind(**dict(zip(kind.parameters(), noise["values"], strict=True)))} if kind else {}
            run = minimize(optimizer, surface, header["start"], steps, **shaken, **conditions)
            own, at = run.points, reached(run, per, header["each"], header["steps"])
            assert digest(own) == lane["digest"]
        points.append(own[at])
    return np.stack(points).swapaxes(1, 2).astype(np.float32)
