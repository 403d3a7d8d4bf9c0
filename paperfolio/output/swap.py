"""Put a new generation of the output folder in the old one's place: old or new, never between.

The steps are those by which databases and package managers change a whole tree at once: take a
lock, build the new generation aside, flush it, and let the kernel exchange the two names in one step
(`renameat2` with RENAME_EXCHANGE, rename(2) of Linux 3.15; `renamex_np` with RENAME_SWAP on macOS).
The displaced generation stays as `.<name>.prev` until the next one has taken over, so that a reader
who holds the old folder open sees no holes.

Where no exchange can be had, a journal takes its place: the finished generation is renamed to
`.<name>.redo`, and whoever finds a folder of that name finishes what was begun, with two renames or,
where the output can't be renamed at all (a mount point, a parent that can't be written, a lower layer
of an overlay), by moving file after file. There a reader can see a moment between; a crash is mended
at the next start.

This room knows folders and the marker that tells ours from a stranger's, and no pages. An exchanged
folder is another folder under the same name: a shell or server that stands inside it stays in the
previous generation and should be given the path instead.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import stat
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from paperfolio.output.paths import MARKER
from paperfolio.problems import Place, Problem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

"""The file in an output folder that says which files in it are ours; every name that begins so is ours."""

_UNSEALED = MARKER + ".tmp"
LOCK_SECONDS = 30.0

_AT_FDCWD = -100  # <fcntl.h> of Linux
_EXCHANGE = 2  # RENAME_EXCHANGE of <linux/fs.h>, RENAME_SWAP of macOS' <sys/stdio.h>
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_CANT_RENAME = {errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM}
_CANT_EXCHANGE = _CANT_RENAME | {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_SYNCFS = {errno.ENOSYS, errno.EINVAL, errno.EPERM}


class OutputError(Exception):
    """The site could not be written: a failure of the environment, told as a `Problem` in `problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refusal(path: Path, code: str, message: str, fix: str) -> OutputError:
    """Return the error that says why nothing can be written at `path`."""
    return OutputError(Problem(place=Place(path=path.as_posix()), code=code, message=message, fix=fix))


def failure(error: OSError, output: Path) -> OutputError:
    """Return what a failed system call means to the person who builds into `output`."""
    what = f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
    if error.errno in FULL:
        code, fix = "output-full", "make room on that disk, or choose another folder with --output"
    elif error.errno in _FORBIDDEN:
        code, fix = "output-permission", "allow writing there, or choose another folder with --output"
    else:
        code, fix = "output-io", "look after the disk, then build again"
    return refusal(output, code, f"the site could not be written: {what}; the last good site stands", fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where one build works: `new` is made, `redo` is the journal, `prev` the generation displaced.

    `beside` true: these stand beside the output, which is exchanged whole. False: they stand inside,
    because the output itself can't be renamed, and files are moved one by one.
    `durable` false: nothing waits for the disk, so that a power cut may cost the generation.
    """

    output: Path
    beside: bool
    durable: bool
    new: Path
    redo: Path
    prev: Path
    lock: Path


def _bench(output: Path, durable: bool) -> Bench:
    beside = not (output.is_dir() and _stands_fast(output))
    stem = output.with_name(f".{output.name}") if beside else output / MARKER
    new, redo, prev, lock = (
        stem.with_name(f"{stem.name}.{role}") for role in ("new", "redo", "prev", "lock")
    )
    return Bench(output=output, beside=beside, durable=durable, new=new, redo=redo, prev=prev, lock=lock)


@contextlib.contextmanager
def bench(output: Path, *, durable: bool = True) -> Iterator[Bench]:
    """Lock `output` (absolute, resolved), mend what a crash left, and clear the bench after a failure.

    Raises `OutputError` when the output or a folder of the bench is a stranger's, or when another build
    holds the lock for more than `LOCK_SECONDS`; `OSError` as the system calls do.
    """
    listed(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    it = _bench(output, durable)
    with _locked(it):
        _mend(it)
        try:
            yield it
        except BaseException:
            # What failed is more worth telling than that the remains couldn't be cleared:
            # the next build clears them first of all.
            with contextlib.suppress(OSError, OutputError):
                _discard(it.new)
            raise


def listed(folder: Path) -> frozenset[str] | None:
    """Return the paths that an earlier build made in `folder`, or None for a missing or empty folder.

    An empty marker file lists nothing: with it a person hands over a folder that holds other things.
    Raises `OutputError` when the folder is not ours.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 - one call that tells missing, file and empty apart
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise _foreign(folder, "it is a file") from None
    if MARKER not in names:
        if all(name.startswith(MARKER) for name in names):
            return None
        raise _foreign(folder, "it holds files that no earlier build made") from None
    try:
        paths = frozenset(str(path) for path in json.loads((folder / MARKER).read_bytes() or b"[]"))
    except (ValueError, TypeError, RecursionError):
        raise _foreign(folder, f"its {MARKER} can't be read") from None
    if any(path.startswith("/") or ".." in path.split("/") or "\\" in path or ":" in path for path in paths):
        raise _foreign(folder, f"its {MARKER} lists files outside of it")
    return paths


def begin(it: Bench) -> None:
    """Make the empty folder of the next generation, marked as ours from its first file on."""
    it.new.mkdir()
    it.new.chmod(0o755)
    (it.new / _UNSEALED).touch(exist_ok=False)


def seal(it: Bench, paths: Collection[str]) -> None:
    """Flush the new generation, then list `paths` as made by us: a folder with its marker is whole."""
    _list(it.new, paths, flush=it.durable)


def swap(it: Bench) -> Path | None:
    """Put the sealed generation in the output's place; return where the displaced one lies, if it does."""
    if it.beside and not it.output.exists():
        it.new.rename(it.output)
        _keep(it, it.output.parent)
        return None
    if it.beside and _exchanged(it.new, it.output):
        _keep(it, it.output.parent)
        _discard(it.prev)
        return it.new.rename(it.prev)
    it.new.rename(it.redo)
    _keep(it, it.redo.parent)
    return _settle(it)


def _settle(it: Bench) -> Path | None:
    """Finish the swap that the journal `redo` began; can be begun again after any interruption."""
    if not it.beside or (it.output.exists() and not _stepped_aside(it)):
        _move_in(it.redo, it.output)
        _discard(it.redo)
        return None
    try:
        it.redo.rename(it.output)
    except OSError:
        with contextlib.suppress(OSError):
            it.prev.rename(it.output)
        raise
    _keep(it, it.output.parent)
    return it.prev


def _stepped_aside(it: Bench) -> bool:
    _discard(it.prev)
    try:
        it.output.rename(it.prev)
    except OSError as error:
        if error.errno in _CANT_RENAME:
            return False
        raise
    return True


def _move_in(source: Path, target: Path) -> None:
    """Move the listed files of `source` into `target` one by one; the marker changes last."""
    before, after = listed(target), listed(source) or frozenset()
    if before is None:
        # From the first file on the folder must be known as ours, or a crash would make it a stranger's.
        _list(target, (), flush=True)
    for path in sorted((before or frozenset()) - after):
        _remove_listed(target, path)
    for path in sorted(after):
        if (source / path).exists():
            if _behind_link(target, path):
                raise _foreign(target / path, "a symbolic link stands in its way")
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).replace(target / path)
    _list(target, after, flush=True)


def _remove_listed(folder: Path, path: str) -> None:
    """Remove a file of ours and the folders that it leaves empty, never through a symbolic link."""
    if _behind_link(folder, path):
        return
    (folder / path).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for parent in _parents(folder, path):
            parent.rmdir()


def _behind_link(folder: Path, path: str) -> bool:
    return any(parent.is_symlink() for parent in _parents(folder, path))


def _parents(folder: Path, path: str) -> list[Path]:
    return [folder / parent for parent in Path(path).parents][:-1]


def _list(folder: Path, paths: Collection[str], *, flush: bool) -> None:
    text = json.dumps(sorted(paths), ensure_ascii=False, indent=0) + "\n"
    (folder / _UNSEALED).write_bytes(text.encode())
    (folder / _UNSEALED).chmod(0o644)
    if flush:
        _flush(folder)
    (folder / _UNSEALED).replace(folder / MARKER)
    if flush:
        _fsync(folder)


def _mend(it: Bench) -> None:
    listed(it.output)
    for folder in (it.redo, it.new, it.prev):
        _refuse_foreign(folder)
    if it.redo.exists():
        if (it.redo / MARKER).exists():
            _settle(it)
        else:
            _discard(it.redo)
    _discard(it.new)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise _foreign(folder, "it is not a folder")
    if folder.exists() and (names := os.listdir(folder)) and not {MARKER, _UNSEALED} & set(names):  # noqa: PTH208
        raise _foreign(folder, "it holds files that no earlier build made")


def _foreign(folder: Path, why: str) -> OutputError:
    return refusal(
        folder,
        "foreign-output",
        f"{folder} is not the output of an earlier build: {why}",
        f"choose another folder with --output, or empty {folder} yourself",
    )


def _discard(folder: Path) -> None:
    """Remove a generation of ours, its marker last: what a crash leaves of it is still known as ours."""
    _refuse_foreign(folder)
    if not folder.exists():
        return
    folders = [folder]
    for parent in folders:
        if not os.access(parent, os.W_OK | os.X_OK):
            parent.chmod(0o700)
        for entry in list(os.scandir(parent)):
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif parent is not folder or entry.name not in {MARKER, _UNSEALED}:
                Path(entry.path).unlink()
    for parent in reversed(folders[1:]):
        parent.rmdir()
    for name in (_UNSEALED, MARKER):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


@contextlib.contextmanager
def _locked(it: Bench) -> Iterator[None]:
    # A lock file is never removed: whoever waits on a removed one would hold a lock nobody else sees.
    handle = os.open(it.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while not _taken(handle):
            if time.monotonic() > deadline:
                raise refusal(
                    it.output,
                    "output-locked",
                    f"another build has held {it.lock} for more than {LOCK_SECONDS:g} seconds",
                    "wait for that build or end it, then build again",
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
    if code and code not in _CANT_EXCHANGE:
        raise OSError(code, os.strerror(code), str(other))
    return code == 0


def _flush(folder: Path) -> None:
    """Wait until `folder` with all in it is on the disk.

    One syncfs(2) takes 8 ms where an fsync(2) for each of 1,000 pages and folders takes 300 ms.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        code = _libc("syncfs", handle)
    finally:
        os.close(handle)
    if code in _NO_SYNCFS:
        _fsync_all(folder)
    elif code:
        raise OSError(code, os.strerror(code), str(folder))


def _keep(it: Bench, folder: Path) -> None:
    """Wait until the names in `folder` are on the disk, where the build is to outlive a power cut."""
    if it.durable:
        _fsync(folder)


def _fsync_all(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for path in (*(Path(parent, name) for name in names), Path(parent)):
            # A file that a person added may forbid reading, and to open a FIFO waits for a writer.
            if stat.S_IFMT(path.lstat().st_mode) in {stat.S_IFREG, stat.S_IFDIR} and os.access(path, os.R_OK):
                _fsync(path)


def _fsync(path: Path) -> None:
    if sys.platform == "win32":
        return  # Windows opens no folder, and flushes a file only through the handle that wrote it.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _libc(name: str, *arguments: bytes | int) -> int:
    """Call a function of the C library; return 0, or its errno (ENOSYS where it doesn't exist)."""
    function = None if sys.platform == "win32" else getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        return errno.ENOSYS
    return 0 if function(*arguments) == 0 else ctypes.get_errno()


def _stands_fast(output: Path) -> bool:
    """Whether the output can't be renamed: its parent can't be written, or it is a mount point."""
    parent = output.parent
    return not os.access(parent, os.R_OK | os.W_OK | os.X_OK) or _mount(output) != _mount(parent)


def _mount(folder: Path) -> str:
    """Name the mount that holds `folder`: proc(5), /proc/pid/fdinfo, which tells bind mounts too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        lines = Path(f"/proc/self/fdinfo/{handle}").read_text("ascii").splitlines()
        return next(line for line in lines if line.startswith("mnt_id:"))
    except (OSError, StopIteration):
        return str(os.fstat(handle).st_dev)
    finally:
        os.close(handle)
