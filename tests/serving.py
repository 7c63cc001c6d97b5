"""A Streamlit server of one's own on a free port of this machine, for tests and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from framework import HEALTH, on_this_machine, running
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT


@dataclass(frozen=True)
class Server:
    """A server that is up."""

    port: int
    process: subprocess.Popen[bytes]
    log_file: Path
    below: str = ""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/{self.below}"

    def log(self) -> str:
        """What it has printed so far."""
        return self.log_file.read_text(errors="replace", encoding="utf-8")

    def cpu_seconds(self) -> float:
        """Processor time it has used so far, from /proc."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        user, system = int(fields[11]), int(fields[12])
        return (user + system) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self) -> float:
        """Resident memory, from /proc."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(
    script: Path = ROOT / "app.py",
    settings_of: Path = ROOT,
    command: Sequence[str] = (),
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    below: str = "",
) -> Iterator[Server]:
    """The app (or another script, or what a command starts) with the settings of a folder, the project's own if none is named,
    until the end of the block. port: where one was served before, so that it is served there again. environment: all of its
    variables, those of this process if none are named. below: the path below which it is to be served, such as "a/b/".

    Raises RuntimeError with the server's log when it does not come up.
    """
    port = port or _free_port()
    command = [*(command or running(script)), *on_this_machine(port, below)]
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                command, cwd=settings_of, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        server = Server(port, process, log_file, below)
        try:
            _wait_until_healthy(server, time.monotonic() + SECONDS_UNTIL_HUNG)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server, deadline: float) -> None:
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}{HEALTH}", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up; it printed:\n{server.log()}")
