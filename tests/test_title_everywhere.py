"""A title with HTML, as publishers export it, is right wherever a site shows it."""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Mapping

import pytest

from paperfolio.memo import Memo
from paperfolio.model import Content, Source
from paperfolio.pages.theme import Theme
from paperfolio.pipeline import build

EXPORTED = (
    "'<i>In vitro</i> CO <sub>2</sub> &amp;amp; {\\textless}sup{\\textgreater}13{\\textless}/sup{\\textgreater}C by"
    " <mml:math><mml:mi>α</mml:mi></mml:math>-decay'"
)
PLAIN = "In vitro CO₂ & ¹³C by α-decay"
PROFILE = "---\nname: Jane Doe\nposition: Professor\nsite:\n  url: https://jane.example/\n---\n"
PAPER = f"---\ntitle: {EXPORTED}\nauthors: [Jane Doe]\ndate: 2024-05-01\nvenue: Nature\n---\nText.\n"


@pytest.fixture(scope="module")
def pages(theme: Theme) -> Mapping[str, bytes]:
    """Return the pages of a site whose only paper has such a title."""
    sources = tuple(
        Source(path=path, data=text.encode())
        for path, text in (("content/papers/x.md", PAPER), ("content/profile.md", PROFILE))
    )
    made = build(Content(sources=sources, assets=()), theme, today=datetime.date(2026, 1, 1), memo=Memo())
    assert [str(each) for each in made.problems] == []
    return {page.path: page.data for page in made.pages}


def text(pages: Mapping[str, bytes], path: str) -> str:
    """Return a page's text; a star stands for the part of a path that is not known."""
    pattern = re.escape(path).replace(r"\*", ".*")
    (found,) = [data for name, data in pages.items() if re.fullmatch(pattern, name)]
    return found.decode()


def shown(markup: str) -> str:
    """Return the words of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def test_the_heading_and_the_card_have_its_markup(pages: Mapping[str, bytes]) -> None:
    """Italics, indices and formulas are elements on the page and in lists, never visible tags."""
    page, front = text(pages, "papers/x/index.html"), text(pages, "index.html")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    card = re.search(r'<h\d class="title"[^>]*>(.*?)</h\d>', front, re.DOTALL)
    for found in (heading, card):
        assert found
        assert "<em>In vitro</em> CO<sub>2</sub> &amp; <sup>13</sup>C" in found[1]
        assert shown(found[1]) == "In vitro CO2 & 13C by α-decay"


def test_the_head_of_the_page_has_it_as_plain_text(pages: Mapping[str, bytes]) -> None:
    """The title element, Highwire's, OpenGraph's and schema.org's metadata have the words with their indices."""
    page = text(pages, "papers/x/index.html")
    assert f"<title>{html.escape(PLAIN, quote=False)}" in page
    for name in ('name="citation_title"', 'property="og:title"'):
        found = re.search(rf'<meta {name} content="([^"]*)"', page)
        assert found
        assert html.unescape(found[1]) == PLAIN
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data
    (paper,) = [each for each in json.loads(data[1])["@graph"] if each["@type"] == "ScholarlyArticle"]
    assert PLAIN in {paper["name"], paper.get("headline")}


def test_feeds_and_search_have_it(pages: Mapping[str, bytes]) -> None:
    """No feed, list for machines or file of the search has a tag or a reference in the title."""
    assert PLAIN in html.unescape(text(pages, "feed.xml"))
    assert any(item["title"] == PLAIN for item in json.loads(text(pages, "feed.json"))["items"])
    assert PLAIN in text(pages, "llms.txt")
    searched = "".join(
        data.decode("utf-8", "replace") for path, data in pages.items() if path.startswith("search/")
    )
    assert "textless" not in searched
    assert "mml" not in searched


def test_citations_have_it_in_their_own_words(pages: Mapping[str, bytes]) -> None:
    """BibTeX has LaTeX, RIS and CSL-JSON have text."""
    bibtex = text(pages, "papers/x/cite.bib")
    assert "<" not in bibtex.split("title", 1)[1].split("\n", 1)[0]
    assert "textless" not in bibtex
    assert f"TI  - {PLAIN}" in text(pages, "papers/x/cite.ris")
    assert PLAIN.split(" CO", 1)[0] in json.loads(text(pages, "papers/x/cite.json"))[0]["title"]


def test_the_preview_picture_is_drawn_from_its_words(pages: Mapping[str, bytes]) -> None:
    """The picture that previews of a link show exists; its words are the title's plain text."""
    assert any(path.startswith("papers/x/") and path.endswith(".png") for path in pages)


@pytest.mark.parametrize(
    ("language", "attributes"),
    [("he", 'lang="he" dir="rtl"'), ("de", 'lang="de" dir="ltr"'), ("", 'dir="auto"')],
)
def test_a_declared_language_decides_the_direction(theme: Theme, language: str, attributes: str) -> None:
    """A Hebrew title that begins with a Latin word is set from right to left, where its language is declared."""
    declared = f"language: {language}\n" if language else ""
    paper = f"---\ntitle: LaTeX מבוא\nauthors: [Jane Doe]\ndate: 2024\n{declared}---\nText.\n"
    sources = tuple(
        Source(path=path, data=text.encode())
        for path, text in (("content/papers/x.md", paper), ("content/profile.md", PROFILE))
    )
    made = build(Content(sources=sources, assets=()), theme, today=datetime.date(2026, 1, 1), memo=Memo())
    page = next(page.data.decode() for page in made.pages if page.path == "papers/x/index.html")
    assert f"<h1 {attributes}>" in page


def test_the_byline_of_a_collaboration_is_folded(theme: Theme) -> None:
    """Of three thousand authors a paper's page shows twenty and the researcher, and unfolds the others."""
    names = "".join(f"  - Author {number} Name\n" for number in range(3_000)).replace(
        "2500 Name", "2500 Name\n  - Jane Doe"
    )
    paper = f"---\ntitle: Large\nauthors:\n{names}date: 2024\n---\nText.\n"
    sources = tuple(
        Source(path=path, data=text.encode())
        for path, text in (("content/papers/x.md", paper), ("content/profile.md", PROFILE))
    )
    made = build(Content(sources=sources, assets=()), theme, today=datetime.date(2026, 1, 1), memo=Memo())
    page = next(page.data.decode() for page in made.pages if page.path == "papers/x/index.html")
    before, folded = page.split('<details class="byline-rest">', 1)
    assert before.count("<li>") < 40
    assert "Jane Doe" in before.split('class="byline"', 1)[1]
    assert "Author 2999 Name" in folded
