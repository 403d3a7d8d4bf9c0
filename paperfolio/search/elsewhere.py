"""The site's other pages and items, for the second group of an answer.

They are few and their texts short, so one script has all of them as they are, and the browser reads through it.
It is a script since a page that is opened from a disk may load nothing else.
"""

from __future__ import annotations

from paperfolio.model import Site
from paperfolio.search.index import foldered, written


def elsewhere(site: Site) -> tuple[tuple[str, bytes], ...]:
    """Return the file with each item's collection, title, address and text; none for a site of papers alone."""
    rows = [
        (collection.title, item.title.plain, item.address, item.text)
        for collection in site.collections
        for item in collection.items
    ]
    return foldered([("elsewhere.js", b"paperfolio.elsewhere(" + written(rows) + b");\n")]) if rows else ()
