"""A preview in a process of its own, for the tests of the preview."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


# A build small enough to see through: one page of each source, an error for each line that says BROKEN,
# a crash where one says CRASH, and as long a computation as a source asks for.
PROGRAM = f"""
    import os, signal, sys, time
    from pathlib import Path
    from paperfolio.preview import serve
    from paperfolio.problems import Place, Problem

    # A shell without job control lets what it runs in the background ignore Ctrl-C, and that is passed on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    root = Path(sys.argv[1])
    folder, content = root / ".cache" / "preview", root / "content"

    def build():
        sources = {{path: path.read_text() for path in sorted(content.rglob("*.md"))}}
        problems = tuple(
            Problem(place=Place(path=path.relative_to(root).as_posix(), line=number, column=3),
                    code="broken", message="found <b>BROKEN</b>, expected sense", fix="write sense")
            for path, text in sources.items()
            for number, line in enumerate(text.splitlines(), 1) if "BROKEN" in line)
        if any("CRASH" in text for text in sources.values()):
            raise ValueError("a fault of the program")
        if any("SLOW" in text for text in sources.values()):
            end = time.perf_counter() + 1.0
            while time.perf_counter() < end:
                sum(range(100))
        if not problems:
            for path, text in sources.items():
                page = folder / path.relative_to(content).with_suffix(".html")
                page.parent.mkdir(parents=True, exist_ok=True)
                aside = page.with_suffix(".new")
                aside.write_text('''<!doctype html><html lang="en"><meta charset="utf-8">
                    <meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>Page</title>
                    <main><input id="q"><p id="text">''' + text + '</p><p>' + '<br>' * 200 + '</p></main>')
                os.replace(aside, page)
        return problems

    raise SystemExit(serve(
        root=root, folder=folder, build=build, watch=lambda: (content, root / "templates"),
        port=int(sys.argv[2]), base=sys.argv[3], host=sys.argv[4], search_port=True,
        announce=lambda text: print(text, flush=True)))
"""


@dataclass
class Running:
    """A preview in a process of its own."""

    root: Path
    process: subprocess.Popen[str]
    port: int = 0
    base: str = "/"
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the site's first page."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of a request that is sent exactly as given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Host": f"127.0.0.1:{self.port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        try:
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def write(self, text: str, name: str = "index.md") -> None:
        """Save a source as a simple editor does."""
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def page_has(self, text: str, path: str = "") -> None:
        """Wait until a page shows a text."""
        until(lambda: text.encode() in self.ask(self.base + path)[2])

    def builds(self) -> int:
        """Count the builds that were told so far."""
        return sum(line.startswith("Built") for line in self.lines)

    def says(self, pattern: str) -> None:
        """Wait until the terminal shows a line."""
        until(lambda: any(re.search(pattern, line) for line in self.lines))


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.01)


@contextmanager
def preview(
    root: Path, *, text: str = "first", port: int = 0, base: str = "/", host: str = "127.0.0.1", **env: str
) -> Iterator[Running]:
    """Start a preview and wait for its first build; end it as Ctrl-C does."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content" / "index.md").write_text(text)
    arguments = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(root), str(port), base, host]
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **env}
    )
    running = Running(root=root, process=process, base=base)
    assert process.stdout
    reader = Thread(target=lambda: running.lines.extend(line.rstrip() for line in process.stdout or ()))
    reader.start()
    try:
        until(lambda: any("Preview at" in line for line in running.lines) or process.poll() is not None)
        address = next(line for line in running.lines if "Preview at" in line)
        running.port = int(re.findall(r":(\d+)/", address)[0])
        running.says(r"^(Built|Not built)")
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        reader.join()
        process.stdout.close()
