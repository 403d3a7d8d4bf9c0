"""The preview server: build whenever a file is saved, and show the result in every open page.

It serves a folder as GitHub Pages would, and calls the build that it is given; it knows no papers and no
templates. The browser's side is `client.js`, which never becomes part of a site.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from paperfolio.preview.addresses import authority, is_loopback
from paperfolio.preview.changes import Changes
from paperfolio.preview.report import ProblemData, as_data
from paperfolio.preview.server import Preview, application
from paperfolio.problems import Place, Problem
from paperfolio.terminal import show, summary

__all__ = ["serve"]

PORTS_TRIED = 20
MOST_CONNECTIONS = 128
"""Half of the files that macOS lets a program have open; a browser keeps about six connections."""
IDLE = 60
"""Seconds after which a connection that asks for nothing is closed."""
Build = Callable[[], tuple[Problem, ...]]
Announce = Callable[[str], None]
R = TypeVar("R")


def serve(
    *,
    root: Path,
    folder: Path,
    build: Build,
    watch: Callable[[], Sequence[Path]],
    host: str = "127.0.0.1",
    port: int = 8000,
    search_port: bool = False,
    base: str = "/",
    announce: Announce,
) -> int:
    """Serve `folder` until Ctrl-C, building at the start and after each change; return the exit status.

    `build` writes the site into `folder` and returns its problems; where one is an error, the previous
    site is unchanged. It runs in a thread of its own, never twice at once.
    `watch` names the files and folders below which a change calls for a build; they need not exist.
    `folder` must be the preview's own, not the one to deploy. `base` is the path under which the site will
    live, such as `/repository/`. With `search_port`, the next free port is used where this one is in use; port 0
    means any.
    """
    try:
        sockets = _listen(host, port, PORTS_TRIED if search_port and port else 0)
    except OSError as fault:
        show([_cannot_listen(authority(host, port), fault)])
        return 3
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    preview = Preview(folder=folder, base=base, host=host, port=sockets[0].getsockname()[1])
    if not is_loopback(host):
        announce(f"Warning: whoever can reach this machine at {host} can read the preview, drafts included.")
    announce(f"Preview at {preview.address} (Ctrl-C ends it)")
    builder = _Builder(preview=preview, root=root, build=build, announce=announce)
    try:
        asyncio.run(_run(sockets, Changes(watch, folder), builder))
    except KeyboardInterrupt:
        announce("The preview has ended.")
    return 0


@dataclass(slots=True, kw_only=True)
class _Builder:
    """The build that was passed in; its result is reported in the terminal and to the pages."""

    preview: Preview
    root: Path
    build: Build
    announce: Announce
    problems: tuple[Problem, ...] = ()

    async def once(self) -> None:
        """Build in a thread, so that pages are answered meanwhile, and publish the result."""
        begun = time.perf_counter()
        problems, errors = await _in_daemon(self._attempt)
        self.preview.publish(errors)
        spent = (time.perf_counter() - begun) * 1000
        if problems != self.problems:  # the same warnings are shown once, not at every save
            show(problems)
        self.problems = problems
        result = "Not built: the previous site is unchanged" if errors else f"Built in {spent:.0f} ms"
        self.announce(f"{result} ({summary(problems)}).")

    def _attempt(self) -> tuple[tuple[Problem, ...], list[ProblemData]]:
        try:
            problems = self.build()
            return problems, as_data(problems, self.root)
        except Exception as fault:  # a bug of ours must not end the preview
            self.announce(traceback.format_exc())
            problem = Problem(
                place=Place(path=""),
                code="internal",
                message=f"the build failed with {type(fault).__name__}: {fault}",
                fix="this is a bug in Paperfolio: please report it with the traceback above",
            )
            return (problem,), as_data((problem,), self.root)


async def _in_daemon(function: Callable[[], R]) -> R:
    """Return the result of a function that runs in a daemon thread."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[R] = loop.create_future()

    def run() -> None:
        value = function()
        with suppress(RuntimeError):  # the preview has ended meanwhile
            loop.call_soon_threadsafe(deliver, value)

    def deliver(value: R) -> None:
        if not result.done():
            result.set_result(value)

    threading.Thread(target=run, daemon=True).start()
    return await result


class _Server(HTTPServer):
    """An HTTP server that refuses more connections than a person's browsers require."""

    def _handle_connection(self, connection: socket.socket, address: Any) -> None:
        if len(self._connections) < MOST_CONNECTIONS:
            super()._handle_connection(connection, address)
        else:
            connection.close()


async def _run(sockets: list[socket.socket], changes: Changes, builder: _Builder) -> None:
    asyncio.get_running_loop().set_exception_handler(_log_once())
    builder.preview.rebuild = changes.wake
    server = _Server(application(builder.preview), idle_connection_timeout=IDLE)
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


def _log_once() -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return an exception handler that logs an error once: running out of file handles repeats at every turn."""
    seen = set()

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        text = f"{context['message']}: {fault}" if isinstance(fault, OSError) else context["message"]
        if text not in seen:
            seen.add(text)
            logging.getLogger(__name__).error(text, exc_info=None if isinstance(fault, OSError) else fault)

    return handle


def _listen(host: str, port: int, further: int) -> list[socket.socket]:
    last = min(port + further, 65535)
    while True:
        try:
            return bind_sockets(port, host)
        except OSError as fault:
            # Windows reports "access denied" for a port that another program uses exclusively.
            if fault.errno not in {errno.EADDRINUSE, errno.EACCES} or port >= last:
                raise
            port += 1


def _cannot_listen(address: str, fault: OSError) -> Problem:
    taken = fault.errno == errno.EADDRINUSE
    return Problem(
        place=Place(path=""),
        code="port" if taken else "host",
        message=f"cannot listen at {address}: {'the port is in use' if taken else fault.strerror or fault}",
        fix="choose another --port, or leave it out for the first free one"
        if taken
        else "check --host and --port",
    )
