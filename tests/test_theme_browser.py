"""Promises of the default theme that only a browser can keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from playwright.sync_api import Browser, Page
from sample import render

from paperfolio.model import Author, Site

PAGES = (
    "index.html",
    "papers/tides/index.html",
    "browse/index.html",
    "browse/author/dee-eriksen/index.html",
    "404.html",
)
# WCAG 2.2, success criterion 1.4.12.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><rect width="8" height="5" fill="#789"/></svg>'


def example(**settings: object) -> Site:
    """Return a site with a few papers that differ in year, category, code and co-authors."""
    first = replace(
        sample.FULL,
        image=replace(sample.FULL.image, url="figure.svg"),  # type: ignore[type-var]
        links=sample.FULL.links[1:],
    )
    second = replace(
        first,
        slug="second",
        title=sample.plain("Second"),
        date=replace(first.date, year=2024),
        status=None,
        image=None,
    )
    alone = (Author(name="Jane Doe", me=True),)
    third = replace(sample.BARE, slug="third", title=sample.plain("A third"), authors=alone, links=())
    base = sample.site(**settings)
    profile = replace(
        base.profile, photo=replace(base.profile.photo, url="figure.svg"), links=base.profile.links[:1]
    )
    return replace(base, profile=profile, papers=(first, second, third))


def write(folder: Path, site: Site) -> Path:
    """Render a site into a folder."""
    made, problems = render(site, sample.theme())
    assert not problems
    for page in made:
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.data)
    (folder / "figure.svg").write_bytes(PICTURE)
    (folder / "favicon.ico").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the example site."""
    # The page for missing addresses needs to know where the site lives.
    return write(tmp_path_factory.mktemp("theme"), example(url="https://jane.example.org/repo"))


@pytest.fixture(scope="session")
def address(folder: Path, serve_folder: Callable[..., str]) -> str:
    """Return the address at which the example site is served, below a path as on a project page."""
    return serve_folder(folder, "/repo/")


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the browser complains of, and what it asks of other hosts; there must be nothing."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(request.url))
    yield found
    assert found == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_a_complaint_or_a_foreign_request(
    page: Page, address: str, complaints, path: str
):
    """The content security policy holds, every file is there, and the console stays empty."""
    page.goto(address + path)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--measure')")
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_on_a_small_screen_with_large_spaced_text(
    page: Page, tmp_path: Path, language: str, path: str
):
    """At 320 pixels, with text spaced or twice as large, as WCAG 2.2 asks, nothing needs sideways scrolling."""
    write(tmp_path, example(language=language))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto((tmp_path / path).as_uri())
    for style in ("", SPACING, "html { font-size: 200% !important }"):
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }",
            style,
        )
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, style or "as it is"


def test_the_page_works_from_disk(page: Page, folder: Path, complaints):
    """Opened from a folder, a page has its style, its links lead on, and its facets narrow the list."""
    page.goto((folder / "index.html").as_uri())
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Year").select_option("2026")
    assert page.locator("article:visible").count() == 1
    page.get_by_role("link", name="Tides of x & y", exact=True).click()
    assert page.locator("h1").inner_text() == "Tides of x & y"
    assert complaints == []


def test_facets_combine_and_back_undoes_the_last_step(page: Page, address: str):
    """A choice stands in the address, counts tell what the next one would leave, and Back takes one away."""
    page.goto(address + "index.html")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Category").select_option("CV")
    assert page.locator("article:visible").count() == 2
    assert "3 papers" in page.locator("[data-facets-status]").inner_text()
    assert [
        text for text in page.get_by_label("Year").locator("option").all_inner_texts() if text != "Any"
    ] == [
        "2026 (1)",
        "2024 (1)",
    ]
    page.get_by_label("Year").select_option("2024")
    assert page.url.endswith("index.html?category=CV&year=2024")
    assert page.locator("article:visible h3").all_inner_texts() == ["Second"]
    page.go_back()
    assert page.locator("article:visible").count() == 2
    page.goto(page.url)
    assert page.locator("article:visible").count() == 2


def test_the_order_of_the_list_can_be_chosen_and_given_back(page: Page, address: str):
    """A list sorted by title returns to the researcher's own order."""
    page.goto(address + "index.html")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Order").select_option("title")
    assert page.locator("article h3").all_inner_texts() == ["A third", "Second", "Tides of x & y"]
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("!location.search")
    assert page.locator("article h3").all_inner_texts() == ["Tides of x & y", "Second", "A third"]


def test_the_dark_switch_holds_on_every_page(page: Page, address: str):
    """A visitor's choice is there before the next page is drawn, and goes when it is what the system wants."""
    page.emulate_media(color_scheme="light")
    page.goto(address + "index.html")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Dark theme").click()
    assert page.get_by_role("button", name="Dark theme").get_attribute("aria-pressed") == "true"
    page.goto(address + "404.html", wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(background) != light
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate("localStorage.getItem('theme')") is None


def test_the_source_of_the_numbers_can_be_read_without_pointing_at_one(page: Page, address: str):
    """Where each number comes from is written below the numbers, once for those that share it."""
    page.goto(address + "index.html")
    shown = page.locator(".sources")
    assert shown.is_visible()
    assert shown.inner_text() == (
        "h-index: Google Scholar, Nov 3, 2026; papers: Computed from the papers on this site; Novelty: of its kind"
    )


def test_all_authors_open_by_the_keyboard(page: Page, address: str):
    """Enter on "et al." shows the whole list where it stands, with every author's link."""
    page.goto(address + "index.html")
    card = page.locator("article").first
    assert not card.get_by_text("Dee Eriksen").is_visible()
    card.locator(".authors summary").focus()
    page.keyboard.press("Enter")
    assert card.get_by_text("Dee Eriksen").is_visible()
    assert card.locator("a:visible", has_text="Jane Doe").count() == 1


def test_without_javascript_everything_is_there_and_no_dead_control(chromium: Browser, address: str):
    """Every abstract and author can be reached, and what would need a script isn't shown."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "index.html")
    assert not page.locator("[data-theme-switch]").is_visible()
    assert not page.locator("form").first.is_visible()
    page.locator("article .authors summary").first.click()
    assert page.get_by_text("Dee Eriksen").first.is_visible()
    page.locator("article details.fold summary").first.click()
    page.get_by_role("link", name="Browse all papers").click()
    page.get_by_role("link", name="2024").click()
    assert page.locator("article").count() == 2
    context.close()


def test_printed_every_author_and_abstract_is_there_and_no_control(page: Page, address: str):
    """The printed list can go into an application: nothing folded, nothing to click."""
    page.goto(address + "index.html")
    page.emulate_media(media="print")
    card = page.locator("article").first
    assert card.get_by_text("Dee Eriksen").is_visible()
    text = card.locator("[data-field=abstract]")
    outer = card.locator("details.fold").bounding_box()
    inner = text.bounding_box()
    assert outer
    assert inner
    assert inner["height"] <= outer["height"] + 1
    for control in (".theme-switch", ".facets", "summary", ".skip", ".ways"):
        assert not any(each.is_visible() for each in page.locator(control).all())


def test_nothing_moves_while_a_page_loads(page: Page, address: str):
    """What a script shows keeps its place from the first drawing on."""
    page.add_init_script(
        "window.shifts = [];"
        "new PerformanceObserver(list => shifts.push(...list.getEntries()))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    # On a busy machine a page may be drawn when half of its header has arrived; no script has run by then.
    shift = """() => {
      const [{ domInteractive }] = performance.getEntriesByType('navigation');
      return shifts.reduce((sum, each) => sum + (each.startTime < domInteractive ? 0 : each.value), 0);
    }"""
    for width in (412, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(address + path)
            page.wait_for_timeout(100)
            assert page.evaluate(shift) == 0, path
