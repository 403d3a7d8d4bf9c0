"""Every state of the search is as accessible as the page before: axe-core reports nothing, light or dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sites
from playwright.sync_api import Page
from test_accessibility import NARROW, WIDE, problems


def type_query(page: Page, query: str) -> None:
    """Type a query and wait for its results."""
    page.locator("#q").fill(query)
    page.locator("[data-searching][aria-busy=false]").wait_for(state="attached")


def search_in_vain(page: Page) -> None:
    """Require a word that no paper has, so that the page offers to search without it."""
    type_query(page, "tides +zzzzzz")
    page.locator("[data-search-offers] button").wait_for()


def filter_papers(page: Page) -> None:
    """Choose the last year in the facets."""
    page.locator(".facets summary").click()
    page.locator(".facets [name=year] option").nth(1).wait_for(state="attached")
    page.locator(".facets [name=year]").select_option(index=1)
    page.locator("[data-hits]").wait_for()


def sort_papers(page: Page) -> None:
    """Sort the papers by title."""
    page.locator(".facets summary").click()
    page.locator(".facets [name=sort]").select_option("title")
    page.locator("[data-results] > article").first.wait_for()


def fail(page: Page) -> None:
    """Search while the network is down, so that the page offers to try again."""
    page.route("**/search/**", lambda route: route.abort())
    page.locator("#q").fill("tides")
    page.locator("[data-search-retry]").wait_for()


# The site and what is done on its front page: `career` and `long` have more papers than fit on a page.
STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "name highlighted": ("career", lambda page: type_query(page, "maren")),
    "word highlighted": ("long", lambda page: type_query(page, "tides")),
    "results on other pages": ("career", lambda page: type_query(page, "galway")),
    "no result": ("career", search_in_vain),
    "filtered": ("long", filter_papers),
    "sorted": ("arabic", sort_papers),
    "syntax shown": ("career", lambda page: page.locator(".search [popovertarget]").click()),
    "failed": ("career", fail),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_the_search(
    state: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Contrast, names, order of headings and sizes of targets are right in each state of the search, light and dark."""
    name, act = STATES[state]
    found = []
    for scheme, viewport in (("light", WIDE), ("dark", NARROW)):
        page = open_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)
        page.goto(built(name).url + "index.html")
        act(page)
        found += [f"{scheme}: {problem}" for problem in problems(page)]
    assert not found, "\n".join(found)
