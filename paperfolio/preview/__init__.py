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
from dataclasses import dataclass
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from paperfolio.preview.addresses import authority, is_loopback
from paperfolio.preview.changes import Changes
from paperfolio.preview.report import Told, tell
from paperfolio.preview.server import Preview, application
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

    `build` writes the site into `folder` and returns its problems; where one is an error, it leaves the
    last good site as it is. It runs in a thread of its own, never twice at once.
    `watch` names the files and folders below which a change calls for a build; they need not exist.
    `folder` must be the preview's own, not the one to deploy. `base` is the path under which the site will
    live, such as `/repository/`. A `port` in use gives way to the next free one, and 0 means any.
    """
    try:
        sockets = _listen(host, port)
    except OSError as fault:
        announce(f"The preview cannot listen at {authority(host, port)}: {fault}")
        return 3
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    preview = Preview(folder=folder, base=base, host=host, port=sockets[0].getsockname()[1])
    if not is_loopback(host):
        announce(f"Warning: whoever can reach this machine at {host} can read the preview, drafts included.")
    announce(f"Preview at {preview.address} (Ctrl-C ends it)")
    builder = _SiteBuilder(preview=preview, root=root, build=build, announce=announce)
    try:
        asyncio.run(_run(sockets, Changes(watch, folder), builder))
    except KeyboardInterrupt:
        announce("The preview has ended.")
    return 0


@dataclass(slots=True, kw_only=True)
class _SiteBuilder:
    """The build that was handed in, and where its result is told: in the terminal and to the pages."""

    preview: Preview
    root: Path
    build: Build
    announce: Announce
    problems: tuple[Problem, ...] = ()

    async def once(self) -> None:
        """Build in a thread, so that pages are answered meanwhile, and publish the result."""
        begun = time.perf_counter()
        problems, told = await asyncio.to_thread(self._attempt)
        self.preview.publish(told)
        spent = (time.perf_counter() - begun) * 1000
        if problems != self.problems:  # a doubt that stands is told once, not at every save
            for problem in problems:
                self.announce(str(problem))
        self.problems = problems
        self.announce("Not built: the last good site stays." if told else f"Built in {spent:.0f} ms.")

    def _attempt(self) -> tuple[tuple[Problem, ...], list[Told]]:
        try:
            problems = self.build()
            return problems, tell(problems, self.root)
        except Exception as fault:  # a fault of ours must not end the preview of a user who goes on writing
            self.announce(traceback.format_exc())
            problem = Problem(
                place=Place(path="paperfolio"),
                code="internal",
                message=f"the build broke off with {type(fault).__name__}: {fault}",
                fix="this is a fault of Paperfolio: please report it with the lines in the terminal",
            )
            return (problem,), tell((problem,), self.root)


async def _run(sockets: list[socket.socket], changes: Changes, builder: _SiteBuilder) -> None:
    server = HTTPServer(application(builder.preview))
    server.add_sockets(sockets)
    try:
        while True:
            await changes.follow()  # before the build: what is saved during it calls for another one
            await builder.once()
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
