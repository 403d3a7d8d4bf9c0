"""Write a site: check every name, compare with what is there, and make only what differs.

A build whose every byte is already in the output writes nothing at all. Otherwise the next generation is
made in a staging folder and replaces the old one (see `swap`): a changed file is written as a new file, an
unchanged one is hard-linked and keeps its inode and time, and a shared file is never written in place.
Bytes decide, never times, so that the output is a function of the input.

The marker file `.paperfolio` lists the files that builds made. Only listed files may be replaced or removed.
Everything else in the output, such as a `.git` folder, a CNAME or a note, was added by a person: it is hard-linked
into each generation, along with empty folders and symbolic links, and is never overwritten.

Files get mode 0644 and folders 0755 whatever the umask, since web servers must be able to read them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from paperfolio.model import Copy, Page
from paperfolio.output import swap
from paperfolio.output.safe_paths import MARKER, check_paths, parents
from paperfolio.output.swap import OutputError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build did to the files of the output: how many it created, changed, left and removed."""

    created: int
    changed: int
    unchanged: int
    removed: int


def write(output: Path, pages: Iterable[Page], copies: Iterable[Copy] = (), *, root: Path) -> Written:
    """Make `output` contain exactly these pages and copies, and whatever a person added by hand.

    `output` may be missing, empty, or made by an earlier build; a symbolic link to such a folder is
    followed and stays as it is. `root` is the site's root, which has content/ and templates/.
    However the call ends, even by an error or a signal, the output is the whole old site or the whole new one
    (but see `swap` for an output that can't be renamed). Two calls at once take turns.

    Raises `ValueError` for a path that is unsafe or taken twice, before anything is touched, and
    `OutputError` for an error of the system: a folder that no build made, no room, no permission, an I/O error,
    a lock that another build keeps.
    """
    named: list[tuple[str, bytes | Path]] = [(page.path, page.data) for page in pages]
    named += [(copy.path, root / _inside(copy.source)) for copy in copies]
    check_paths(path for path, _ in named)
    wanted = dict(named)
    try:
        with swap.staging(_place(output, root)) as stage:
            return _publish(stage, wanted)
    except OSError as error:
        raise swap.failure(error, output) from error


def _inside(source: str) -> PurePosixPath:
    path = PurePosixPath(source)
    if path.is_absolute() or ".." in path.parts or "\0" in source:
        raise ValueError(f"the source of a copy must lie below the site's root: {source!r}")
    return path


def _place(output: Path, root: Path) -> Path:
    """Return the output's real path; raise `OutputError` where it overlaps with the user's own files."""
    try:
        place, home = output.resolve(), root.resolve()
    except RuntimeError:  # how Python before 3.13 reports a loop of links
        raise swap.refusal(
            output, "output-place", "the output is a loop of symbolic links", "remove the link"
        ) from None
    for folder in (home / "content", home / "templates"):
        if _within(place, folder.resolve()):
            raise _misplaced(output, f"it lies inside {folder.name}/")
        if _within(folder.resolve(), place):
            raise _misplaced(output, f"it contains {folder.name}/")
    if _within(home, place):
        raise _misplaced(output, "it contains the site's root")
    return place


def _within(inner: Path, outer: Path) -> bool:
    if inner.is_relative_to(outer):
        return True
    # Where the file system ignores case, one folder has many spellings.
    return outer.exists() and any(
        folder.exists() and folder.samefile(outer) for folder in (inner, *inner.parents)
    )


def _misplaced(output: Path, why: str) -> OutputError:
    return swap.refusal(
        output, "output-place", f"{output} can't be the output: {why}", "choose another folder with --output"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """Everything below a folder, as paths relative to it; symbolic links are not followed."""

    files: dict[str, os.DirEntry[str]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)


def _tree(top: Path) -> _Tree:
    tree = _Tree()
    pending = [""] if top.is_dir() else []
    while pending:
        prefix = pending.pop()
        with os.scandir(top / prefix) as entries:
            for entry in entries:
                path = prefix + entry.name
                if path.startswith(MARKER):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    tree.folders.add(path)
                    pending.append(path + "/")
                else:
                    tree.files[path] = entry
    return tree


def _publish(stage: swap.Staging, wanted: dict[str, bytes | Path]) -> Written:
    listed = swap.listed(stage.output)
    ours = listed or frozenset()
    old = _tree(stage.output)
    same = {path for path, content in wanted.items() if path in old.files and _same(old.files[path], content)}
    written = Written(
        created=len(wanted.keys() - old.files.keys()),
        changed=len((wanted.keys() & old.files.keys()) - same),
        unchanged=len(same),
        removed=len((ours - wanted.keys()) & old.files.keys()),
    )
    if listed == wanted.keys() == same:
        return written
    _refuse_overwriting(stage.output, _unlisted(old, ours), wanted, same)
    kept = _unlisted(old, ours | wanted.keys())
    # Where files are moved one by one, those that don't change stay where they are.
    made = wanted.keys() - same if stage.in_place else wanted.keys()
    swap.begin(stage)
    _make_folders(stage.new, made)
    for path in made:
        if path in same:
            _link(old.files[path].path, stage.new / path)
        else:
            _put(wanted[path], stage.new / path)
    if not stage.in_place:
        _carry(kept, stage.output, stage.new)
    swap.list_files(stage.new, wanted)
    swap.swap(stage)
    return written


def _unlisted(tree: _Tree, ours: Collection[str]) -> _Tree:
    """Return the paths in `tree` that a person added. A folder is ours when it exists only for files of ours."""
    files = {path: entry for path, entry in tree.files.items() if path not in ours}
    folders = tree.folders - {parent for path in ours for parent in parents(path)}
    folders.update(parent for path in files for parent in parents(path))
    return _Tree(files=files, folders=folders)


def _refuse_overwriting(output: Path, kept: _Tree, wanted: Collection[str], same: Collection[str]) -> None:
    """Raise `OutputError` where a file that a person added would be replaced by other bytes."""
    for path in wanted:
        in_the_way = [parent for parent in parents(path) if parent in kept.files]
        if path in kept.folders or (path in kept.files and path not in same):
            in_the_way.append(path)
        for taken in in_the_way:
            raise swap.refusal(
                output / taken,
                "foreign-file",
                f"the site needs this name, but {output / taken} was not made by an earlier build",
                "move it away or delete it, then build again",
            )


def _make_folders(top: Path, paths: Iterable[str]) -> None:
    for parent in sorted({parent for path in paths for parent in parents(path)}):
        (top / parent).mkdir()
        (top / parent).chmod(0o755)


def _carry(kept: _Tree, old: Path, new: Path) -> None:
    for folder in sorted(kept.folders):
        if not (new / folder).exists():
            (new / folder).mkdir()
            # New files must be created even in a folder that is read-only.
            (new / folder).chmod((old / folder).stat().st_mode & 0o7777 | 0o700)
    for path, entry in kept.files.items():
        _link(entry.path, new / path)


def _same(entry: os.DirEntry[str], content: bytes | Path) -> bool:
    if not entry.is_file(follow_symlinks=False):
        return False
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if entry.stat(follow_symlinks=False).st_size != size:
        return False
    with Path(entry.path).open("rb", buffering=0) as file:
        return all(file.read(len(chunk)) == chunk for chunk in _chunks(content))


def _chunks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        with content.open("rb", buffering=0) as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _put(content: bytes | Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        for chunk in _chunks(content):
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
    target.chmod(0o644)


def _link(source: str, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError) as error:
        # No hard links here, too many of them, or the file is another user's: copy it instead.
        if isinstance(error, OSError) and error.errno in swap.FULL:
            raise
        if Path(source).is_symlink() or Path(source).is_file():
            shutil.copy2(source, target, follow_symlinks=False)
