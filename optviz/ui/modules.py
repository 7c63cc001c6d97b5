"""The player's modules are kept by a browser that has been here before, until one of them changes.

Streamlit serves them without a word on how long they hold, so that every visit would ask for each of them once more, 150 times. The
first one of an element is asked for at every visit all the same. It is answered with another address, in which the version of all
modules stands; whatever it imports lies there beside it, and may be kept, as what has another version has another address.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import player

WEB = Path(player.__file__).with_name("web")
PATH = re.compile(r"(?P<place>.*/_stcore/bidi-components/optviz\.\w+/)(?P<version>[0-9a-f]{16}/)?(?P<module>.+)")
FOR_EVER = "public, max-age=31536000, immutable"


def version(folder: Path) -> str:
    """Of all files of a folder together: another whenever one of them is written."""
    written = sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*.*"))
    return blake2b(repr(written).encode(), digest_size=8).hexdigest()


class Kept:
    """Passes everything on as it is, except modules of the player."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.version = version(WEB)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
        elif found["version"]:
            path = found["place"] + found["module"]
            may_be_kept = found["version"] == f"{self.version}/"
            await self.app({**scope, "path": path, "raw_path": path.encode()}, receive, _kept(send) if may_be_kept else send)
        elif re.fullmatch(r"\w+\.js", found["module"]):
            self.version = version(WEB)
            moved = RedirectResponse(f"{self.version}/{found['module']}", headers={"Cache-Control": "no-cache"})
            await moved(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _kept(send: Send) -> Send:
    """Says of what is found that it may be kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = FOR_EVER
        await send(message)

    return sending


MIDDLEWARE = [Middleware(Kept)]
