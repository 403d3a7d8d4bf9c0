"""Generations of a small site, and whether a folder has exactly one of them, for the tests of the output."""

from __future__ import annotations

import json
import os
from pathlib import Path

from paperfolio.model import Copy, Page
from paperfolio.output import publish, swap
from paperfolio.output.safe_paths import MARKER

MINE = {"CNAME": "example.org", ".git/HEAD": "ref"}


def pages(generation: int, count: int) -> list[Page]:
    """`count` pages: most change with the generation, one in three stays, one in seven comes and goes."""
    found = []
    for number in range(count):
        text = "stays" if number % 3 == 0 else f"{generation}"
        name = f"papers/{number}/{generation % 2 if number % 7 == 1 else ''}index.html"
        found.append(Page(path=name, data=(text + " " * 300).encode()))
    return found


def build(root: Path, generation: int, count: int = 4) -> None:
    """Build a generation, with a figure that is copied."""
    (root / "content").mkdir(exist_ok=True)
    if not (root / "content" / "f.png").exists():
        (root / "content" / "f.png").touch()
    publish.write(
        root / "site", pages(generation, count), [Copy(path="f.png", source="content/f.png")], root=root
    )


def add_mine(root: Path) -> None:
    """Put what a person owns into the output."""
    for path, text in MINE.items():
        (root / "site" / path).parent.mkdir(exist_ok=True)
        (root / "site" / path).write_text(text)


def whole(generation: int, count: int = 4) -> dict[str, bytes]:
    """All files of an output that holds a generation, its marker, and what a person owns."""
    made = {page.path: page.data for page in pages(generation, count)} | {"f.png": b""}
    marker = json.dumps(sorted(made), indent=0) + "\n"
    return made | {path: text.encode() for path, text in MINE.items()} | {MARKER: marker.encode()}


def found(folder: Path) -> dict[str, bytes]:
    """All files that a folder holds, but for the staging folder inside a mount point."""
    files = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(MARKER)]
        for name in names:
            if name == MARKER or not name.startswith(MARKER):
                path = os.path.join(parent, name)  # noqa: PTH118 - 60 times 300 pages are read so
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                    files[path[len(str(folder)) + 1 :]] = file.read()
    return files


def holds(folder: Path, generation: int) -> bool:
    """Whether a folder holds exactly this generation."""
    return found(folder) == whole(generation)


def begin_next(root: Path) -> None:
    """Do what the next build does before it writes."""
    with swap.staging(root / "site"):
        pass
