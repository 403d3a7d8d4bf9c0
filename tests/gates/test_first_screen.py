"""The first screen: papers are in sight, numbers can be read, lists are dense, lines are of a good length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sites
from playwright.sync_api import Page

DESKTOP, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
FIRST = "document.querySelector('article.card').getBoundingClientRect().top"
# Cards that are whole on the screen with the first one right below the header.
WHOLE = """() => {
  const cards = [...document.querySelectorAll('article.card')];
  const head = document.querySelector('.head').offsetHeight;
  scrollTo({ top: cards[0].getBoundingClientRect().top + scrollY - head, behavior: 'instant' });
  return cards.filter(it => it.getBoundingClientRect().bottom <= innerHeight).length;
}"""
HEIGHT = """() => {
  document.querySelectorAll('article.card').forEach(it => { it.style.contentVisibility = 'visible' });
  const cards = [...document.querySelectorAll('article.card')];
  return cards.map(it => it.getBoundingClientRect().height).sort((a, b) => a - b)[Math.floor(cards.length / 2)];
}"""
# The width of a paragraph in that of its digit zero: the measure in which style sheets count letters.
LETTERS = """() => {
  const text = document.querySelector('.prose');
  const probe = document.createElement('span');
  probe.textContent = '0'.repeat(100);
  probe.style.cssText = 'position: absolute; white-space: nowrap';
  text.append(probe);
  const zero = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return text.getBoundingClientRect().width / zero;
}"""
SEEN = """selector => [...document.querySelectorAll(selector)].map(it => {
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  return it.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.height > 8
    && parseFloat(style.fontSize) >= 12 && it.textContent.trim() !== '';
})"""


def opened(page: Page, site: sites.Built, size: dict[str, int]) -> Page:
    """Return a page at a site's front page in a window of this size."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(site.url)
    return page


@pytest.mark.parametrize(("size", "most"), [(DESKTOP, 560), (TELEPHONE, 640)])
def test_the_first_paper_is_on_the_first_screen(
    size: dict[str, int], most: int, example: sites.Built, open_page: Callable[..., Page]
) -> None:
    """The first card begins above 560 px on a desktop and above 640 px on a telephone."""
    assert opened(open_page(), example, size).evaluate(FIRST) < most


def test_three_papers_fit_on_a_screen(example: sites.Built, open_page: Callable[..., Page]) -> None:
    """Once the list is scrolled to, three cards at least are seen whole."""
    assert opened(open_page(), example, DESKTOP).evaluate(WHOLE) >= 3


def test_a_compact_list_takes_a_few_lines_a_paper(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """In the list layout half of the papers take less than 100 px, three lines, with venue, awards and links."""
    assert opened(open_page(), built("long"), DESKTOP).evaluate(HEIGHT) < 100


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE])
def test_the_numbers_and_their_sources_can_be_read(
    size: dict[str, int], built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Every number, its label and its source are visible without pointing at anything."""
    for name in ("example", "long"):
        page = opened(open_page(), built(name), size)
        for selector in (".metric .value", ".metric dt", ".sources"):
            seen = page.evaluate(SEEN, selector)
            assert seen, selector
            assert all(seen), selector


def test_lines_have_some_seventy_letters(example: sites.Built, open_page: Callable[..., Page]) -> None:
    """A line of text is 66 to 75 letters wide on a desktop."""
    assert 66 <= round(opened(open_page(), example, DESKTOP).evaluate(LETTERS)) <= 75


def test_the_header_is_there_on_every_page_and_its_menu_needs_no_script(
    example: sites.Built, open_page: Callable[..., Page]
) -> None:
    """Name, menu and the current page are in the header; on a telephone the menu opens without JavaScript."""
    wide, narrow = open_page(), open_page(java_script_enabled=False, viewport=TELEPHONE)
    for path in example.chosen():
        wide.goto(example.url + path)
        entries: Any = wide.locator(".head nav a")
        assert [each.is_visible() for each in entries.all()] == [True] * entries.count() != [], path
        narrow.goto(example.url + path)
        entry = narrow.locator(".head nav a").first
        assert not entry.is_visible(), path
        narrow.locator(".menu summary").click()
        assert entry.is_visible(), path
    wide.goto(example.url + "browse/index.html")
    assert wide.locator(".head [aria-current=page]").inner_text() == "Browse"
