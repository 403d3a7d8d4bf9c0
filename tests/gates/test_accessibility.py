"""Everybody can use the pages: axe-core finds nothing, best practices and AAA contrast included.

Each page is looked at as visitors see it: on a wide and on a narrow screen, light and dark, in forced colours,
with every `<details>` closed and open, from left to right and (the site `rtl`) from right to left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sites
from playwright.sync_api import Page

import dev

AXE = dev.NODE_MODULES / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# Contrast is 7:1 for text (WCAG's AAA), which axe keeps switched off; so is the size of targets.
RULES = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}
SETTINGS = {"runOnly": {"type": "tag", "values": TAGS}, "rules": RULES, "resultTypes": ["violations"]}
Change = tuple[str, str]

# A look: the size of the screen, what the system prefers, and whether all that can be opened is.
LOOKS: dict[str, tuple[dict[str, int], dict[str, Any], bool]] = {
    "light": (WIDE, {"color_scheme": "light"}, False),
    "light, open": (WIDE, {"color_scheme": "light"}, True),
    "dark, open": (WIDE, {"color_scheme": "dark"}, True),
    "forced colours": (WIDE, {"color_scheme": "dark", "forced_colors": "active"}, True),
    "narrow": (NARROW, {"color_scheme": "light"}, False),
    "narrow, dark": (NARROW, {"color_scheme": "dark"}, True),
}

# The templates are the same: the sites with more in them are looked at in the ways that differ most.
FURTHER = {
    "long": ("light, open",),
    "rtl": ("narrow, dark",),
    "arabic": ("dark, open",),
    "career": ("light, open", "narrow, dark"),
}

# A colour that is on its way to another is nobody's colour: what fades is taken to its end.
SETTLE = """open => {
  document.querySelectorAll('details').forEach(it => { it.open = open });
  document.getAnimations().forEach(it => it.finish());
}"""

# Cards far below the window are laid out as they come near, as a visitor's scrolling or focus brings them.
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({ top: y, behavior: 'instant' });
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  }
  scrollTo({ top: 0, behavior: 'instant' });
}"""


def problems(page: Page) -> list[str]:
    """Return what axe finds on a page as it is shown now: the rule, the element, and what is wrong with it."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {json.dumps(SETTINGS)})")
    return [
        f"{each['id']}: {node['html'][:120]}: {' '.join((node['failureSummary'] or each['help']).split())[:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def look(page: Page, name: str) -> None:
    """Show the page as that visitor sees it."""
    size, media, opened = LOOKS[name]
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(**{"forced_colors": "none", **media})
    page.evaluate(SETTLE, opened)
    page.evaluate(SCROLL)


def seen(page: Page, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the page in each of the looks."""
    for name in names:
        look(page, name)
        yield from (f"{name}: {each}" for each in problems(page))


@pytest.mark.parametrize("name", sites.NAMES)
def test_axe_finds_nothing(
    name: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Whoever reads with a screen reader, a magnifier, another palette or another direction misses nothing."""
    site, page, found = built(name), open_page(), []
    for path in site.chosen():
        page.goto(site.url + path)
        found += [f"{path}: {each}" for each in seen(page, FURTHER.get(name, tuple(LOOKS)))]
    assert not found, "\n".join(found[:40])


# What scrolls aside and does not take the focus, and what takes the focus though nothing scrolls.
STOPS = """() => {
  const found = [], scrolls = it => ['auto', 'scroll'].includes(getComputedStyle(it).overflowX);
  for (const it of document.querySelectorAll('main *')) {
    if (!it.checkVisibility() || !scrolls(it) || it.localName === 'input') continue;
    const wide = it.scrollWidth > it.clientWidth;
    it.focus();
    const focused = document.activeElement === it;
    document.activeElement.blur();
    // Chromium lets the keyboard reach what scrolls by itself; Safari wants to be told.
    if (wide && !(focused && it.tabIndex === 0)) found.push(`the focus does not reach ${it.outerHTML.slice(0, 100)}`);
    if (!wide && it.hasAttribute('tabindex')) found.push(`a needless stop: ${it.outerHTML.slice(0, 100)}`);
  }
  return found;
}"""
# Pages with a wide table, with a wide formula, and with one in the title of a card, which is a link.
SIDEWAYS = ("papers/paper-012/index.html", "papers/paper-002/index.html", "index.html")


def stops(page: Page, name: str) -> list[str]:
    """Return what is wrong with the stops of a page in a look, once its observers have seen the sizes."""
    look(page, name)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    return [f"{name}: {each}" for each in page.evaluate(STOPS)]


def test_what_scrolls_takes_the_focus(
    built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """A keyboard alone scrolls what is wider than the screen, in Safari too, and stops nowhere for nothing."""
    site, page = built("rtl"), open_page()
    for path in SIDEWAYS:
        page.goto(site.url + path)
        assert page.locator(".wide, .prose table").count()
        # From narrow to wide, what has room again is no stop any more.
        assert stops(page, "narrow, dark") + stops(page, "light, open") == [], path


@pytest.mark.parametrize(
    ("what", "added"),
    [
        ("the focus does not reach <div", f'<div class="scrolls">{"wide" * 200}</div>'),
        ("a needless stop: <div", '<div class="scrolls" tabindex="0">narrow</div>'),
    ],
)
def test_a_wrong_stop_is_caught(
    what: str, added: str, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A box that scrolls out of reach, or stops the keyboard for nothing, fails the gate."""
    page = open_page(bypass_csp=True)
    page.goto(mutant(("</main>", f"{added}</main>")).url)
    page.add_style_tag(content=".scrolls { overflow: auto hidden; white-space: nowrap }")
    assert any(what in each for each in stops(page, "narrow")), stops(page, "narrow")


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("image-alt", ("<main", '<img src="static/x.png"><main')),
        ("html-has-lang", ('lang="en"', "")),
        ("region", ("</main>", "</main><p>Outside of every landmark.</p>")),
        ("heading-order", ("</main>", "<h6>Too deep</h6></main>")),
        (
            "color-contrast-enhanced",
            ("<main", '<div role="region" aria-label="x" class="pale">grey</div><main'),
        ),
        ("target-size", ("</main>", '<button class="tiny">a</button><button class="tiny">b</button></main>')),
        ("label", ("</main>", "<input></main>")),
    ],
)
def test_axe_catches_a_planted_fault(
    rule: str, change: Change, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A page that shuts somebody out fails the gate."""
    page = open_page(viewport=WIDE, bypass_csp=True)
    page.goto(mutant(change).url)
    page.add_style_tag(
        content=".pale { color: #666; background: #fff } .tiny { all: revert; font: 4px x; padding: 0 }"
    )
    assert any(each.startswith(f"{rule}: ") for each in problems(page)), problems(page)
