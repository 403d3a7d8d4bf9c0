"""Every link leads somewhere: at a domain's root, below it, and from a folder on disk; and nothing leaked into it."""

from __future__ import annotations

import posixpath
import re
import shutil
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import sites

ASKS = {"href", "src", "action", "data", "poster", "cite", "formaction", "data-index"}
POINTS = {
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "for",
    "form",
    "headers",
    "list",
    "popovertarget",
}
# An address that leads to another site, or to no page at all.
OTHER = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# Traces of the machine that built the site, and of the preview that it was looked at in.
LEAKS = re.compile(rb"localhost|127\.0\.0\.1|0\.0\.0\.0|livereload|file://|/__|\x00")
TEXT = {".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".bib", ".ris", ".webmanifest"}


class Links(HTMLParser):
    """The addresses that a page names, the names that can be linked to on it, and those that it points to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.points: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        for name, value in attrs:
            text = value or ""
            if name in ASKS:
                self.addresses.append(text)
            elif name == "srcset":
                self.addresses += [part.split()[0] for part in text.split(",")]
            elif name == "content" and re.match(r"\d+; *url=", text):
                self.addresses.append(text.partition("=")[2])
            elif name == "id":
                self.ids.append(text)
            elif name in POINTS and tag != "mo":  # whose `form` is a word
                self.points += text.split()


@cache
def links(path: Path) -> Links:
    """Return what a page names; a page is read once."""
    return Links(path.read_text(encoding="utf-8"))


def problems(folder: Path, base: str = "/") -> list[str]:
    """Return each link of the tree that leads nowhere when the tree is served at a path, and each that leaves it."""
    pages = {path.relative_to(folder).as_posix(): links(path) for path in sorted(folder.rglob("*.html"))}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = []
    for name, page in pages.items():
        found += [
            f"{name}: the id {each} stands twice" for each, times in Counter(page.ids).items() if times > 1
        ]
        found += [
            f"{name}: points to #{each}, which isn't there" for each in page.points if each not in page.ids
        ]
        for address in dict.fromkeys(page.addresses):
            if OTHER.match(address):
                continue
            path, _, anchor = address.partition("#")
            target = place(base + name, path.partition("?")[0])
            inside = target.removeprefix(base) if target.startswith(base) else None
            if inside not in files:
                found.append(f"{name}: {address} leads nowhere")
            elif anchor and inside in pages and unquote(anchor) not in pages[inside].ids:
                found.append(f"{name}: {address} has no such anchor")
    return found + styles(folder)


def place(page: str, address: str) -> str:
    """Return the file that an address on a page names, as a server finds it, both from the domain's root."""
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address))) if address else page
    return f"{whole.rstrip('/')}/index.html" if address.endswith(("/", ".")) else whole


def styles(folder: Path) -> list[str]:
    """Return each address in a style sheet that leads nowhere."""
    return [
        f"{path.name}: {address} leads nowhere"
        for path in sorted(folder.rglob("*.css"))
        for address in re.findall(r"url\([\"']?([^\"')]+)", path.read_text(encoding="utf-8"))
        if not address.startswith(("data:", "#")) and not (path.parent / address.split("?")[0]).is_file()
    ]


def from_disk(folder: Path) -> list[str]:
    """Return each link that a reader who opens the folder's files without a server can't follow.

    There are no front pages of folders then: an address must name its file, and may not begin with a slash. The
    page for wrong addresses is left out: no server, no wrong address.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = []
    for path in sorted(set(folder.rglob("*.html")) - {folder / "404.html"}):
        name = path.relative_to(folder).as_posix()
        for address in dict.fromkeys(links(path).addresses):
            file = re.split(r"[?#]", address)[0]
            if file and not OTHER.match(address):
                here = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file)))
                if file.startswith("/") or here not in files:
                    found.append(f"{name}: {address} leads nowhere from disk")
    return found


def leaks(folder: Path, *places: str) -> list[str]:
    """Return each trace of the building machine in the tree; `places` are the paths that it was built at."""
    traces = re.compile(b"|".join([LEAKS.pattern, *(re.escape(place.encode()) for place in places)]))
    return [
        f"{path.relative_to(folder)}: {match[0].decode()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in TEXT
        for match in traces.finditer(path.read_bytes())
    ]


@pytest.mark.parametrize("name", sites.NAMES)
def test_every_link_leads_somewhere(name: str, built: Callable[[str], sites.Built]) -> None:
    """No reader meets a dead link, a missing picture or an anchor that isn't there."""
    assert problems(built(name).folder, sites.base(name)) == []


def test_a_site_without_an_address_works_below_any_path(example: sites.Built, tmp_path: Path) -> None:
    """The same files work at a project's path, but for the one page that is shown at any depth."""
    folder = tmp_path / "site"
    shutil.copytree(example.folder, folder, ignore=shutil.ignore_patterns("404.html"))
    assert problems(folder, "/repo/") == []


@pytest.mark.parametrize("name", sites.NAMES)
def test_every_link_works_from_disk(name: str, built: Callable[[str], sites.Built]) -> None:
    """A site that was sent as a folder is whole without a server."""
    assert from_disk(built(name).folder) == []


def test_the_files_that_are_linked_are_served(
    built: Callable[[str], sites.Built], serve_folder: Callable[..., str]
) -> None:
    """What the check of the files finds sound, a server below a path answers."""
    site = built("long")
    url, page = serve_folder(site.folder, "/site/"), "papers/paper-000/index.html"
    for address in Links(site.text(page)).addresses:
        whole = urldefrag(urljoin(url + page, address))[0]
        if whole.startswith(url):
            with urllib.request.urlopen(whole) as answer:  # noqa: S310 - our own address
                assert answer.status == 200


@pytest.mark.parametrize("name", sites.NAMES)
def test_nothing_of_the_building_machine_leaks(name: str, built: Callable[[str], sites.Built]) -> None:
    """No path, no local address and no preview script of the one who built the site is published."""
    folder = built(name).folder
    assert leaks(folder, *(f"{place}/" for place in (folder.parent, Path.home(), Path.cwd()))) == []


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("none/index.html leads nowhere", ("</main>", '<a href="none/index.html">x</a></main>')),
        ("none.png leads nowhere", ("</main>", '<img src="none.png" alt=""></main>')),
        ("#none has no such anchor", ("</main>", '<a href="#none">x</a></main>')),
        ("/absolute leads nowhere", ("</main>", '<a href="/absolute">x</a></main>')),
        ("points to #none", ("</main>", '<p aria-labelledby="none">x</p></main>')),
        ("stands twice", ("</main>", '<p id="main">x</p></main>')),
    ],
)
def test_a_broken_link_is_caught(
    what: str, change: tuple[str, str], example: sites.Built, tmp_path: Path
) -> None:
    """A link, a picture, an anchor or a label that leads nowhere fails the gate, and nothing else does."""
    shutil.copytree(example.folder, tmp_path / "site")
    sites.broken(example.folder / "index.html", tmp_path / "site/index.html", change)
    (found,) = problems(tmp_path / "site")
    assert what in found


@pytest.mark.parametrize("address", ["/index.html", "browse/", "none.html"])
def test_a_link_that_breaks_from_disk_is_caught(address: str, example: sites.Built, tmp_path: Path) -> None:
    """An address that only a server can resolve fails the gate."""
    shutil.copytree(example.folder, tmp_path / "site")
    change = ("</main>", f'<a href="{address}">x</a></main>')
    sites.broken(example.folder / "index.html", tmp_path / "site/index.html", change)
    assert from_disk(tmp_path / "site") == [f"index.html: {address} leads nowhere from disk"]


@pytest.mark.parametrize("trace", ["http://localhost:8000/", "/livereload.js", "file:///x", "{BUILD}/x.md"])
def test_a_leak_is_caught(trace: str, tmp_path: Path) -> None:
    """A page that names the machine that it was built on fails the gate."""
    (tmp_path / "a.html").write_text(f"<p>{trace.replace('{BUILD}', str(tmp_path))}</p>", encoding="utf-8")
    assert leaks(tmp_path, str(tmp_path)) != []


def test_a_dead_address_is_told_apart(serve_folder: Callable[..., str], example: sites.Built) -> None:
    """A wrong address gets the page that says so, and the status that says so to machines."""
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(serve_folder(example.folder) + "none/")  # noqa: S310 - our own address
    assert raised.value.code == 404
