"""The search: make the files of a Lunr index from the papers, which the browser queries.

It knows plain text and Lunr's weights; it knows no templates, no LaTeX and no disk. `analyse` cuts text
into terms, `columns` keeps those of all papers, `weigh` gives them Lunr's weights, `shards` packs them,
`cards` keeps what answers show, `facets` what they are narrowed and sorted by, `papers` makes a site's papers
entries, `elsewhere` lists what else the site has, `index` is the door.
"""

from paperfolio.search.elsewhere import elsewhere
from paperfolio.search.facets import Facts
from paperfolio.search.index import Built, Entry, build, build_with
from paperfolio.search.papers import entries

__all__ = ["Built", "Entry", "Facts", "build", "build_with", "elsewhere", "entries"]
