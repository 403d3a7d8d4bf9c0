"""Fault injection: whatever interrupts a build, the old site stands whole or the new one does.

A site here has a generation number in the text of every page, and each generation lacks some pages of
the one before, so that a single page of another generation, missing, or too many, is seen.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paperfolio.content import source
from paperfolio.model import Copy, Page
from paperfolio.output import publish, swap
from paperfolio.output.safe_paths import MARKER
from paperfolio.output.swap import OutputError

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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's root with generation 1 built, and a person's files in the output."""
    build(tmp_path, 1)
    add_mine(tmp_path)
    assert holds(tmp_path / "site", 1)
    return tmp_path


# Faults in place of the system's calls


class Crash(BaseException):
    """The end of the process: no call after it does anything any more."""


class Faults:
    """Replace every call that changes the disk; the `at`th fails, and after a crash all others do too."""

    calls = ("open", "write", "link", "mkdir", "rename", "replace", "unlink", "rmdir", "chmod")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, unsupported: set[str], fails: frozenset[str]) -> None:
        self.at, self.count, self.error = 0, 0, 0
        self.dead = False
        for name in self.calls:
            monkeypatch.setattr(os, name, self._wrapped(getattr(os, name), name in fails))
        monkeypatch.setattr(Path, "write_bytes", self._wrapped(Path.write_bytes, fails=False))
        libc = swap._libc

        def call(name: str, *arguments: bytes | int) -> int:
            try:
                self._tick()
            except OSError as error:
                return error.errno or errno.EIO
            if name in unsupported:
                return errno.EINVAL
            return libc(name, *arguments)

        monkeypatch.setattr(swap, "_libc", call)

    def arm(self, at: int, error: int) -> None:
        """Let the `at`th call from now on fail with an errno, or crash for 0; at 0 none does."""
        self.at, self.count, self.error, self.dead = at, 0, error, False

    def _tick(self) -> None:
        self.count += 1
        if self.dead or self.count == self.at:
            if self.error:
                raise OSError(self.error, os.strerror(self.error))
            self.dead = True
            raise Crash

    def _wrapped(self, real: Callable[..., object], fails: bool) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            self._tick()
            # What can't be renamed is a folder that stands as the output; files and journals can be.
            if fails and Path(str(arguments[0])).name == "site":
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            return real(*arguments, **named)

        return call


MODES: dict[str, tuple[set[str], frozenset[str], bool]] = {
    # mode: C functions that aren't supported, os functions that can't move the output, a staging folder beside it
    "exchange": (set(), frozenset(), True),
    "two-renames": ({"renameat2", "renamex_np"}, frozenset(), True),
    "overlay": ({"renameat2", "renamex_np"}, frozenset({"rename"}), True),
    "mount-point": (set(), frozenset(), False),
}


def attempt(root: Path, generation: int) -> BaseException | None:
    """Build; return what interrupted it."""
    try:
        build(root, generation)
    except (OutputError, Crash) as interruption:
        return interruption
    return None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ["crash", "error"])
def test_a_fault_at_any_call_leaves_a_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, fault: str
) -> None:
    """Let the nth call fail or be the last, for every n: the output is the whole old site or the whole new one.

    With two renames a process that is killed between them leaves no site until the next build begins. Where
    files are replaced one by one, each is whole, and the next build completes them.
    """
    unsupported, fails, beside = MODES[mode]
    monkeypatch.setattr(swap, "_can_be_renamed", lambda _: beside)
    build(tmp_path, 1)
    add_mine(tmp_path)
    faults = Faults(monkeypatch, unsupported, fails)
    site, old, at = tmp_path / "site", 1, 0
    while True:
        at += 1
        new = old + 1
        code = 0 if fault == "crash" else (errno.ENOSPC, errno.EIO)[at % 2]
        faults.arm(at, code)
        ended = attempt(tmp_path, new)
        passed = faults.count < at
        faults.arm(0, 0)
        if mode == "exchange" or (mode == "two-renames" and code):
            assert holds(site, old) or holds(site, new), f"after call {at}: {ended}"
        begin_next(tmp_path)
        if mode in {"exchange", "two-renames"}:
            assert holds(site, old) or holds(site, new), f"after call {at}, at the next build: {ended}"
        else:
            parts = {path: {whole(old).get(path), whole(new).get(path)} for path in found(site)}
            mixed = {path for path, data in found(site).items() if path != MARKER and data not in parts[path]}
            assert mixed == set(), f"after call {at}: {ended}"
        if ended is None:
            assert holds(site, new)
        build(tmp_path, new)
        assert holds(site, new)
        old = new
        if passed:
            break
    assert at > 40, "the faults must have hit the whole build"
    remains = {path.name for path in tmp_path.iterdir()} - {"content", "site"}
    assert remains <= {".site.lock", ".site.prev"}


@pytest.mark.parametrize("mode", MODES)
def test_a_crash_in_the_first_build_leaves_nothing_or_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """A first build into an empty folder that ends at any call leaves a folder that the next one builds into."""
    unsupported, fails, beside = MODES[mode]
    monkeypatch.setattr(swap, "_can_be_renamed", lambda _: beside)
    faults = Faults(monkeypatch, unsupported, fails)
    passed, at = False, 0
    while not passed:
        at += 1
        root = tmp_path / str(at)
        (root / "site").mkdir(parents=True)
        faults.arm(at, 0)
        attempt(root, 1)
        passed = faults.count < at
        faults.arm(0, 0)
        begin_next(root)
        standing = (root / "site" / MARKER).exists()
        build(root, 1)
        add_mine(root)
        assert holds(root / "site", 1)
        if standing:
            assert (root / "site" / "f.png").exists(), f"after call {at} a part of the site was left"


def test_a_full_disk_is_told_with_what_to_do(root: Path) -> None:
    """A file that grows over the limit (EFBIG) is an error that names room, and the old site stands."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    big = [Page(path="big.html", data=b"x" * 100_000)]
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(OutputError, match="make room") as caught:
            publish.write(root / "site", big, root=root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.problem.code == "output-full"
    assert holds(root / "site", 1)
    assert not (root / ".site.new").exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [(errno.EACCES, "output-permission"), (errno.EROFS, "output-permission"), (errno.EIO, "output-io")],
)
def test_what_the_system_refuses_is_told_by_kind(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    """No permission, a read-only disk and a failing one each have their code; the old site stands."""

    def refuse(path: Path, *_: object) -> None:
        if path.name == ".site.new":
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", pages(2, 4), root=root)
    assert caught.value.problem.code == told
    assert holds(root / "site", 1)


# Real crashes


def killed_after(seconds: float, work: Callable[[], None]) -> bool:
    """Run `work` in a child that is killed after some time; return whether it had finished."""
    child = _fork(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert status in {0, signal.SIGKILL}
    return status == 0


def test_sixty_kills_leave_sixty_whole_sites(tmp_path: Path) -> None:
    """SIGKILL at 60 moments of a build of 300 pages: the old site or the new one each time, never a mixture."""
    count, kills = 300, 60
    build(tmp_path, 1, count)
    add_mine(tmp_path)
    start = time.perf_counter()
    build(tmp_path, 2, count)
    duration = time.perf_counter() - start
    old, intact, finished = 2, 0, 0
    for number in range(kills):
        new = old + 1
        finished += killed_after(duration * number / kills, lambda new=new: build(tmp_path, new, count))
        standing = found(tmp_path / "site")
        if standing == whole(new, count):
            old, intact = new, intact + 1
        elif standing == whole(old, count):
            intact += 1
    assert intact == kills
    assert finished < kills, "no kill hit a build that was under way"
    build(tmp_path, old + 1, count)
    assert {path.name for path in tmp_path.iterdir()} == {"content", "site", ".site.lock", ".site.prev"}


# Two at once


def test_two_builders_and_a_reader_see_whole_sites_only(tmp_path: Path) -> None:
    """Two builders take turns without end, and who reads an opened folder finds one generation in it.

    A folder is promised until the swap after the next: a reader that was stopped for so long that the site
    may have been swapped twice is not counted.
    """
    build(tmp_path, 1, 12)
    add_mine(tmp_path)
    for name in ("begun", "done"):
        (tmp_path / name).touch()
    until = time.monotonic() + 2
    builders = [_fork(lambda first=first: _build_on(tmp_path, first, until)) for first in (2, 3)]
    reads, torn = 0, []
    while time.monotonic() < until:
        done = (tmp_path / "done").stat().st_size
        seen = _read_opened(tmp_path / "site")
        if (tmp_path / "begun").stat().st_size - done <= 1:
            reads += 1
            torn += [seen] if len(seen) != 1 else []
    assert [os.waitpid(child, 0)[1] for child in builders] == [0, 0]
    assert torn == []
    assert reads > 50
    assert (tmp_path / "done").stat().st_size > 10


def _fork(work: Callable[[], None]) -> int:
    """Run `work` in a child process; return its id. Its exit status says whether `work` ended well."""
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            work()
            status = 0
        os._exit(status)
    return child


def _build_on(root: Path, generation: int, until: float) -> None:
    """Build every other generation from one on, and count the swaps begun and done in two files' sizes."""
    exchange = swap.swap

    def counted(stage: swap.Staging) -> None:
        with (
            (root / "begun").open("ab", buffering=0) as begun,
            (root / "done").open("ab", buffering=0) as done,
        ):
            begun.write(b".")
            exchange(stage)
            done.write(b".")

    swap.swap = counted
    while time.monotonic() < until:
        build(root, generation, 12)
        generation += 2


def _read_opened(site: Path) -> set[str]:
    """Read all pages through one open folder: the generations seen, and the holes."""
    handle = os.open(site, os.O_RDONLY)
    try:
        paths = json.loads(_text(MARKER, handle))
        return {_text(path, handle).split()[0] for path in paths if path.endswith(".html")} - {"stays"}
    except FileNotFoundError as hole:
        return {"a hole", str(hole)}
    finally:
        os.close(handle)


def _text(path: str, folder: int) -> str:
    handle = os.open(path, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(handle) as file:
        return file.read()


def test_a_lock_that_is_not_given_back_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long for another build is told which file is its lock."""
    monkeypatch.setattr(swap, "LOCK_SECONDS", 0.05)
    with swap.staging(root / "site"), pytest.raises(OutputError, match=r"\.site\.lock") as caught:
        build(root, 2)
    assert caught.value.problem.code == "output-locked"
    build(root, 2)
    assert holds(root / "site", 2)


# Other file systems


def test_an_output_on_another_file_system_is_whole(tmp_path: Path) -> None:
    """Content on one disk and output on another (EXDEV for every link between them) make the same site."""
    shared = Path("/dev/shm")  # noqa: S108 - the one other file system that most machines have
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system at /dev/shm")
    (tmp_path / "f.png").write_bytes(b"PNG")
    with tempfile.TemporaryDirectory(dir=shared) as other:
        output = Path(other, "site")
        for generation in (1, 2):
            publish.write(output, pages(generation, 4), [Copy(path="f.png", source="f.png")], root=tmp_path)
            add_mine(Path(other))
        assert (output / "f.png").read_bytes() == b"PNG"
        assert (output / "papers/2/index.html").read_text().startswith("2")


def in_namespace(script: str, *arguments: Path | str) -> None:
    """Run Python where this user may mount file systems, or skip where none may."""
    enter = ["unshare", "--map-root-user", "--mount"]
    try:
        allowed = subprocess.run([*enter, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no unshare(1) here")
    if allowed.returncode:
        pytest.skip("user namespaces may not mount here: " + allowed.stderr.decode().strip())
    head = f"import sys; sys.path[:0] = {[str(Path(it).parent.parent) for it in (source.__file__, __file__)]!r}\n"
    head += "from tests.test_publish_faults import *\n"
    command = [*enter, sys.executable, "-c", head + textwrap.dedent(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("limit", ["size=200k", "nr_inodes=60"])
def test_a_disk_that_is_full_keeps_the_old_site(tmp_path: Path, limit: str) -> None:
    """On a real file system without room, or without inodes, the old site stands and the next build works."""
    in_namespace(
        """
        root = Path(sys.argv[1])
        subprocess.run(["mount", "-t", "tmpfs", "-o", sys.argv[2], "none", root], check=True)
        build(root, 1)
        add_mine(root)
        try:
            build(root, 2, 100)
        except OutputError as error:
            assert error.problem.code == "output-full", error
        else:
            raise AssertionError("the disk was not full")
        assert holds(root / "site", 1)
        build(root, 2)
        assert holds(root / "site", 2)
        """,
        tmp_path,
        limit,
    )


@pytest.mark.parametrize("kind", ["another disk", "a bound folder", "a read-only home"])
def test_an_output_that_is_a_mount_point_is_built_in_place(tmp_path: Path, kind: str) -> None:
    """An output that can't be renamed (a container's volume) gets its files one by one; a person's stay."""
    for name in ("home/content", "home/site", "volume"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "home" / "content" / "f.png").touch()
    in_namespace(
        """
        home, volume, kind = Path(sys.argv[1], "home"), Path(sys.argv[1], "volume"), sys.argv[2]
        if kind == "a read-only home":
            subprocess.run(["mount", "--bind", home, home], check=True)
        what = ["-t", "tmpfs", "none"] if kind == "another disk" else ["--bind", volume]
        subprocess.run(["mount", *what, home / "site"], check=True)
        if kind == "a read-only home":
            subprocess.run(["mount", "-o", "remount,bind,ro", home], check=True)
        inode = (home / "site").stat().st_ino
        for generation in (1, 2, 3):
            build(home, generation)
            if generation == 1:
                add_mine(home)
            assert holds(home / "site", generation)
        assert (home / "site").stat().st_ino == inode
        """,
        tmp_path,
        kind,
    )
    remains = {path.name for path in (tmp_path / "home").iterdir()} - {"content", "site"}
    assert remains <= {".site.lock"}, "nothing but the lock stays beside the output"
