"""The preview server: builds when something is saved, and shows the result in every open page.

It knows how to serve a folder as GitHub Pages would, and when to call the build that it is given; it knows
no paper and no template. The browser's side is `client.js`, which never becomes part of a site.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from paperfolio.preview.addresses import authority, is_loopback
from paperfolio.preview.changes import Changes
from paperfolio.preview.report import tell
from paperfolio.preview.web import Preview, application
from paperfolio.problems import Place, Problem

__all__ = ["serve"]

PORTS_TRIED = 20
Build = Callable[[], tuple[Problem, ...]]
Announce = Callable[[str], None]


def serve(
    *,
    root: Path,
    folder: Path,
    build: Build,
    watch: Callable[[], Sequence[Path]],
    host: str = "127.0.0.1",
    port: int = 8000,
    base: str = "/",
    announce: Announce,
) -> int:
    """Serve `folder` until Ctrl-C, building at the start and after each change; return the exit status.

    `build` writes the site into `folder`, tells its problems in the terminal and returns them; where one is
    an error, it leaves the last good site as it is. It runs in a thread of its own, never twice at once.
    `watch` names the files and folders below which a change calls for a build; they need not exist.
    `folder` must be the preview's own, not the one to deploy. `base` is the path under which the site will
    live, such as `/repository/`. A `port` in use gives way to the next free one, and 0 means any.
    """
    try:
        sockets = _listen(host, port)
    except OSError as fault:
        announce(f"The preview cannot listen at {authority(host, port)}: {fault}")
        return 1
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    preview = Preview(folder=folder, base=base, host=host, port=sockets[0].getsockname()[1])
    if not is_loopback(host):
        announce(f"Warning: whoever can reach this machine at {host} can read the preview, drafts included.")
    try:
        asyncio.run(_run(preview, sockets, Changes(watch, folder), _Builds(preview, root, build, announce)))
    except KeyboardInterrupt:
        announce("The preview has ended.")
    return 0


class _Builds:
    """Builds in a row, each told to the terminal and to the pages."""

    def __init__(self, preview: Preview, root: Path, build: Build, announce: Announce) -> None:
        self._preview = preview
        self._root = root
        self._build = build
        self._announce = announce

    async def once(self) -> None:
        """Build in a thread, so that pages are answered meanwhile, and publish the result."""
        begun = time.perf_counter()
        problems = await asyncio.to_thread(self._attempt)
        self._preview.publish(await asyncio.to_thread(tell, problems, self._root))
        spent = (time.perf_counter() - begun) * 1000
        done = (
            "Not built: the last good site stays." if self._preview.problems else f"Built in {spent:.0f} ms."
        )
        self._announce(done)

    def address(self) -> None:
        """Say where to look."""
        self._announce(f"Preview at {self._preview.address} (Ctrl-C ends it)")

    def _attempt(self) -> tuple[Problem, ...]:
        try:
            return self._build()
        except Exception as fault:  # a fault of ours must not end the preview of a user who goes on writing
            self._announce(traceback.format_exc())
            return (
                Problem(
                    place=Place(path="paperfolio"),
                    code="internal",
                    message=f"the build broke off with {type(fault).__name__}: {fault}",
                    fix="this is a fault of Paperfolio: please report it with the lines in the terminal",
                ),
            )


async def _run(preview: Preview, sockets: list[socket.socket], changes: Changes, builds: _Builds) -> None:
    server = HTTPServer(application(preview))
    server.add_sockets(sockets)
    builds.address()
    try:
        while True:
            await changes.follow()  # before the build: what is saved during it calls for another one
            await builds.once()
            await changes.next()
    finally:
        server.stop()
        await changes.close()
        await server.close_all_connections()


def _listen(host: str, port: int) -> list[socket.socket]:
    last = min(port + PORTS_TRIED, 65535) if port else 0
    while True:
        try:
            return bind_sockets(port, host)
        except OSError as fault:
            # Windows says "access denied" of a port that another program holds for itself alone.
            if fault.errno not in {errno.EADDRINUSE, errno.EACCES} or port >= last:
                raise
            port += 1
