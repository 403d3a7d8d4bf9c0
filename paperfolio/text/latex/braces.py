"""Match braces, and read the arguments that follow a macro: the only module that counts braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperfolio.text.patterns import lazy

_BRACE = lazy(r"\\.|[{}]", re.DOTALL)
_BRACKET = lazy(r"\\.|[{}\[\]()]", re.DOTALL)
_COMMAND = lazy(r"\\(?:[A-Za-z@]+\*?|.)", re.DOTALL)


def matched(source: str) -> dict[int, int]:
    """Map the offset of each opening brace to that of its closing one; escaped braces don't count."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for mark in _BRACE.finditer(source):
        if mark.group() == "{":
            opened.append(mark.start())
        elif mark.group() == "}" and opened:
            partners[opened.pop()] = mark.start()
    return partners


def closing(source: str, opening: int, pair: str = "{}") -> int:
    """Return the offset of the brace (or bracket) that closes the one at `opening`, or -1.

    Between brackets, those in a group don't count, and no more than 1,000 characters are looked at.
    """
    depth = braces = 0
    marks = (
        _BRACE.finditer(source, opening)
        if pair == "{}"
        else _BRACKET.finditer(source, opening, opening + 1000)
    )
    for mark in marks:
        piece = mark.group()
        if piece in pair and not (braces and pair != "{}"):
            depth += 1 if piece == pair[0] else -1
            if depth == 0:
                return mark.start()
        elif piece in "{}":
            braces += 1 if piece == "{" else -1
            if braces < 0:
                return -1
    return -1


def arguments(
    source: str, position: int, count: int, partners: Mapping[int, int] | None = None
) -> tuple[list[str] | None, int]:
    """Return `count` arguments from `position` on and the offset after them; None where one is missing.

    `partners` is the result of `matched` for the source, if known.
    """
    taken: list[str] = []
    for _ in range(count):
        while source[position : position + 1].isspace():
            position += 1
        if source[position : position + 1] == "{":
            end = closing(source, position) if partners is None else partners.get(position, -1)
            if end < 0:
                return None, position
            taken.append(source[position + 1 : end])
            position = end + 1
        elif position < len(source) and source[position] not in "}&$^_":
            match = _COMMAND.match(source, position)
            end = match.end() if match else position + 1
            taken.append(source[position:end])
            position = end
        else:
            return None, position
    return taken, position


def option(source: str, position: int) -> tuple[str | None, int]:
    """Return the optional argument in brackets at `position` (None where there is none) and where it ends."""
    start = position
    while source[start : start + 1].isspace():
        start += 1
    end = closing(source, start, "[]") if source[start : start + 1] == "[" else -1
    return (source[start + 1 : end], end + 1) if end >= 0 else (None, position)
