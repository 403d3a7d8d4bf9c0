"""The built sites under test, and pages of them in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sites
from playwright.sync_api import Browser, Page, expect

# How fast a page is, is measured elsewhere: a machine that tests much at once may take its time here.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[..., str]
) -> Callable[[str], sites.Built]:
    """Return `built(name)`: the site of that name, built and served once, when it is first asked for."""
    done: dict[str, sites.Built] = {}

    def build(name: str) -> sites.Built:
        if name not in done:
            folder = sites.make(name, tmp_path_factory.mktemp(name))
            done[name] = sites.Built(name=name, folder=folder, url=serve_folder(folder, sites.base(name)))
        return done[name]

    return build


@pytest.fixture(params=sites.NAMES)
def site(request: pytest.FixtureRequest, built: Callable[[str], sites.Built]) -> sites.Built:
    """Return each of the sites in turn."""
    return built(request.param)


@pytest.fixture
def example(built: Callable[[str], sites.Built]) -> sites.Built:
    """Return the example site."""
    return built("example")


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return `open_page(**options)`: an empty page in a context of its own, with Playwright's options for one.

    What moves or fades does so at once. Requests that leave this machine are refused, and nobody waits for them.
    """
    here = ("http://127.0.0.1", "file:", "data:", "about:", "blob:")
    with ExitStack() as contexts:

        def open_one(**options: Any) -> Page:
            context = chromium.new_context(**{"reduced_motion": "reduce", **options})
            contexts.callback(context.close)
            context.route(lambda url: not url.startswith(here), lambda route: route.abort())
            return context.new_page()

        yield open_one


@pytest.fixture
def mutant(
    example: sites.Built, tmp_path: Path, serve_folder: Callable[..., str]
) -> Callable[..., sites.Built]:
    """Return `mutant((old, new), …)`: the example's front page and static files, the page broken on purpose."""

    def make(*changes: tuple[str, str], page: str = "index.html") -> sites.Built:
        folder = tmp_path / "mutant"
        for path in sorted((example.folder / "static").rglob("*")):
            if path.is_file():
                copy = folder / "static" / path.relative_to(example.folder / "static")
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
        sites.broken(example.folder / page, folder / page, *changes)
        return sites.Built(name="mutant", folder=folder, url=serve_folder(folder))

    return make
