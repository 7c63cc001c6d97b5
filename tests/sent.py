"""What the components of a page were sent, as Streamlit's own test runner sees it."""

from __future__ import annotations

import json
from typing import Any

from header_shapes import faults

from optviz.player.header import AtlasHeader, Marking, Packed, PlayerHeader
from optviz.player.payload import unpack


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
