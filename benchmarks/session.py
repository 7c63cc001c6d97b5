"""A visitor without a browser: one WebSocket session that speaks Streamlit's protocol and moves sliders.

It does what the page's own client does: it sends what a slider was moved to, and names the large messages it
already has, so that the server need not send them again.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from types import TracebackType
from typing import Any, NamedTuple, Self

from hanging import SECONDS_UNTIL_HUNG
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


class Answer(NamedTuple):
    """What one rerun cost: seconds until the script had finished and all was received, bytes on the wire, and bytes before that."""

    seconds: float
    size: int
    size_unpacked: int


class _Counting(ClientConnection):
    """A connection that counts what comes in by the wire, compressed as it comes."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


class Failed(Exception):
    """The page showed an exception, or the script did not finish."""


class Session:
    """A page that is open. Use it with `async with`."""

    def __init__(self, host: str, query: str = "") -> None:
        self._address = f"ws://{host}/_stcore/stream"
        self._query = query
        self._page = ""
        self._sliders: dict[str, Any] = {}
        self._elements: dict[str, tuple[str, str]] = {}
        self._value: float | None = None
        self._known_messages: dict[str, Any] = {}
        self._moved: str | None = None
        self._socket: Any = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(self._address, subprotocols=["streamlit"], max_size=None, create_connection=_Counting)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._socket.close()

    def sliders(self) -> list[str]:
        """The sliders on the page, in order."""
        return list(self._sliders)

    def move(self, slider: str, rng: random.Random) -> None:
        """Put a slider somewhere else; the next rerun says so."""
        told = self._sliders[slider]
        self._value = rng.choice([choice for choice in told["choices"] if choice != told["value"]])
        self._moved = slider

    def touch(self, slider: str) -> None:
        """Leave a slider where it is; the next rerun is that of its part of the page."""
        self._moved = slider

    async def rerun(self) -> Answer:
        """Let the script run with the values as they are now. Raises Failed, or TimeoutError."""
        request = BackMsg()
        client = request.rerun_script
        client.query_string = self._query
        client.page_script_hash = self._page
        element, client.fragment_id = self._elements.get(self._moved or "", ("", ""))
        client.cached_message_hashes.extend(self._known_messages)
        if self._moved is not None and self._value is not None:
            event = {"event": "set", "value": {self._moved: self._value}}
            client.widget_states.widgets.add(id=_make_trigger_id(element, "events"), json_trigger_value=json.dumps([event]))
        self._moved = self._value = None
        received, began = self._socket.received, time.perf_counter()
        await self._socket.send(request.SerializeToString())
        async with asyncio.timeout(SECONDS_UNTIL_HUNG):
            unpacked = await self._until_finished()
        return Answer(time.perf_counter() - began, self._socket.received - received, unpacked)

    async def _until_finished(self) -> int:
        """The bytes of all messages until then."""
        unpacked = 0
        while True:
            received = await self._socket.recv()
            unpacked += len(received)
            message = ForwardMsg.FromString(received)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable:
                self._known_messages[message.hash] = message.delta
            if kind == "new_session":
                self._page = message.new_session.page_script_hash
                if not message.metadata.run.fragment_ids:
                    self._sliders.clear()
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "delta":
                self._look_at(message.delta)
            elif kind == "ref_hash":
                self._look_at(self._known_messages[message.ref_hash])
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise Failed("the script does not compile")
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return unpacked

    def _look_at(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        shown = delta.new_element.WhichOneof("type")
        if shown == "exception":
            raise Failed(f"{delta.new_element.exception.type}: {delta.new_element.exception.message}")
        component = delta.new_element.bidi_component
        if shown == "bidi_component" and component.component_name == "optviz.slider":
            for told in json.loads(component.json)["sliders"]:
                if not told["idle"]:
                    self._sliders[told["key"]] = told
                    self._elements[told["key"]] = component.id, delta.fragment_id
