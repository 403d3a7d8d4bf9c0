"""Without JavaScript nothing is lost: every fact is there to read, every link works, and no dead control is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sites
from playwright.sync_api import Page
from test_links import OTHER, links, place

# What only a script can work: these are in the page, hidden, until their script shows them.
CONTROLS = "button:not([type=submit]), input, select, textarea, [data-copy], [role=button], form"
SHOWN = """selector => [...document.querySelectorAll(selector)].filter(it => it.checkVisibility())
  .map(it => it.outerHTML.slice(0, 100))"""
# All text of the page, in and out of closed `<details>`, as far as a reader can get to it. What is said by a group
# that holds controls which only a script can work is no fact about a paper.
WORDS = """() => {
  document.querySelectorAll('details').forEach(it => { it.open = true });
  const words = [];
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) words.push(...node.data.split(/\\s+/).filter(Boolean));
    else if (!['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'FORM', 'BUTTON'].includes(node.nodeName)
        && (node === document.body || node.checkVisibility())) node.childNodes.forEach(walk);
  };
  walk(document.body);
  return words;
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(it => it.getAttribute('href'))"


SPOKEN = """() => [...document.querySelectorAll('[hidden]')].filter(it => it.querySelector('input, select, button'))
  .flatMap(it => it.textContent.split(/\\s+/))"""


def problems(page: Page, address: str, scripted: Page | None = None) -> list[str]:
    """Return the dead controls of a page without scripts, and the words and links that it has with them alone."""
    page.goto(address)
    found = [f"shows {each}, which does nothing" for each in page.evaluate(SHOWN, CONTROLS)]
    if scripted is not None:
        scripted.goto(address, wait_until="networkidle")
        for what, script in (("the word", WORDS), ("the link to", LINKS)):
            lacking = set(scripted.evaluate(script)) - set(page.evaluate(script)) - set(page.evaluate(SPOKEN))
            found += [f"lacks {what} {each}" for each in sorted(lacking)]
    return found


@pytest.mark.parametrize("name", sites.NAMES)
def test_nothing_is_lost_without_scripts(
    name: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Whoever blocks scripts reads the same words, follows the same links and meets no button that is dead."""
    site, found = built(name), []
    page, scripted = open_page(java_script_enabled=False), open_page()
    for path in site.chosen():
        found += [f"{path}: {each}" for each in problems(page, site.url + path, scripted)]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("name", sites.NAMES)
def test_every_paper_is_reached_by_links_alone(name: str, built: Callable[[str], sites.Built]) -> None:
    """From the front page, links lead to every page of the site, though no script runs."""
    site = built(name)
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        path = ahead.pop()
        for address in links(site.folder / path).addresses:
            target = (
                "" if OTHER.match(address) else place(f"/{path}", address.split("#")[0].split("?")[0])[1:]
            )
            if target.endswith(".html") and target not in reached and (site.folder / target).is_file():
                reached.add(target)
                ahead.append(target)
    led = {path for path in site.pages() if sites.kind(path, site.text(path)) == "redirect"}
    assert set(site.pages()) - reached - led == {"404.html"}


def test_the_scripts_show_what_they_work(example: sites.Built, open_page: Callable[..., Page]) -> None:
    """With scripts, the same page has the controls that were left out without them."""
    page = open_page()
    page.goto(example.url, wait_until="networkidle")
    assert page.evaluate(SHOWN, CONTROLS) != []


def test_a_dead_control_is_caught(mutant: Callable[..., sites.Built], open_page: Callable[..., Page]) -> None:
    """A button that is shown without the script that works it fails the gate."""
    site = mutant(("</main>", '<button type="button">Copy</button></main>'))
    (found,) = problems(open_page(java_script_enabled=False), site.url)
    assert "does nothing" in found


@pytest.mark.parametrize(
    "made", ["document.createTextNode('onlyhere')", "Object.assign(document.createElement('a'), {href: 'x'})"]
)
def test_what_only_a_script_writes_is_caught(
    made: str, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A fact or a link that only a script puts there fails the gate."""
    site = mutant(("</main>", '</main><script src="static/late.js"></script>'))
    (site.folder / "static/late.js").write_text(
        f"document.querySelector('main').append({made})", encoding="utf-8"
    )
    found = problems(open_page(java_script_enabled=False), site.url, open_page())
    assert any("lacks" in each for each in found), found
