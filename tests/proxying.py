"""A proxy that serves a server below a path of its own, of which the server knows nothing: it strips the path off, as many do."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

END = b"\r\n\r\n"
PIECE = 2**16


@contextmanager
def proxying(port: int, path: str) -> Iterator[int]:
    """The server at a port of this machine, below a path such as "/a/b/", until the end of the block. The port of the proxy."""

    class Here(_Visit):
        to, below = port, path

    with _Proxy(("127.0.0.1", 0), Here) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield int(proxy.server_address[1])
        finally:
            proxy.shutdown()


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _Visit(socketserver.BaseRequestHandler):
    """One request, or one WebSocket to its end."""

    to: ClassVar[int]
    below: ClassVar[str]

    def handle(self) -> None:
        with suppress(OSError):
            asked = b""
            while END not in asked:
                if not (piece := self.request.recv(PIECE)):
                    return
                asked += piece
            line, _, rest = asked.partition(b"\r\n")
            method, path, version = line.split(b" ")
            if not path.startswith(self.below.encode()):
                self.request.sendall(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0" + END)
                return
            rest = rest.replace(b"Connection: keep-alive", b"Connection: close")
            with socket.create_connection(("127.0.0.1", self.to)) as server:
                server.sendall(b" ".join([method, path[len(self.below) - 1 :], version]) + b"\r\n" + rest)
                threading.Thread(target=_pass_on, args=(self.request, server), daemon=True).start()
                _pass_on(server, self.request)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(PIECE):
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
