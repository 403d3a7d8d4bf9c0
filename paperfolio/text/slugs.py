"""Make names for files and URLs from a title."""

from __future__ import annotations

import re
from functools import lru_cache

from paperfolio.text.folding import fold


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return the slug of a file's name or a title: `[a-z0-9-]`, empty where no letter can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", fold(name))).strip("-")
