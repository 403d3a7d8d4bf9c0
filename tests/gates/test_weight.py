"""Pages stay light: what a first visit fetches, compressed as Pages sends it, and in how many requests."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sites
from playwright.sync_api import Page

import dev

KB = 1024
# What the front page of the example may weigh, in bytes of gzip; pictures are apart, as they are a site's own.
FRONT = {"document": 16 * KB, "stylesheet": 8 * KB, "script": 10 * KB, "all": 35 * KB}
REQUESTS = 6
PAPER = 8 * KB
# The search's own scripts, all told, of which the second comes when somebody reaches for the box.
SEARCH = 9 * KB
SEARCH_SCRIPTS = ("static/find.js", "static/search.js")
# No page grows with the number of papers.
LONGEST = 24 * KB
PICTURES = {"image"}


def weigh(page: Page, address: str) -> tuple[dict[str, int], list[str]]:
    """Return the gzipped bytes by kind of what a first view fetches, `all` of them, and the addresses asked for."""
    asked: list[tuple[str, str]] = []
    page.on("request", lambda each: asked.append((each.resource_type, each.url)))
    page.goto(address, wait_until="networkidle")
    weight: dict[str, int] = {"all": 0}
    for kind, url in asked:
        answer = page.request.get(url)
        size = len(gzip.compress(answer.body(), 9, mtime=0))
        if kind not in PICTURES:
            weight[kind] = weight.get(kind, 0) + size
            weight["all"] += size
    return weight, [url for kind, url in asked if kind not in PICTURES]


def problems(page: Page, address: str) -> list[str]:
    """Return in what the first view of a front page is heavier than it may be."""
    weight, asked = weigh(page, address)
    found = [
        f"{kind} weighs {weight[kind] / KB:.1f} of {most / KB:.0f} KB"
        for kind, most in FRONT.items()
        if weight.get(kind, 0) > most
    ]
    if len(asked) > REQUESTS:
        found.append(f"{len(asked)} requests of {REQUESTS}: {', '.join(urlsplit(url).path for url in asked)}")
    return found


def heavy(site: sites.Built) -> list[str]:
    """Return the pages whose HTML is heavier than it may be."""
    found = []
    for path in site.pages():
        size = len(gzip.compress(site.text(path).encode(), 9, mtime=0))
        most = PAPER if re.match(r"papers/[^/]+/", path) else LONGEST
        if size > most:
            found.append(f"{path} weighs {size / KB:.1f} of {most / KB:.0f} KB")
    return found


def test_the_front_page_is_light(example: sites.Built, open_page: Callable[..., Page]) -> None:
    """A profile of 17 papers arrives in a second on a slow telephone: 35 KB and 6 requests at most."""
    assert problems(open_page(), example.url) == []


@pytest.mark.parametrize("name", sites.NAMES)
def test_no_page_grows_without_bounds(name: str, built: Callable[[str], sites.Built]) -> None:
    """A paper's page weighs 8 KB at most; a page of a list stays below 24 KB however many papers there are."""
    assert heavy(built(name)) == []


def test_the_front_page_of_300_papers_is_light(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """With formulas, venues, awards and links on its cards it takes 60 KB at most, pictures aside."""
    weight, _ = weigh(open_page(), built("many").url)
    assert weight["all"] <= 60 * KB


def searching(site: sites.Built) -> int:
    """Return the gzipped bytes of the scripts of a site's search."""
    return sum(len(gzip.compress((site.folder / each).read_bytes(), 9, mtime=0)) for each in SEARCH_SCRIPTS)


def test_the_search_is_light(built: Callable[[str], sites.Built]) -> None:
    """Whoever searches fetches at most 8 KB of scripts to do so."""
    assert searching(built("example")) <= SEARCH


def test_a_heavy_search_is_caught(mutant: Callable[..., sites.Built]) -> None:
    """The gate weighs what a visitor gets: with the readable scripts in place of the short ones it fails."""
    site = mutant()
    parts = sorted((dev.ROOT / "templates/static").glob("search-*.js"))
    (site.folder / "static/search.js").write_bytes(b"".join(part.read_bytes() for part in parts))
    assert searching(site) > SEARCH


@pytest.mark.parametrize(
    ("what", "addition"),
    [
        ("document weighs", "".join(f"<p>{number * 7919 % 104729:x}</p>" for number in range(12000))),
        (
            "requests of 6",
            "".join(f'<script src="static/theme.js?{number}"></script>' for number in range(6)),
        ),
        ("script weighs", '<script src="static/heavy.js"></script>'),
        ("stylesheet weighs", '<link rel="stylesheet" href="static/heavy.css">'),
        ("all weighs", '<script src="static/heavy.js"></script>'),
    ],
)
def test_a_heavy_page_is_caught(
    what: str, addition: str, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A page that sends more than it may, or asks too often, fails the gate."""
    site = mutant(("</main>", f"{addition}</main>"))
    numbers = ",".join(str(number * 7919 % 104729) for number in range(16000))
    (site.folder / "static/heavy.js").write_text(f"const numbers = [{numbers}];", encoding="ascii")
    (site.folder / "static/heavy.css").write_text(f"/* {numbers} */", encoding="ascii")
    found = problems(open_page(), site.url)
    assert any(what in each for each in found), found
