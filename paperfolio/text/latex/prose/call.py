"""The values that the parser and its readers exchange: a call of a macro, a mark, a span."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from paperfolio.text.patterns import lazy

from ..macros import Macro
from .nodes import Node
from .pairs import Pairs

Parsed = tuple[list[Node], int]  # the nodes that were read, and the offset after them

OPTION = lazy(r"\[([^\[\]\n]{0,300})\]")


class Call(NamedTuple):
    """The macro `name` at `position`; `after` is the offset after its name, `end` where its group ends."""

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


class Parsing(Protocol):
    """The interface of the parser to its readers, so that none of them imports it."""

    source: str
    raw: str
    known: dict[str, Macro]
    closing_quotes: dict[int, str]

    @property
    def pairs(self) -> Pairs:
        """The partners of all marks of the source."""

    def parse(self, start: int, end: int, depth: int = 0) -> tuple[Node, ...]:
        """Return the nodes of a range."""

    def step(self, position: int, end: int, depth: int = 0) -> Parsed:
        """Return what begins at `position`, and the offset after it."""

    def text(self, start: int, end: int) -> str:
        """Return the characters of a range, with closing quotation marks as such."""

    def doubled(self, position: int) -> int | None:
        """Return where a formula between doubled backslashes is closed."""

    def argument(self, position: int, end: int) -> tuple[int, int, int] | None:
        """Return (start, end, after) of the argument at `position`."""

    def options(self, position: int, end: int) -> int:
        """Return the offset after the optional arguments that begin at `position`."""

    def gap(self, position: int, end: int) -> int:
        """Return the offset after spaces and at most one line end."""

    def terminator(self, position: int, end: int, *, keep_space: bool) -> int:
        """Return the offset after what ends a command word."""

    def report(self, offset: int, length: int, code: str, message: str, fix: str) -> None:
        """Add a problem."""
