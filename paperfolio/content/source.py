"""Read the files of a site's content folder and of a theme as bytes.

The only module of this package that touches a disk. It knows no papers, no YAML and no HTML. Whatever is
wrong with a file that a person made is a `Problem`, never an exception.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from paperfolio.model import METRICS, Asset, Content, Source
from paperfolio.problems import Place, Problem, in_order

SOURCE_LIMIT = 2_000_000
"""The largest source that is read, in bytes."""

# Pictures are read, since pages show smaller copies of them; one that is larger is published as it is.
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_PICTURE_LIMIT = 50_000_000

_LEFTOVERS = ("thumbs.db", "desktop.ini")


def read(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """Return all files below `root`/content, and a problem for each that can't be taken.

    Markdown files and METRICS arrive as sources with their bytes, all others as assets by name. Dot-files,
    dot-folders and what editors leave behind are ignored. A symbolic link that stays inside the
    content folder is followed; the content folder itself may be a link to anywhere.

    Problems: `no-content`, `symlink` (leaves the folder, broken, or circular), `unreadable`, `too-large`
    (a source over 2 MB), `file-name` (not UTF-8, or with control characters), `file-kind` (a pipe, a
    socket, a device).
    """
    try:
        base = (root / "content").resolve(strict=True)
        if not base.is_dir():
            raise NotADirectoryError
    except (OSError, RuntimeError):
        problem = Problem(
            place=Place(path="content"),
            code="no-content",
            message=f"there is no folder content/ in {root}",
            fix="create a site with `paperfolio new site DIR`, or give the folder above content/ with --root",
        )
        return Content(sources=(), assets=()), (problem,)
    found = list(_walk(base, "content", _content_file))
    content = Content(
        sources=tuple(
            sorted((entry for entry in found if isinstance(entry, Source)), key=lambda entry: entry.path)
        ),
        assets=tuple(
            sorted((entry for entry in found if isinstance(entry, Asset)), key=lambda entry: entry.path)
        ),
    )
    return content, in_order(entry for entry in found if isinstance(entry, Problem))


_Found = Source | Asset | Problem
_Take = Callable[[Path, str, int], _Found]


def _walk(base: Path, called: str, take: _Take) -> Iterator[_Found]:
    """Yield what `take` makes of each file below `base`, which is `called` so in what is reported."""
    pending = [(base, called, False)]  # whether a link led there
    while pending:
        folder, path, linked = pending.pop()
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names that aren't UTF-8 are reported before any path is made
        except OSError as error:
            yield _unreadable(path, error)
            continue
        for name in names:
            where = f"{path}/{name}"
            if _ignored(name):
                continue
            if any(unicodedata.category(char) in {"Cc", "Cs"} for char in name):
                yield _bad_name(where)
                continue
            found = _look(folder / name, where, base, take)
            if not isinstance(found, Path):
                yield found
                continue
            is_link = found != folder / name
            # Below one followed link no other is, or two folders that link to each other never end.
            if is_link and (linked or folder.is_relative_to(found)):
                yield _bad_link(where, "leads back to a folder that contains it, or is below another link")
            else:
                pending.append((found, where, linked or is_link))


def _ignored(name: str) -> bool:
    lower = name.lower()
    return (
        name.startswith((".", "~$"))
        or lower.endswith(("~", ".swp", ".swo"))
        or (name.startswith("#") and name.endswith("#"))
        or lower in _LEFTOVERS
    )


def _look(file: Path, path: str, base: Path, take: _Take) -> _Found | Path:
    """Return what `file` is; a `Path` stands for a folder to enter."""
    try:
        if file.is_symlink():
            file = file.resolve(strict=True)
            if not file.is_relative_to(base):
                return _bad_link(path, f"leaves the {path.split('/')[0]} folder")
        info = file.stat()
    except FileNotFoundError:
        return _bad_link(path, "leads to nothing")
    except RuntimeError:  # Python before 3.13 reports a circle of links so
        return _bad_link(path, "runs in a circle")
    except OSError as error:
        return _bad_link(path, "runs in a circle") if file.is_symlink() else _unreadable(path, error)
    if stat.S_ISDIR(info.st_mode):
        return file
    if not stat.S_ISREG(info.st_mode):
        return Problem(
            place=Place(path=path),
            code="file-kind",
            message="this is a pipe, a socket or a device, not a file or a folder",
            fix="remove it from this folder",
        )
    return take(file, path, info.st_size)


def _content_file(file: Path, path: str, size: int) -> _Found:
    if path.lower().endswith(".md") or path == METRICS:
        return _source(file, path)
    if not os.access(file, os.R_OK):
        return _unreadable(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    try:
        picture = path.lower().endswith(_PICTURES) and size <= _PICTURE_LIMIT
        return Asset(path=path, size=size, data=file.read_bytes() if picture else b"")
    except OSError as error:
        return _unreadable(path, error)


def _source(file: Path, path: str) -> Source | Problem:
    try:
        # Should a pipe have taken the file's place since, it must not block the build.
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:  # noqa: PTH123 - a path can't be opened without blocking
            data = stream.read(SOURCE_LIMIT + 1)
    except OSError as error:
        return _unreadable(path, error)
    if len(data) > SOURCE_LIMIT:
        return Problem(
            place=Place(path=path),
            code="too-large",
            message="the file is larger than 2 MB, the limit for a text file",
            fix="move data out of it, or split it",
        )
    return Source(path=path, data=data)


def _bad_link(path: str, why: str) -> Problem:
    return Problem(
        place=Place(path=path),
        code="symlink",
        message=f"this symbolic link {why}",
        fix="replace the link with the file or folder itself, or remove it",
    )


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(
        place=Place(path=path),
        code="unreadable",
        message=f"can't read this: {error.strerror or error}",
        fix="give yourself permission to read it, or remove it",
    )


def _bad_name(path: str) -> Problem:
    shown = path.encode("utf-8", "backslashreplace").decode()
    return Problem(
        place=Place(path="".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)),
        code="file-name",
        message="the file's name is not UTF-8, or contains control characters",
        fix="rename the file",
    )


def read_folder(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return (path below `folder`, bytes) of every file of a theme, sorted by path; empty if it isn't there.

    Dot-files and what editors leave behind are ignored, as in `read`.
    """
    files = (file for file in folder.rglob("*") if file.is_file())
    paths = ((file.relative_to(folder).as_posix(), file) for file in files)
    return tuple(
        (path, file.read_bytes())
        for path, file in sorted(paths)
        if not any(_ignored(part) for part in path.split("/"))
    )


def read_overrides(folder: Path) -> tuple[tuple[tuple[str, bytes], ...], tuple[Problem, ...]]:
    """Return the files of a site's own templates/ as `read_folder` does, and a problem for each that can't be taken.

    A symbolic link that leaves the folder is refused, as one out of content/ is.
    """
    try:
        found = list(_walk(folder.resolve(strict=True), "templates", _template))
    except FileNotFoundError:
        return (), ()
    except (OSError, RuntimeError):
        return (), (_bad_link("templates", "runs in a circle"),)
    files = ((each.path.removeprefix("templates/"), each.data) for each in found if isinstance(each, Source))
    return tuple(sorted(files)), in_order(each for each in found if isinstance(each, Problem))


def _template(file: Path, path: str, _size: int) -> _Found:
    try:
        return Source(path=path, data=file.read_bytes())
    except OSError as error:
        return _unreadable(path, error)
