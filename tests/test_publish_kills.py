"""A build that is killed, has a rival, or meets a full or foreign file system leaves a whole site."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from generations import add_mine, build, found, pages, whole

from paperfolio.model import Copy
from paperfolio.output import publish, swap
from paperfolio.output.safe_paths import MARKER


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
    head = f"import sys; sys.path[:0] = {[str(it) for it in Path(__file__).parents[:2]]!r}\n"
    head += "from generations import *; from test_publish_faults import *; from test_publish_kills import *\n"
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
