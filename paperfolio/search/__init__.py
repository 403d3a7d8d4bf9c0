"""The search: make the files of a Lunr index from the papers, which the browser queries.

It knows plain text and Lunr's weights; it knows no templates, no LaTeX and no disk. `analyse` cuts text
into terms, `columns` keeps those of all papers, `weigh` gives them Lunr's weights, `shards` packs them,
`facets` has what answers are filtered and sorted by, `papers` makes the entries of a site's papers,
`elsewhere` those of its other pages, and `index` makes the files.
"""

from paperfolio.search.elsewhere import elsewhere
from paperfolio.search.facets import Facts
from paperfolio.search.index import Built, Entry, build, build_with
from paperfolio.search.papers import entries

__all__ = ["Built", "Entry", "Facts", "build", "build_with", "elsewhere", "entries"]
