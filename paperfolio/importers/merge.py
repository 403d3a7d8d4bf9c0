"""Which records are one work: by DOI, by arXiv id, then by title, year (± 1) and the first author's family name.

The first record wins, later ones fill what it leaves empty. The same DOI with another title is a conflict to
show and never merged. A preprint and its published form are two records that may be one paper's `versions`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from paperfolio.importers.conversion import plain
from paperfolio.importers.identifiers import without_version
from paperfolio.importers.jekyll import PAGES
from paperfolio.importers.records import MAX_LINE, Record, note
from paperfolio.problems import Problem
from paperfolio.scholar import people
from paperfolio.text.folding import fold

_SERVERS = r"(?:arxiv|biorxiv|medrxiv|ssrn|preprint)\b.*"
# A work of one of these kinds is another work than an article of the same title.
_FORMS = frozenset(("talk", "poster", "dataset", "software", "thesis", "patent", "review"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The features that decide whether two records, or a record and a paper, are one work."""

    doi: str = ""
    arxiv: str = ""
    title: str = ""
    year: int | None = None
    family: str = ""
    preprint: bool | None = False
    form: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The works of all records, in their order, and what was found about them.

    `repeats` counts the records that another one of the same file repeats, `copies` those that repeat one of
    another file.
    """

    records: tuple[Record, ...]
    repeats: int
    copies: int
    problems: tuple[Problem, ...]


def key_of(record: Record) -> Key:
    """Return what identifies a record."""
    return key(
        doi=record.ids.get("doi", ""),
        arxiv=record.ids.get("arxiv", ""),
        title=record.title,
        year=record.year,
        authors=[author.family or people.split(author.name)[0] for author in record.authors[:1]],
        preprint=is_preprint(record),
        form=record.kind,
        container=record.container.name,
    )


def key(
    *,
    doi: str,
    arxiv: str,
    title: str,
    year: int | None,
    authors: list[str],
    preprint: bool | None = False,
    form: str = "",
    container: str = "",
) -> Key:
    """Return what identifies a work."""
    return Key(
        doi="" if doi.casefold().startswith("10.48550/arxiv.") else doi.casefold(),
        arxiv=without_version(arxiv or (doi[15:] if doi.casefold().startswith("10.48550/arxiv.") else "")),
        title=_folded(plain(title)),
        year=year,
        family=_folded(authors[0]) if authors else "",
        preprint=preprint,
        form=form if form in _FORMS else "",
        container=_folded(container),
    )


def is_preprint(record: Record) -> bool | None:
    """Return whether a record is of a preprint and of nothing else; None where its kind isn't known."""
    if record.kind == "preprint" or re.fullmatch(_SERVERS, record.container.name, re.IGNORECASE):
        return True
    return None if record.kind in ("", "other") else False


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text).casefold())


class Index:
    """Find the work that a key belongs to; numbers are the caller's."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str], list[int]] = {}
        self._keys: dict[int, Key] = {}

    def add(self, number: int, key_: Key) -> None:
        """Add one more key of the work `number`."""
        self._keys.setdefault(number, key_)
        for name in ("doi", "arxiv", "title"):
            if value := getattr(key_, name):
                self._by.setdefault((name, value), []).append(number)

    def find(self, key_: Key) -> tuple[int | None, int | None, int | None]:
        """Return the same work, one that only shares its DOI or arXiv id, and the other form of a preprint."""
        conflict = version = None
        for name in ("doi", "arxiv"):
            for number in self._by.get((name, getattr(key_, name)), []) if getattr(key_, name) else []:
                other = self._keys[number]
                if not alike(key_.title, other.title):
                    conflict = number if conflict is None else conflict
                elif _apart(key_, other):
                    version = number if version is None else version
                elif name == "doi" or not (key_.doi and other.doi and key_.doi != other.doi):
                    return number, None, None
        for number in self._by.get(("title", key_.title), []) if key_.title else []:
            other = self._keys[number]
            near = key_.year is None or other.year is None or abs(key_.year - other.year) <= 1
            known = not key_.family or not other.family or key_.family == other.family
            apart = (key_.doi and other.doi and key_.doi != other.doi) or (
                key_.arxiv and other.arxiv and key_.arxiv != other.arxiv
            )
            # `Introduction` is the title of many works.
            vague = len(key_.title) < 16 and key_.container != other.container
            if key_.form != other.form or vague:
                continue
            if known and _apart(key_, other):
                version = number if version is None else version
            elif known and near and not apart:
                return number, None, None
        return None, conflict if version is None else None, version


def _apart(one: Key, other: Key) -> bool:
    """Return whether one is known to be a preprint, and the other not to be."""
    return None not in (one.preprint, other.preprint) and one.preprint != other.preprint


def alike(one: str, other: str) -> bool:
    """Return whether two folded titles can be one title, misprints, a subtitle or formulas aside."""
    if one == other or (min(len(one), len(other)) > 15 and (one.startswith(other) or other.startswith(one))):
        return True
    return difflib.SequenceMatcher(None, one[:500], other[:500], autojunk=False).ratio() > 0.75


def merge(records: Iterable[Record], *, join_versions: bool = False) -> Merged:
    """Return one record for each work."""
    index = Index()
    works: list[Record] = []
    repeats = copies = 0
    problems: list[Problem] = []
    for record in records:
        if not record.title or len(record.title) > MAX_LINE:
            works.append(record)
            continue
        key_ = key_of(record)
        same, conflict, version = index.find(key_)
        if version is not None and join_versions:
            works[version] = joined(works[version], record)
            index.add(version, key_)
            continue
        if same is not None:
            first = works[same]
            if record.place.path == first.place.path or _one_kind(record, first):
                repeats += 1
                message = f"“{plain(record.title)}” is also at {first.place}: written once"
                problems.append(
                    note(record.place, "duplicate", message, "remove one of them from the source")
                )
            else:
                copies += 1
            problems += _differences(first, record)
            works[same] = first.filled(replace(record, kind="", key=""))
            index.add(same, key_)
            continue
        if conflict is not None:
            other = works[conflict]
            message = (
                f"“{plain(record.title)}” has the same identifier as “{plain(other.title)}” ({other.place})"
            )
            problems.append(note(record.place, "conflict", message, "check the DOI or arXiv id of both"))
        elif version is not None:
            other = works[version]
            message = f"“{plain(record.title)}” looks like another version of the paper at {other.place}"
            problems.append(
                note(
                    record.place, "version", message, "import with --join-versions to write both as one paper"
                )
            )
        index.add(len(works), key_)
        works.append(record)
    return Merged(records=tuple(works), repeats=repeats, copies=copies, problems=tuple(problems))


def _one_kind(record: Record, other: Record) -> bool:
    """Return whether both are pages of one site, not two exports of one list."""
    return all(each.place.path.endswith(PAGES) for each in (record, other))


def joined(one: Record, other: Record) -> Record:
    """Return the published form of a paper with its preprint as a version, or the preprint with more versions."""
    main, preprint = (one, other) if is_preprint(other) else (other, one)
    address = (
        f"https://arxiv.org/abs/{preprint.ids['arxiv']}"
        if "arxiv" in preprint.ids
        else next(iter(preprint.links.values()), "")
    )
    version = {
        "kind": "preprint",
        "date": preprint.date,
        "venue": preprint.container.name,
        "url": address if address.startswith("http") else "",
    }
    versions = (*main.versions, {name: value for name, value in version.items() if value})
    return replace(main.filled(replace(preprint, kind="", key="", date="", status="")), versions=versions)


def _differences(first: Record, other: Record) -> list[Problem]:
    pairs = [
        ("year", first.date[:4], other.date[:4]),
        ("DOI", first.ids.get("doi", ""), other.ids.get("doi", "")),
    ]
    return [
        note(
            other.place,
            "conflict",
            f"“{plain(first.title)}”: the {name} is {mine} at {first.place}, and {theirs} here",
            "check which is right",
        )
        for name, mine, theirs in pairs
        if mine and theirs and mine.casefold() != theirs.casefold()
    ]
