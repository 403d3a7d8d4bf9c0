"""A text after replacements, with the origin of each character.

Problems are reported at their place in the author's file. So a text may be normalized before it is parsed
only if every offset can be traced back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple


class Edit(NamedTuple):
    """`source[start:end]` becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The text after one round of edits. `marks` are (offset in the text, offset in the source), sorted."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def origin(self, offset: int) -> int:
        """Return where in the source the character at `offset` of the text came from."""
        at = bisect_right(self.marks, (offset, inf)) - 1
        if at < 0:
            return offset
        new, old = self.marks[at]
        following = self.marks[at + 1][1] if at + 1 < len(self.marks) else old + offset - new
        return min(old + offset - new, following)


def edited(source: str, edits: Iterable[Edit]) -> Edited:
    """Apply sorted edits; one that begins inside the previous one is left out."""
    out: list[str] = []
    marks: list[tuple[int, int]] = []
    position = length = 0
    for start, end, text in edits:
        if start < position:
            continue
        length += start - position
        marks.append((length, start))
        length += len(text)
        marks.append((length, end))
        out += (source[position:start], text)
        position = end
    return Edited(text="".join([*out, source[position:]]), marks=tuple(marks))
