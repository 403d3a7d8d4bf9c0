"""The search: build a Lunr index of the papers, which the browser queries.

This package handles plain text and Lunr's weights; it has no access to templates, LaTeX or the disk. `analyse` splits
text into terms, `columns` stores the terms of all papers, `weigh` computes Lunr's weights, `shards` packs them,
`facets` collects the facts by which results are filtered and sorted, `papers` makes an entry for each paper,
`elsewhere` for each other page, and `index` writes the files.
"""

from paperfolio.search.elsewhere import elsewhere
from paperfolio.search.facets import Facts
from paperfolio.search.index import Built, Entry, build, build_with
from paperfolio.search.papers import entries

__all__ = ["Built", "Entry", "Facts", "build", "build_with", "elsewhere", "entries"]
