"""The player's modules are kept by a browser that has been here before, until one of them changes; and by the server, ready to be sent.

Streamlit serves them without a word on how long they hold, so that every visit would ask for each of them once more, 150 times. The
first one of an element is asked for at every visit all the same. It is answered with another address, in which the version of all
modules stands; whatever it imports lies there beside it, and may be kept, as what has another version has another address. All
elements are led to one place, so that what two of them import is asked for once.
"""

from __future__ import annotations

import gzip
import re
from hashlib import blake2b
from pathlib import Path

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .. import player

WEB = Path(player.__file__).with_name("web")
PATH = re.compile(r".*/_stcore/bidi-components/optviz\.\w+/(?P<version>[0-9a-f]{16}/)?(?P<module>.+)")
PLACE = "optviz.player"
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def version(folder: Path) -> str:
    """Of all files of a folder together: another whenever one of them is written."""
    written = sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*.*"))
    return blake2b(repr(written).encode(), digest_size=8).hexdigest()


IMPORT = re.compile(r'^(?:import|export)\b[^;"]*"(\.[^"]+)";', re.MULTILINE)


def imported(folder: Path, *modules: str) -> list[str]:
    """What modules of a folder import, directly or by way of others, and they themselves, by their places in the folder."""
    found = dict.fromkeys(modules)
    for module in (waiting := list(found)):
        place = folder / module
        new = [(place.parent / path).resolve().relative_to(folder).as_posix() for path in IMPORT.findall(place.read_text(encoding="utf-8"))]
        waiting += [path for path in dict.fromkeys(new) if path not in found]
        found |= dict.fromkeys(new)
    return list(found)


class Kept:
    """Passes everything on as it is, except modules of the player."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.version = ""
        self._answers: dict[str, tuple[Response, Response]] = {}
        self._look()

    def _look(self) -> None:
        """What is there now, each as it is and packed."""
        if (found := version(WEB)) != self.version:
            self.version = found
            files = (path for path in WEB.rglob("*.*") if path.suffix in TYPES)
            self._answers = {path.relative_to(WEB).as_posix(): _answers(path) for path in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if found is None:
            await self.app(scope, receive, send)
        elif found["version"]:
            if found["version"] == f"{self.version}/" and (answers := self._answers.get(found["module"])):
                as_it_is, packed = answers
                await (packed if _unpacks(scope) else as_it_is)(scope, receive, send)
            else:  # of another version, or not there
                path = scope["path"].replace(found["version"], "", 1)
                await self.app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        elif re.fullmatch(r"\w+\.js", found["module"]):
            self._look()
            moved = RedirectResponse(f"../{PLACE}/{self.version}/{found['module']}", headers={"Cache-Control": "no-cache"})
            await moved(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _answers(path: Path) -> tuple[Response, Response]:
    body, headers = path.read_bytes(), {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    as_it_is = Response(body, headers=headers, media_type=TYPES[path.suffix])
    return as_it_is, Response(gzip.compress(body), headers={**headers, "Content-Encoding": "gzip"}, media_type=TYPES[path.suffix])


def _unpacks(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


MIDDLEWARE = [Middleware(Kept)]
