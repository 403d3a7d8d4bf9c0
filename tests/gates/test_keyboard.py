"""Everything can be done without a mouse: each control is reached in order, seen when it is, worked, and left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sites
from playwright.sync_api import Page

# Each control that can be worked with a mouse gets a number; so does what takes the focus for another reason.
NUMBER = """() => {
  const all = 'a[href], button, input, select, textarea, summary, [tabindex], [onclick], [role=button]';
  let at = 0;
  for (const it of document.querySelectorAll(all))
    if (it.checkVisibility() && !it.disabled && it.getAttribute('tabindex') !== '-1') it.dataset.at = at++;
  return at;
}"""
# What has the focus: its number, its markup, and whether it is in view and looks different from before.
FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const inView = box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { at: Number(it.dataset.at ?? -1), html: it.outerHTML.slice(0, 100), ring, inView };
}"""
WORKED = {
    "summary": "it => it.parentElement.open",
    "[data-theme-switch]": "it => it.getAttribute('aria-pressed')",
}


def problems(page: Page) -> list[str]:
    """Walk a page with Tab alone and return each control that isn't reached, seen or left, or is out of order.

    Then work each kind of control with Enter and return those that stay as they were.
    """
    found, walked = [], []
    count = page.evaluate(NUMBER)
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    for _ in range(2 * count + 2):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        if walked and focus["at"] == walked[-1]:
            found.append(f"the focus stays on {focus['html']}")
            break
        if focus["at"] in walked:
            break
        if focus["at"] >= 0:  # else it is a formula or a table that scrolls
            walked.append(focus["at"])
        if not focus["ring"]:
            found.append(f"no ring shows the focus on {focus['html']}")
        if not focus["inView"]:
            found.append(f"the focus is out of view on {focus['html']}")
    if walked != sorted(walked):
        found.append("the focus does not follow the page's order")
    for missed in sorted(set(range(count)) - set(walked)):
        html = page.evaluate(
            "at => document.querySelector(`[data-at='${at}']`).outerHTML.slice(0, 100)", missed
        )
        found += [f"Tab does not reach {html}"]
    return found + idle(page)


def idle(page: Page) -> list[str]:
    """Return one control of each kind that Enter does not work, or does not undo."""
    found = []
    for selector, state in WORKED.items():
        for control in page.locator(f"{selector}:visible").all()[:2]:
            before = control.evaluate(state)
            control.press("Enter")
            after = control.evaluate(state)
            control.press("Enter")
            if after == before or control.evaluate(state) != before:
                found.append(f"Enter does not work {control.evaluate('each => each.outerHTML')[:100]}")
    return found


@pytest.mark.parametrize("name", ["example", "rtl"])
def test_the_keyboard_alone_is_enough(
    name: str, built: Callable[[str], sites.Built], open_page: Callable[..., Page]
) -> None:
    """Whoever can't use a mouse reaches, sees, works and leaves every control of every kind of page."""
    site, found = built(name), []
    page = open_page()
    for path in site.chosen():
        if len(site.text(path)) < 60_000:
            page.goto(site.url + path, wait_until="networkidle")
            found += [f"{path}: {each}" for each in problems(page)]
    assert not found, "\n".join(found[:40])


def test_the_skip_link_leads_past_the_header(example: sites.Built, open_page: Callable[..., Page]) -> None:
    """The first Tab offers the way past the header, in sight, and Enter takes it."""
    page = open_page()
    page.goto(example.url)
    page.keyboard.press("Tab")
    focus = page.evaluate(FOCUS)
    assert focus["inView"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    ("what", "added", "script"),
    [
        ("Tab does not reach", '<a href="#a" tabindex="-2" data-x>a</a><span role="button">b</span>', ""),
        ("no ring shows", '<button class="bare">a</button>', ""),
        ("does not follow", '<button tabindex="3">a</button>', ""),
        ("the focus is out of view", '<a href="#a" class="far">a</a>', ""),
        ("the focus stays", "<button>a</button>", "addEventListener('keydown', e => {"
         " if (document.activeElement.textContent === 'a') e.preventDefault() })"),
        ("Enter does not work", "", "addEventListener('keydown', e => { if (e.key === 'Enter') e.preventDefault() })"),
    ],
)  # fmt: skip
def test_a_control_out_of_reach_is_caught(
    what: str, added: str, script: str, mutant: Callable[..., sites.Built], open_page: Callable[..., Page]
) -> None:
    """A control that a keyboard doesn't reach, show, leave or work fails the gate."""
    page = open_page(bypass_csp=True)
    page.goto(mutant(("</main>", f"{added}</main>")).url, wait_until="networkidle")
    page.add_style_tag(content=".bare:focus { outline: none } .far { position: fixed; left: -500px }")
    page.evaluate(f"() => {{ {script} }}")
    found = problems(page)
    assert any(what in each for each in found), found
