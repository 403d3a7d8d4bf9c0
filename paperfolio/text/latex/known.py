"""The names of commands that are known in prose or in formulas."""

from __future__ import annotations

from functools import lru_cache

from .characters import LETTERS, SYMBOLS
from .math.convert import Failure, convert
from .prose import commands


@lru_cache(maxsize=1024)
def is_command(name: str) -> bool:
    """Return whether a command of this name is known, with or without arguments."""
    if name in LETTERS or name in SYMBOLS or name in commands.STYLES or name in commands.DECLARATIONS:
        return True
    made = convert(f"\\{name}", {})
    return "xpected" in made.reason if isinstance(made, Failure) else bool(made.text)
