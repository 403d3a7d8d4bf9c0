"""Find the known name that a misspelled one most likely means."""

from __future__ import annotations

import difflib


def nearest(name: str, names: tuple[str, ...]) -> str:
    """Return the known name that `name` most likely means, or an empty string."""
    folded = {known.casefold(): known for known in names}
    wanted = name.casefold().replace("-", "_").replace(" ", "_")
    if wanted in folded:
        return folded[wanted]
    match = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.7)
    return folded[match[0]] if match else ""
