"""Fault injection: whatever interrupts a build, the old site stands whole or the new one does.

A site here has a generation number in the text of every page, and each generation lacks some pages of
the one before, so that a single page of another generation, missing, or too many, is seen.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from generations import add_mine, begin_next, build, found, holds, pages, whole

from paperfolio.model import Page
from paperfolio.output import publish, swap
from paperfolio.output.safe_paths import MARKER
from paperfolio.output.swap import OutputError


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


# Two at once


def test_a_lock_that_is_not_given_back_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long for another build is told which file is its lock."""
    monkeypatch.setattr(swap, "LOCK_SECONDS", 0.05)
    with swap.staging(root / "site"), pytest.raises(OutputError, match=r"\.site\.lock") as caught:
        build(root, 2)
    assert caught.value.problem.code == "output-locked"
    build(root, 2)
    assert holds(root / "site", 2)
