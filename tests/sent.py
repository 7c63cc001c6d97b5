"""What the components of a page were sent, as Streamlit's own test runner sees it."""

from __future__ import annotations

import json
from typing import Any

from optviz.player.payload import unpack


def payloads(app: Any) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Header and arrays of every player and map, by the names that they have there; a map has its marks in its header again."""
    assert not app.exception
    sent = [component.proto for component in app.get("bidi_component")]
    found = {header["key"]: (header, arrays) for header, arrays in (unpack(one.bytes) for one in sent if one.bytes)}
    for one in sent:
        if one.component_name == "optviz.marking":
            data = json.loads(one.json)
            found[data["for"]][0]["marks"] = data["marks"]
    return found
