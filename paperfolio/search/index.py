"""Make the files of the search index from the papers.

Up to `SINGLE` papers the whole index is one script, which also works from disk, where a page can only load scripts.
Above, the index is split into shards of a few kilobytes, and the browser loads those that a query needs. Both forms
contain the same packed data and give the same results.

The folder is named after the hash of its content: a page that is open while the site is rebuilt gets the old index or
a 404, and never mixes two indexes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from paperfolio.search import columns, facets, weigh
from paperfolio.search.acronyms import acronyms
from paperfolio.search.analyse import analyser
from paperfolio.search.columns import Columns
from paperfolio.search.facets import Facts
from paperfolio.search.neighbours import nearest
from paperfolio.search.shards import BLOCK, packed
from paperfolio.search.tables import TABLES
from paperfolio.search.weigh import Weighed

Mode = Literal["auto", "single", "sharded"]

# Names and boosts, in the order of Lunr's fields.
FIELDS: tuple[tuple[str, float], ...] = (
    ("title", 10),
    ("authors", 5),
    ("abstract", 1),
    ("venue", 1),
    ("tags", 2),
    ("ids", 1),
)
# Names of the fields in queries, with the number of the field.
CALLED = {name: f for f, (name, _) in enumerate(FIELDS)} | {
    "author": 1,
    "tag": 4,
    "year": 5,
    "arxiv": 5,
    "doi": 5,
    "category": 5,
}
# Fields that keep their stop words: He, An and So are surnames, and `ids` contain the month of May.
NAMES = tuple(name in ("authors", "ids") for name, _ in FIELDS)
HEAVY = frozenset({2})
SINGLE = 200
# Up to this number of papers the package lunr computes the weights; above, it would be too slow.
BY_LUNR = 50
# The browser loads whole packs: larger packs would cost more bytes per query, smaller ones give more files.
PACK = 4096
# Increase this when the same papers are written in another format: the folder then gets a new name.
FORMAT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper in the search, in plain text. Papers with equal scores keep their order in the list.

    `authors` are all names of its authors, including variants and those that an “et al.” leaves out. `shown` is other
    text on its card and page: awards, status, notes, affiliations. `ids` are arXiv ids, DOIs and other identifiers,
    `dates` are the month and day in words. `card` is the markup of its card, `facts` are for the facets.
    """

    slug: str
    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    venue: str = ""
    tags: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    year: str = ""
    category: str = ""
    shown: tuple[str, ...] = ()
    dates: str = ""
    card: str = ""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The files of an index: paths relative to the output folder with their bytes, the entry file first.

    `cache` makes the next `build_with` faster without changing its files.
    """

    files: tuple[tuple[str, bytes], ...]
    cache: Columns | None = None


def build(entries: Sequence[Entry], *, mode: Mode = "auto") -> tuple[tuple[str, bytes], ...]:
    """Return the files of the index; the first is the entry file, which a page's `data-index` names."""
    return build_with(None, entries, mode=mode).files


def build_with(cache: Columns | None, entries: Sequence[Entry], *, mode: Mode = "auto") -> Built:
    """Do the same as `build`, with an earlier build's cache of the papers that have not changed."""
    single = mode == "single" or (mode == "auto" and len(entries) <= SINGLE)
    write = _single if single else _sharded
    if len(entries) <= BY_LUNR:
        return Built(files=write(entries, weighed(entries)))
    known = columns.analysed([texts(entry) for entry in entries], NAMES, cache)
    whole = weigh.by_columns(known, [boost for _, boost in FIELDS])
    # Terms that no longer occur accumulate with every change: start again when a third of them are stale.
    stale = len(known.vocabulary) > 1.5 * len(whole.terms)
    return Built(files=write(entries, whole), cache=None if stale else known)


def weighed(entries: Sequence[Entry]) -> Weighed:
    """Return the weights of a small site, computed by the package lunr."""
    analyse = analyser()
    papers = [
        [analyse(text, own) for text, own in zip(texts(entry), NAMES, strict=True)] for entry in entries
    ]
    return weigh.by_lunr(papers, FIELDS)


def texts(entry: Entry) -> tuple[str, ...]:
    """Return the text of each field, in the order of `FIELDS`."""
    return (
        entry.title,
        " ".join(entry.authors),
        entry.abstract,
        " ".join((entry.venue, *entry.shown)),
        " ".join(entry.tags),
        " ".join((*entry.ids, entry.year, entry.category, entry.dates)),
    )


def _single(entries: Sequence[Entry], whole: Weighed) -> tuple[tuple[str, bytes], ...]:
    where, files = packed(whole, HEAVY, block=1 << 30, limit=1 << 30, backwards=False)
    slugs = [entry.slug for entry in entries]
    sizes = {name: len(data) for name, data in files.items()}
    root = _root(entries, whole, where) | {"slugs": slugs, "near": nearest(whole, HEAVY), "files": sizes}
    body = written(root) + b"\n" + b"".join(files.values())
    # The cards and the facets are loaded on demand.
    scripts = {"index": body, "cards": written([entry.card for entry in entries]), "facets": _facets(entries)}
    return foldered([(f"{name}.js", _script(data)) for name, data in scripts.items()])


def _facets(entries: Sequence[Entry]) -> bytes:
    return written(facets.columns([entry.facts for entry in entries]))


def _script(data: bytes) -> bytes:
    """Return a script that passes the data to `paperfolio.search.take`, which the page's own script has defined."""
    return b'paperfolio.search.take("' + base64.b64encode(_deflated(data)) + b'");\n'


def _sharded(entries: Sequence[Entry], whole: Weighed) -> tuple[tuple[str, bytes], ...]:
    where, files = packed(whole, HEAVY, block=BLOCK, limit=PACK, backwards=True)
    # The cards of a list on one page are identified by slugs.
    where |= {"slugs": [entry.slug for entry in entries]} if len(entries) <= SINGLE else {}
    named = [("root.bin", _deflated(written(_root(entries, whole, where))))]
    named += [(f"{name}.bin", _deflated(data)) for name, data in files.items()]
    # JSON, because hosts compress it themselves, which saves the build time.
    cards = zip(nearest(whole, HEAVY), (entry.card for entry in entries), strict=True)
    named += [(f"{doc}.json", written(card)) for doc, card in enumerate(cards)]
    named.append(("facets.bin", _deflated(_facets(entries))))
    return foldered(named)


def _root(entries: Sequence[Entry], whole: Weighed, where: dict[str, object]) -> dict[str, object]:
    names, boosts = zip(*FIELDS, strict=True)
    return {
        "format": FORMAT,
        "papers": whole.papers,
        "fields": names,
        "boosts": boosts,
        "names": list(CALLED.items()),
        "title": whole.title_length,
        "acronyms": acronyms((entry.title, entry.abstract) for entry in entries),
        **where,
        "tables": TABLES,
    }


def written(value: object) -> bytes:
    """Return a value as compact JSON; unpaired surrogates become `?`."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def foldered(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Return the files in a folder that is named after their content."""
    digest = hashlib.blake2b(digest_size=8)
    for name, data in files:
        digest.update(f"{name}:{len(data)}\n".encode())
        digest.update(data)
    return tuple((f"search/{digest.hexdigest()}/{name}", data) for name, data in files)


def _deflated(data: bytes) -> bytes:
    """Return the data as raw deflate, which browsers decompress with DecompressionStream("deflate-raw")."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()
