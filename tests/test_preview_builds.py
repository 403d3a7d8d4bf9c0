"""What the preview does when files change: it sees every save, builds, answers meanwhile, and ends at once."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from previews import preview, until

from paperfolio.preview import changes


def test_no_save_is_lost(tmp_path: Path) -> None:
    """Twenty quick saves end with the last one on the page, whatever the build was doing."""
    with preview(tmp_path) as running:
        for number in range(20):
            running.write(f"save {number}.")
            time.sleep(0.03)
        running.page_has("save 19.")


@pytest.mark.parametrize(("polling", "pause"), [("", 0.0), ("1", 1.1)])
def test_every_way_of_saving_is_seen(tmp_path: Path, polling: str, pause: float) -> None:
    """Saves by renaming, new files, new folders, removed files and replaced folders all lead to a build.

    Where watchfiles polls it compares whole seconds, so there each save is in a second of its own.
    """
    with preview(tmp_path, WATCHFILES_FORCE_POLLING=polling, WATCHFILES_POLL_DELAY_MS="50") as running:
        content = tmp_path / "content"
        time.sleep(pause)
        (tmp_path / "content" / ".index.md.tmp").write_text("renamed")
        (tmp_path / "content" / ".index.md.tmp").rename(content / "index.md")
        running.page_has("renamed")
        running.write("in a new folder", "new/deep/page.md")
        running.page_has("in a new folder", "new/deep/page")
        shutil.copytree(content, tmp_path / "copy")
        time.sleep(pause)
        (tmp_path / "copy" / "index.md").write_text("another folder")
        content.rename(tmp_path / "old")
        (tmp_path / "copy").rename(content)
        running.page_has("another folder")
        time.sleep(pause)
        running.write("saved in the other folder")
        running.page_has("saved in the other folder")
        for change in (
            (tmp_path / "templates").mkdir,
            (tmp_path / "templates" / "page.html").touch,
            (tmp_path / "templates" / "page.html").unlink,
            (tmp_path / "templates").rmdir,
        ):
            time.sleep(max(0.15, pause))  # one change at a time, so that each must be seen by itself
            count = running.builds()
            change()
            until(lambda count=count: running.builds() > count)  # type: ignore[misc]


def test_where_the_system_has_no_watches_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the operating system refuses to watch, saves are still seen, by polling."""

    async def exhausted(*paths: Path, force_polling: bool | None, **settings: Any) -> AsyncIterator[object]:
        if not force_polling:
            raise OSError("OS file watch limit reached")
        async for found in watchfiles.awatch(*paths, force_polling=True, **settings):
            yield found

    async def watch_and_save() -> None:
        row = changes.Changes(lambda: [tmp_path], tmp_path / "own")
        await row.follow()
        await row.next()
        await row.follow()
        for text in ("one", "two"):
            await asyncio.sleep(1.1)
            (tmp_path / "paper.md").write_text(text)
            await asyncio.wait_for(row.next(), 5)
        await row.close()

    monkeypatch.setattr(changes, "awatch", exhausted)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "20")
    # In a thread of its own: a browser of another test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, watch_and_save()).result()


def test_own_output_and_scratch_files_build_nothing(tmp_path: Path) -> None:
    """The preview's own writing, and the files that editors leave for themselves, call for no build."""
    with preview(tmp_path) as running:
        time.sleep(0.2)
        (tmp_path / ".cache" / "preview" / "other.html").write_text("x")
        (tmp_path / "notes.txt").write_text("beside the content")
        for name in (".index.md.swp", "index.md~", "#index.md#"):
            (tmp_path / "content" / name).write_text("x")
        time.sleep(0.4)
        assert running.builds() == 1


def test_pages_are_answered_during_a_build(tmp_path: Path) -> None:
    """Requests are answered while a build computes; a save made meanwhile is built next."""
    with preview(tmp_path) as running:
        running.write("SLOW", "slow.md")
        time.sleep(0.2)
        running.write("meanwhile")
        for _ in range(8):
            assert b"first" in running.ask("/")[2]
        assert running.builds() == 1  # all eight answers came before the slow build was done
        running.page_has("meanwhile")


def test_problems_before_there_is_a_site(tmp_path: Path) -> None:
    """When the very first build fails, every address tells the problems, as text and as 503."""
    with preview(tmp_path, text="BROKEN") as running:
        status, _, body = running.ask("/papers/x/")
        assert status == 503
        assert (
            b"content/index.md:1:3: broken: found &lt;b&gt;BROKEN&lt;/b&gt;, expected sense write sense"
            in body
        )
        assert b"client.js" in body
        running.write("mended")
        running.page_has("mended")


def test_problems_are_told_in_the_terminal(tmp_path: Path) -> None:
    """Each problem is told once with place and fix, and not again while it stands."""
    with preview(tmp_path) as running:
        running.write("BROKEN")
        running.says(r"^content/index.md:1:3: error\[broken\]")
        running.write("BROKEN still")
        until(lambda: sum(line.startswith("Not built") for line in running.lines) == 2)
        assert sum("error[broken]" in line for line in running.lines) == 1
        assert any("fix: write sense" in line for line in running.lines)


def test_ctrl_c_ends_at_once_during_a_build(tmp_path: Path) -> None:
    """A build that would take another second is not waited for, and no traceback is printed."""
    with preview(tmp_path) as running:
        running.write("SLOW SLOW", "slow.md")
        time.sleep(0.2)
        start = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(5) == 0
        assert time.monotonic() - start < 0.7
    assert [line for line in running.lines if "Traceback" in line] == []


def test_a_deleted_site_is_built_again_when_it_is_asked_for(tmp_path: Path) -> None:
    """Somebody who removes `.cache` while the preview runs sees the site again without a save."""
    with preview(tmp_path) as running:
        shutil.rmtree(tmp_path / ".cache")
        assert running.ask("/")[0] == 503
        running.page_has("first")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_clients_that_do_not_read_cost_no_memory(tmp_path: Path) -> None:
    """Thirty connections that ask for a file of 50 MB and read nothing make the preview hold none of it."""
    with preview(tmp_path) as running:
        with (tmp_path / ".cache" / "preview" / "large.pdf").open("wb") as file:
            file.truncate(50_000_000)
        sent = f"GET /large.pdf HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode()
        clients = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(30)]
        for client in clients:
            client.sendall(sent)
        time.sleep(1)
        assert running.ask("/")[0] == 200
        status = Path(f"/proc/{running.process.pid}/status").read_text("ascii")
        assert int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) < 150_000
        for client in clients:
            client.close()
        assert len(running.ask("/large.pdf")[2]) == 50_000_000


def test_more_connections_than_a_person_needs_are_turned_away(tmp_path: Path) -> None:
    """With a few file handles only, a flood of connections neither ends the preview nor fills its log."""
    with preview(tmp_path) as running:

        def answers() -> bool:
            # Until it has seen that the others are gone, it turns away whoever comes.
            with suppress(ConnectionError):
                return b"first" in running.ask(running.base)[2]
            return False

        clients = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(160)]
        time.sleep(0.5)
        for client in clients:
            client.close()
        until(answers)
        assert len(running.lines) < 10


def test_a_crash_of_the_build_ends_nothing(tmp_path: Path) -> None:
    """A fault of the program is told with its traceback, and the next save is built again."""
    with preview(tmp_path) as running:
        running.write("CRASH")
        running.says("ValueError: a fault of the program")
        running.says(r"error\[internal\]")
        running.write("recovered")
        running.page_has("recovered")


@pytest.mark.parametrize("text", ["idle", "SLOW"])
def test_ctrl_c_ends_it_cleanly(tmp_path: Path, text: str) -> None:
    """Ctrl-C ends the preview with status 0 and no traceback, also in the middle of a build."""
    with preview(tmp_path) as running:
        running.write(text)
        time.sleep(0.3)
    assert running.process.returncode == 0
    assert not [line for line in running.lines if "Traceback" in line or "Error" in line]
