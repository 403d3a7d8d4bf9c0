"""Feeds, sitemap and their kin: valid by other readers, whole, and the same on any day."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfolio.model import (
    SITE,
    Author,
    Link,
    Paper,
    PartialDate,
    Profile,
    Settings,
    Site,
    Text,
    Version,
)
from paperfolio.pages import feeds
from paperfolio.pages.feeds import crawlers
from paperfolio.pages.plan import Planned

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MATH = (
    '<p>At <math><msqrt><mi>s</mi></msqrt></math> &lt; 5.<br><a href="#n">n</a> <img src="'
    + SITE
    + 'a.png"></p>'
)
PAPER = Paper(
    slug="first",
    path="content/papers/first.md",
    title=Text(html="<i>x</i>", plain="Rates < 10⁻⁶ & more"),
    date=PartialDate(year=2024, month=5),
    authors=(Author(name="Jane Doe", url="https://jane.example/"), Author(name="Li")),
    tags=("one",),
    links=(Link(kind="pdf", label="PDF", url="papers/first/a.pdf", local=True),),
    versions=(Version(kind="erratum", date=PartialDate(year=2025, month=2, day=3)),),
    summary=Text(plain="In short."),
    abstract=Text(html=MATH, plain="At √s < 5."),
)
OLDER = replace(PAPER, slug="older", date=PartialDate(year=2020), versions=(), abstract=Text(), links=())


def site(*papers: Paper, url: str = "https://jane.example/me") -> Site:
    """Return a site with these papers."""
    profile = Profile(
        path="p", name="Jane Doe", position="Professor", settings=Settings(title="Jane’s [page]", url=url)
    )
    return Site(profile=profile, papers=papers, year=2026)


def made(*papers: Paper, url: str = "https://jane.example/me") -> dict[str, str]:
    """Return the files of a site by path."""
    of = site(*papers, url=url)
    return {page.path: page.data.decode() for page in feeds.files(of, sample.planned(of).pages)}


def atom_faults(text: str) -> list[str]:
    """Return what RFC 4287 asks for that a feed lacks, beyond well-formedness."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    found = []
    for each in (root, *root.iter(f"{ATOM}entry")):
        found += [
            f"{each.tag} without {name}"
            for name in ("id", "title", "updated")
            if len(each.findall(ATOM + name)) != 1
        ]
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    found += ["an id twice"] if len(set(ids)) != len(ids) else []
    found += [f"no URI: {it}" for it in ids if not re.fullmatch(r"tag:[a-z.]+,\d{4}:[\w/.-]+", it or "")]
    found += ["no self link"] if "self" not in [it.get("rel") for it in root.findall(f"{ATOM}link")] else []
    for link in root.iter(f"{ATOM}link"):
        found += [] if urlsplit(link.get("href") or "").netloc else [f"relative: {link.get('href')}"]
    for name in ("updated", "published"):
        for each in root.iter(ATOM + name):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each.text or ""):
                found.append(f"no date: {each.text}")
    for content in root.iter(f"{ATOM}content"):
        found += re.findall(r'(?:href|src)="(?!https?:)[^"]*"', content.text or "")
    return found


def test_the_atom_feed_is_what_readers_and_the_standard_ask_for() -> None:
    """Another program reads it without complaint, and each rule of RFC 4287 holds."""
    text = made(PAPER, OLDER)["feed.xml"]
    read = feedparser.parse(text)
    assert not read.bozo
    assert read.version == "atom10"
    assert atom_faults(text) == []
    assert [entry.title for entry in read.entries] == ["Rates < 10⁻⁶ & more"] * 2
    assert [author["name"] for author in read.entries[0].authors] == ["Jane Doe", "Li"]
    assert read.entries[0].enclosures[0].href == "https://jane.example/me/papers/first/a.pdf"


MUTANTS = {
    "an id twice": lambda text: text.replace("papers/older", "papers/first"),
    "a relative address": lambda text: text.replace(
        "https://jane.example/me/papers/first/", "/papers/first/"
    ),
    "another date": lambda text: text.replace("T00:00:00Z", ""),
    "no self link": lambda text: text.replace('rel="self"', 'rel="related"'),
    "no title": lambda text: text.replace("<title>Rates", "<name>Rates").replace(
        "more</title>", "more</name>"
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_rules_of_the_feed_catch_each_fault(mutant: str) -> None:
    """A feed broken on purpose is found out."""
    assert atom_faults(MUTANTS[mutant](made(PAPER, OLDER)["feed.xml"])) != []


def test_abstracts_are_whole_with_their_formulas_and_absolute_addresses() -> None:
    """MathML comes through as it was, a note leads to the page, and a picture to its file."""
    root = ElementTree.fromstring(made(PAPER)["feed.xml"])  # noqa: S314 - our own output
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert content.text == MATH.replace(SITE, "https://jane.example/me/").replace(
        '"#n"', '"https://jane.example/me/papers/first/#n"'
    )


def test_dates_come_from_the_papers() -> None:
    """A paper is new on its own date and changed with its last version; the feed changed with the newest."""
    feed = ElementTree.fromstring(made(OLDER, PAPER)["feed.xml"])  # noqa: S314 - our own output
    assert [it.text for it in feed.iter(f"{ATOM}updated")] == [
        "2025-02-03T00:00:00Z",
        "2025-02-03T00:00:00Z",
        "2020-01-01T00:00:00Z",
    ]
    assert [it.text for it in feed.iter(f"{ATOM}published")] == [
        "2024-05-01T00:00:00Z",
        "2020-01-01T00:00:00Z",
    ]


def test_a_long_list_gives_a_feed_of_the_newest() -> None:
    """A feed doesn't grow with the years."""
    papers = [replace(OLDER, slug=f"p{n}", date=PartialDate(year=1900 + n)) for n in range(120)]
    items = json.loads(made(*papers)["feed.json"])["items"]
    assert len(items) == 50
    assert items[0]["id"] == "tag:jane.example,2026:me/papers/p119"


# Source: jsonfeed.org, "JSON Feed Version 1.1": the members, which of them are required, and their types.
_URL = {"type": "string", "pattern": "^https?://"}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_STRING = {"type": "string", "minLength": 1}
_AUTHORS = {
    "type": "array",
    "items": {"type": "object", "minProperties": 1, "properties": {"name": _STRING, "url": _URL}},
}
_ATTACHMENT = {
    "type": "object",
    "required": ["url", "mime_type"],
    "properties": {"url": _URL, "mime_type": _STRING},
}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "oneOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("id", "title", "content_html", "content_text", "summary", "language"), _STRING),
        **dict.fromkeys(("url", "external_url", "image", "banner_image"), _URL),
        **dict.fromkeys(("date_published", "date_modified"), _DATE),
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": _STRING},
        "attachments": {"type": "array", "items": _ATTACHMENT},
    },
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "description", "user_comment", "language"), _STRING),
        **dict.fromkeys(("home_page_url", "feed_url", "icon", "favicon"), _URL),
        "authors": _AUTHORS,
        "items": {"type": "array", "items": _ITEM},
    },
}


def test_the_json_feed_is_one() -> None:
    """Members, types and addresses are those of version 1.1, and a wrong one is found."""
    feed = json.loads(made(PAPER, OLDER)["feed.json"])
    jsonschema.validate(feed, JSON_FEED)
    for wrong in ({"version": "1"}, {"home_page_url": "/"}, {"items": [{"id": "1"}]}, {"item": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(feed | wrong, JSON_FEED)


def test_the_json_feed_says_the_same() -> None:
    """Version 1.1's required members are there, and ids, addresses and dates are those of the Atom feed."""
    feed = json.loads(made(PAPER, OLDER)["feed.json"])
    read = feedparser.parse(made(PAPER, OLDER)["feed.xml"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in read.entries]
    assert [item["url"] for item in feed["items"]] == [entry.link for entry in read.entries]
    assert [item["date_modified"] for item in feed["items"]] == [entry.updated for entry in read.entries]
    for item in feed["items"]:
        assert ("content_html" in item) != ("content_text" in item)
    assert feed["items"][0]["attachments"][0]["mime_type"] == "application/pdf"


def locations(text: str) -> list[str]:
    """Return the addresses of a sitemap, and hold its shape to that of the protocol."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
    item = MAP + ("url" if root.tag.endswith("urlset") else "sitemap")
    assert all(child.tag == item and [it.tag for it in child] == [f"{MAP}loc"] for child in root)
    return [child[0].text or "" for child in root]


def test_the_sitemap_names_each_page_once_by_its_canonical_address() -> None:
    """Folders end in a slash; the page for missing ones and files that aren't pages stay out."""
    found = locations(made(PAPER, OLDER)["sitemap.xml"])
    assert [url for url in found if "/browse/" not in url] == [
        "https://jane.example/me/",
        "https://jane.example/me/papers/first/",
        "https://jane.example/me/papers/older/",
    ]


def test_pages_that_only_lead_on_are_in_no_sitemap() -> None:
    """An old address is not a page of its own."""
    moved = replace(PAPER, redirects=("old", "a.html"))
    maps = crawlers.sitemaps(site(moved), sample.planned(site(moved)).pages)
    assert not [url for url in locations(maps["sitemap.xml"]) if url.endswith(("/old/", "/a.html"))]


def test_a_sitemap_of_too_many_pages_is_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what the protocol allows in one file, an index lists the parts, and no page is lost."""
    monkeypatch.setattr(crawlers, "MOST", 2)
    maps = crawlers.sitemaps(site(), [Planned(path=f"{n}.html", kind="list", template="") for n in range(5)])
    assert locations(maps["sitemap.xml"]) == [f"https://jane.example/me/sitemap-{n}.xml" for n in (1, 2, 3)]
    assert sum(len(locations(maps[f"sitemap-{n}.xml"])) for n in (1, 2, 3)) == 5


def test_without_a_public_address_only_what_works_without_one_is_made() -> None:
    """Feeds and sitemaps are absolute or absent; the manifest and llms.txt stand without."""
    files = made(PAPER, url="")
    names = ["llms.txt", "papers.json", "papers/first/index.md", "robots.txt", "site.webmanifest"]
    assert sorted(files) == names
    assert "Sitemap" not in files["robots.txt"]
    assert "](papers/first/index.html)" in files["llms.txt"]


def test_robots_may_read_everything_and_find_the_sitemap() -> None:
    """The file allows all and names the sitemap by its whole address."""
    assert made(PAPER)["robots.txt"] == (
        "User-agent: *\nAllow: /\n\nSitemap: https://jane.example/me/sitemap.xml\n"
    )


def test_llms_txt_lists_every_paper_as_a_link() -> None:
    """One heading, then each paper with its authors and year; brackets in a title stay text."""
    text = made(replace(PAPER, title=Text(plain="On [x] *y*"), et_al=True))["llms.txt"]
    assert text.startswith("# Jane’s \\[page\\]\n")
    line = (
        "- [On \\[x\\] \\*y\\*](https://jane.example/me/papers/first/): Jane Doe, Li et al. 2024. In short."
    )
    assert f"{line} ([Markdown](https://jane.example/me/papers/first/index.md))" in text.splitlines()


def test_the_manifest_names_the_icons_relative_to_itself() -> None:
    """It works under any folder, so it needs no public address."""
    manifest = json.loads(made(PAPER)["site.webmanifest"])
    assert manifest["start_url"] == "./"
    assert [icon["src"] for icon in manifest["icons"]] == ["icon.svg", "icon-192.png", "icon-512.png"]


def test_the_same_site_gives_the_same_bytes() -> None:
    """Nothing in the files depends on when or where they were made."""
    assert made(PAPER, OLDER) == made(PAPER, OLDER)


HOSTILE = st.text() | st.sampled_from(
    ["]]>", "</script>", "<!--", "&amp;", "\x00\x0b", "\ud800", "\ufffe", '"', "\u202e"]
)


@settings(max_examples=50)
@given(HOSTILE, HOSTILE)
def test_no_text_breaks_a_feed(title: str, html: str) -> None:
    """Whatever titles, names and abstracts hold, each file can be read."""
    hostile = replace(
        PAPER,
        title=Text(plain=title),
        authors=(Author(name=html), Author(name=title)),
        tags=(html,),
        summary=Text(plain=html),
        abstract=Text(html=html.encode("utf-8", "ignore").decode(), plain=title),
    )
    files = made(hostile)
    assert not feedparser.parse(files["feed.xml"]).bozo
    assert [it for it in atom_faults(files["feed.xml"]) if "href" not in it and "src" not in it] == []
    assert json.loads(files["feed.json"])["items"][0]["title"]
    assert files["llms.txt"].count("\n# ") == 0
