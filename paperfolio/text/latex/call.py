"""One call of a macro, as the parser hands it to the readers."""

from __future__ import annotations

import re
from typing import NamedTuple

from .nodes import Node

Read = tuple[list[Node], int]  # what was read, and the offset behind it

# The room that `\\[2pt]` leaves between lines. Other words in brackets are the author's.
ROOM = r"\[\s*-?(?:[\d.]+\s*)?(?:[a-z]{2}|\\[a-z]+)\s*\]"
OPTION = re.compile(r"\[([^\[\]\n]{0,300})\]")


class Call(NamedTuple):
    """The macro `name` at `position`; `after` is behind its name, `end` where its group ends."""

    name: str
    position: int
    after: int
    end: int
    depth: int


class Mark(NamedTuple):
    """The mark `source` at `position`, in a group that ends at `end`."""

    source: str
    position: int
    end: int
    depth: int


class Span(NamedTuple):
    """A formula: from `start` to `end` with its marks, from `inner` to `inner_end` without."""

    start: int
    inner: int
    inner_end: int
    end: int
