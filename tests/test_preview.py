"""The preview shows what was saved, at once and to nobody else."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import watchfiles
from playwright.sync_api import Page, expect

from paperfolio.preview import changes
from paperfolio.preview.addresses import Redirect, content_type, locate, may_ask
from paperfolio.preview.server import _span

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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a preview of a small site with everything that must and must not be served."""
    root = tmp_path_factory.mktemp("site")
    folder = root / ".cache" / "preview"
    for name, text in {
        "papers/x.html": "paper x",
        "folder/index.html": "folder index",
        "both.html": "both page",
        "both/index.html": "both index",
        "bare/file.txt": "text",
        "404.html": "<title>Not here</title>",
        "style.css": "p {}",
        "data.bin": "0123456789",
        ".git/config": "secret",
        ".env": "secret",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "outside.html").write_text("secret")
    (folder / "link.html").symlink_to(root / "outside.html")
    (folder / "hidden.html").symlink_to(folder / ".env")
    (folder / "loop.html").symlink_to(folder / "loop.html")
    with preview(root) as running:
        yield running


# --- Who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost.:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/__preview/client.js", "/__preview/socket", "/nowhere"])
def test_a_foreign_host_is_refused(site: Running, host: str, path: str) -> None:
    """A name that an attacker points at this machine gets nothing, on any address."""
    status, _, body = site.ask(path, Host=host.format(port=site.port))
    assert status == 403
    assert b"first" not in body


def test_the_machine_itself_is_answered(site: Running) -> None:
    """A browser on this machine may use any of its three loopback names."""
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        assert site.ask("/", Host=f"{name}:{site.port}")[0] == 200


@pytest.mark.parametrize(
    ("header", "host", "port", "answer"),
    [
        ("localhost", "127.0.0.1", 80, True),
        ("localhost", "127.0.0.1", 8000, False),
        ("192.168.1.5:8000", "192.168.1.5", 8000, True),
        ("192.168.1.6:8000", "192.168.1.5", 8000, False),
        ("192.168.1.6:8000", "0.0.0.0", 8000, True),  # noqa: S104
        ("evil.example:8000", "0.0.0.0", 8000, False),  # noqa: S104
        ("[fe80::1]:8000", "::", 8000, True),
        ("laptop.local:8000", "laptop.local", 8000, True),
        ("127.0.0.1:8000@evil.example", "127.0.0.1", 8000, False),
    ],
)
def test_who_may_ask(header: str, host: str, port: int, answer: bool) -> None:
    """A server on the network answers to its own name, on every interface to addresses, never to others."""
    assert may_ask(header, host, port) is answer


def socket_headers(origin: str) -> dict[str, str]:
    """Return the headers with which a page at `origin` asks for a WebSocket."""
    return {
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_a_foreign_origin_is_refused(site: Running, origin: str) -> None:
    """A page of another site may neither listen to the preview nor fetch from it."""
    foreign = origin.format(port=site.port)
    assert site.ask("/__preview/socket", **socket_headers(foreign))[0] == 403
    assert site.ask("/", Origin=foreign)[0] == 403


def test_the_own_origin_may_listen(site: Running) -> None:
    """The preview's own pages get their WebSocket."""
    connection = socket.create_connection(("127.0.0.1", site.port))
    own = f"127.0.0.1:{site.port}"
    headers = {"Host": own, **{k.replace("_", "-"): v for k, v in socket_headers(f"http://{own}").items()}}
    text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.sendall(f"GET /__preview/socket HTTP/1.1\r\n{text}\r\n".encode())
    assert b" 101 " in connection.recv(1000)
    connection.close()


def test_no_other_site_is_let_in(site: Running) -> None:
    """No answer allows another origin to read it, and every answer forbids keeping and embedding it."""
    for path in ("/", "/style.css", "/nowhere", "/__preview/client.js", "/folder"):
        _, headers, _ = site.ask(path)
        assert not [name for name in headers if name.lower().startswith("access-control")]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_only_reads(site: Running, method: str) -> None:
    """Any method but GET and HEAD is refused."""
    assert site.ask("/", method=method, Content_Length="0")[0] == 405


def test_nobody_can_force_a_reload(site: Running) -> None:
    """The open door of livereload for reloading everybody's pages does not exist."""
    assert site.ask("/forcereload")[0] == 404


# --- Which file a URL leads to


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/%2egit/config",
        "/link.html",
        "/link",
        "/hidden.html",
        "/loop.html",
        "/../outside.html",
        "/%2e%2e/%2e%2e/outside.html",
        "/..%2f..%2foutside.html",
        "/folder/..%5c..%5coutside.html",
        "//folder/",
        "/%00",
        "/%ff",
        "/" + "x" * 5000,
        "/bare/",
        "/bare",
        "/papers/x/",
        "/file.html/",
    ],
)
def test_what_is_not_the_sites_own_does_not_exist(site: Running, path: str) -> None:
    """Dotfiles, links that leave the folder, ways upwards and folders without an index are 404."""
    status, headers, body = site.ask(path)
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"secret" not in body
    assert b"Not here" in body


def test_urls_mean_what_they_mean_on_pages(site: Running) -> None:
    """A page answers without its suffix, a folder with its index after a redirect, a page before a folder."""
    assert b"paper x" in site.ask("/papers/x")[2]
    assert b"paper x" in site.ask("/papers/x.html?query")[2]
    status, headers, _ = site.ask("/folder?q=1")
    assert (status, headers["Location"]) == (301, "/folder/?q=1")
    assert b"folder index" in site.ask("/folder/")[2]
    assert b"both page" in site.ask("/both")[2]
    assert b"both index" in site.ask("/both/")[2]


def test_a_folder_never_redirects_to_another_site(tmp_path: Path) -> None:
    """A URL with two slashes at its beginning cannot become the address of a stranger."""
    (tmp_path / "evil.example").mkdir()
    (tmp_path / "evil.example" / "index.html").touch()
    assert locate(tmp_path, "/", "//evil.example") is None
    assert locate(tmp_path, "/", "/evil.example") == Redirect(path="/evil.example/")


def test_head_is_get_without_the_body(site: Running) -> None:
    """HEAD tells the same as GET and sends nothing."""
    status, headers, body = site.ask("/folder/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(site.ask("/folder/")[2])


def test_types_do_not_depend_on_the_machine() -> None:
    """Each kind of file has the type that a browser needs, with its charset."""
    assert content_type(Path("a.html")) == "text/html; charset=utf-8"
    assert content_type(Path("a.css")) == "text/css; charset=utf-8"
    assert content_type(Path("a.js")) == "text/javascript; charset=utf-8"
    assert content_type(Path("a.json")) == "application/json; charset=utf-8"
    assert content_type(Path("a.svg")) == "image/svg+xml; charset=utf-8"
    assert content_type(Path("a.pdf")) == "application/pdf"
    assert content_type(Path("CNAME")) == "application/octet-stream"


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", (0, 10)),
        ("bytes=2-4", (2, 5)),
        ("bytes=7-", (7, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=0-99", (0, 10)),
        ("bytes=20-", (0, 10)),
        ("bytes=4-2", (0, 10)),
        ("bytes=1-2,4-5", (0, 10)),
        ("bytes=-", (0, 10)),
        (f"bytes={'1' * 5000}-", (0, 10)),
    ],
)
def test_part_of_a_file(header: str, span: tuple[int, int]) -> None:
    """A Range header is met where it can be, and ignored otherwise."""
    assert _span(header, 10) == span


def test_only_what_is_named_by_its_hash_is_kept(site: Running) -> None:
    """A browser keeps a file that it asked for by the hash of its bytes, and asks for all else again."""
    css = site.ask("/style.css")[2]
    version = hashlib.sha256(css).hexdigest()[:8]
    asked = {
        query: site.ask(f"/style.css{query}")[1]["Cache-Control"] for query in ("", "?v=1", f"?v={version}")
    }
    assert asked == {"": "no-store", "?v=1": "no-store", f"?v={version}": "max-age=31536000, immutable"}


def test_a_video_can_be_sought_in(site: Running) -> None:
    """A request for a part of a file gets that part."""
    status, headers, body = site.ask("/data.bin", Range="bytes=2-4")
    assert (status, headers["Content-Range"], body) == (206, "bytes 2-4/10", b"234")


def test_under_a_base_path(tmp_path: Path) -> None:
    """A project site stands below its repository's name, and elsewhere a hint leads there."""
    with preview(tmp_path, base="repo") as running:
        assert running.ask("/repo/")[0] == 200
        status, headers, _ = running.ask("/repo")
        assert (status, headers["Location"]) == (301, "/repo/")
        for path in ("/", "/style.css", "/repository/"):
            status, _, body = running.ask(path)
            assert status == 404
            assert b'<a href="/repo/">/repo/</a>' in body


# --- Building


def test_no_save_is_lost(tmp_path: Path) -> None:
    """Twenty quick saves end with the last one on the page, whatever the build was doing."""
    with preview(tmp_path) as running:
        for number in range(20):
            running.write(f"save {number}.")
            time.sleep(0.03)
        running.page_has("save 19.")


@pytest.mark.parametrize(("polling", "pause"), [("", 0.0), ("1", 1.1)])
def test_every_way_of_saving_is_seen(tmp_path: Path, polling: str, pause: float) -> None:
    """Saves by renaming, new files, new folders, removed files and replaced folders all lead to a build.

    Where watchfiles polls it compares whole seconds, so there each save is in a second of its own.
    """
    with preview(tmp_path, WATCHFILES_FORCE_POLLING=polling, WATCHFILES_POLL_DELAY_MS="50") as running:
        content = tmp_path / "content"
        time.sleep(pause)
        (tmp_path / "content" / ".index.md.tmp").write_text("renamed")
        (tmp_path / "content" / ".index.md.tmp").rename(content / "index.md")
        running.page_has("renamed")
        running.write("in a new folder", "new/deep/page.md")
        running.page_has("in a new folder", "new/deep/page")
        shutil.copytree(content, tmp_path / "copy")
        time.sleep(pause)
        (tmp_path / "copy" / "index.md").write_text("another folder")
        content.rename(tmp_path / "old")
        (tmp_path / "copy").rename(content)
        running.page_has("another folder")
        time.sleep(pause)
        running.write("saved in the other folder")
        running.page_has("saved in the other folder")
        for change in (
            (tmp_path / "templates").mkdir,
            (tmp_path / "templates" / "page.html").touch,
            (tmp_path / "templates" / "page.html").unlink,
            (tmp_path / "templates").rmdir,
        ):
            time.sleep(max(0.15, pause))  # one change at a time, so that each must be seen by itself
            count = running.builds()
            change()
            until(lambda count=count: running.builds() > count)  # type: ignore[misc]


def test_where_the_system_has_no_watches_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the operating system refuses to watch, saves are still seen, by polling."""

    async def exhausted(*paths: Path, force_polling: bool | None, **settings: Any) -> AsyncIterator[object]:
        if not force_polling:
            raise OSError("OS file watch limit reached")
        async for found in watchfiles.awatch(*paths, force_polling=True, **settings):
            yield found

    async def watch_and_save() -> None:
        row = changes.Changes(lambda: [tmp_path], tmp_path / "own")
        await row.follow()
        await row.next()
        await row.follow()
        for text in ("one", "two"):
            await asyncio.sleep(1.1)
            (tmp_path / "paper.md").write_text(text)
            await asyncio.wait_for(row.next(), 5)
        await row.close()

    monkeypatch.setattr(changes, "awatch", exhausted)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "20")
    # In a thread of its own: a browser of another test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, watch_and_save()).result()


def test_own_output_and_scratch_files_build_nothing(tmp_path: Path) -> None:
    """The preview's own writing, and the files that editors leave for themselves, call for no build."""
    with preview(tmp_path) as running:
        time.sleep(0.2)
        (tmp_path / ".cache" / "preview" / "other.html").write_text("x")
        (tmp_path / "notes.txt").write_text("beside the content")
        for name in (".index.md.swp", "index.md~", "#index.md#"):
            (tmp_path / "content" / name).write_text("x")
        time.sleep(0.4)
        assert running.builds() == 1


def test_pages_are_answered_during_a_build(tmp_path: Path) -> None:
    """Requests are answered while a build computes; a save made meanwhile is built next."""
    with preview(tmp_path) as running:
        running.write("SLOW", "slow.md")
        time.sleep(0.2)
        running.write("meanwhile")
        for _ in range(8):
            assert b"first" in running.ask("/")[2]
        assert running.builds() == 1  # all eight answers came before the slow build was done
        running.page_has("meanwhile")


def test_problems_before_there_is_a_site(tmp_path: Path) -> None:
    """When the very first build fails, every address tells the problems, as text and as 503."""
    with preview(tmp_path, text="BROKEN") as running:
        status, _, body = running.ask("/papers/x/")
        assert status == 503
        assert (
            b"content/index.md:1:3: broken: found &lt;b&gt;BROKEN&lt;/b&gt;, expected sense write sense"
            in body
        )
        assert b"client.js" in body
        running.write("mended")
        running.page_has("mended")


def test_problems_are_told_in_the_terminal(tmp_path: Path) -> None:
    """Each problem is told once with place and fix, and not again while it stands."""
    with preview(tmp_path) as running:
        running.write("BROKEN")
        running.says(r"^content/index.md:1:3: error\[broken\]")
        running.write("BROKEN still")
        until(lambda: sum(line.startswith("Not built") for line in running.lines) == 2)
        assert sum("error[broken]" in line for line in running.lines) == 1
        assert any("fix: write sense" in line for line in running.lines)


def test_ctrl_c_ends_at_once_during_a_build(tmp_path: Path) -> None:
    """A build that would take another second is not waited for, and no traceback is printed."""
    with preview(tmp_path) as running:
        running.write("SLOW SLOW", "slow.md")
        time.sleep(0.2)
        start = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(5) == 0
        assert time.monotonic() - start < 0.7
    assert [line for line in running.lines if "Traceback" in line] == []


def test_a_deleted_site_is_built_again_when_it_is_asked_for(tmp_path: Path) -> None:
    """Somebody who removes `.cache` while the preview runs sees the site again without a save."""
    with preview(tmp_path) as running:
        shutil.rmtree(tmp_path / ".cache")
        assert running.ask("/")[0] == 503
        running.page_has("first")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_clients_that_do_not_read_cost_no_memory(tmp_path: Path) -> None:
    """Thirty connections that ask for a file of 50 MB and read nothing make the preview hold none of it."""
    with preview(tmp_path) as running:
        with (tmp_path / ".cache" / "preview" / "large.pdf").open("wb") as file:
            file.truncate(50_000_000)
        sent = f"GET /large.pdf HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode()
        clients = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(30)]
        for client in clients:
            client.sendall(sent)
        time.sleep(1)
        assert running.ask("/")[0] == 200
        status = Path(f"/proc/{running.process.pid}/status").read_text("ascii")
        assert int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) < 150_000
        for client in clients:
            client.close()
        assert len(running.ask("/large.pdf")[2]) == 50_000_000


def test_more_connections_than_a_person_needs_are_turned_away(tmp_path: Path) -> None:
    """With a few file handles only, a flood of connections neither ends the preview nor fills its log."""
    with preview(tmp_path) as running:
        clients = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(300)]
        time.sleep(0.5)
        for client in clients:
            client.close()
        running.page_has("first")
        assert len(running.lines) < 10


def test_a_crash_of_the_build_ends_nothing(tmp_path: Path) -> None:
    """A fault of the program is told with its traceback, and the next save is built again."""
    with preview(tmp_path) as running:
        running.write("CRASH")
        running.says("ValueError: a fault of the program")
        running.says(r"error\[internal\]")
        running.write("recovered")
        running.page_has("recovered")


def test_a_port_in_use_gives_way(tmp_path: Path) -> None:
    """When another program holds the port, the next free one is taken and told."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        taken = busy.getsockname()[1]
        with preview(tmp_path, port=taken) as running:
            assert taken < running.port <= taken + 20
            assert running.ask("/")[0] == 200


def test_only_this_machine_can_connect(site: Running) -> None:
    """Nothing listens on any address but the loopback's."""
    with pytest.raises(OSError, match=r"refused|unreachable|not available|timed out"):
        socket.create_connection((own_address(), site.port), timeout=2)


def test_the_network_is_let_in_on_request_alone(tmp_path: Path) -> None:
    """Another host must be asked for, draws a warning, and even so answers to no foreign name."""
    with preview(tmp_path, host="0.0.0.0") as running:  # noqa: S104
        running.says("Warning: whoever can reach this machine")
        assert running.ask("/", Host=f"192.168.1.5:{running.port}")[0] == 200
        assert running.ask("/", Host=f"evil.example:{running.port}")[0] == 403


def own_address() -> str:
    """Return an address of this machine that is not 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


@pytest.mark.parametrize("text", ["idle", "SLOW"])
def test_ctrl_c_ends_it_cleanly(tmp_path: Path, text: str) -> None:
    """Ctrl-C ends the preview with status 0 and no traceback, also in the middle of a build."""
    with preview(tmp_path) as running:
        running.write(text)
        time.sleep(0.3)
    assert running.process.returncode == 0
    assert not [line for line in running.lines if "Traceback" in line or "Error" in line]


# --- In the browser

TEXT = "#text"


def overlay(page: Page) -> str:
    """Return the text of the overlay, empty when there is none."""
    return str(
        page.evaluate(
            "[...document.querySelector('paperfolio-problems')?.shadowRoot.children ?? []]"
            ".map(it => it.textContent).join('\\n')"
        )
    )


def opened(page: Page, running: Running, path: str = "") -> list[str]:
    """Open a page of the preview and return the list in which the browser's complaints appear."""
    complaints: list[str] = []
    page.on("console", lambda it: complaints.append(it.text) if it.type in {"error", "warning"} else None)
    page.on("pageerror", lambda it: complaints.append(str(it)))
    page.goto(running.url + path)
    return complaints


def test_a_save_reloads_a_page_with_the_strictest_policy(page: Page, tmp_path: Path) -> None:
    """The strictest policy that a site can set silences neither the reload nor the overlay."""
    with preview(tmp_path) as running:
        complaints = opened(page, running)
        running.write("second")
        expect(page.locator(TEXT)).to_have_text("second")
        running.write("BROKEN")
        page.wait_for_selector("paperfolio-problems")
        assert complaints == []


@pytest.mark.parametrize(
    "texts",
    [
        ("one", "two"),
        ("plain", "with <b>bold</b> and <i class='x'>more</i>", "plain"),
        ("<a href='#x'>x</a>", "<a href='#y' title='y'>x</a>", "<a>x</a>"),
        ("<i>1</i><i>2</i>", "<i>0</i><i>1</i><i>2</i>", "<math><mi>x</mi></math>"),
    ],
)
def test_a_save_mends_the_page_in_place(page: Page, tmp_path: Path, texts: tuple[str, ...]) -> None:
    """What a save changes is changed in the open page itself, which is then as a new one would be."""
    whole = "document.documentElement.outerHTML"
    with preview(tmp_path, text=texts[0]) as running:
        complaints = opened(page, running)
        page.wait_for_load_state("networkidle")
        page.evaluate("window.kept = true; scrollTo(0, 700)")
        for number, text in enumerate(texts[1:]):
            running.write(f"{text} save {number}")
            expect(page.locator(TEXT)).to_contain_text(f"save {number}")
        assert page.evaluate("[window.kept, scrollY]") == [True, 700]
        assert complaints == []
        mended = page.evaluate(whole)
        page.reload()
        assert page.evaluate(whole) == mended


@pytest.mark.parametrize(
    ("before", "done", "after"),
    [
        ("one", "document.querySelector('#text').append(' of a script')", "two"),
        ("<b>one</b>", "document.querySelector('b').title = 'x'", "<b title='y'>two</b>"),
        ("one", "0", "<button>two</button>"),
        ("<input title='x'>one", "0", "<input title='y'>two"),
    ],
)
def test_what_scripts_have_changed_is_loaded_anew(
    page: Page, tmp_path: Path, before: str, done: str, after: str
) -> None:
    """Where a script of the page has a hand in it, nothing is mended: the page is loaded."""
    with preview(tmp_path, text=before) as running:
        opened(page, running)
        page.wait_for_load_state("networkidle")
        page.evaluate(f"window.kept = true; {done}")
        running.write(after)
        expect(page.locator(TEXT)).to_have_text("two")
        page.wait_for_function("window.kept === undefined")


def test_every_one_of_many_saves_arrives(page: Page, tmp_path: Path) -> None:
    """However quickly saves follow each other, also while a page reloads, the last one is on the screen."""
    with preview(tmp_path) as running:
        opened(page, running)
        for number in range(20):
            running.write(f"save {number}.")
            page.wait_for_timeout(20 + 13 * (number % 7))
        expect(page.locator(TEXT)).to_have_text("save 19.")


def test_the_overlay_shows_and_recovers(page: Page, tmp_path: Path) -> None:
    """A mistake is shown with place, excerpt and fix over the last good page, and goes when it is mended."""
    with preview(tmp_path) as running:
        opened(page, running)
        running.write("one\ntwo\na BROKEN line\nfour")
        page.wait_for_selector("paperfolio-problems")
        shown = overlay(page)
        for part in ("1 problem", "content/index.md:3:3", "<b>BROKEN</b>", "3  a BROKEN line", "write sense"):
            assert part in shown
        expect(page.locator(TEXT)).to_have_text("first")
        assert page.locator("paperfolio-problems").bounding_box()["height"] > 100  # type: ignore[index]
        page.keyboard.press("Escape")
        assert overlay(page) == ""
        running.write("still BROKEN")
        page.wait_for_selector("paperfolio-problems")
        page.reload()
        page.wait_for_selector("paperfolio-problems")
        running.write("mended")
        expect(page.locator(TEXT)).to_have_text("mended")
        assert overlay(page) == ""


def test_a_page_of_problems_becomes_the_site(page: Page, tmp_path: Path) -> None:
    """Where the first build failed, the page of problems turns into the site once it builds."""
    with preview(tmp_path, text="BROKEN") as running:
        page.goto(running.url)
        page.wait_for_selector("paperfolio-problems")
        running.write("mended")
        expect(page.locator(TEXT)).to_have_text("mended")


def test_a_missing_page_appears(page: Page, tmp_path: Path) -> None:
    """A page that is not there yet replaces its 404 as soon as it is written."""
    with preview(tmp_path) as running:
        page.goto(running.url + "new")
        running.write("now there", "new.md")
        expect(page.locator(TEXT)).to_have_text("now there")


def test_scroll_focus_and_typing_are_kept(page: Page, tmp_path: Path) -> None:
    """A reload leaves the reader where they were: scrolled, in the same field, with what they typed."""
    with preview(tmp_path) as running:
        opened(page, running)
        page.locator("#q").fill("typed")
        page.evaluate("document.querySelector('#q').setSelectionRange(2, 4); scrollTo(0, 700)")
        for number in range(3):
            running.write(f"again {number}")
            expect(page.locator(TEXT)).to_have_text(f"again {number}")
            page.wait_for_function("scrollY === 700")
            kept = "(it => [it.id, it.value, it.selectionStart, it.selectionEnd])(document.activeElement)"
            assert page.evaluate(kept) == ["q", "typed", 2, 4]


def test_a_page_finds_its_way_to_a_new_server(page: Page, tmp_path: Path) -> None:
    """When the preview is started again on its port, an open page shows the new state by itself."""
    with preview(tmp_path) as running:
        page.goto(running.url)
    with preview(tmp_path, text="after the restart", port=running.port) as again:
        assert again.port == running.port
        expect(page.locator(TEXT)).to_have_text("after the restart")


def test_the_client_leaves_no_trace(page: Page, tmp_path: Path) -> None:
    """Neither the folder that was built nor the page's own tree holds anything of the client."""
    with preview(tmp_path) as running:
        opened(page, running)
        page.wait_for_timeout(100)
        assert page.locator("script").count() == 0
        for path in (tmp_path / ".cache").rglob("*"):
            assert path.is_dir() or not re.search(
                rb"__preview|localhost|127\.0\.0\.1|livereload", path.read_bytes()
            )
