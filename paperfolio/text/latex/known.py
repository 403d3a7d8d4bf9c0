"""Which names of commands prose or formulas can read."""

from __future__ import annotations

from functools import lru_cache

from .characters import LETTERS, SYMBOLS
from .math.convert import Failure, convert
from .prose import commands


@lru_cache(maxsize=1024)
def is_command(name: str) -> bool:
    """Tell whether a command of this name says something, with its arguments or without."""
    if name in LETTERS or name in SYMBOLS or name in commands.STYLES or name in commands.DECLARATIONS:
        return True
    made = convert(f"\\{name}", {})
    return "xpected" in made.reason if isinstance(made, Failure) else bool(made.text)
