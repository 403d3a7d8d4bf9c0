"""The preview shows what was saved, at once and to nobody else."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from previews import Running, preview

from paperfolio.cli import main
from paperfolio.preview.addresses import Redirect, content_type, locate, may_ask
from paperfolio.preview.server import _span


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


def test_a_port_in_use_gives_way(tmp_path: Path) -> None:
    """When another program holds the port, the next free one is taken and told."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        taken = busy.getsockname()[1]
        with preview(tmp_path, port=taken) as running:
            assert taken < running.port <= taken + 20
            assert running.ask("/")[0] == 200


def test_a_taken_port_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that was asked for and is in use ends with 3 and says how to go on; nothing is built."""
    (tmp_path / "content").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--root", str(tmp_path), "serve", "--port", port]) == 3
    said = capsys.readouterr().err
    assert f"error[port]: cannot listen at 127.0.0.1:{port}: the port is in use" in said
    assert "fix: choose another --port" in said
    assert not (tmp_path / "site").exists()


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
