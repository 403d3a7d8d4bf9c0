"""Tables that map many names to few values, written the short way round."""

from __future__ import annotations

from collections.abc import Mapping


def grouped(rows: Mapping[str, str]) -> dict[str, str]:
    """Return each name of a row, parted by spaces, with the row's value."""
    return {name: value for value, names in rows.items() for name in names.split()}
