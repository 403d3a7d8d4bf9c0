"""Write a text as a YAML scalar."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return the text between single quotes, as YAML wants it."""
    return "'" + text.replace("'", "''") + "'"
