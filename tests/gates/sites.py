"""The sites that the gates judge, and their pages.

`example` is the one in the repository, `career` has everything that a site can have, in two scripts. The others are
made by `papers.py`, with every field that a paper can have: `long` a compact list of 500, `rtl` 60 cards in Hebrew,
`arabic` a short list.
"""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import papers

import dev
from paperfolio.cli import main

NAMES = ("example", "long", "rtl", "arabic", "career")
# How many papers, in which language and layout. `many` is for weight and speed alone.
WRITTEN = {
    "long": (500, "en", "list"),
    "rtl": (60, "he", "cards"),
    "arabic": (12, "ar", "list"),
    "many": (300, "en", "cards"),
}
TODAY = "2026-11-22"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site that was built: its name among the gates, its folder and the address that serves it."""

    name: str
    folder: Path
    url: str

    def pages(self) -> list[str]:
        """Return the path of every HTML page."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    def text(self, path: str) -> str:
        """Return the text of a page."""
        return (self.folder / path).read_text(encoding="utf-8")

    def chosen(self) -> list[str]:
        """Return the pages to judge: of each kind the largest, and of papers also the richest in elements.

        Pages that lead elsewhere at once are left out: a browser shows none of them.
        """
        kinds: dict[str, list[str]] = {}
        for path in self.pages():
            kinds.setdefault(kind(path, self.text(path)), []).append(path)
        found = set()
        kinds.pop("redirect", None)
        for paths in kinds.values():
            found.add(max(paths, key=lambda path: len(self.text(path))))
            if paths[0].startswith("papers/"):
                found.add(max(paths, key=lambda path: len(tags(self.text(path)))))
        return sorted(found)

    def redirects(self) -> list[str]:
        """Return one page that leads an old address to a new one, where there is any."""
        return [path for path in self.pages() if kind(path, self.text(path)) == "redirect"][:1]


def kind(path: str, html: str) -> str:
    """Return what a page is: the class of its body, and the folder at the top that it stands in.

    A page that leads an old address to a new one is a kind of its own, wherever it is.
    """
    if 'http-equiv="refresh"' in html:
        return "redirect"
    body = re.search(r'<body class="([\w-]+)', html)
    return " ".join([body[1] if body else "", *Path(path).parts[:-2][:1]])


def tags(html: str) -> frozenset[str]:
    """Return the names of the elements and the classes of a page."""
    return frozenset(re.findall(r'<([a-z][a-z0-9]*)|class="([\w -]+)"', html))


def build(root: Path, output: Path) -> Path:
    """Build the site in `root` with the real program and return its folder."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["--root", str(root), "--output", str(output), "--today", TODAY])
    assert status == 0, said.getvalue()[:2000]
    return output


def make(name: str, folder: Path) -> Path:
    """Build the site of that name below `folder`."""
    if name == "example":
        return build(dev.ROOT, folder / "site")
    if name == "career":
        return build(dev.ROOT / "tests" / "sites" / name, folder / "site")
    count, language, layout = WRITTEN[name]
    papers.write(folder / "content", count=count, language=language, layout=layout)
    return build(folder, folder / "site")


def base(name: str) -> str:
    """Return the path at which the site of that name is served: that of its own address, where it has one."""
    return papers.BASE if name in WRITTEN else "/"


def broken(good: Path, target: Path, *changes: tuple[str, str]) -> Path:
    """Copy one page into `target` as its front page, with the first of each pair replaced by the second."""
    text = good.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
