"""The web side of the preview: livereload's channel to the browser, hardened, and the site itself.

What livereload 2.7.1 does by default, and what is done here instead:

- It answers any Host and any Origin and offers `/forcereload` to everybody: every request passes
  `_Guarded.prepare`, and no such address exists.
- It polls each 0.8 s and drops changes for 3 s after a reload: neither is ever started, `changes.py` reports
  when something was saved, and `Preview.publish` calls livereload's broadcast once a build.
- It puts an inline script before `</head>`, which a strict Content-Security-Policy silences and a page
  without `</head>` lacks: an external script of the same origin is appended to each page as it is sent.
- It serves dotfiles and knows neither 404.html nor a base path: `addresses.locate` does.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado import iostream, web

from paperfolio.preview.addresses import (
    EVERY_INTERFACE,
    Redirect,
    authority,
    content_type,
    inside,
    locate,
    may_ask,
)
from paperfolio.preview.report import ProblemData, page, problems_page

OWN = "/__preview/"
"""Where the preview's own two addresses live: beside any site, whatever its base path."""

CLIENT = Path(__file__).with_name("client.js")
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_CHUNK = 65_536
_KEPT = 4_000_000
"""Bytes of the largest file whose hash is looked at for the browser's cache."""


@dataclass(slots=True, kw_only=True)
class Preview:
    """What is being served, and how the last build went.

    `run` distinguishes this server's pages from those of an earlier one on the same port; `builds` counts the
    successful builds. Both together are the generation that each page carries.
    """

    folder: Path
    base: str
    host: str
    port: int
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    builds: int = 0
    problems: list[ProblemData] = field(default_factory=list)
    rebuild: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        """Return the address of the site's first page, for this machine's own browser."""
        host = "localhost" if self.host in EVERY_INTERFACE else self.host
        return f"http://{authority(host, self.port)}{self.base}"

    @property
    def generation(self) -> str:
        """Name the state of the site, so that a page can tell whether it is outdated."""
        return f"{self.run}-{self.builds}"

    def state(self) -> str:
        """Return what a page must know when it connects, and after a build that failed."""
        return json.dumps({"command": "state", "generation": self.generation, "problems": self.problems})

    def publish(self, problems: list[ProblemData]) -> None:
        """Take the result of a build and notify every open page."""
        self.problems = problems
        if problems:
            for waiter in _Channel.waiters.copy():
                waiter.send_message(self.state())
        else:
            self.builds += 1
            _Channel.reload_waiters("*")


class _Guarded(web.RequestHandler):
    """The rules for every address: which requests are allowed, and that nothing is cached or embedded elsewhere."""

    SUPPORTED_METHODS = ("GET", "HEAD")
    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Content-Security-Policy", "frame-ancestors 'self'")

    def prepare(self) -> None:
        host = self.request.headers.get("Host", "")
        origin = self.request.headers.get("Origin")
        if not may_ask(host, self.preview.host, self.preview.port):
            raise web.HTTPError(403)
        if origin is not None and origin.lower() != f"http://{host}".lower():
            raise web.HTTPError(403)

    def keep(self, data: bytes) -> None:
        """Let the browser keep what it asked for by the hash of these bytes: under that name nothing else comes."""
        if self.get_query_argument("v", "") == _hash(data):
            self.set_header("Cache-Control", "max-age=31536000, immutable")

    def compute_etag(self) -> None:
        """Always send the whole file: a 304 could leave a page of an earlier generation on the screen."""

    def write_error(self, status_code: int, **_: Any) -> None:
        if status_code == 403:
            text = f"This preview answers only requests that are made to {self.preview.address}"
            self.finish(page("403: not from here", text))
        else:
            self.finish(page(f"{status_code}: {self._reason}"))


class _Channel(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's WebSocket: the server speaks, a page only listens."""

    watcher = Watcher()  # never started; the broadcast names its last file in the log

    def check_origin(self, origin: str) -> bool:
        return bool(origin)  # compared in prepare(), as on every address

    def open(self, *_: str) -> None:
        _Channel.waiters.add(self)
        self.send_message(self.preview.state())

    def on_message(self, message: str | bytes) -> None:
        """Ignore messages from a page."""


class _Client(_Guarded):
    """The script that reloads a page; read again each time, so that it can be edited."""

    def get(self) -> None:
        data = CLIENT.read_bytes()
        self.keep(data)
        self.set_header("Content-Type", content_type(CLIENT))
        self.finish(data)

    head = get


class _Site(_Guarded):
    """The site as GitHub Pages would serve it, with the client's script appended to its pages."""

    MISSING: ClassVar[str] = "404.html"

    async def get(self) -> None:
        found = locate(self.preview.folder, self.preview.base, self.request.path)
        if isinstance(found, Redirect):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(found.path + query, permanent=True)
        elif found is None:
            raise web.HTTPError(404)
        else:
            await self._send(found)

    head = get

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        folder, base = self.preview.folder, self.preview.base
        if status_code != 404:
            super().write_error(status_code, **kwargs)
        elif not self.request.path.startswith(base):
            hint = f"The site is previewed under the base path {base}, as GitHub Pages serves it:"
            self.finish(page("404: outside of the site", hint, link=base))
        elif inside(folder, folder / "index.html") is None:
            if self.preview.builds:  # somebody has deleted what was built
                self.preview.rebuild()
            self.set_status(503)
            self._finish_page(problems_page(self.preview.problems))
        elif own := inside(folder, folder / self.MISSING):
            self._finish_page(own.read_bytes())
        else:
            self._finish_page(page("404: not found", "The site has no 404.html of its own."))

    async def _send(self, path: Path) -> None:
        """Send a file in small chunks, each after the previous one was sent: a client may read slowly."""
        kind = content_type(path)
        if kind.startswith("text/html"):
            self._finish_page(path.read_bytes())
            return
        size = path.stat().st_size
        if self.get_query_argument("v", "") and size <= _KEPT:
            self.keep(path.read_bytes())
        start, end = _span(self.request.headers.get("Range", ""), size)
        if (start, end) != (0, size):
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.set_header("Content-Type", kind)
        self.set_header("Accept-Ranges", "bytes")
        self.set_header("Content-Length", str(end - start))
        with path.open("rb") as file, suppress(iostream.StreamClosedError):
            file.seek(start)
            while self.request.method == "GET" and (data := file.read(min(_CHUNK, end - file.tell()))):
                self.write(data)
                await self.flush()
            await self.finish()

    def _finish_page(self, text: bytes) -> None:
        version = _hash(CLIENT.read_bytes())
        script = f'<script src="{OWN}client.js?v={version}" data-generation="{self.preview.generation}" defer></script>'
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(text + script.encode())


def application(preview: Preview) -> web.Application:
    """Return the web application of a preview."""
    given = {"preview": preview}
    return web.Application(
        [(f"{OWN}socket", _Channel, given), (f"{OWN}client.js", _Client, given), (".*", _Site, given)],
        log_function=lambda _: None,
        websocket_max_message_size=1024,
    )


def _hash(data: bytes) -> str:
    """Return the version by which a site's pages name their static files."""
    return hashlib.sha256(data).hexdigest()[:8]


def _span(header: str, size: int) -> tuple[int, int]:
    """Return the bytes [start, end) that a Range header asks for, or all (RFC 9110, section 14.2).

    Without ranges no browser can seek in a video. Several ranges, or none that can be met, mean all.
    """
    asked = _RANGE.fullmatch(header)
    if asked is None or asked[1] == asked[2] == "":
        return 0, size
    if not asked[1]:
        return max(size - int(asked[2]), 0), size
    start, end = int(asked[1]), min(int(asked[2] or size) + 1, size)
    return (start, end) if start < end else (0, size)
