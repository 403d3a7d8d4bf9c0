"""What every test may ask for: a browser, an empty page, a server like that of Pages, node."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import browser as browsers
import pytest
from hypothesis import settings
from lacking import cannot
from playwright.sync_api import Browser, Page, sync_playwright

import dev
from paperfolio.content.source import read_folder
from paperfolio.pages.theme import Theme

# A loaded machine is no reason to fail.
settings.register_profile("paperfolio", deadline=None)
settings.load_profile("paperfolio")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that asks for a browser, and put the files that have one last.

    `-m 'not browser'` then leaves none of them in. They come last because Playwright's sync interface keeps
    an event loop running in the main thread from its start on, in which no other test could run one.
    """
    for item in items:
        if {"chromium", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    with_browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in with_browser, item.get_closest_marker("browser") is not None))


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the default theme."""
    return Theme(files=read_folder(Path(__file__).resolve().parents[1] / "templates"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium, driven by Playwright's plain sync interface."""
    found = browsers.find()
    if found is None:
        cannot(f"{browsers.MISSING}; `python3 dev.py test` fetches one")
    # Playwright's own node needs a system library that small machines lack; this one stands alone.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(dev.node()))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found.path, env={**os.environ, **found.environment}
        )
        yield running
        running.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Return an empty page in a context of its own, which refuses every request that leaves this machine."""
    context = chromium.new_context()
    here = ("http://127.0.0.1", "file:", "data:", "about:")
    context.route(lambda url: not url.startswith(here), lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[..., str]]:
    """Return `serve_folder(path, base="/") -> url`, whose servers run until the last test is done."""
    with ExitStack() as servers:
        yield lambda path, base="/": servers.enter_context(serving(Path(path), base))


@contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a folder under a base path as GitHub Pages does; give the URL of its front page.

    Outside the base path, and where no file is, the answer is the folder's 404.html with status 404.
    """

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def send_head(self) -> Any:
            if self.path.startswith(base):
                return super().send_head()
            return self.send_error(HTTPStatus.NOT_FOUND)

        def translate_path(self, path: str) -> str:
            return super().translate_path("/" + path.removeprefix(base))

        def list_directory(self, path: object) -> None:  # noqa: ARG002 - Pages lists no folder
            self.send_error(HTTPStatus.NOT_FOUND)

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            own = folder / "404.html"
            if code != HTTPStatus.NOT_FOUND or not own.is_file():
                super().send_error(code, message, explain)
                return
            body = own.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet: a test says what it saw."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Return `node(script, *arguments, stdin="")`: run tests/node/<script> and return the JSON it prints."""
    try:
        dev.npm_install(dev.NODE_MODULES)
    except dev.Stop as stop:
        cannot(str(stop))

    def run(script: str, *arguments: str, stdin: str = "") -> Any:
        command = [str(dev.node()), str(dev.NODE_MODULES / script), *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's root with one paper and one figure, below a folder of its own."""
    root = tmp_path / "home"
    (root / "content" / "papers" / "x").mkdir(parents=True)
    (root / "content" / "profile.md").write_bytes(b"---\nname: N\n---\n")
    (root / "content" / "papers" / "x.md").write_bytes(b"x")
    (root / "content" / "papers" / "x" / "figure.png").write_bytes(b"PNG!")
    return root
