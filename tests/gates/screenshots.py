"""Take a picture of every kind of page as visitors see it, to be looked at by people.

    python3 dev.py run python tests/gates/screenshots.py FOLDER

writes `<site>-<page>-<width>-<look>.png` for the widths 320, 390, 768 and 1440, light and dark, of the example, the
career, the long list and the site from right to left. With `--readme`, it writes the two pictures of the README
instead.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[n]) for n in (0, 1, 2)]

import browser  # noqa: E402
import sites  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

import dev  # noqa: E402

WIDTHS = (320, 390, 768, 1440)
LOOKS = ("light", "dark")
IMAGES = dev.ROOT / "docs" / "images"


def main(arguments: list[str]) -> int:
    """Take the pictures that the arguments ask for; return the exit status."""
    found = browser.find()
    if len(arguments) != 1 or found is None:
        sys.stderr.write(f"{__doc__ if found else browser.MISSING}\n")
        return 2
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(dev.node()))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        running = playwright.chromium.launch(
            executable_path=found.path, env={**os.environ, **found.environment}
        )
        if arguments == ["--readme"]:
            readme(running, Path(place))
        else:
            gallery(running, Path(place), Path(arguments[0]))
        running.close()
    return 0


def gallery(running: Browser, place: Path, target: Path) -> None:
    """Write a picture of each kind of page of some sites, in each width and look, the whole page of it."""
    for name in ("example", "career", "long", "rtl", "arabic"):
        folder = sites.make(name, place / name)
        assert folder is not None
        site = sites.Built(name=name, folder=folder, url=folder.as_uri() + "/")
        for path in site.chosen():
            for width in WIDTHS:
                for look in LOOKS:
                    file = f"{name}-{path.removesuffix('.html').replace('/', '-')}-{width}-{look}.png"
                    shoot(running, site.url + path, target / file, width, look, 5000)


def readme(running: Browser, place: Path) -> None:
    """Write the upper part of the example's front page, light and dark, for the README."""
    folder = sites.make("example", place)
    assert folder is not None
    for look in LOOKS:
        shoot(running, f"{folder.as_uri()}/index.html", IMAGES / f"example-{look}.png", 1440, look, 1000)


def shoot(running: Browser, address: str, file: Path, width: int, look: str, height: int) -> None:
    """Write one picture of a page from its top down, as far as it goes and no further than a height."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page = running.new_page(viewport={"width": width, "height": 900}, color_scheme=look)  # type: ignore[arg-type]
    page.goto(address)
    tall = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, height)}
    page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
