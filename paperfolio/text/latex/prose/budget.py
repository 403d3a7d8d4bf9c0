"""How far the macros of an author may go, so that no definition runs for ever.

Each use in a text begins anew, so that a long text may use a macro a thousand times; all uses together
have a bound too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..macros import MAX_EXPANSIONS, MAX_LENGTH

_USES = 10_000
_TOTAL_LENGTH = 300_000


class EndlessError(Exception):
    """A macro calls itself, or stands for more than anybody would read. Never leaves the parser."""


class Use(NamedTuple):
    """One use of a macro: its name and where it stands."""

    name: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Budget:
    """What is left. `running` tells that a macro is being expanded; `endless` are those known to have no end."""

    expansions: int = MAX_EXPANSIONS
    length: int = MAX_LENGTH
    total: int = _USES
    total_length: int = _TOTAL_LENGTH
    running: bool = False
    endless: set[str] = field(default_factory=set)

    def begin(self, name: str) -> bool:
        """Tell whether a use is the outermost one, which begins with a full purse unless it has no end."""
        if self.running:
            return False
        self.running = True
        self.expansions = 0 if name in self.endless else min(MAX_EXPANSIONS, self.total)
        self.length = min(MAX_LENGTH, self.total_length)
        return True

    def spend(self, length: int, *, too_deep: bool) -> None:
        """Pay for one expansion, or raise `EndlessError`."""
        self.expansions -= 1
        self.length -= length
        self.total -= 1
        self.total_length -= length
        if too_deep or self.expansions < 0 or self.length < 0:
            raise EndlessError
