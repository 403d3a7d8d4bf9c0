"""Report when something that a site is made of was saved; the only module that imports watchfiles.

Events come from the operating system. Folders are watched recursively, and the parent of each is
watched too: an editor that saves by renaming, `git checkout` and a folder that appears later replace what was
watched, and only the parent gets the event.

Some file systems send no events (Windows drives under WSL, network shares, containers). watchfiles polls
there: by itself under WSL, and where `WATCHFILES_FORCE_POLLING` is set.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

STEP = 8
"""Milliseconds of quiet that end a burst of events: one save is often three of them."""
LONGEST_BURST = 200
"""Milliseconds after which a burst that does not end is reported anyway."""


class Changes:
    """Changes to wait for; none is lost between two waits, and several count as one."""

    def __init__(self, watch: Callable[[], Sequence[Path]], ignored: Path) -> None:
        self._watch = watch
        self._ignored = ignored.resolve()
        self._polls: bool | None = None  # watchfiles decides
        self._seen = asyncio.Event()
        self._stop = asyncio.Event()
        self._watched: object = None
        self._followers: list[asyncio.Task[None]] = []

    async def next(self) -> None:
        """Return when something has changed since the last return."""
        await self._seen.wait()
        self._seen.clear()

    def wake(self) -> None:
        """Count as a change, whatever was saved."""
        self._seen.set()

    async def follow(self) -> None:
        """Begin to watch, or look again at what there is to watch: folders come and go."""
        sources = _Sources((path.resolve() for path in self._watch()), self._ignored)
        folders, around = sources.folders(), sources.around()
        # The inode shows that a folder was replaced by another of the same name.
        watched = sources.targets, self._polls, [(path, _inode(path)) for path in (*folders, *around)]
        if watched == self._watched:
            return
        self._watched = watched
        outdated, self._stop = self._stop, asyncio.Event()
        duties = [self._listen(sources, folders, recursive=True), self._listen(sources, around)]
        followers = [asyncio.create_task(duty) for duty in duties]
        await asyncio.sleep(0)  # each runs up to its first wait: from here on nothing is missed
        outdated.set()
        await asyncio.gather(*self._followers)
        self._followers = followers

    async def close(self) -> None:
        """End all watching."""
        self._stop.set()
        await asyncio.gather(*self._followers)

    async def _listen(self, sources: _Sources, folders: Sequence[Path], *, recursive: bool = False) -> None:
        if not folders:
            return
        events = awatch(
            *folders,
            watch_filter=sources.has,
            debounce=LONGEST_BURST,
            step=STEP,
            stop_event=self._stop,
            force_polling=self._polls,
            recursive=recursive,
        )
        try:
            async for _ in events:
                self._seen.set()
        except FileNotFoundError:  # it went away meanwhile: `follow` makes a new list
            self._watched = None
            self._seen.set()
        except (OSError, RuntimeError):  # the system has no watches left, or none at all
            self._polls = True
            self._seen.set()


class _Sources:
    """What a site is made of: the targets and all below them, but for scratch files and own output."""

    def __init__(self, targets: Iterable[Path], ignored: Path) -> None:
        self.targets = tuple(targets)
        self._ignored = ignored

    def folders(self) -> list[Path]:
        """Return the targets that are folders just now."""
        return [path for path in self.targets if path.is_dir()]

    def around(self) -> list[Path]:
        """Return the folders in which the targets lie, or would."""
        return sorted({path.parent for path in self.targets if path.parent.is_dir()})

    def has(self, _: Change, name: str) -> bool:
        """Return whether an event is about a source."""
        path = Path(name)
        below = next(
            (path.relative_to(target).parts for target in self.targets if path.is_relative_to(target)), None
        )
        if below is None or path.is_relative_to(self._ignored):
            return False
        return not any(_is_scratch(part) for part in below)


def _inode(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_ino
    return 0


def _is_scratch(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~") or name == "__pycache__"
