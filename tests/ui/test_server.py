"""The server itself, before anybody has opened a page."""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from serving import serving

from benchmarks.session import Session

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


def test_a_rerun_that_changes_nothing_sends_less_than_two_kilobytes(fresh_server):
    """On the wire, of the page that is opened first. The place of the project on the disk is sent too, and counts for nothing."""

    async def reruns():
        async with Session(fresh_server.host) as visitor:
            await visitor.rerun()
            return [(await visitor.rerun()).size for _ in range(3)]

    with ThreadPoolExecutor(1) as thread:  # in this one the loop of Playwright may be running
        first, *later = thread.submit(lambda: asyncio.run(reruns())).result()
    assert first - len(str(ROOT)) < 2000
    assert max(later) < 1000  # as long as the one before lies within the 4 kB that the compression looks back
