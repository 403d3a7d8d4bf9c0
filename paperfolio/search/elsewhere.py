"""The site's other pages and items, which are listed below the papers in search results.

They are few and short, so one file has all their texts, and the browser searches it without an index. It is a script
because a page opened from disk can't load anything else.
"""

from __future__ import annotations

from paperfolio.model import Site
from paperfolio.search.index import foldered, written


def elsewhere(site: Site) -> tuple[tuple[str, bytes], ...]:
    """Return the file with each item's collection, title, address and text, or no file if there are no items."""
    rows = [
        (collection.title, item.title.plain, item.address, item.text)
        for collection in site.collections
        for item in collection.items
    ]
    return foldered([("elsewhere.js", b"paperfolio.elsewhere(" + written(rows) + b");\n")]) if rows else ()
