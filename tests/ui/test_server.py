"""The server itself, before anybody has opened a page."""

import asyncio
import gzip
import os
import posixpath
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from serving import serving

from benchmarks.session import Session
from optviz.ui import modules
from optviz.ui.modules import WEB, imported, version

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
    address = headers["Location"] and posixpath.normpath(posixpath.join(posixpath.dirname(path), headers["Location"]))
    return found.status, address, headers["Cache-Control"]


def test_a_module_is_kept_by_a_browser_below_the_address_of_its_version_and_nowhere_else(fresh_server):
    status, address, how_long = answer(fresh_server, "optviz.player/player.js")
    element, version, module = address.split("/")
    assert (status, how_long, element, module) == (307, "no-cache", "optviz.player", "player.js")
    for path in (address, f"optviz.player/{version}/stage/player.js"):
        assert answer(fresh_server, path) == (200, None, "public, max-age=31536000, immutable")
    for other in (f"{version[::-1]}/stage/player.js", "stage/player.js"):
        assert answer(fresh_server, f"optviz.player/{other}") == (200, None, "public")
    assert answer(fresh_server, f"optviz.player/{version}/stage/nowhere.js")[0] == 404


def test_all_elements_are_led_to_one_place_where_their_modules_lie_packed_or_not(fresh_server):
    (place,) = {posixpath.dirname(answer(fresh_server, f"optviz.{one}/{one}.js")[1]) for one in ("player", "slider", "atlas")}
    for module in ("stage/player.js", "player.css"):
        sent = {}
        for packing in ("gzip", "identity"):
            connection = HTTPConnection(fresh_server.host, timeout=SECONDS_UNTIL_HUNG)
            connection.request("GET", f"/_stcore/bidi-components/{place}/{module}", headers={"Accept-Encoding": packing})
            found = connection.getresponse()
            assert found.headers["Vary"] == "Accept-Encoding"
            sent[found.headers["Content-Encoding"]] = found.read()
            connection.close()
        assert gzip.decompress(sent["gzip"]) == sent[None] == (WEB / module).read_bytes()


def test_a_document_asks_early_for_all_that_its_elements_import(fresh_server):
    connection = HTTPConnection(fresh_server.host, timeout=SECONDS_UNTIL_HUNG)
    connection.request("GET", "/", headers={"Accept": "text/html"})
    asked = re.findall(r'<link rel="modulepreload" href="./_stcore/bidi-components/(.+?)"', connection.getresponse().read().decode())
    connection.close()
    place = answer(fresh_server, "optviz.player/player.js")[1].removesuffix("player.js")
    early = {path.removeprefix(place) for path in asked}
    assert {"player.js", "slider.js", "dock.js", "stage/player.js"} <= early
    for module in early:
        text = (WEB / module).read_text(encoding="utf-8")
        for path in re.findall(r"""from ["'](.+?)["']|import ["'](.+?)["']""", re.sub(r"^ *(//|\*|/\*).*", "", text, flags=re.MULTILINE)):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(module), "".join(path))) in early, module


def test_what_a_module_imports_is_found_however_it_is_written_and_once(tmp_path):
    (tmp_path / "ink").mkdir()
    (tmp_path / "a.js").write_text('// from "./no.js";\nimport {\n  b,\n} from "./ink/b.js";\nimport "./c.js";\n', encoding="utf-8")
    (tmp_path / "ink" / "b.js").write_text(
        'export { c } from "../c.js";\nconst worker = new URL("./w.js", import.meta.url);\n', encoding="utf-8"
    )
    (tmp_path / "c.js").write_text('import { a } from "./a.js";\n', encoding="utf-8")
    assert imported(tmp_path, "a.js") == ["a.js", "ink/b.js", "c.js"]


def test_modules_have_another_version_when_one_of_them_is_written(tmp_path):
    (tmp_path / "ink").mkdir()
    module = tmp_path / "ink" / "clip.js"
    module.touch()
    before = version(tmp_path)
    assert version(tmp_path) == before
    os.utime(module, ns=(0, 1))
    assert version(tmp_path) != before


def test_a_module_that_is_written_while_the_server_runs_gets_another_address(tmp_path, monkeypatch):
    monkeypatch.setattr(modules, "WEB", tmp_path)
    module = tmp_path / "player.js"
    module.touch()
    kept, led = modules.Kept(None), []

    async def send(message):
        led.extend(value for name, value in message.get("headers", []) if name == b"location")

    for written in (1, 2):
        os.utime(module, ns=(0, written))
        path = "/_stcore/bidi-components/optviz.player/player.js"
        asyncio.run(kept({"type": "http", "method": "GET", "path": path, "headers": []}, None, send))
    assert len(set(led)) == 2


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
