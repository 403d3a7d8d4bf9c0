"""Macros as rows of a table: a letter for each argument, and a template for the arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from paperfolio.text.patterns import lazy

from ..braces import arguments, option
from ..macros import filled
from .lengths import LENGTH, em

Row = tuple[str, str] | Callable[[str, int], tuple[str, int] | None]
Table = Mapping[str, Row]

MOST = 500  # replacements in one formula, more than anybody writes
_COMMAND = lazy(r"\\([A-Za-z]+)")
_CONTROL_WORD = lazy(r"\\[A-Za-z]+$")


def values(source: str, position: int, kinds: str) -> tuple[list[str] | None, int]:
    r"""Return the arguments from an offset on and where they end, or None where one is missing.

    Each letter of `kinds` is an argument: `m` required, `M` required and text (returned as `\\text{…}`), `g` optional
    in braces, `o` optional in brackets, `l` a length with or without braces (returned in em).
    """
    taken: list[str] = []
    for kind in kinds:
        if kind == "o":
            value, position = option(source, position)
            taken.append(value or "")
            continue
        if kind == "g" and source[position : position + 1] != "{":
            taken.append("")
            continue
        if kind == "l" and (bare := LENGTH.match(source, position)):
            taken.append(em(bare.group()))
            position = bare.end()
            continue
        given, position = arguments(source, position, 1)
        if given is None:
            return None, position
        taken.append(em(given[0]) if kind == "l" else f"\\text{{{given[0]}}}" if kind == "M" else given[0])
    return taken, position


def row_filled(row: Row, source: str, position: int) -> tuple[str, int] | None:
    """Return the expansion of a macro whose name ends at an offset, and where it ends; None without its arguments."""
    if not isinstance(row, tuple):
        return row(source, position)
    taken, end = values(source, position, row[0])
    if taken is None:
        return None
    return joined(filled(row[1], taken), source[end : end + 1]), end


def joined(replacement: str, following: str) -> str:
    """Return a replacement whose last control word doesn't run into the letter after it."""
    return f"{replacement} " if following.isalpha() and _CONTROL_WORD.search(replacement) else replacement


def replaced(source: str, table: Table) -> str:
    """Return a formula with the macros of a table expanded, also inside their arguments."""
    out: list[str] = []
    position = begun = 0
    left = MOST
    while left and (call := _COMMAND.search(source, position)):
        position = call.end()
        row = table.get(call[1])
        made = row_filled(row, source, position + (source[position : position + 1] == "*")) if row else None
        if made:
            out.append(source[begun : call.start()])
            source, begun, position = made[0] + source[made[1] :], 0, 0
            left -= 1
    return "".join(out) + source[begun:]
