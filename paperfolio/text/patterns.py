"""Regular expressions that are compiled at their first use.

The text of most sites needs a third of those in this package, and compiling all of them takes as long as reading
the papers of a small site.
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, to be compiled when a method of it is first called."""
    return cast("re.Pattern[str]", _Lazy(source, flags))


class _Lazy:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the compiled pattern, and keep it where the next call finds it at once."""
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value
