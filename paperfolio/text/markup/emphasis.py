"""Which runs of `*` and `_` are emphasis, and what they enclose (CommonMark 0.31, 6.2 and its appendix).

Python-Markdown pairs these marks with patterns of its own, which differ from the specification where runs are longer
than their partners or are next to punctuation. Here each run is paired as the specification says, in linear time.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

MAX_NESTING = 12
# Where emphasis ends in any case: at a blank line, and before a line that begins another block.
BLOCK_END = r"\n[ \t\r>]*\n\s*|\n(?=[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|\#{1,6})[ \t]|\|))"


class Emphasis(NamedTuple):
    """`source[start:end]` begins (`em`, `strong`) or ends (`/em`, `/strong`) an element."""

    start: int
    end: int
    tag: str


@dataclass(slots=True, kw_only=True)
class Run:
    """A run of one character, as far as it has no partner yet; the limits of a block have none."""

    sign: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int


def run_at(source: str, start: int, end: int) -> Run:
    """Return the run at a place, with whether it may open and close emphasis."""
    sign = source[start]
    before, after = source[start - 1 : start] or " ", source[end : end + 1] or " "
    left = not after.isspace() and (not _is_mark(after) or before.isspace() or _is_mark(before))
    right = not before.isspace() and (not _is_mark(before) or after.isspace() or _is_mark(after))
    opens, closes = left, right
    if sign == "_":  # within a word an underscore is a character
        opens, closes = left and (not right or _is_mark(before)), right and (not left or _is_mark(after))
    if before.isdigit() and after.isdigit():
        opens = closes = False  # `3*4*5` is a product
    return Run(sign=sign, start=start, end=end, opens=opens, closes=closes, length=end - start)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def paired(runs: list[Run]) -> list[Emphasis]:
    """Pair the runs of one block or of one link's text; what is left of them afterwards is text."""
    found: list[Emphasis] = []
    openers: list[Run] = []
    # Below these depths of the stack no opener fits a closer of the same kind, so that none is looked at twice.
    bottoms: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        while run.closes and run.start < run.end:
            kind = (run.sign, run.opens, run.length % 3)
            bottom = bottoms.get(kind, 0)
            at = next((at for at in range(len(openers) - 1, bottom - 1, -1) if _fit(openers[at], run)), -1)
            if at < 0:
                bottoms[kind] = len(openers)
                break
            opener = openers[at]
            used = 2 if opener.end - opener.start > 1 and run.end - run.start > 1 else 1
            tag = "strong" if used == 2 else "em"
            found += (
                Emphasis(opener.end - used, opener.end, tag),
                Emphasis(run.start, run.start + used, f"/{tag}"),
            )
            opener.end -= used
            run.start += used
            del openers[at + (opener.start < opener.end) :]
            bottoms = {each: min(depth, len(openers)) for each, depth in bottoms.items()}
        if run.opens and run.start < run.end:
            openers.append(run)
    return _shallow(found)


def _fit(opener: Run, closer: Run) -> bool:
    if opener.sign != closer.sign:
        return False
    both = opener.closes or closer.opens
    return not (
        both and (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3)
    )


def _shallow(found: list[Emphasis]) -> list[Emphasis]:
    """Leave out what is nested deeper than anybody reads."""
    kept: list[Emphasis] = []
    depth = 0
    for mark in sorted(found, key=lambda mark: mark.start):
        depth += -1 if mark.tag[0] == "/" else 1
        if depth + (mark.tag[0] == "/") <= MAX_NESTING:
            kept.append(mark)
    return kept
