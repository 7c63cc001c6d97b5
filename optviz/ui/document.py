"""The document that every visit begins with is Streamlit's; the style of the pages is put into it.

A page that brought its style along would be laid out once without it, and everything on it would move when it comes.
So it would when the type of its formula comes, which is asked for early.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from .modules import PLACE, WEB, imported, version

STYLE = Path(__file__).with_name("page.css")
END = b"</body>"
"""Where the style stands: after Streamlit's own, which comes with its elements."""
HEAD = b"</head>"
TYPE = ("KaTeX_Main-Regular", "KaTeX_Math-Italic")
"""Of formulas."""
MODULES = ("player.js", "slider.js", "dock.js")
"""What nearly all pages show. What these import would else be found piece by piece, and only when a page has come."""
ASK = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
"""What a browser may ask of a document, and does not get: a packed one, only a changed one, a part of one."""


class Styled:
    """Passes everything on as it is, except documents."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.style = b"<style>\n" + STYLE.read_bytes() + b"</style>\n"
        fonts = [path for name in TYPE for path in Path(get_static_dir()).glob(f"static/media/{name}.*.woff2")]
        links = [f'<link rel="preload" href="./static/media/{font.name}" as="font" type="font/woff2" crossorigin />\n' for font in fonts]
        where = f"./_stcore/bidi-components/{PLACE}/{version(WEB)}"
        links += [f'<link rel="modulepreload" href="{where}/{module}" fetchpriority="low" />\n' for module in imported(WEB, *MODULES)]
        self.early = "".join(links).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _opens_a_page(scope):
            await self.app(scope, receive, send)
            return
        whole = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in ASK]}
        held: list[Message] = []

        async def styled(message: Message) -> None:
            if not held and not (message["type"] == "http.response.start" and _is_document(message)):
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await self._send(held[0], b"".join(part["body"] for part in held[1:]), send)

        await self.app(whole, receive, styled)

    async def _send(self, start: Message, document: bytes, send: Send) -> None:
        styled = document.replace(HEAD, self.early + HEAD, 1).replace(END, self.style + END, 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(styled))
        for name in ("etag", "last-modified"):  # those of the file without the style
            del headers[name]
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": styled})


def _opens_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_document(start: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])


MIDDLEWARE = [Middleware(Styled)]
