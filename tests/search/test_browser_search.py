"""The search in a real browser: the list becomes the answer, by keyboard alone, from a server and from a disk."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from laid import write
from playwright.sync_api import Page, expect

from bench.search_corpus import papers
from paperfolio.search import Entry
from paperfolio.search.index import Mode

STATIC = Path(__file__).resolve().parents[2] / "templates" / "static"
SCRIPTS = ("find", "search-analyse", "search-engine", "search-query", "search-rank", "search-ui")
MATH = "<math><mi>O</mi><mo>(</mo><mi>n</mi><mo>)</mo></math>"
SITE = [
    Entry(
        slug="video",
        title="Few-Step Video Diffusion",
        authors=("Wei Müller", "Kaiming He"),
        abstract="Linear attention in O(n) for video models.",
        year="2025",
    ),
    Entry(
        slug="quant",
        title="Quantization of Diffusion Models",
        authors=("黄雨石",),
        abstract="We quantize weights to four bits.",
        year="2024",
        ids=("2311.16503",),
    ),
    Entry(
        slug="hard",
        title="<b>Bold</b> & constructor",
        authors=("Bo An",),
        abstract="Nothing <img src=x> of that kind.",
        year="2024",
    ),
]
FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Papers</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self';
 form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types paperfolio">
<form role="search" method="get" action="index.html" hidden data-index="{index}" data-root=""
 data-one="1 paper" data-many="{{n}} papers" data-none="No paper matches" data-more="Show more"
 data-full="{{n}} of {{all}} papers have all words" data-ignored="(not found: {{words}})"
 data-some="No paper has all words; showing the best matches" data-without="Search without {{what}}"
 data-busy="Searching…" data-failed="The search could not be loaded."
 data-gone="The site has changed. Reload the page to search it.">
<label for="q">Search papers</label>
<input id="q" type="search" name="q" autocomplete="off" aria-keyshortcuts="/ Control+K Meta+K" data-search
 aria-controls="results">
<p role="status" data-search-status></p><button type="button" data-search-retry hidden>Try again</button></form>
<input id="other"><div id="results" data-results aria-busy="false">{cards}</div>{scripts}</html>"""
GROUP = """<section data-group><h3 data-group-heading>{year}</h3>{card}</section>"""
CARD = """<article data-paper="{slug}">
<h4 data-field="title"><a href="#{slug}">{title}</a></h4><p data-field="authors">{authors}</p>
<div data-field="abstract">{abstract}</div></article>"""


def lay(folder: Path, entries: Sequence[Entry], mode: Mode, on_page: int = 99) -> Path:
    """Write a page, the scripts and an index, and return the page."""
    made = [
        CARD.format(
            slug=each.slug,
            title=html.escape(each.title),
            authors=html.escape(", ".join(each.authors)),
            abstract=html.escape(each.abstract).replace("O(n)", MATH),
        )
        for each in entries
    ]
    entry = write(folder, [replace(each, card=card) for each, card in zip(entries, made, strict=True)], mode)
    for name in SCRIPTS:
        shutil.copy(STATIC / f"{name}.js", folder)
    cards = "".join(
        GROUP.format(year=each.year, card=card) for each, card in zip(entries[:on_page], made, strict=False)
    )
    scripts = "".join(f'<script defer src="{name}.js"></script>' for name in SCRIPTS)
    page = folder / "index.html"
    page.write_text(
        FRAME.format(index=entry.relative_to(folder).as_posix(), cards=cards, scripts=scripts), "utf-8"
    )
    return page


@pytest.fixture(params=["server", "disk", "shards"])
def site(request: pytest.FixtureRequest, tmp_path: Path, page: Page, serve_folder: Callable[..., str]) -> str:
    """Return the address of the page: served or from the disk with the single file, served with shards."""
    place = lay(tmp_path, SITE, "sharded" if request.param == "shards" else "single")
    address = place.as_uri() if request.param == "disk" else serve_folder(tmp_path) + "index.html"
    page.goto(address)
    return address


def settled(page: Page) -> list[str]:
    """Wait for the answer and return the slugs that are shown, in their order."""
    expect(page.locator("[data-results]")).to_have_attribute("aria-busy", "false")
    return page.eval_on_selector_all(
        "[data-paper]", "cards => cards.filter(it => it.checkVisibility()).map(it => it.dataset.paper)"
    )


def typed(page: Page, text: str) -> list[str]:
    """Type a query in place of the one before and return its answer."""
    page.locator("#q").fill(text)
    return settled(page)


def test_the_list_becomes_the_answer(page: Page, site: str) -> None:
    """Every kind of query narrows the list to its papers, and an empty box brings the whole list back."""
    answers = {
        "quantisation": ["quant"],
        "few-st": ["video"],
        "muller": ["video"],
        "Mueller": ["video"],
        "he": ["video"],
        "an": ["hard"],
        "雨石": ["quant"],
        "2311.16503": ["quant"],
        "difusion": ["video", "quant"],
        "-diffusion": ["hard"],
        "constructor": ["hard"],
        "zzzz": [],
        "O(n): x": ["video"],
    }
    assert {query: sorted(typed(page, query)) for query in answers} == {
        query: sorted(found) for query, found in answers.items()
    }
    assert typed(page, "") == ["video", "quant", "hard"]
    assert page.locator("[data-hits], mark").count() == 0
    assert site


def test_matched_words_are_marked_and_nothing_else_changes(page: Page, site: str) -> None:
    """Marks stand on the matched words, around formulas, and leave no trace in text or markup."""
    before = page.locator("#results").inner_html()
    typed(page, "linear model")
    marks = page.locator("[data-paper=video] mark").all_text_contents()
    assert marks == ["Linear", "models"]
    assert page.locator("[data-paper=video] math").count() == 1
    typed(page, "fewstep muller")
    assert page.locator("mark").all_text_contents() == ["Few-Step", "Müller"]
    typed(page, "")
    assert page.locator("#results").inner_html() == before
    assert site


def test_the_keyboard_is_enough(page: Page, site: str) -> None:
    """`/` and Ctrl+K reach the box, Escape clears it, the down arrow goes to the first answer."""
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("quant")
    assert settled(page) == ["quant"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#quant"
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert settled(page) == ["video", "quant", "hard"]
    page.locator("#other").press("/")
    assert page.locator("#other").input_value() == "/"
    assert site


def test_the_count_is_told(page: Page, site: str) -> None:
    """The status line says how many papers match, soon after the last keystroke."""
    typed(page, "diffusion")
    expect(page.get_by_role("status")).to_have_text("2 papers")
    typed(page, "zzzz")
    expect(page.get_by_role("status")).to_have_text("No paper matches")
    expect(page.get_by_role("search")).to_be_visible()
    assert site


def test_facets_narrow_the_answer(page: Page, site: str) -> None:
    """What a theme's script makes of the list and of every answer is shown, in its order, and told in the event."""
    page.evaluate("addEventListener('paperfolio:answer', (it) => (window.told = it.detail), true)")
    page.evaluate(
        "paperfolio.search.narrow((docs) => (docs ?? [0, 1, 2]).filter((doc) => doc > 0).reverse())"
    )
    assert settled(page) == ["hard", "quant"]
    assert page.evaluate("told") == {"query": "", "docs": None, "shown": [2, 1]}
    assert typed(page, "diffusion") == ["quant"]
    told = page.evaluate("told")
    assert (sorted(told["docs"]), told["shown"], told["query"]) == ([0, 1], [1], "diffusion")
    page.evaluate("paperfolio.search.narrow((docs) => docs)")
    assert sorted(settled(page)) == ["quant", "video"]
    assert typed(page, "") == ["video", "quant", "hard"]
    assert site


def test_the_address_holds_the_query(page: Page, tmp_path: Path, serve_folder: Callable[..., str]) -> None:
    """An address with a query answers when opened; Enter adds a step that Back undoes."""
    lay(tmp_path, SITE, "single")
    base = serve_folder(tmp_path)
    page.goto(base + "index.html?q=quantisation&year=2024")
    expect(page.locator("[data-hits] [data-paper]")).to_have_count(1)
    assert settled(page) == ["quant"]
    page.locator("#q").fill("few step")
    page.keyboard.press("Enter")
    assert settled(page) == ["video"]
    assert page.url.endswith("?q=few+step&year=2024")
    page.locator("#q").fill("zzzz")
    page.keyboard.press("Enter")
    assert settled(page) == []
    page.go_back()
    expect(page.locator("[data-hits] [data-paper]")).to_have_count(1)
    assert settled(page) == ["video"]


def test_without_javascript_no_dead_box_is_met(
    chromium: object, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """Where scripts do not run the form stays hidden and the list stands whole."""
    lay(tmp_path, SITE, "single")
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(serve_folder(tmp_path))
    expect(page.locator("form")).to_be_hidden()
    expect(page.locator("article")).to_have_count(3)
    context.close()


@pytest.mark.parametrize("mode", ["single", "sharded"])
def test_papers_of_other_pages_are_found(
    mode: Mode, page: Page, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """A list of several pages is searched as a whole: what stands elsewhere gets its own card here."""
    lay(tmp_path, SITE, mode, on_page=1)
    page.goto(serve_folder(tmp_path))
    assert sorted(typed(page, "diffusion")) == ["quant", "video"]
    assert typed(page, "bold") == ["hard"]
    assert page.locator("[data-paper=hard] h4").inner_text() == "<b>Bold</b> & constructor"
    assert typed(page, "") == ["video"]


def test_long_answers_come_in_pages(page: Page, tmp_path: Path, serve_folder: Callable[..., str]) -> None:
    """Of a large list's answer ten cards come at once, and ten more for the asking."""
    lay(tmp_path, papers(300), "sharded", on_page=20)
    page.goto(serve_folder(tmp_path))
    assert len(typed(page, "yushi huang")) == 10
    expect(page.get_by_role("status")).to_have_text("300 papers")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("[data-hits] [data-paper]")).to_have_count(20)


@pytest.mark.parametrize("mode", ["single", "sharded"])
def test_a_failing_network_is_told_and_recovers(
    mode: Mode, page: Page, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """A file that does not come leaves the list readable, says so, and one key press tries again."""
    lay(tmp_path, SITE, mode)
    page.route("**/search/**", lambda route: route.abort())
    page.goto(serve_folder(tmp_path))
    typed(page, "quantization")
    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    page.unroute("**/search/**")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("[data-hits] [data-paper]")).to_have_count(1)
    assert settled(page) == ["quant"]
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_shard_that_never_comes_is_given_up(
    page: Page, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """On a network that stalls the status says that the search goes on, then that it failed; a retry mends it."""
    lay(tmp_path, SITE, "sharded")
    page.add_init_script(
        "AbortSignal.timeout = ((old) => () => old.call(AbortSignal, 1500))(AbortSignal.timeout)"
    )
    page.route("**/d0.bin", lambda _: None)
    page.goto(serve_folder(tmp_path))
    page.locator("#q").fill("quantization")
    expect(page.get_by_role("status")).to_have_text("Searching…")
    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    page.unroute("**/d0.bin")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("[data-hits] [data-paper]")).to_have_count(1)
    assert settled(page) == ["quant"]


def test_a_new_build_is_told_apart_from_a_failure(
    page: Page, tmp_path: Path, serve_folder: Callable[..., str]
) -> None:
    """A page whose index is gone says that the site has changed, and never reads another build's index."""
    lay(tmp_path, SITE, "sharded")
    address = serve_folder(tmp_path)
    shutil.rmtree(tmp_path / "search")
    write(tmp_path, SITE[:2], "sharded")
    page.goto(address)
    typed(page, "quantization")
    expect(page.get_by_role("status")).to_have_text("The site has changed. Reload the page to search it.")


def test_only_the_last_answer_is_shown(page: Page, tmp_path: Path, serve_folder: Callable[..., str]) -> None:
    """However the answers overtake each other, what is shown belongs to what stands in the box."""
    lay(tmp_path, SITE, "sharded")
    held = []
    page.route("**/root.bin", lambda route: held.append(route))
    page.goto(serve_folder(tmp_path))
    page.locator("#q").fill("bold")
    page.wait_for_timeout(200)
    page.locator("#q").fill("quantization")
    page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    assert settled(page) == ["quant"]


def test_a_reader_of_the_screen_meets_plain_parts(page: Page, tmp_path: Path) -> None:
    """The tree that a screen reader gets has a search landmark, a labelled box, a status and plain articles."""
    page.goto(lay(tmp_path, SITE, "single").as_uri())
    typed(page, "quantization")
    snapshot = page.locator("body").aria_snapshot()
    for part in ("- search:", '- searchbox "Search papers"', "- status", "- article:", "- mark"):
        assert part in snapshot, snapshot
    assert json.dumps("Quantization of Diffusion Models") in snapshot


def test_an_answer_comes_into_sight(page: Page, tmp_path: Path, serve_folder: Callable[..., str]) -> None:
    """An answer below most of the window is brought to the eye, and the cursor stays where it is."""
    file = lay(tmp_path, SITE, "single")
    file.write_text(
        file.read_text("utf-8").replace("<form", '<div style="height: 2000px"></div><form', 1), "utf-8"
    )
    page.goto(serve_folder(tmp_path) + "index.html?q=quantization")
    assert settled(page) == ["quant"]
    page.wait_for_function(
        "document.querySelector('[data-hits]').getBoundingClientRect().top < innerHeight * 0.6"
    )
    assert page.evaluate("document.activeElement === document.body")


def test_a_word_that_keeps_all_papers_away_can_be_dropped(page: Page, site: str) -> None:
    """Where nothing matches, the words to blame are offered to be left out, and one press does it."""
    assert typed(page, "quantization +zebra") == []
    page.get_by_role("button", name="Search without +zebra").click()
    assert settled(page) == ["quant"]
    assert typed(page, "quantization zebra") == ["quant"]
    expect(page.get_by_role("status")).to_have_text(
        "No paper has all words; showing the best matches (not found: zebra)"
    )
    assert site


def test_a_truncated_index_is_a_failure(page: Page, tmp_path: Path) -> None:
    """Half of an index shows the failure with its retry, never silence or half an answer."""
    lay(tmp_path, SITE, "single")
    for script in (tmp_path / "search").rglob("index.js"):
        script.write_bytes(script.read_bytes()[:600])
    page.goto((tmp_path / "index.html").as_uri())
    typed(page, "quantization")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
