"""Indexes for the tests of the search, laid on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paperfolio.search import Entry, build, columns, index, weigh
from paperfolio.search.index import Mode


def write(folder: Path, entries: Sequence[Entry], mode: Mode) -> Path:
    """Build an index into the folder and return its entry file."""
    files = build(entries, mode=mode)
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / files[0][0]


def weighed(entries: Sequence[Entry]) -> weigh.Weighed:
    """Return the weights that our own builder gives."""
    texts = [index.texts(entry) for entry in entries]
    return weigh.by_columns(columns.analysed(texts, index.NAMES), [boost for _, boost in index.FIELDS])
