"""Pages to write and what is on the disk afterwards, for the tests of the output."""

from __future__ import annotations

from pathlib import Path

from paperfolio.model import Page
from paperfolio.output.safe_paths import MARKER


def site(**files: str) -> list[Page]:
    """Pages by name: a double underscore stands for '/', the suffix is .html."""
    return [Page(path=name.replace("__", "/") + ".html", data=text.encode()) for name, text in files.items()]


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Inode, change time, mode and bytes of every file below a folder, the marker included."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[path.relative_to(folder).as_posix()] = (info.st_ino, info.st_mtime_ns, info.st_mode, data)
    return found


def texts(folder: Path) -> dict[str, str]:
    """The text of every file below a folder but the marker."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }
