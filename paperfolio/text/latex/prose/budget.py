"""Limits for the expansion of an author's macros, so that none expands without end.

The limits apply to each use in a text, so that a long text may use a macro a thousand times; there is a
limit for all uses together too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..macros import MAX_EXPANSIONS, MAX_LENGTH

_USES = 10_000
_TOTAL_LENGTH = 300_000


class EndlessError(Exception):
    """A macro calls itself, or its expansion is too long. Never leaves the parser."""


class Use(NamedTuple):
    """One use of a macro: its name and position."""

    name: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Budget:
    """What is left. `running`: a macro is being expanded; `endless`: those known to expand without end."""

    expansions: int = MAX_EXPANSIONS
    length: int = MAX_LENGTH
    total: int = _USES
    total_length: int = _TOTAL_LENGTH
    running: bool = False
    endless: set[str] = field(default_factory=set)

    def begin(self, name: str) -> bool:
        """Return whether a use is the outermost one, which gets a full budget unless it is known to be endless."""
        if self.running:
            return False
        self.running = True
        self.expansions = 0 if name in self.endless else min(MAX_EXPANSIONS, self.total)
        self.length = min(MAX_LENGTH, self.total_length)
        return True

    def spend(self, length: int, *, too_deep: bool) -> None:
        """Subtract one expansion, or raise `EndlessError`."""
        self.expansions -= 1
        self.length -= length
        self.total -= 1
        self.total_length -= length
        if too_deep or self.expansions < 0 or self.length < 0:
            raise EndlessError
