"""The pages hold in Firefox's and in Safari's engine as well: no complaint, nothing cut off, the same answers.

Both engines are in a system's packages alone, which the command of the README does not touch: without them the tests
skip. `PAPERFOLIO_ENGINES=firefox,webkit`, as CI sets it, has them installed where Debian's root asks, and a missing
one fail.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import engines
import pytest
import sites
from engines import Engine
from playwright.sync_api import Page
from test_accessibility import AXE, SETTINGS, STOPS
from test_layout import OVERFLOW

import dev

pytestmark = pytest.mark.browser  # they go last, with the other browsers

# The first script of each page notes what the engine tells the page: blocked, failed, thrown, complained.
WATCH = """const seen = (globalThis.seen = []);
addEventListener("securitypolicyviolation", (it) => seen.push(`policy: ${it.effectiveDirective}`));
addEventListener("error", (it) => seen.push(`error: ${it.message ?? it.target.outerHTML}`), true);
addEventListener("unhandledrejection", (it) => seen.push(`error: ${it.reason}`));
for (const name of ["warn", "error"]) console[name] = (...words) => seen.push(`console: ${words.join(" ")}`);
"""
# Show the page as it is wanted, dark by its own switch, and look at it when it has come to rest.
JUDGE = """
const found = [], wanted = %(dark)s, root = document.documentElement;
const rest = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)));
if (innerWidth !== %(width)s) found.push(`the window is ${innerWidth} px wide`);
const button = document.querySelector('[data-theme-switch]');
if (wanted !== (button.getAttribute('aria-pressed') === 'true')) button.click();
if (wanted !== (getComputedStyle(root).colorScheme === 'dark')) found.push('the switch does not make it dark');
document.querySelectorAll('details').forEach(it => { it.open = wanted });
document.getAnimations().forEach(it => it.finish());
// Everything at once: no card left to be laid out by scrolling, no header over what axe scrolls to.
document.querySelectorAll('.card').forEach(it => { it.style.contentVisibility = 'visible' });
document.querySelector('.head').style.position = 'static';
await rest();
await rest();
found.push(...(%(overflow)s)(), ...(%(stops)s)());
for (const it of document.querySelectorAll('math')) {
  const box = it.getBoundingClientRect();
  const folded = !it.checkVisibility() || it.closest('details:not([open])');
  if (!folded && !(box.width && box.height)) found.push(`nothing is seen of ${it.outerHTML.slice(0, 100)}`);
}
const said = await axe.run(document, %(settings)s);
for (const it of said.violations) for (const node of it.nodes)
  found.push(`${it.id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`);
return [...found, ...seen];
"""
ANSWER = """
const until = performance.now() + 10000;
while (document.querySelector('[data-results]')?.getAttribute('aria-busy') !== 'false' && performance.now() < until)
  await new Promise(done => setTimeout(done, 20));
return [...document.querySelectorAll('[data-hits] [data-paper]')].map(it => it.dataset.paper);
"""


@pytest.fixture(scope="module", params=engines.ENGINES)
def engine(request: pytest.FixtureRequest, node: Callable[..., Any]) -> Iterator[Engine]:
    """Return each of the engines in turn."""
    del node  # it has installed what drives Firefox
    wanted = request.param in os.environ.get("PAPERFOLIO_ENGINES", "").split(",")
    if wanted and engines.missing(request.param):
        dev.apt_install(*engines.PACKAGES[request.param].split())
    if reason := engines.missing(request.param):
        pytest.fail(reason) if wanted else pytest.skip(reason)
    with engines.ENGINES[request.param]() as running:
        yield running


@pytest.fixture(scope="module")
def watched(
    built: Callable[[str], sites.Built],
    tmp_path_factory: pytest.TempPathFactory,
    serve_folder: Callable[..., str],
) -> Callable[[str], sites.Built]:
    """Return `watched(name)`: the site of that name, each page of it with a script that notes what goes wrong."""
    done: dict[str, sites.Built] = {}

    def watch(name: str) -> sites.Built:
        if name not in done:
            good, folder = built(name), tmp_path_factory.mktemp("watched") / "site"
            shutil.copytree(good.folder, folder)
            (folder / "static" / "watch.js").write_text(WATCH, encoding="utf-8")
            (folder / engines.FRAME_PATH).write_text(engines.FRAME, encoding="utf-8")
            for path in good.chosen():
                script = f'<script src="{sites.base(name)}static/watch.js"></script>'
                sites.broken(good.folder / path, folder / path, ("<title>", f"{script}<title>"))
            done[name] = sites.Built(name=name, folder=folder, url=serve_folder(folder, sites.base(name)))
        return done[name]

    return watch


def problems(engine: Engine, site: sites.Built, path: str, *, width: int, dark: bool) -> list[str]:
    """Return what is wrong with a page in an engine: to axe, in its layout, or by what the engine says."""
    values = {
        "overflow": OVERFLOW,
        "stops": STOPS,
        "settings": json.dumps(SETTINGS),
        "width": width,
        "dark": str(dark).lower(),
    }
    found: list[str] = engine(site.url, path, width, f"{AXE.read_text(encoding='utf-8')};\n{JUDGE % values}")
    return found


@pytest.mark.parametrize("name", ["example", "rtl"])
def test_every_kind_of_page_holds(
    name: str, engine: Engine, built: Callable[[str], sites.Built], watched: Callable[[str], sites.Built]
) -> None:
    """In each engine axe finds nothing, nothing sticks out, formulas are seen, what scrolls takes the focus."""
    site, found = watched(name), []
    for path in built(name).chosen():
        # From right to left the front page stands for the lists, which show the same cards, and take long.
        if name == "rtl" and path.startswith("browse/"):
            continue
        found += [f"{path}: {each}" for each in problems(engine, site, path, width=320, dark=True)]
        if name == "example":
            found += [
                f"{path}, wide: {each}" for each in problems(engine, site, path, width=1280, dark=False)
            ]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize(
    ("name", "words"),
    [("example", ("diffusion", "quantization video")), ("rtl", ("tides harbours", "מודלים", "大規模言語"))],
)
def test_the_search_answers_as_in_chromium(
    name: str,
    words: tuple[str, ...],
    engine: Engine,
    watched: Callable[[str], sites.Built],
    open_page: Callable[..., Page],
) -> None:
    """A word finds the same papers in the same order, whatever the browser."""
    site, page = watched(name), open_page()
    for word in words:
        path = f"index.html?q={quote(word)}"
        page.goto(site.url + path)
        wanted = page.evaluate(f"(async () => {{{ANSWER}}})()")
        assert wanted
        assert engine(site.url, path, 1280, ANSWER) == wanted, word


FAULTS = [
    ("image-alt", '<img src="icon.svg">'),
    ("color-contrast", '<p class="fault-pale">grey</p>'),
    ("sticks out", '<table><tr><td class="fault-broad">wide</td></tr></table>'),
    ("the page is", f"<p class='fault-line'>{'x' * 90}</p>"),
    ("nothing is seen of <math", "<math></math>"),
    ("the focus does not reach", f'<div class="fault-scrolls">{"wide" * 90}</div>'),
    ("policy: script-src", "<script>x = 1</script>"),
    ("policy: style-src", '<p style="color: red">x</p>'),
    ("error: <img", '<img src="static/none.png" alt="none">'),
    ("thrown", '<script src="static/throws.js"></script>'),
    ("console: look", '<script src="static/complains.js"></script>'),
]
CSS = """.fault-pale { color: #777; background: #888 } .fault-broad { min-width: 500px }
.fault-line { white-space: pre } .fault-scrolls { overflow: auto hidden; white-space: nowrap }"""


def test_a_broken_page_is_caught(engine: Engine, watched: Callable[[str], sites.Built]) -> None:
    """Each of many faults is seen in each engine, so that finding none means something."""
    site = watched("example")
    (site.folder / "static" / "faults.css").write_text(CSS, encoding="ascii")
    (site.folder / "static" / "throws.js").write_text("throw new Error('thrown')", encoding="ascii")
    (site.folder / "static" / "complains.js").write_text("console.error('look')", encoding="ascii")
    markup = "".join(fault for _, fault in FAULTS)
    style = '<link rel="stylesheet" href="static/faults.css"></head>'
    page = sites.broken(
        site.folder / "index.html",
        site.folder / "broken.html",
        ("</main>", f"{markup}</main>"),
        ("</head>", style),
    )
    found = problems(engine, site, page.name, width=320, dark=True)
    assert [what for what, _ in FAULTS if not any(what in each for each in found)] == [], "\n".join(found)


def test_the_engine_is_the_one_that_it_is_called(
    engine: Engine, watched: Callable[[str], sites.Built]
) -> None:
    """Neither engine is Chromium under another name."""
    said = engine(watched("example").url, "index.html", 320, "return navigator.userAgent")
    assert "Chrome" not in said
    assert "Gecko/" in said or "AppleWebKit" in said


def test_a_missing_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an engine isn't there, the reason names the package to install."""
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    for name, packages in engines.PACKAGES.items():
        assert packages in engines.missing(name)
