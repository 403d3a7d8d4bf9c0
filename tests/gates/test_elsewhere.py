"""Below the papers of an answer stands what else the site says: pages, and the items of collections."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sites
from playwright.sync_api import Locator, Page, expect

import dev

ITEMS = {
    "talks/harbours.md": "---\ntitle: Harbours that sing\nevent: Seiche Days\ndate: 2024\n---\nWater swings in basins.",
    "talks/lagoon.md": "---\ntitle: A lagoon\nsummary: Why it breathes\ndate: 2023\n---\nAbout Łódź and harbours.",
    "pages/join.md": "---\ntitle: Working with me\n---\nWrite to me about zymurgy, or 黄雨石的研究.",
} | {f"teaching/waves-{at}.md": f"---\ntitle: Oscillation {at}\nterm: Autumn\n---\n" for at in range(7)}


@pytest.fixture(params=["single", "sharded", "disk"])
def front(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    serve_folder: Callable[..., str],
    open_page: Callable[..., Page],
) -> Page:
    """Return the front page of the example's papers with these items, in each form of the search."""
    shutil.copytree(dev.ROOT / "content" / "papers", tmp_path / "content" / "papers")
    form = "sharded" if request.param == "sharded" else "single"
    profile = f"---\nname: Ada Example\nsite: {{search: {form}}}\n---\n"
    for name, text in (ITEMS | {"profile.md": profile}).items():
        path = tmp_path / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    folder = sites.build(tmp_path, tmp_path / "site")
    page = open_page()
    page.goto(
        (folder / "index.html").as_uri() if request.param == "disk" else serve_folder(folder) + "index.html"
    )
    return page


def others(page: Page, query: str) -> Locator:
    """Type a query and return the items that are shown below its papers, once the answer is there."""
    page.locator("#q").fill(query)
    expect(page.locator("[data-results][data-searching]")).to_have_attribute("aria-busy", "false")
    expect(page.locator("[data-search-status]")).to_have_text(re.compile("paper"))
    return page.locator("[data-elsewhere] li:visible")


def test_what_has_all_words_stands_below_the_papers(front: Page) -> None:
    """Titles come first, then texts; each with its collection and a line, and only where all words are found."""
    expect(front.locator("[data-elsewhere]")).to_be_hidden()
    expect(others(front, "harbo")).to_have_count(2)
    rows = others(front, "HARBOURS").all_inner_texts()
    assert [row.split("\n\n") for row in rows] == [
        ["Harbours that sing Talks", "Seiche Days"],
        ["A lagoon Talks", "Why it breathes"],
    ]
    for query, count in {"lodz harbours": 1, "雨石": 1, "harbours nowhere": 0, "harbours -lagoon": 2}.items():
        expect(others(front, query)).to_have_count(count)
    front.locator("#q").fill("")
    expect(front.locator("[data-elsewhere]")).to_be_hidden()


def test_it_is_there_where_no_paper_matches_and_leads_to_its_place(front: Page) -> None:
    """A word that only a page has finds the page."""
    row = others(front, "zymurgy")
    expect(front.locator("[data-search-status]")).to_have_text("No paper matches")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    expect(front.get_by_role("heading", level=1)).to_have_text("Working with me")


def test_more_is_shown_when_it_is_asked_for(front: Page) -> None:
    """A long group begins with five, and the button shows the rest and leads the keyboard there."""
    expect(others(front, "oscillation autumn")).to_have_count(5)
    front.locator("[data-elsewhere] button").press("Enter")
    expect(front.locator("[data-elsewhere] li:visible")).to_have_count(7)
    assert front.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('[data-elsewhere] li')[5]"
    )
