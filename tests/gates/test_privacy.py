"""A visit is nobody else's business: no request leaves the site, and its own policy forbids what it doesn't do."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sites
from playwright.sync_api import Page

# What each page must say of itself, and what it may never allow. One named policy may make markup of text:
# that of the search, for the cards that the program itself has rendered.
NEEDED = ("default-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'")
TRUSTED = ("trusted-types 'none'", "trusted-types paperfolio")
FORBIDDEN = re.compile(r"'unsafe-|\bdata:|\bblob:|\bhttps?:|\*")

WATCH = """addEventListener('securitypolicyviolation', event => {
  console.error(`policy: ${event.effectiveDirective} blocks ${event.blockedURI || event.sample || event.sourceFile}`);
});"""
# Handlers and styles are looked for in the page as it was sent, before any script has set a style by itself.
INLINE = """html => {
  const page = new DOMParser().parseFromString(html, 'text/html'), found = [];
  for (const it of page.querySelectorAll('*')) {
    for (const { name, value } of it.attributes) {
      if (name === 'style' || name.startsWith('on')) found.push(`${it.localName} has ${name}="${value}"`);
      if (/^\\s*javascript:/i.test(value)) found.push(`${it.localName} has ${name}="${value}"`);
    }
    if (it.localName === 'style') found.push('a <style> in the page');
    if (it.localName === 'script' && !it.src && it.type !== 'application/ld+json') found.push('a script in the page');
    const asks = { script: 'src', img: 'src', iframe: 'src', source: 'srcset', video: 'src', object: 'data' };
    const address = it.getAttribute(asks[it.localName] ?? '');
    if (/^(https?:)?\\/\\//.test(address ?? '')) found.push(`${it.localName} asks ${address}`);
    const loads = /stylesheet|icon|preload|prefetch|preconnect|manifest/.test(it.rel ?? '');
    if (it.localName === 'link' && loads && /^(https?:)?\\/\\//.test(it.getAttribute('href') ?? ''))
      found.push(`link ${it.rel} asks ${it.getAttribute('href')}`);
  }
  return found;
}"""


def policy_problems(html: str) -> list[str]:
    """Return what the page's own policy lacks or allows: it stands in the head, before anything that loads."""
    found = re.search(r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    if not found:
        return ["no policy comes first in the head"]
    says = found[1].split("; ")
    missing = [f"the policy lacks {each}" for each in NEEDED if each not in says]
    if not set(TRUSTED) & set(says):
        missing.append("the policy lacks trusted-types")
    return missing + [f"the policy allows {each}" for each in FORBIDDEN.findall(found[1])]


def problems(page: Page, address: str) -> list[str]:
    """Visit a page, use what can be used, and return each request to others and each word in the console."""
    found: list[str] = []
    own = urlsplit(address).netloc
    page.on(
        "request", lambda each: found.append(f"asks {each.url}") if urlsplit(each.url).netloc != own else None
    )
    page.on("console", lambda each: found.append(f"console: {each.text}"))
    page.on("pageerror", lambda each: found.append(f"error: {each}"))
    page.add_init_script(WATCH)
    answer = page.goto(address)
    assert answer is not None
    html = answer.text()
    for details in page.locator("details > summary:visible").all()[:3]:
        details.click()
    for button in page.locator("button[data-theme-switch]:visible").all():
        button.click()
    for field in page.locator("input[type=search]:visible").all():
        field.fill("distillation of tides")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    found += [f"policy: {each}" for each in policy_problems(html)]
    plain = page.context.new_page()  # DOMParser is itself forbidden where Trusted Types are on
    found += plain.evaluate(INLINE, html)
    return found


@pytest.mark.parametrize("name", sites.NAMES)
def test_no_page_asks_anybody_else(
    name: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """A reader is seen by the site's own host alone, and no page breaks its own rules or complains."""
    site, found = built(name), []
    for path in site.chosen():
        found += [f"{path}: {each}" for each in problems(open_page(viewport=None), site.url + path)]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("name", sites.NAMES)
def test_every_page_carries_the_policy(name: str, built: Callable[[str], sites.Built]) -> None:
    """Not one page of the tree forgot it."""
    site = built(name)
    found = [f"{path}: {each}" for path in site.pages() for each in policy_problems(site.text(path))]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("asks https://cdn.example", ("</main>", '<script src="https://cdn.example/x.js"></script></main>')),
        ("img asks", ("</main>", '<img src="https://pixel.example/1.png" alt=""></main>')),
        ("link stylesheet asks", ("</head>", '<link rel="stylesheet" href="//fonts.example/x.css"></head>')),
        ("has style=", ("<main", '<main style="color: red"')),
        ("has onclick=", ("<main", '<main onclick="x()"')),
        ("javascript:", ("</main>", '<a href="javascript:x()">x</a></main>')),
        ("a script in the page", ("</main>", "<script>x = 1</script></main>")),
        ("a <style> in the page", ("</head>", "<style>p { color: red }</style></head>")),
        ("policy: script-src-elem", ("</main>", "<script>x = 1</script></main>")),
        ("policy: no policy", ("Content-Security-Policy", "x-policy")),
        ("policy: the policy allows 'unsafe-", ("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
        ("policy: the policy lacks", ("require-trusted-types-for 'script'; ", "")),
        ("console: Failed to load", ("</main>", '<img src="static/none.png" alt=""></main>')),
    ],
)
def test_a_page_that_breaks_the_rules_is_caught(
    what: str, change: tuple[str, str], mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """Whatever asks a third party, or runs inside the page, fails the gate."""
    found = problems(open_page(), mutant(change).url)
    assert any(what in each for each in found), found


def test_a_script_that_writes_markup_is_caught(
    mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """Trusted Types are on: a script that makes elements of text is stopped, and told."""
    site = mutant(("</head>", '<script src="static/bad.js" defer></script></head>'))
    (site.folder / "static/bad.js").write_text("document.body.innerHTML += '<b>x</b>'", encoding="utf-8")
    found = problems(open_page(), site.url)
    assert any("TrustedHTML" in each for each in found), found
