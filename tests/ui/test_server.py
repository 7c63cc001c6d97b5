"""The server itself, before anybody has opened a page."""

import asyncio
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from serving import serving

from benchmarks.session import Session
from optviz.ui.modules import version

PIECE = 8192


@pytest.fixture(scope="module")
def fresh_server():
    with serving() as server:
        yield server


def test_the_very_first_request_may_be_a_hundred_kilobytes_long_and_come_in_pieces(fresh_server):
    request = b"GET /?junk=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", fresh_server.port), timeout=SECONDS_UNTIL_HUNG) as connection:
        for piece in range(0, len(request), PIECE):
            connection.sendall(request[piece : piece + PIECE])
            time.sleep(0.01)  # else they would be put together on the way
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def answer(server, path):
    """The status of an answer, where it leads, and how long it may be kept."""
    connection = HTTPConnection(server.host, timeout=SECONDS_UNTIL_HUNG)
    connection.request("GET", f"/_stcore/bidi-components/{path}")
    found = connection.getresponse()
    body, headers = found.read(), found.headers
    connection.close()
    assert (b"export" in body) == (found.status == 200)
    return found.status, headers["Location"], headers["Cache-Control"]


def test_a_module_is_kept_by_a_browser_below_the_address_of_its_version_and_nowhere_else(fresh_server):
    status, address, how_long = answer(fresh_server, "optviz.player/player.js")
    version, module = address.split("/")
    assert (status, how_long, module) == (307, "no-cache", "player.js")
    for path in (address, f"{version}/stage/player.js"):
        assert answer(fresh_server, f"optviz.player/{path}") == (200, None, "public, max-age=31536000, immutable")
    for other in (f"{version[::-1]}/stage/player.js", "stage/player.js"):
        assert answer(fresh_server, f"optviz.player/{other}") == (200, None, "public")
    assert answer(fresh_server, f"optviz.player/{version}/stage/nowhere.js")[0] == 404


def test_modules_have_another_version_when_one_of_them_is_written(tmp_path):
    (tmp_path / "ink").mkdir()
    module = tmp_path / "ink" / "clip.js"
    module.touch()
    before = version(tmp_path)
    assert version(tmp_path) == before
    os.utime(module, ns=(0, 1))
    assert version(tmp_path) != before


def test_a_rerun_that_changes_nothing_sends_less_than_two_kilobytes(fresh_server):
    """On the wire, of the page that is opened first. The place of the project on the disk is sent too, and counts for nothing."""

    async def reruns():
        async with Session(fresh_server.host) as visitor:
            await visitor.rerun()
            return [await visitor.rerun() for _ in range(3)]

    with ThreadPoolExecutor(1) as thread:  # in this one the loop of Playwright may be running
        answers = thread.submit(lambda: asyncio.run(reruns())).result()
    assert max(answer.size for answer in answers) - len(str(ROOT)) < 2000
    # All but the first are a few hundred bytes long, as the one before lies within what zlib looks back, 4096 - 262 bytes.
    assert max(answer.size_unpacked for answer in answers) - len(str(ROOT)) < 3750
