"""Facets hold for lists of any length: what they say and show is what the papers say, over all pages of the list."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import papers
import pytest
import sites
from playwright.sync_api import Locator, Page, expect

import dev

PAPERS = [dict(papers.paper(number)) for number in range(500)]
ME = {"Ada Example", "A. Example", "עדה לדוגמה"}
FAILED = "The search could not be loaded."


def values(paper: dict[str, Any], facet: str) -> list[str]:
    """Return what a paper's file says of a facet."""
    venue = paper.get("venue", {})
    names = [each["name"] if isinstance(each, dict) else each for each in paper["authors"]]
    told: dict[str, list[str]] = {
        "year": [paper["date"][:4]],
        "category": [paper.get("category", "")],
        "tag": paper.get("tags", []),
        "venue": [venue.get("short") or venue.get("name", "")],
        "author": [name for name in names if name not in ME | {"et al."}],
        "code": ["1"] if paper.get("links", {}).get("code") else [],
    }
    return [value for value in told[facet] if value]


def counted(facet: str, having: dict[str, str]) -> dict[str, int]:
    """Return how many of the papers that have these values have each value of the facet."""
    some = [each for each in PAPERS if all(value in values(each, name) for name, value in having.items())]
    return dict(Counter(value for paper in some for value in values(paper, facet)))


def said(page: Page, facet: str) -> dict[str, int]:
    """Return the counts that the page says, without those of nothing."""
    options = page.eval_on_selector_all(
        f".facets [name={facet}] option",
        "all => all.filter(it => it.value).map(it => [it.value, Number(it.text.match(/\\((\\d+)\\)$/)[1])])",
    )
    return {value: count for value, count in options if count}


def choose(page: Page, **values: str) -> None:
    """Choose a value of each of the facets, and wait for the list."""
    for name, value in values.items():
        page.locator(f".facets [name={name}] option[value='{value}']").wait_for(state="attached")
        page.locator(f".facets [name={name}]").select_option(value)
        settled(page)


def settled(page: Page) -> Locator:
    """Wait for the list and return the cards that it shows."""
    expect(page.locator("[data-results]")).to_have_attribute("aria-busy", "false")
    return page.locator("article:visible")


def slugs(page: Page, pages: int = 1) -> list[str]:
    """Return the slugs of what is shown, after asking for more as often as there are further pages."""
    for number in range(1, pages):
        page.get_by_role("button", name="Show more").click()
        page.locator("[data-hits] article").nth(number * 10).wait_for()
    return [card.get_attribute("data-paper") or "" for card in settled(page).all()]


@pytest.fixture
def long(built: Callable[[str], sites.Built], open_page: Callable[..., Page]) -> Iterator[Page]:
    """Return the front page of 500 papers in five pages, its facets open; nothing on it may complain."""
    page = open_page()
    complaints: list[str] = []
    page.on("console", lambda each: complaints.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda each: complaints.append(str(each)))
    page.goto(built("long").url + "index.html")
    page.locator(".facets summary").click()
    page.locator(".facets [name=year] option").nth(1).wait_for(state="attached")
    yield page
    assert not [each for each in complaints if "ERR_FAILED" not in each]


def test_counts_are_those_of_the_papers(long: Page) -> None:
    """Each facet counts the papers of the whole list, given the other facets."""
    facets = ("year", "category", "tag", "venue", "author", "code")
    assert {name: said(long, name) for name in facets} == {name: counted(name, {}) for name in facets}
    chosen = {"tag": "graphs", "code": "1", "venue": "CoC 2024"}
    choose(long, **chosen)
    for name in facets:
        others = {facet: value for facet, value in chosen.items() if facet != name}
        assert said(long, name) == counted(name, others), name


def test_a_choice_shows_the_papers_of_all_pages(long: Page) -> None:
    """What fits is shown ten at a time, the count is said, and the pages of the plain list come back after."""
    choose(long, year="2020", category="cs.CV")
    fits = [
        f"paper-{at:03}"
        for at, each in enumerate(PAPERS)
        if each["date"][:4] == "2020" and each.get("category") == "cs.CV"
    ]
    expect(long.locator("[data-search-status]")).to_have_text(f"{len(fits)} papers")
    expect(long.locator(".pager")).to_be_hidden()
    assert sorted(slugs(long)) == fits
    assert long.url.endswith("?year=2020&category=cs.CV")
    long.go_back()
    expect(long.locator("[data-search-status]")).to_have_text("25 papers")
    assert len(slugs(long, 3)) == 25
    long.get_by_role("button", name="Clear").click()
    expect(long.locator(".pager")).to_be_visible()
    assert settled(long).count() == 100


def test_facets_and_a_query_narrow_each_other(long: Page) -> None:
    """With something typed, the facets count its answer alone, and a choice among them narrows that."""
    long.locator("#q").fill("tags:graphs")
    long.locator("[data-hits]").wait_for()
    settled(long)
    assert said(long, "year") == counted("year", {"tag": "graphs"})
    choose(long, year="2021")
    expected = {
        f"paper-{at:03}"
        for at, each in enumerate(PAPERS)
        if each["date"][:4] == "2021" and "graphs" in each.get("tags", [])
    }
    assert set(slugs(long)) == expected
    assert long.url.endswith("?q=tags%3Agraphs&year=2021")
    long.reload()
    long.locator("[data-hits]").wait_for()
    assert set(slugs(long)) == expected
    assert said(long, "year") == counted("year", {"tag": "graphs"})


def test_a_facet_that_leaves_no_paper_can_be_dropped(long: Page) -> None:
    """If a query has papers and a chosen facet has none of them, the page offers to search without the facet."""
    long.goto(long.url.split("?")[0] + "?q=tags%3Agraphs&year=2020&category=cs.CV")
    expect(long.locator("[data-search-status]")).to_have_text("No paper matches")
    expect(long.get_by_role("button", name="Search without cs.CV")).to_be_visible()
    long.get_by_role("button", name="Search without 2020").click()
    expect(long.locator("[data-search-status]")).to_have_text("22 papers")
    assert long.url.endswith("?q=tags%3Agraphs&category=cs.CV")
    expect(long.locator("[data-search-offers] button")).to_have_count(0)


def test_a_long_list_is_sorted_as_a_whole(long: Page) -> None:
    """Newest, most cited and title order all papers, not those of a page."""
    of = dict(zip((f"paper-{at:03}" for at in range(500)), PAPERS, strict=True))
    choose(long, sort="newest")
    dates = [of[slug]["date"] for slug in slugs(long, 3)]
    assert dates == sorted((each["date"] for each in PAPERS), reverse=True)[:30]
    choose(long, sort="cited")
    counts = [of[slug].get("citations", {}).get("count", -1) for slug in slugs(long, 3)]
    assert (
        counts == sorted((each.get("citations", {}).get("count", -1) for each in PAPERS), reverse=True)[:30]
    )
    choose(long, sort="title", category="cs.CV", year="2020")
    plain = [slug for slug in slugs(long) if of[slug]["title"].startswith("Gödel")]
    assert plain == sorted(plain, key=lambda slug: of[slug]["title"])


def test_a_narrowed_list_keeps_its_years(long: Page) -> None:
    """Where a list has years, so has what is chosen from it: each above its papers, and none without."""
    choose(long, venue="CoC 2024")
    slugs(long, 4)
    headings = long.locator("[data-group-heading]:visible").all_inner_texts()
    assert headings[0] == "Selected"
    assert headings[1:] == sorted(set(headings[1:]), reverse=True) != []
    choose(long, sort="newest")
    rows = long.eval_on_selector_all(
        "[data-hits] > *",
        "all => all.map(it => [!!it.dataset.paper, it.querySelector('time')?.dateTime.slice(0, 4) ?? it.textContent])",
    )
    assert not rows[0][0]
    for (_, before), (paper, year) in pairwise(rows):
        assert paper == (year == before)
    choose(long, sort="cited")
    assert long.locator("[data-group-heading]:visible").count() == 0


def test_nothing_is_fetched_for_facets_before_they_are_wanted(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """A query pays nothing for facets; an address that holds a choice is answered when it is opened."""
    page, asked = open_page(), []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(built("long").url + "index.html")
    page.locator("#q").fill("tides")
    page.locator("[data-hits]").wait_for()
    assert not [url for url in asked if "facets.bin" in url]
    page.goto(built("long").url + "page/3/index.html?year=2010")
    page.locator("[data-hits]").wait_for()
    expect(page.locator("[data-search-status]")).to_have_text("25 papers")
    assert [url for url in asked if "facets.bin" in url]


@pytest.mark.parametrize("file", ["**/facets.bin", "**/search.js*"])
def test_a_failing_network_is_told_and_recovers(
    file: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Where the facets don't come, the page says so and keeps its list, and one key tries again."""
    page = open_page()
    page.route(file, lambda route: route.abort())
    page.goto(built("long").url + "index.html?year=2010")
    expect(page.locator("[data-search-status]")).to_have_text(FAILED)
    assert page.locator("article:visible").count() == 100
    page.unroute(file)
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("[data-search-status]")).to_have_text("25 papers")
    assert page.locator(".facets [name=year]").input_value() == "2010"


def test_a_longer_list_leads_to_the_facets_of_the_front_page(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """A list of several pages that isn't the site's own is refined on the front page, narrowed to it already."""
    site = built("long")
    path = next(each for each in site.pages() if re.match(r"browse/author/.*/page/2/", each))
    page = open_page()
    page.goto(site.url + path)
    name = page.locator("h1 bdi").inner_text()
    page.get_by_role("button", name="Filter and sort").click()
    expect(page.locator("[data-search-status]")).to_have_text(f"{counted('author', {})[name]} papers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of 120 papers, whose list has three pages and whose search is a single file."""
    root = tmp_path_factory.mktemp("paged")
    papers.write(root / "content", count=120, language="en", layout="cards")
    return sites.build(root, root / "site")


def test_facets_of_a_long_list_work_from_disk(folder: Path, open_page: Callable[..., Page]) -> None:
    """Opened from a folder, a list of several pages is narrowed, ordered and counted as a whole too."""
    page = open_page()
    page.goto((folder / "index.html").as_uri() + "?year=2024")
    page.locator("[data-hits]").wait_for()
    numbers = [at for at, each in enumerate(PAPERS[:120]) if each["date"][:4] == "2024"]
    assert sorted(slugs(page)) == [f"paper-{at:03}" for at in numbers]
    choose(page, code="1")
    assert sorted(slugs(page)) == [f"paper-{at:03}" for at in numbers if values(PAPERS[at], "code")]
    page.locator("#q").fill("tags:tides")
    expect(page.locator("[data-search-status]")).to_have_text(
        f"{sum('tides' in values(PAPERS[at], 'tag') and bool(values(PAPERS[at], 'code')) for at in numbers)} papers"
    )


@pytest.mark.parametrize("form", ["auto", "sharded"])
def test_a_short_list_counts_the_answer_too(
    form: str, tmp_path: Path, serve_folder: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    """With something typed, the facets of a list on one page count what matches it, whatever the index's form."""
    shutil.copytree(dev.ROOT / "content", tmp_path / "content")
    profile = tmp_path / "content" / "profile.md"
    profile.write_text(
        profile.read_text("utf-8").replace("\nsite:\n", f"\nsite:\n  search: {form}\n"), "utf-8"
    )
    page = open_page()
    page.goto(serve_folder(sites.build(tmp_path, tmp_path / "site")))
    page.locator(".facets summary").click()
    before = said(page, "year")
    page.locator("#q").fill("video")
    page.locator("[data-hits]").wait_for()
    shown = Counter(str(card.locator("time").get_attribute("datetime"))[:4] for card in settled(page).all())
    assert said(page, "year") == dict(shown) != before
    choose(page, sort="newest")
    dates = [card.locator("time").get_attribute("datetime") or "" for card in settled(page).all()]
    assert dates == sorted(dates, reverse=True)
    page.locator("#q").fill("")
    page.locator("[data-hits]").wait_for(state="detached")
    assert said(page, "year") == before


def test_without_scripts_the_pages_of_the_list_are_there(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Whoever blocks scripts meets no facets, and the pages of the list instead."""
    page = open_page(java_script_enabled=False)
    page.goto(built("long").url + "index.html?year=2010")
    expect(page.locator(".facets")).to_be_hidden()
    expect(page.locator(".pager")).to_be_visible()
    assert page.locator("article").count() == 100


def test_a_list_is_narrowed_by_kind(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """A visitor chooses the books, in the words of the site, and sees the books alone."""
    page = open_page()
    page.goto(built("career").url + "index.html")
    page.locator(".facets summary").click()
    expect(page.locator(".facets [name=kind] option[value=book]")).to_have_text("Book (2)")
    choose(page, kind="book")
    expect(page.locator("article:visible")).to_have_count(2)
    assert page.url.endswith("?kind=book")
