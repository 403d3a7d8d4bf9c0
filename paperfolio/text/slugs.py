"""Make names for files and URLs from a title."""

from __future__ import annotations

import re
from functools import lru_cache

from paperfolio.text.folding import fold
from paperfolio.text.patterns import lazy

# Commands that choose a font say nothing that an address should: `$\mathcal{O}(n)$` gives `o-n`.
_FONT = lazy(
    r"\\(?:math(?:bb|bf|cal|frak|it|rm|scr|sf|tt|normal)|text(?:bf|it|rm|sc|sf|sl|tt|up|normal)?"
    r"|operatorname|emph|bm|boldsymbol)(?![A-Za-z])"
)


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return the slug of a file's name or a title: `[a-z0-9-]`, empty where no letter can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", fold(_FONT.sub("", name)))).strip("-")
