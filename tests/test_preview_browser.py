"""The preview in a browser: pages reload, problems are shown over them, and what a person does is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from previews import Running, preview

TEXT = "#text"


def overlay(page: Page) -> str:
    """Return the text of the overlay, empty when there is none."""
    return str(
        page.evaluate(
            "[...document.querySelector('paperfolio-problems')?.shadowRoot.children ?? []]"
            ".map(it => it.textContent).join('\\n')"
        )
    )


def opened(page: Page, running: Running, path: str = "") -> list[str]:
    """Open a page of the preview and return the list in which the browser's complaints appear."""
    complaints: list[str] = []
    page.on(
        "console", lambda each: complaints.append(each.text) if each.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda each: complaints.append(str(each)))
    page.goto(running.url + path)
    return complaints


def test_a_save_reloads_a_page_with_the_strictest_policy(page: Page, tmp_path: Path) -> None:
    """The strictest policy that a site can set silences neither the reload nor the overlay."""
    with preview(tmp_path) as running:
        complaints = opened(page, running)
        running.write("second")
        expect(page.locator(TEXT)).to_have_text("second")
        running.write("BROKEN")
        page.wait_for_selector("paperfolio-problems")
        assert complaints == []


@pytest.mark.parametrize(
    "texts",
    [
        ("one", "two"),
        ("plain", "with <b>bold</b> and <i class='x'>more</i>", "plain"),
        ("<a href='#x'>x</a>", "<a href='#y' title='y'>x</a>", "<a>x</a>"),
        ("<i>1</i><i>2</i>", "<i>0</i><i>1</i><i>2</i>", "<math><mi>x</mi></math>"),
    ],
)
def test_a_save_mends_the_page_in_place(page: Page, tmp_path: Path, texts: tuple[str, ...]) -> None:
    """What a save changes is changed in the open page itself, which is then as a new one would be."""
    whole = "document.documentElement.outerHTML"
    with preview(tmp_path, text=texts[0]) as running:
        complaints = opened(page, running)
        page.wait_for_load_state("networkidle")
        page.evaluate("window.kept = true; scrollTo(0, 700)")
        for number, text in enumerate(texts[1:]):
            running.write(f"{text} save {number}")
            expect(page.locator(TEXT)).to_contain_text(f"save {number}")
        assert page.evaluate("[window.kept, scrollY]") == [True, 700]
        assert complaints == []
        mended = page.evaluate(whole)
        page.reload()
        assert page.evaluate(whole) == mended


@pytest.mark.parametrize(
    ("before", "done", "after"),
    [
        ("one", "document.querySelector('#text').append(' of a script')", "two"),
        ("<b>one</b>", "document.querySelector('b').title = 'x'", "<b title='y'>two</b>"),
        ("one", "0", "<button>two</button>"),
        ("<input title='x'>one", "0", "<input title='y'>two"),
    ],
)
def test_what_scripts_have_changed_is_loaded_anew(
    page: Page, tmp_path: Path, before: str, done: str, after: str
) -> None:
    """Where a script of the page has a hand in it, nothing is mended: the page is loaded."""
    with preview(tmp_path, text=before) as running:
        opened(page, running)
        page.wait_for_load_state("networkidle")
        page.evaluate(f"window.kept = true; {done}")
        running.write(after)
        expect(page.locator(TEXT)).to_have_text("two")
        page.wait_for_function("window.kept === undefined")


def test_every_one_of_many_saves_arrives(page: Page, tmp_path: Path) -> None:
    """However quickly saves follow each other, also while a page reloads, the last one is on the screen."""
    with preview(tmp_path) as running:
        opened(page, running)
        for number in range(20):
            running.write(f"save {number}.")
            page.wait_for_timeout(20 + 13 * (number % 7))
        expect(page.locator(TEXT)).to_have_text("save 19.")


def test_the_overlay_shows_and_recovers(page: Page, tmp_path: Path) -> None:
    """A mistake is shown with place, excerpt and fix over the last good page, and goes when it is mended."""
    with preview(tmp_path) as running:
        opened(page, running)
        running.write("one\ntwo\na BROKEN line\nfour")
        page.wait_for_selector("paperfolio-problems")
        shown = overlay(page)
        for part in ("1 problem", "content/index.md:3:3", "<b>BROKEN</b>", "3  a BROKEN line", "write sense"):
            assert part in shown
        expect(page.locator(TEXT)).to_have_text("first")
        assert page.locator("paperfolio-problems").bounding_box()["height"] > 100  # type: ignore[index]
        page.keyboard.press("Escape")
        assert overlay(page) == ""
        running.write("still BROKEN")
        page.wait_for_selector("paperfolio-problems")
        page.reload()
        page.wait_for_selector("paperfolio-problems")
        running.write("mended")
        expect(page.locator(TEXT)).to_have_text("mended")
        assert overlay(page) == ""


def test_a_page_of_problems_becomes_the_site(page: Page, tmp_path: Path) -> None:
    """Where the first build failed, the page of problems turns into the site once it builds."""
    with preview(tmp_path, text="BROKEN") as running:
        page.goto(running.url)
        page.wait_for_selector("paperfolio-problems")
        running.write("mended")
        expect(page.locator(TEXT)).to_have_text("mended")


def test_a_missing_page_appears(page: Page, tmp_path: Path) -> None:
    """A page that is not there yet replaces its 404 as soon as it is written."""
    with preview(tmp_path) as running:
        page.goto(running.url + "new")
        running.write("now there", "new.md")
        expect(page.locator(TEXT)).to_have_text("now there")


def test_scroll_focus_and_typing_are_kept(page: Page, tmp_path: Path) -> None:
    """A reload leaves the reader where they were: scrolled, in the same field, with what they typed."""
    with preview(tmp_path) as running:
        opened(page, running)
        page.locator("#q").fill("typed")
        page.evaluate("document.querySelector('#q').setSelectionRange(2, 4); scrollTo(0, 700)")
        for number in range(3):
            running.write(f"again {number}")
            expect(page.locator(TEXT)).to_have_text(f"again {number}")
            page.wait_for_function("scrollY === 700")
            kept = "(it => [it.id, it.value, it.selectionStart, it.selectionEnd])(document.activeElement)"
            assert page.evaluate(kept) == ["q", "typed", 2, 4]


def test_a_page_finds_its_way_to_a_new_server(page: Page, tmp_path: Path) -> None:
    """When the preview is started again on its port, an open page shows the new state by itself."""
    with preview(tmp_path) as running:
        page.goto(running.url)
    with preview(tmp_path, text="after the restart", port=running.port) as again:
        assert again.port == running.port
        expect(page.locator(TEXT)).to_have_text("after the restart")


def test_the_client_leaves_no_trace(page: Page, tmp_path: Path) -> None:
    """Neither the folder that was built nor the page's own tree holds anything of the client."""
    with preview(tmp_path) as running:
        opened(page, running)
        page.wait_for_timeout(100)
        assert page.locator("script").count() == 0
        for path in (tmp_path / ".cache").rglob("*"):
            assert path.is_dir() or not re.search(
                rb"__preview|localhost|127\.0\.0\.1|livereload", path.read_bytes()
            )
