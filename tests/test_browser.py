"""The browser search, the server that stands in for Pages, and the browser itself."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import browser
import pytest
from playwright.sync_api import Page


def program(folder: Path, name: str) -> Path:
    """Make an empty program."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_a_named_browser_comes_before_any_other(tmp_path: Path) -> None:
    """Whoever names a browser gets that one, even where PATH has another."""
    program(tmp_path, "chromium")
    found = browser.find({"PAPERFOLIO_BROWSER": "/my/own", "CHROME_PATH": "/other", "PATH": str(tmp_path)})
    assert found is not None
    assert found.path == "/my/own"


def test_path_is_searched_in_the_documented_order(tmp_path: Path) -> None:
    """Chromium is preferred to Chrome, so that every machine that has both tests with the same one."""
    program(tmp_path, "google-chrome")
    expected = program(tmp_path, "chromium")
    found = browser.find({"PATH": str(tmp_path), "HOME": str(tmp_path)})
    assert found is not None
    assert Path(found.path) == expected


def test_playwrights_newest_build_is_found(tmp_path: Path) -> None:
    """A browser that Playwright installed earlier serves as well as any."""
    program(tmp_path / ".cache/ms-playwright/chromium-1100/chrome-linux", "chrome")
    newest = program(tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux", "chrome")
    assert next(browser.playwright_places("linux", {"HOME": str(tmp_path)})) == newest


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("darwin", {"HOME": "/Users/me"}, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", {"PROGRAMFILES": "C:"}, "C:/Microsoft/Edge/Application/msedge.exe"),
    ],
)
def test_other_systems_are_searched_where_installers_put_browsers(
    system: str, environment: dict[str, str], expected: str
) -> None:
    """A Mac or a Windows machine with Chrome or Edge needs no setting."""
    assert Path(expected) in browser.usual_places(system, environment)


def test_no_browser_is_an_answer_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none, `find` says so and neither raises nor installs."""
    monkeypatch.setattr(browser, "UNPACKED", tmp_path / "unpacked")
    monkeypatch.setattr(browser.sys, "platform", "linux")
    assert browser.find({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


def test_the_server_answers_as_pages_does(tmp_path: Path, serve_folder: Callable[..., str]) -> None:
    """Under a base path, folders give their index, and all else gives 404.html with status 404."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/index.html").write_text("papers", encoding="ascii")
    (tmp_path / "404.html").write_text("not here", encoding="ascii")
    url = serve_folder(tmp_path, "/repo/")
    with urllib.request.urlopen(url + "papers/") as answer:  # noqa: S310 - our own address
        assert answer.read() == b"papers"
    for wrong in (url + "missing", url.replace("/repo/", "/papers/"), url):
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(wrong)  # noqa: S310 - our own address
        assert (raised.value.code, raised.value.read()) == (404, b"not here")


def test_the_browser_shows_a_page(tmp_path: Path, serve_folder: Callable[..., str], page: Page) -> None:
    """A served page is laid out by a real engine, MathML included."""
    html = "<!doctype html><title>x</title><math><msup><mi>x</mi><mn>2</mn></msup></math>"
    (tmp_path / "index.html").write_text(html, encoding="ascii")
    page.goto(serve_folder(tmp_path))
    box = page.locator("math").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 0
