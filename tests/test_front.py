"""The front page: its parts in the order that a site chooses, its colour, and what a new site says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sample
from sample import render

from paperfolio.content.fields import Reading
from paperfolio.content.frontmatter import parse
from paperfolio.content.links import PROFILE_LINKS
from paperfolio.model import Paper, Series
from paperfolio.pages import colours
from paperfolio.scholar.accounts import ALIASES, PROFILES

MARKS = {'id="about"': "about", 'class="papers"': "papers", 'id="charts"': "charts"}
PAPERS = (sample.FULL, replace(sample.FULL, slug="chosen", selected=True), sample.BARE)
YEARS = Series(key="papers", points=((2024, 1), (2026, 2)))


def pages(papers: tuple[Paper, ...] = PAPERS, /, **settings: object) -> dict[str, str]:
    """Return the pages of a site with these papers, one of them selected, under these settings."""
    site = replace(sample.site(**settings), papers=papers, series=(YEARS,) if papers else ())
    made, problems = render(site, sample.theme())
    assert problems == ()
    return {page.path: page.data.decode() for page in made if page.path.endswith((".html", ".css"))}


def parts(html: str) -> list[str]:
    """Return the parts of a front page in their order."""
    return [MARKS[mark] for mark in sorted(MARKS, key=html.find) if mark in html]


def cards(html: str) -> list[str]:
    """Return the slugs of the papers on a page."""
    return re.findall(r'<article class="row card[^"]*" data-paper="([^"]*)"', html)


def test_papers_come_before_charts_unless_a_site_wants_otherwise() -> None:
    """`front` chooses the parts and their order."""
    assert parts(pages()["index.html"]) == ["about", "papers", "charts"]
    assert parts(pages(front=("charts", "papers"))["index.html"]) == ["charts", "papers"]
    without = pages(front=("papers",))["index.html"]
    assert (parts(without), cards(without)) == (["papers"], ["tides", "chosen", "bare"])
    assert cards(pages()["index.html"]) == ["chosen", "tides", "bare"]


@pytest.mark.parametrize("settings", [{"papers": "selected"}, {"front": ("about", "selected")}])
def test_a_front_page_of_selected_papers_leads_to_the_whole_list(settings: dict[str, object]) -> None:
    """The whole list then has a page of its own, to which front page and menu lead."""
    made = pages(**settings)
    assert cards(made["index.html"]) == ["chosen"]
    assert sorted(cards(made["papers/index.html"])) == ["bare", "chosen", "tides"]
    assert '<a href="papers/index.html">All 3 papers</a>' in made["index.html"]
    assert re.search(r'<a href="papers/index.html">Papers</a>', made["index.html"])
    assert '<a href="../papers/index.html" aria-current="page">Papers</a>' in made["papers/index.html"]


def test_where_no_paper_is_selected_the_first_few_are_shown() -> None:
    """A front page never is without papers because none was chosen."""
    many = tuple(replace(sample.BARE, slug=f"p{n}") for n in range(9))
    assert cards(pages(many, papers="selected")["index.html"]) == ["p0", "p1", "p2", "p3", "p4"]


def test_a_new_site_says_how_to_add_a_paper() -> None:
    """A site without papers shows the command that makes one, and no list of nothing."""
    html = pages(())["index.html"]
    assert "new paper" in html
    assert "0 papers" not in html
    assert "browse/" not in html


def test_an_accent_of_ones_own_is_in_the_style_for_light_and_dark() -> None:
    """The colour is used as written where it can be read, with a lighter twin of its hue on dark ground."""
    made = pages(theme=(("accent", "#7a1f2b"),))
    assert 'data-accent="own"' in made["index.html"]
    assert re.search(r"--accent:light-dark\(#7a1f2b,#[0-9a-f]{6}\)", made["static/paperfolio.css"])
    assert "light-dark(#" not in pages()["static/paperfolio.css"]


@pytest.mark.parametrize("colour", ["#ff0", "#7A1F2B", "#ffffff", "#000000", "#3399ff", "#0a7d5a", "#ffb6c1"])
def test_every_accent_can_be_read_on_light_and_on_dark_ground(colour: str) -> None:
    """Text has a contrast of at least 4.5, bars of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    made = colours.accent(colour)
    dark = "#101216"
    assert colours.contrast(made.light) >= 4.5
    assert colours.contrast(made.dark, dark) >= 4.5
    assert colours.contrast(made.bar, dark) >= 3


def test_an_accent_too_pale_is_reported_with_one_that_is_not() -> None:
    """The contrast is checked when the site is built, and the fix names a colour that passes."""
    _, problems = render(sample.site(theme=(("accent", "#ffcc00"),)), sample.theme())
    (problem,) = problems
    assert "its contrast is 1.5" in problem.message
    better = re.search(r"#[0-9a-f]{6}", problem.fix)
    assert better
    assert colours.contrast(better[0]) >= 4.5


@pytest.mark.parametrize(("written", "kind"), sorted(ALIASES.items()))
def test_links_are_known_by_their_other_names(written: str, kind: str) -> None:
    """`scholar`, `twitter` and the names of other programs lead to the same sites, with the same icons."""
    document, problems = parse(
        "content/profile.md", f"---\n{written}: {PROFILES[kind].examples[0]}\n---\n".encode()
    )
    assert document is not None
    reading = Reading(find=lambda _: None)
    (link,) = PROFILE_LINKS.read(document.fields, "links", reading)
    assert (link.kind, problems) == (kind, ())
