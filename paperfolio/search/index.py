"""Make the files of the search index from the papers.

Up to `SINGLE` papers the whole index is one script, which works from a disk too, where a page may load
scripts and nothing else. Beyond, it is cut into shards of a few kilobytes, and the browser fetches those
that a query needs. Both contain the same packed form, so both give the same answers.

The files' folder is named after the hash of their content: a page that is open while the site is
rebuilt still asks for the old index or gets a 404, and never mixes two.
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

# Names and boosts, in the order of Lunr's fields; a word of the title says most about a paper.
FIELDS: tuple[tuple[str, float], ...] = (
    ("title", 10),
    ("authors", 5),
    ("abstract", 1),
    ("venue", 1),
    ("tags", 2),
    ("ids", 1),
)
# What a visitor may call them: the number of the field by each of its names.
CALLED = {name: f for f, (name, _) in enumerate(FIELDS)} | {
    "author": 1,
    "tag": 4,
    "year": 5,
    "arxiv": 5,
    "doi": 5,
    "category": 5,
}
# Names keep their stop words, as He, An and So are surnames; among the `ids` is the month of May.
NAMES = tuple(name in ("authors", "ids") for name, _ in FIELDS)
HEAVY = frozenset({2})
SINGLE = 200
# Up to so many papers the package lunr weighs them, our reference; beyond, its cost would be felt.
BY_LUNR = 50
# A browser fetches a pack whole: larger ones would cost a query more bytes, smaller ones the host more files.
PACK = 4096
# Raises a new folder when this code writes the same papers in another way.
FORMAT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper as the search sees it, all in plain text; its place in the list decides between equals.

    `authors` are all names by which its authors may be sought, those that an “et al.” leaves out and other
    forms included. `shown` is what else its card and its page print: awards, status, notes, affiliations. `ids` are
    arXiv ids, DOIs and the like, `dates` its month and day in words. `card` is the markup of its card, `facts` are for
    facets.
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
    """`files` are paths relative to the output folder with their bytes, the entry file first.

    `cache` makes the next `build_with` cheap, and changes no byte of its files.
    """

    files: tuple[tuple[str, bytes], ...]
    cache: Columns | None = None


def build(entries: Sequence[Entry], *, mode: Mode = "auto") -> tuple[tuple[str, bytes], ...]:
    """Return the files of the search, the entry file first: the one that a page's `data-index` names."""
    return build_with(None, entries, mode=mode).files


def build_with(cache: Columns | None, entries: Sequence[Entry], *, mode: Mode = "auto") -> Built:
    """Do as `build` does, with what an earlier build remembered of papers that have not changed."""
    single = mode == "single" or (mode == "auto" and len(entries) <= SINGLE)
    write = _single if single else _sharded
    if len(entries) <= BY_LUNR:
        return Built(files=write(entries, weighed(entries)))
    known = columns.analysed([texts(entry) for entry in entries], NAMES, cache)
    whole = weigh.by_columns(known, [boost for _, boost in FIELDS])
    # Terms that no paper has any more pile up with every change; past a third, start again.
    stale = len(known.vocabulary) > 1.5 * len(whole.terms)
    return Built(files=write(entries, whole), cache=None if stale else known)


def weighed(entries: Sequence[Entry]) -> Weighed:
    """Return the weights of a small site, by the package lunr."""
    analyse = analyser()
    papers = [[analyse(text, own) for text, own in zip(texts(it), NAMES, strict=True)] for it in entries]
    return weigh.by_lunr(papers, FIELDS)


def texts(entry: Entry) -> tuple[str, ...]:
    """Return the content of the fields, in their order."""
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
    # The others are asked for only where an answer needs them.
    scripts = {"index": body, "cards": written([it.card for it in entries]), "facets": _facets(entries)}
    return foldered([(f"{name}.js", _script(data)) for name, data in scripts.items()])


def _facets(entries: Sequence[Entry]) -> bytes:
    return written(facets.columns([entry.facts for entry in entries]))


def _script(data: bytes) -> bytes:
    """Return a script that hands the data to the page's own, which has made `paperfolio.search` before."""
    return b'paperfolio.search.take("' + base64.b64encode(_deflated(data)) + b'");\n'


def _sharded(entries: Sequence[Entry], whole: Weighed) -> tuple[tuple[str, bytes], ...]:
    where, files = packed(whole, HEAVY, block=BLOCK, limit=PACK, backwards=True)
    # A list of one page knows its papers by their slugs.
    where |= {"slugs": [entry.slug for entry in entries]} if len(entries) <= SINGLE else {}
    named = [("root.bin", _deflated(written(_root(entries, whole, where))))]
    named += [(f"{name}.bin", _deflated(data)) for name, data in files.items()]
    # A host sends JSON compressed, which costs the build nothing.
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
        "heavy": sorted(HEAVY),
        "title": whole.title_length,
        "acronyms": acronyms((entry.title, entry.abstract) for entry in entries),
        **where,
        "tables": TABLES,
    }


def written(value: object) -> bytes:
    """Return a value as compact JSON; half of a pair of surrogates, which no text should have, as `?`."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def foldered(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Return the files in a folder that is named after their content."""
    digest = hashlib.blake2b(digest_size=8)
    for name, data in files:
        digest.update(f"{name}:{len(data)}\n".encode())
        digest.update(data)
    return tuple((f"search/{digest.hexdigest()}/{name}", data) for name, data in files)


def _deflated(data: bytes) -> bytes:
    """Return raw deflate, which browsers inflate with DecompressionStream("deflate-raw")."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()
