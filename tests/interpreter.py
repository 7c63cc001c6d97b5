#!/usr/bin/env python3
"""What Playwright starts as its Firefox: the one that FIREFOX names, with what the two say to each other passed on.

Whichever Firefox it drives, Playwright says which colors and how much motion a page is to be shown with by a command of WebDriver
BiDi that Firefox 153 does not know, and takes that for a page that cannot be opened. Here it is told that all is well: what a visitor
prefers, Firefox has from its preferences.
"""

import asyncio
import json
import os
import re
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

NOT_YET_KNOWN = "emulation.setMediaFeaturesOverride"


async def interpret(playwright: ServerConnection, firefox_at: str) -> None:
    """Until one of the two has nothing more to say."""
    async with connect(firefox_at + playwright.request.path, max_size=None, compression=None) as firefox:

        async def ask() -> None:
            async for message in playwright:
                await firefox.send(message)
            await firefox.close()

        async def answer() -> None:
            async for message in firefox:
                await playwright.send(put_kindly(message))
            await playwright.close()

        await asyncio.gather(ask(), answer())


def put_kindly(message: str) -> str:
    if NOT_YET_KNOWN not in message:
        return message
    said = json.loads(message)
    if said.get("error") != "unknown command":
        return message
    return json.dumps({"type": "success", "id": said["id"], "result": {}})


async def main() -> int:
    firefox = await asyncio.create_subprocess_exec(os.environ["FIREFOX"], *sys.argv[1:], stderr=asyncio.subprocess.PIPE)
    async for line in firefox.stderr:
        heard = line.decode(errors="replace")
        if found := re.search(r"WebDriver BiDi listening on (\S+)", heard):
            server = await serve(lambda playwright, at=found[1]: interpret(playwright, at), "127.0.0.1", 0, max_size=None, compression=None)
            port = server.sockets[0].getsockname()[1]
            heard = f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n"
        sys.stderr.write(heard)
        sys.stderr.flush()
    return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
