"""RIS (Research Information Systems, "RIS Format Specifications", 2011) to records; alone imports rispy."""

from __future__ import annotations

import re
from string import ascii_uppercase, digits
from typing import Any

import rispy

from paperfolio.content.paper_fields import STATUSES
from paperfolio.importers import identifiers, names, venues
from paperfolio.importers.conversion import from_html, from_html_blocks
from paperfolio.importers.records import (
    MAX_RECORDS,
    Container,
    Contributor,
    Found,
    Record,
    grouped,
    note,
    unique,
)
from paperfolio.problems import Place
from paperfolio.scholar import people

_KINDS = grouped(
    {
        "journal article": "JOUR JFULL MGZN EJOUR INPR",
        "other": "NEWS",
        "conference paper": "CONF CPAPER",
        "chapter": "CHAP ECHAP ENCYC DICT",
        "book": "BOOK EBOOK",
        "edited volume": "EDBOOK",
        "thesis": "THES",
        "report": "RPRT GOVDOC STAND",
        "patent": "PAT",
        "dataset": "DATA AGGR",
        "software": "COMP",
        "preprint": "UNPB",
    }
)
_TAGS = [f"{first}{second}" for first in ascii_uppercase for second in ascii_uppercase + digits]
_TAG = re.compile("[A-Z][A-Z0-9]  -")
_GOES_ON = re.compile(r"et al\.?|The list of authors goes on.*")


def read(path: str, text: str) -> Found:
    """Return the publications of a RIS file."""
    lines = [re.sub(r"^\s*([A-Z][A-Z0-9])\s{1,2}-\s?", r"\1  - ", line) for line in text.split("\n")]
    starts = [number for number, line in enumerate(lines, start=1) if line.startswith("TY  -")]
    if len(starts) > MAX_RECORDS:
        problem = note(path, "too-large", f"more than {MAX_RECORDS:,} records")
        return Found(format="RIS", problems=(problem,))
    try:
        entries: list[dict[str, Any]] = rispy.loads(
            _closed(lines),
            mapping={tag: tag for tag in _TAGS},
            list_tags=_TAGS,
            enforce_list_tags=False,
            skip_unknown_tags=True,
        )
    except Exception as error:
        return Found(format="RIS", problems=(note(path, "ris", f"unreadable RIS ({error})"),))
    records = []
    problems = []
    for index, entry in enumerate(entries):
        place = Place(path=path, line=starts[index] if index < len(starts) else 1)
        record = _record(entry, place)
        if record.title:
            records.append(record)
        else:
            message, fix = "a record without a title: left out", "add a line “TI  - …”"
            problems.append(note(place, "empty", message, fix))
    return Found(format="RIS", records=tuple(records), problems=tuple(problems))


def _closed(lines: list[str]) -> str:
    """Join a value of several lines, and give each record its end, which some programs leave out."""
    kept: list[list[str]] = []
    is_open = False
    for line in lines:
        starts = line.startswith("TY  -")
        if is_open and not _TAG.match(line):
            kept[-1].append(f"; {line}" if kept[-1][0].startswith("KW") else line)
            continue
        kept += [["ER  - "], [line]] if starts and is_open else [[line]]
        is_open = starts or (is_open and not line.startswith("ER  -"))
    return "\n".join([*map(" ".join, kept), *["ER  - "] * is_open])


def _record(entry: dict[str, Any], place: Place) -> Record:
    def every(*tags: str) -> list[str]:
        return [text for tag in tags for each in entry.get(tag, []) if (text := str(each).strip())]

    def first(*tags: str) -> str:
        return next(iter(every(*tags)), "")

    def line(*tags: str) -> str:
        return from_html(first(*tags))

    kind = _KINDS.get(str(entry.get("TY", "")).strip().upper(), "other")
    authors, et_al = _people(every("AU", "A1"))
    editors, _ = _people(every("ED", *(["A2"] if kind in ("chapter", "conference paper") else [])))
    notes = [each for each in every("N1") if not re.match(r"Export Date|Cited By", each)]
    addresses = every("UR", "LK", "L2")
    written = first("PY", "Y1")
    date, by_year = _date(first("DA", "Y1", "PY")), _date(written)
    date = by_year if by_year[:4] not in ("", date[:4]) else date
    container, publisher = line("T2", "JO", "JF", "BT", "JA", "J2", "T3"), line("PB")
    if kind in ("thesis", "report") or (kind == "preprint" and not container):
        container = publisher or container
    status = next((each for each in notes if each in STATUSES), "")
    start, end, serial = first("SP"), first("EP"), first("SN")
    ids = {
        **identifiers.registered(lambda name: serial if name in ("issn", "isbn") else ""),
        "doi": identifiers.doi(first("DO"), *addresses, *every("M3")),
        "arxiv": identifiers.arxiv(*addresses, first("DO"), *every("AN"), container),
    }
    if kind == "other" and ids["arxiv"]:
        kind = "preprint"
    whole = kind in venues.WHOLE and not end
    links = {"pdf": pdf} if (pdf := first("L1")) else {}
    for address in addresses:
        if address.startswith("http") and not identifiers.spelled(address, ids):
            links.setdefault("publisher", address)
    return Record(
        place=place,
        kind=venues.kind_at(kind, container),
        key=first("ID"),
        title=line("TI", "T1", "CT") or (line("BT") if kind == "book" else ""),
        authors=authors,
        et_al=et_al or any(map(_GOES_ON.fullmatch, notes)),
        length=start if whole and start.isdecimal() else "",
        editors=editors,
        date=date,
        date_text="" if date else written,
        status=status or identifiers.status(written),
        container=Container(
            name="arXiv" if identifiers.arxiv(container) else container,
            volume=first("VL"),
            issue=first("IS", "M1") if kind != "thesis" else "",
            pages="" if whole else start if end in ("", start) or "-" in start else f"{start}–{end}",
            publisher=publisher if publisher != container else "",
            place=line("CY", "PP"),
            edition=first("ET"),
            series=line("T3") if first("T2") else "",
        ),
        ids=ids,
        links=links,
        abstract=from_html_blocks(first("AB", "N2")),
        notes=tuple(from_html(each) for each in notes if each != status and not _GOES_ON.fullmatch(each)),
        tags=unique(part for each in every("KW") for part in each.split(";")),
        language=identifiers.language(first("LA")),
    )


def _date(written: str) -> str:
    """Return a date such as `2023/05/28/`, `2024///` or `2023/05/28/Spring`, whose parts may be empty."""
    if re.match(r"\d{4}/", written):
        written = "-".join(part for part in written.split("/")[:3] if part.strip().isdecimal())
    return identifiers.date(written)


def _people(lines: list[str]) -> tuple[tuple[Contributor, ...], bool]:
    """Return the people of the lines, each once, though a line may repeat one with the name turned."""
    found: dict[frozenset[str], Contributor] = {}
    et_al = False
    for line in lines:
        group = "," not in line and people.split(line) == (line, "")
        persons, goes_on, _ = names.contributors(f"{{{line}}}" if group else line)
        et_al |= goes_on
        for person in persons:
            found.setdefault(frozenset(person.name.casefold().split()), person)
    return tuple(found.values()), et_al
