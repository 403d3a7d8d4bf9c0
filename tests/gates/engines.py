"""Two engines besides Chromium's: Firefox's Gecko by puppeteer, and Safari's WebKit by the driver of WebKitGTK.

Both come from the system's packages alone. An engine is a function: given a site's address, a path in it, a width and
the body of an async JavaScript function, it opens the page that wide, runs the function in it and returns what that
returns.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import dev

Engine = Callable[[str, str, int, str], Any]
PACKAGES = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb xauth"}
PATIENCE = 60  # seconds
# WebKit's window gets no narrower than some 450 pixels, but a frame in it does, and is a page's whole world. It comes
# from the page's own site: in another's frame nothing may take the focus.
FRAME_PATH = "static/frame.html"
FRAME = """<!DOCTYPE html><html lang="en"><title>Frame</title><body><script>
const [width, path] = location.hash.slice(1).split(",").map(decodeURIComponent);
const frame = document.createElement("iframe");
Object.assign(frame.style, { border: 0, width: `${width}px`, height: "640px" });
frame.src = `../${path}`;
document.body.append(frame);
</script>
"""


def parts(name: str) -> list[str]:
    """Return the programs that an engine needs; a missing one is left out."""
    if name == "firefox":
        return [path for path in map(shutil.which, ("firefox-esr", "firefox")) if path][:1]
    browsers = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    tools = [path for path in map(shutil.which, ("WebKitWebDriver", "xvfb-run", "xauth")) if path]
    return [*tools, *browsers[-1:]]


def missing(name: str) -> str:
    """Return what to do where an engine isn't there, and nothing where it is."""
    there = len(parts(name)) == (1 if name == "firefox" else 4)
    return "" if there else f"{name} isn't installed here: apt-get install {PACKAGES[name]}"


@contextmanager
def firefox() -> Iterator[Engine]:
    """Run Firefox for a while."""
    command = [str(dev.node()), str(dev.NODE_MODULES / "firefox.mjs"), *parts("firefox")]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdin
        assert process.stdout
        asks, says = process.stdin, process.stdout

        def run(site: str, path: str, width: int, script: str) -> Any:
            asks.write(json.dumps({"url": site + path, "width": width, "script": script}) + "\n")
            asks.flush()
            answer = json.loads(says.readline() or '{"error": "Firefox is gone"}')
            assert "error" not in answer, answer["error"]
            return answer.get("value")

        try:
            yield run
        finally:
            asks.close()
            process.wait(PATIENCE)


@contextmanager
def webkit() -> Iterator[Engine]:
    """Run WebKitGTK's own small browser for a while, on a screen that nobody sees."""
    driver, screen, _, browser = parts("webkit")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Without a graphics card the compositor draws nothing, and waits for it.
    environment = {**os.environ, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
    command = [screen, "-a", driver, f"--port={port}"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        session = f"http://127.0.0.1:{port}/session"
        started = time.monotonic()
        while not _listens(port):
            assert time.monotonic() < started + PATIENCE, "WebKit's driver does not start"
            time.sleep(0.05)
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        session += "/" + _command(session, {"capabilities": {"alwaysMatch": options}})["sessionId"]
        _command(f"{session}/window/rect", {"width": 1400, "height": 900})

        def run(site: str, path: str, width: int, script: str) -> Any:
            # An address that differs from the last one behind its hash alone would not be opened anew.
            _command(f"{session}/url", {"url": "about:blank"})
            _command(f"{session}/url", {"url": f"{site}{FRAME_PATH}#{width},{quote(path, safe='')}"})
            _command(f"{session}/frame", {"id": 0})
            value = _command(
                f"{session}/execute/sync", {"script": f"return (async () => {{{script}}})()", "args": []}
            )
            _command(f"{session}/frame", {"id": None})
            return value

        yield run
        _command(session, None)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _command(address: str, body: Any) -> Any:
    """Send a command of the WebDriver protocol and return its value; without a body it ends what is addressed."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(address, data=data, method="DELETE" if data is None else "POST")  # noqa: S310 - our own driver
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["value"]
    except HTTPError as error:
        raise AssertionError(error.read().decode()) from error


ENGINES = {"firefox": firefox, "webkit": webkit}
