"""Replace the output folder by a new generation of it: a reader sees the old site or the new one.

The new generation is made in a staging folder beside the output. Then the kernel exchanges the two names
in one step (`renameat2` with RENAME_EXCHANGE, rename(2) of Linux 3.15; `renamex_np` with RENAME_SWAP on
macOS). Where it can't, two renames do it; if the process is killed between them, the next build puts the
old folder back. The old generation stays as `.<name>.prev` until the next swap, so that a server that has
the folder open finds all its files.

A folder that can't be renamed (a mount point such as a Docker volume, or a parent without write
permission) keeps its place, and each file is replaced on its own: assets first, then pages, deletions
last. An interruption there leaves whole files of both generations, and the next build completes them.

This module knows folders, and the marker by which ours are recognized; it knows no pages.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from paperfolio.output.safe_paths import MARKER, parents
from paperfolio.problems import Place, Problem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_SECONDS = 30.0

_AT_FDCWD = -100  # <fcntl.h> of Linux
_EXCHANGE = 2  # RENAME_EXCHANGE of <linux/fs.h>, RENAME_SWAP of macOS' <sys/stdio.h>
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_CANNOT_RENAME = {errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM}
_CANNOT_EXCHANGE = _CANNOT_RENAME | {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class OutputError(Exception):
    """The site could not be written because of the system; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refusal(path: Path, code: str, message: str, fix: str) -> OutputError:
    """Return the error that says why nothing can be written at `path`."""
    return OutputError(Problem(place=Place(path=path.as_posix()), code=code, message=message, fix=fix))


def failure(error: OSError, output: Path, state: str = "the previous site is unchanged") -> OutputError:
    """Return the error that explains a failed system call to the person who builds into `output`."""
    reason = f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
    if error.errno in FULL:
        code, fix = "output-full", "make room on that disk, or choose another folder with --output"
    elif error.errno in _FORBIDDEN:
        code, fix = "output-permission", "allow writing there, or choose another folder with --output"
    else:
        code, fix = "output-io", "check the disk, then build again"
    return refusal(output, code, f"could not write the site: {reason}; {state}", fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """The folders of one build: `new` is being made, `previous` is the generation replaced last.

    `in_place` is true where the output can't be renamed: `new` is then inside it, and the files that change
    are moved one by one.
    """

    output: Path
    in_place: bool
    new: Path
    previous: Path


@contextlib.contextmanager
def staging(output: Path) -> Iterator[Staging]:
    """Lock `output` (absolute, resolved) and clear what an interrupted build left.

    Raises `OutputError` when the output or a folder beside it belongs to someone else, or when another
    build has the lock for more than `LOCK_SECONDS`; `OSError` as the system calls do.
    """
    listed(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    in_place = output.is_dir() and not _can_be_renamed(output)
    stem = output / MARKER if in_place else output.with_name(f".{output.name}")
    folders = [stem.with_name(f"{stem.name}.{role}") for role in ("new", "prev")]
    stage = Staging(output=output, in_place=in_place, new=folders[0], previous=folders[1])
    with _locked(stem.with_name(f"{stem.name}.lock"), output):
        listed(output)
        for folder in folders:
            _refuse_foreign(folder)
        if stage.previous.exists() and not output.exists():
            stage.previous.rename(output)
        _discard(stage.new)
        try:
            yield stage
        except BaseException:
            # The error matters more than its leftovers, which the next build removes first.
            with contextlib.suppress(OSError, OutputError):
                _discard(stage.new)
            raise


def listed(folder: Path) -> frozenset[str] | None:
    """Return the paths that an earlier build made in `folder`, or None for a missing or empty folder.

    An empty marker file lists nothing: with it a person allows builds into a folder that has other files.
    Raises `OutputError` when the folder is not ours.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 - one call that distinguishes missing, file and empty
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise _foreign(folder, "it is a file") from None
    if MARKER not in names:
        if all(name.startswith(MARKER) for name in names):
            return None
        raise _foreign(folder, "it contains files that no earlier build made") from None
    try:
        paths = frozenset(str(path) for path in json.loads((folder / MARKER).read_bytes() or b"[]"))
    except (ValueError, TypeError, RecursionError):
        raise _foreign(folder, f"its {MARKER} can't be read") from None
    if any(path.startswith("/") or ".." in path.split("/") or "\\" in path or ":" in path for path in paths):
        raise _foreign(folder, f"its {MARKER} lists files outside of it")
    return paths


def begin(stage: Staging) -> None:
    """Make the empty folder of the next generation, marked as ours before its first file."""
    stage.new.mkdir()
    stage.new.chmod(0o755)
    list_files(stage.new, ())


def list_files(folder: Path, paths: Collection[str]) -> None:
    """Write the marker of `folder`: `paths` are made by us."""
    text = json.dumps(sorted(paths), ensure_ascii=False, indent=0) + "\n"
    temporary = folder / f"{MARKER}.tmp"
    temporary.write_bytes(text.encode())
    temporary.chmod(0o644)
    temporary.replace(folder / MARKER)


def swap(stage: Staging) -> None:
    """Put the new generation in the output's place."""
    if not stage.in_place:
        if not stage.output.exists():
            stage.new.rename(stage.output)
            return
        if _exchanged(stage.new, stage.output):
            _discard(stage.previous)
            stage.new.rename(stage.previous)
            return
        if _renamed_twice(stage):
            return
    try:
        _move_files(stage.new, stage.output)
        _discard(stage.new)
    except OSError as error:
        raise failure(error, stage.output, "some files are new, the others are unchanged") from error


def _renamed_twice(stage: Staging) -> bool:
    _discard(stage.previous)
    try:
        stage.output.rename(stage.previous)
    except OSError as error:
        if error.errno in _CANNOT_RENAME:
            return False
        raise
    try:
        stage.new.rename(stage.output)
    except OSError:
        stage.previous.rename(stage.output)
        raise
    return True


def _move_files(source: Path, target: Path) -> None:
    """Move the files of `source` into `target`: assets, then pages; then delete what is no longer listed.

    The marker lists the files of both generations until the end, so that none is ever mistaken for a person's.
    """
    before, after = listed(target) or frozenset(), listed(source) or frozenset()
    list_files(target, before | after)
    for path in sorted(after, key=lambda path: (path.endswith(".html"), path)):
        if (source / path).exists():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            _replace(source / path, target / path, target / f"{MARKER}.moved")
    for path in before - after:
        folders = [target / parent for parent in reversed(parents(path))]
        if not any(folder.is_symlink() for folder in folders):
            (target / path).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                for folder in folders:
                    folder.rmdir()
    list_files(target, after)


def _replace(source: Path, target: Path, temporary: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copy2(source, temporary)
        temporary.replace(target)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise _foreign(folder, "it is not a folder")
    if folder.exists() and (names := os.listdir(folder)) and not {MARKER, f"{MARKER}.tmp"} & set(names):  # noqa: PTH208
        raise _foreign(folder, "it contains files that no earlier build made")


def _foreign(folder: Path, reason: str) -> OutputError:
    return refusal(
        folder,
        "foreign-output",
        f"{folder} is not the output of an earlier build: {reason}",
        f"choose another folder with --output, or empty {folder} yourself",
    )


def _discard(folder: Path) -> None:
    """Remove a generation of ours, its marker last, so that what an interruption leaves is still recognized as ours."""
    _refuse_foreign(folder)
    if not folder.exists():
        return
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            Path(entry.path).unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()


@contextlib.contextmanager
def _locked(lock: Path, output: Path) -> Iterator[None]:
    # A lock file is never removed: whoever waits for a removed one would have a lock that nobody else sees.
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while not _taken(handle):
            if time.monotonic() > deadline:
                raise refusal(
                    output,
                    "output-locked",
                    f"another build has held the lock {lock} for more than {LOCK_SECONDS:g} seconds",
                    "wait for that build or stop it, then build again",
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            return False
        raise
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system or its file system can't."""
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        code = _libc("renamex_np", *names, _EXCHANGE)
    else:
        code = _libc("renameat2", _AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    if code and code not in _CANNOT_EXCHANGE:
        raise OSError(code, os.strerror(code), str(other))
    return code == 0


def _libc(name: str, *arguments: bytes | int) -> int:
    """Call a function of the C library; return 0, or its errno (ENOSYS where it doesn't exist)."""
    function = None if sys.platform == "win32" else getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        return errno.ENOSYS
    return 0 if function(*arguments) == 0 else ctypes.get_errno()


def _can_be_renamed(output: Path) -> bool:
    return os.access(output.parent, os.R_OK | os.W_OK | os.X_OK) and not os.path.ismount(output)
