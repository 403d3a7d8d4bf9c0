"""The lists that a visitor can browse without a script: by year, kind, category, tag and co-author, in pages.

Papers in, lists of papers out; nothing here knows HTML. A list's name in its address is made from its own name
alone (`c`, `c-plus-plus` and `c-sharp` for the tags C, C++ and C#), so that no address moves when a tag is added.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from paperfolio.model import Item, Paper
from paperfolio.output.safe_paths import RESERVED
from paperfolio.scholar import kinds
from paperfolio.scholar.people import split
from paperfolio.text.folding import fold
from paperfolio.text.slugs import slug

# How many papers a front page without the whole list shows where none is selected.
_FEW = 5

Kind = Literal["year", "kind", "category", "tag", "author"]
Grouping = Literal["", "year", "kind", "kind and year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The papers of a year, kind, category, tag or co-author: `name` as the papers write it, `long` in full.

    A tag also has the items of collections that bear it.

    `folder` is where its pages lie, relative to the output folder, with a closing slash.
    """

    kind: Kind
    name: str
    long: str = ""
    folder: str
    papers: tuple[Paper, ...]
    items: tuple[Item, ...] = ()

    @property
    def size(self) -> int:
        """How many papers and other items have this name."""
        return len(self.papers) + len(self.items)

    @property
    def alphabetical(self) -> str:
        """What the list is sorted by among its kind from A to Z: a person's family name first."""
        family, given = split(self.name) if self.kind == "author" else (self.long or self.name, "")
        return fold(f"{family} {given}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Papers under one heading: a kind, a year, both, or the key of an interface word; a bare list has none."""

    kind: str = ""
    year: int = 0
    word: str = ""
    papers: tuple[Paper, ...]

    @property
    def has_heading(self) -> bool:
        """Whether the papers are under a heading, so that their own headings are one level lower."""
        return bool(self.kind or self.year or self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list: `number` counts from 1, `paths` are those of all the list's pages."""

    number: int
    paths: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def path(self) -> str:
        """The path of this page."""
        return self.paths[self.number - 1]

    @property
    def size(self) -> int:
        """The number of papers on this page."""
        return sum(len(group.papers) for group in self.groups)


def listings(
    papers: Sequence[Paper], items: Sequence[Item] = (), *, coauthors: int = 200
) -> tuple[Listing, ...]:
    """Return every list by kind: years from the newest, the others from the longest.

    A co-author of a single paper has no list, which would say no more than the paper does; nor have those beyond
    the most frequent `coauthors`.
    """
    found: list[Listing] = []
    for kind, names in _NAMES.items():
        also = items if kind == "tag" else ()
        lists = [
            each for each in _of_kind(kind, names, papers, also) if kind != "author" or len(each.papers) > 1
        ]
        # A list of all papers would be the front page again.
        lists = [] if kind == "kind" and len(lists) < 2 else lists
        found += sorted(lists, key=_rank)[: coauthors if kind == "author" else None]
    return tuple(found)


def frequent_coauthors(papers: Sequence[Paper]) -> int:
    """Return how many co-authors have more than one paper."""
    counts = Counter(
        name for paper in papers for name in {folded(name) for name, _ in _NAMES["author"](paper)}
    )
    return sum(count > 1 for count in counts.values())


def _of_kind(
    kind: Kind, names: Callable[[Paper], Iterable[_Name]], papers: Sequence[Paper], items: Sequence[Item]
) -> Iterator[Listing]:
    members: dict[str, list[Paper]] = {}
    others: dict[str, list[Item]] = {}
    shown: dict[str, _Name] = {}
    for paper in papers:
        for key, name in {folded(name[0]): name for name in names(paper)}.items():
            shown.setdefault(key, name)
            members.setdefault(key, []).append(paper)
    for item in items:
        for key, tag in {folded(tag): tag for tag in item.tags}.items():
            shown.setdefault(key, (tag, ""))
            others.setdefault(key, []).append(item)
    taken: set[str] = set()
    for key, (short, long) in shown.items():
        folder = f"browse/{kind}/{_free(_address(short), taken)}/"
        found, also = tuple(members.get(key, ())), tuple(others.get(key, ()))
        yield Listing(kind=kind, name=short, long=long, folder=folder, papers=found, items=also)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return the form in which names are compared: `Tides` and `tides` are one tag."""
    return unicodedata.normalize("NFKC", name).casefold()


_SPELLED = str.maketrans({"+": " plus ", "#": " sharp "})
_LOST = re.compile(r"[^a-z0-9\s.,'’_/&:()–—-]")


@lru_cache(maxsize=4096)
def _address(name: str) -> str:
    """Return the name of a list in its address: its slug, with a hash where that would say too little."""
    spelled = folded(name).translate(_SPELLED)
    plain = slug(spelled)
    if plain and plain not in RESERVED and not _LOST.search(fold(spelled)):
        return plain
    return (
        f"{plain}-{hashlib.sha256(folded(name).encode('utf-8', 'backslashreplace')).hexdigest()[:6]}".strip(
            "-"
        )
    )


def _free(wanted: str, taken: set[str]) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free


def _rank(listing: Listing) -> tuple[int, str]:
    weight = int(listing.name) if listing.kind == "year" else listing.size
    return -weight, listing.name.casefold()


_Name = tuple[str, str]


def _category(paper: Paper) -> Iterator[_Name]:
    if paper.category:
        yield paper.category.label, paper.category.name


_NAMES: Mapping[Kind, Callable[[Paper], Iterable[_Name]]] = MappingProxyType(
    {
        "year": lambda paper: [(str(paper.date.year), "")],
        "kind": lambda paper: [(kinds.of(paper).name, "")],
        "category": _category,
        "tag": lambda paper: [(tag, "") for tag in paper.tags],
        "author": lambda paper: [(author.name, "") for author in paper.authors if not author.me],
    }
)


def grouped(papers: Sequence[Paper], *, by: Grouping, chosen: bool = True) -> tuple[Group, ...]:
    """Return the papers under headings: if `chosen` the selected ones first, the others by kind, year or as listed."""
    selected = tuple(paper for paper in papers if paper.selected and chosen)
    others = [paper for paper in papers if not (paper.selected and chosen)]
    if not selected or not others:
        selected, others = (), list(papers)
    first = [Group(word="selected", papers=selected)] if selected else []
    if not by:
        return (*first, Group(word="more_papers" if selected else "", papers=tuple(others)))
    if "year" in by:
        others.sort(key=lambda paper: paper.date, reverse=True)
    if "kind" in by:
        others.sort(key=lambda paper: kinds.NAMES.index(kinds.of(paper).name))

    def heading(paper: Paper) -> tuple[str, int]:
        return kinds.of(paper).name if "kind" in by else "", paper.date.year if "year" in by else 0

    groups = groupby(others, key=heading)
    return (*first, *(Group(kind=kind, year=year, papers=tuple(group)) for (kind, year), group in groups))


def selection(papers: Sequence[Paper]) -> ListPage:
    """Return the selected papers as the front page's only page; where none is selected, the first few."""
    selected = tuple(paper for paper in papers if paper.selected) or tuple(papers[:_FEW])
    return ListPage(number=1, paths=("index.html",), groups=(Group(papers=selected),) if selected else ())


def list_pages(groups: Sequence[Group], folder: str, size: int) -> tuple[ListPage, ...]:
    """Cut a list into pages of at most `size` papers; a group goes on under its heading on the next page."""
    flat = [(position, paper) for position, group in enumerate(groups) for paper in group.papers]
    pages = [flat[start : start + size] for start in range(0, len(flat), size)] or [[]]
    paths = (folder + "index.html", *(f"{folder}page/{n}/index.html" for n in range(2, len(pages) + 1)))
    return tuple(
        ListPage(number=number, paths=paths, groups=tuple(_regrouped(groups, page)))
        for number, page in enumerate(pages, start=1)
    )


def _regrouped(groups: Sequence[Group], page: Iterable[tuple[int, Paper]]) -> Iterator[Group]:
    for position, members in groupby(page, key=lambda each: each[0]):
        group = groups[position]
        yield replace(group, papers=tuple(paper for _, paper in members))
