"""Where this machine's browser is, and how to come by one; the standard library alone.

`find` looks, in a fixed order, and changes nothing. Chromium's headless shell comes first: opening a page in it
takes a quarter of the time. `fetch` installs: Debian's Chromium where root asks on a Debian machine, else the
headless Chromium that the npm package @sparticuz/chromium carries, which needs neither root nor a system library.
`python3 dev.py test` calls both; a test only ever finds.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dev

SHELL = "chromium-headless-shell"
NAMES = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
PACKAGED = Path(__file__).resolve().parent / "node" / "browser"
UNPACKED = dev.ROOT / ".cache" / "browser"
MISSING = "no browser was found and none could be fetched: install one, or name one in PAPERFOLIO_BROWSER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A Chromium-like program, where it was found, and what its environment needs besides the usual."""

    path: str
    origin: str
    environment: Mapping[str, str] = field(default_factory=dict)


def find(environment: Mapping[str, str] | None = None, *, whole: bool = False) -> Browser | None:
    """Return the first browser there is: named, on PATH, where installers put it, Playwright's, unpacked.

    With `whole` only one that can have a window, as Lighthouse requires.
    """
    environment = os.environ if environment is None else environment
    for variable in ("PAPERFOLIO_BROWSER", "CHROME_PATH"):
        if environment.get(variable):
            # Taken at its word: a wrong name must be told by the launch, not passed over in silence.
            return Browser(path=environment[variable], origin=f"${variable}")
    for name in NAMES[1:] if whole else NAMES:
        if path := shutil.which(name, path=environment.get("PATH")):
            return Browser(path=path, origin="PATH")
    for place in usual_places(sys.platform, environment):
        if place.is_file():
            return Browser(path=str(place), origin="its usual place")
    if path := _first(playwright_places(sys.platform, environment)):
        return Browser(path=path, origin="Playwright's own")
    if not whole and (UNPACKED / "fonts.conf").is_file():  # written last
        return _packaged()
    return None


def fetch() -> Browser | None:
    """Install a browser and return it, or None where none can be had here."""
    packages = ("chromium", "fonts-liberation")
    if (dev.apt_install(SHELL, *packages) or dev.apt_install(*packages)) and (found := find()):
        return found
    if not sys.platform.startswith("linux") or platform.machine() not in {"x86_64", "aarch64", "arm64"}:
        return None
    try:
        dev.npm_install(PACKAGED)
    except dev.Stop as stop:
        dev.say(str(stop))
        return None
    UNPACKED.mkdir(parents=True, exist_ok=True)
    # The package unpacks into the temporary folder, and its libraries only where it takes itself to be on a
    # bare cloud function: that is what makes it independent of what this machine has installed.
    environment = {**os.environ, "TMPDIR": str(UNPACKED), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    if subprocess.call([str(dev.node()), str(PACKAGED / "unpack.mjs")], env=environment):
        return None
    # Its own font settings look in /tmp/fonts alone; without a font every formula is zero pixels high.
    folders = "".join(f"<dir>{each}</dir>" for each in (UNPACKED / "fonts", "/usr/share/fonts"))
    cache = f"<cachedir>{UNPACKED / 'fonts-cache'}</cachedir>"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    settings = f"{head}<fontconfig>{folders}{cache}</fontconfig>\n"
    (UNPACKED / "fonts.conf").write_text(settings, encoding="utf-8")
    return _packaged()


def usual_places(system: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield where installers put a Chromium-like browser on macOS and Windows."""
    if system == "darwin":
        for base in (Path("/Applications"), Path(environment.get("HOME", "/")) / "Applications"):
            for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
                yield base / f"{name}.app" / "Contents" / "MacOS" / name
    elif system == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if base_folder := environment.get(variable):
                for below in (
                    "Chromium/Application/chrome.exe",
                    "Google/Chrome/Application/chrome.exe",
                    "Microsoft/Edge/Application/msedge.exe",
                ):
                    yield Path(base_folder) / below


def playwright_places(system: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the Chromium builds that `playwright install` has put on this machine, the newest first."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "/")
    default = {
        "darwin": home / "Library" / "Caches" / "ms-playwright",
        "win32": Path(environment.get("LOCALAPPDATA", home)) / "ms-playwright",
    }.get(system, home / ".cache" / "ms-playwright")
    base = Path(environment.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    for build in sorted(base.glob("chromium-*"), reverse=True):
        for name in ("chrome", "chrome.exe", "Chromium", "Google Chrome for Testing"):
            yield from build.rglob(name)


def _packaged() -> Browser:
    return Browser(
        path=str(UNPACKED / "chromium"),
        origin="npm's @sparticuz/chromium",
        environment={
            "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
            "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
        },
    )


def _first(places: Iterable[Path]) -> str | None:
    return next((str(place) for place in places if place.is_file()), None)
