"""Nothing is cut off and everything can be hit: on the narrowest screen, with large text, with WCAG's spacing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sites
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
# WCAG 2.2, 1.4.12: line height 1.5, after paragraphs 2, letters 0.12 and words 0.16 times the font's size.
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
"""
LOOKS = {"as it is": "/**/", "text at 200 %": "html { font-size: 200% !important }", "spacing": SPACING}

# What sticks out of the page, unless something around it scrolls; formulas and code may scroll in themselves.
# What is hidden for all but screen readers is one pixel wide, and can't be seen to stick out.
OVERFLOW = """() => {
  const root = document.documentElement, found = [], ends = root.clientWidth;
  if (root.scrollWidth > ends) found.push(`the page is ${root.scrollWidth} px wide on ${ends} px`);
  const within = (it, has) => it !== document.body && (has(it, getComputedStyle(it)) || within(it.parentElement, has));
  const scrolls = it => within(it, (_, style) => ['auto', 'scroll'].includes(style.overflowX));
  const unseen = it => within(it, (_, style) => style.clipPath !== 'none');
  for (const it of document.body.querySelectorAll('*')) {
    const box = it.getBoundingClientRect();
    if (box.width <= 1 || !box.height || !it.checkVisibility() || unseen(it)) continue;
    const out = Math.max(box.right - ends, -box.left);
    if (out > 1 && !scrolls(it.parentElement))
      found.push(`${it.outerHTML.slice(0, 100)} sticks out by ${Math.round(out)} px`);
    const style = getComputedStyle(it);
    const cut = ['hidden', 'clip'].includes(style.overflowX) && it.scrollWidth > it.clientWidth + 1;
    if (cut && !it.closest('svg'))
      found.push(`${it.outerHTML.slice(0, 100)} is cut off`);
  }
  return found;
}"""

# WCAG 2.2, 2.5.8: 24 by 24 px, or a circle of 24 px around the middle that meets no other target; a link in a
# sentence is excepted. The boxes of one target's lines are taken together.
SMALL = """() => {
  const inline = it => {
    if (getComputedStyle(it).display !== 'inline') return false;
    const block = it.closest('p, li, dd, dt, td, h1, h2, h3, h4, figcaption, blockquote, .authors, .prose');
    return !!block && block.textContent.trim().length > it.textContent.trim().length;
  };
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(it => it.checkVisibility() && getComputedStyle(it).clipPath === 'none');
  const boxes = all.map(it => it.getBoundingClientRect());
  const middle = box => [box.left + box.width / 2, box.top + box.height / 2];
  return all.filter((it, at) => {
    const box = boxes[at];
    if ((box.width >= 23.9 && box.height >= 23.9) || inline(it)) return false;
    const [x, y] = middle(box);
    return boxes.some((other, to) => {
      if (to === at || all[to].contains(it) || it.contains(all[to])) return false;
      const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
      const [ox, oy] = middle(other), small = other.width < 24 || other.height < 24;
      return Math.hypot(dx, dy) < 12 || (small && Math.hypot(ox - x, oy - y) < 24);
    });
  }).map(it => {
    const box = it.getBoundingClientRect();
    const size = `${Math.round(box.width)} by ${Math.round(box.height)} px`;
    return `${it.outerHTML.slice(0, 100)} is ${size}, too near another`;
  });
}"""
# Cards far below the window have no layout until they come near; nothing in them could be measured.
OPEN = """() => {
  document.querySelectorAll('details').forEach(it => { it.open = true });
  document.querySelectorAll('article').forEach(it => { it.style.contentVisibility = 'visible' });
}"""


def problems(page: Page) -> list[str]:
    """Return what sticks out of a page of 320 px, is cut off, or can't be hit with a finger."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.evaluate(OPEN)
    found = [f"as it is: {each}" for each in page.evaluate(SMALL)]
    for look, css in LOOKS.items():
        style = page.add_style_tag(content=css)
        found += [f"{look}: {each}" for each in page.evaluate(OVERFLOW)]
        style.evaluate("it => it.remove()")
    return found


@pytest.mark.parametrize("name", sites.NAMES)
def test_nothing_overflows_and_targets_are_large_enough(
    name: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """On a small telephone, with text twice as large or spaced widely, all is there without scrolling aside."""
    site, found = built(name), []
    page = open_page(viewport=NARROW, bypass_csp=True)
    for path in site.chosen():
        page.goto(site.url + path)
        found += [f"{path}: {each}" for each in problems(page)]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("width", [768, 1440, 2560])
def test_no_wider_screen_overflows(width: int, example: sites.Built, open_page: Callable[..., Page]) -> None:
    """From a tablet to the widest screen nobody has to scroll aside."""
    page, found = open_page(viewport={"width": width, "height": 900}), []
    for path in example.chosen():
        page.goto(example.url + path)
        found += [f"{path}: {each}" for each in page.evaluate(OVERFLOW)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("what", "added"),
    [
        ("the page is", f"<p><code>{'x' * 90}</code><style>code {{ white-space: pre }}</style></p>"),
        ("sticks out", '<table><tr><td style="min-width: 500px">wide</td></tr></table>'),
        ("is cut off", '<p style="overflow: hidden; white-space: nowrap">This line does not end where it should</p>'),
        ("too near another", '<div><a href="#a" style="font-size: 8px; display: block">a</a>'
         '<a href="#b" style="font-size: 8px; display: block">b</a></div>'),
    ],
)  # fmt: skip
def test_a_page_that_overflows_is_caught(
    what: str, added: str, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A page that sticks out, cuts off or crowds its links fails the gate."""
    page = open_page(viewport=NARROW, bypass_csp=True)
    page.goto(mutant(("</main>", f"{added}</main>")).url)
    assert any(what in each for each in problems(page)), problems(page)


def test_text_that_breaks_out_only_when_it_grows_is_caught(
    mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A box that holds its text at the usual size alone fails the gate."""
    page = open_page(viewport=NARROW, bypass_csp=True)
    page.goto(mutant(("</main>", '<p style="white-space: nowrap">A line that just fits here</p></main>')).url)
    assert any(each.startswith("text at 200 %") for each in problems(page))
