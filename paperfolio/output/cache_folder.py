"""A folder that keeps the results of one run for the next, by name."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


class CacheFolder:
    """A `memo.Store` of files. What can't be read is missing, and what can't be written is not kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, which is safe as a file's name."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(self.folder / name)
