"""RIS (Research Information Systems, "RIS Format Specifications", 2011) to records; alone imports rispy."""

from __future__ import annotations

import re
from typing import Any

import rispy

from paperfolio.importers import identifiers, names, venues
from paperfolio.importers.conversion import from_html, from_html_blocks
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import MAX_RECORDS, Container, Contributor, Found, Record, note
from paperfolio.problems import Place
from paperfolio.scholar.registers import identifier

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
_LISTS = {
    "AU",
    "A1",
    "A2",
    "A3",
    "A4",
    "ED",
    "KW",
    "N1",
    "UR",
    "L1",
    "L2",
    "L3",
    "L4",
    "SN",
    "LK",
    "AN",
    "PY",
    "Y1",
}
_MAPPING = {
    f"{first}{second}": f"{first}{second}"
    for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
}
_TAG = re.compile(r"^(?P<tag>[A-Z][A-Z0-9])  ?-(?P<content>.*)$")


def read(path: str, text: str) -> Found:
    """Return the publications of a RIS file."""
    starts = [number for number, line in enumerate(text.split("\n"), start=1) if re.match(r"\s*TY  ?-", line)]
    lines = [re.sub(r"^\s*([A-Z][A-Z0-9])\s{1,2}-\s?", r"\1  - ", line) for line in text.split("\n")]
    problems = []
    if len(starts) > MAX_RECORDS:
        doubt = note(
            Place(path=path), "too-large", f"more than {MAX_RECORDS:,} records", "import the file in parts"
        )
        return Found(format="RIS", problems=(doubt,))
    try:
        mapping = {tag: tag for tag in _MAPPING}
        entries: list[dict[str, Any]] = rispy.loads(
            _closed(lines),
            mapping=mapping,
            list_tags=sorted(_LISTS),
            enforce_list_tags=False,
            skip_unknown_tags=True,
        )
    except Exception as error:
        return Found(
            format="RIS",
            problems=(note(Place(path=path), "ris", f"unreadable RIS ({error})", "check the file"),),
        )
    records = []
    for index, entry in enumerate(entries):
        place = Place(path=path, line=starts[index] if index < len(starts) else 1)
        record = _record(entry, place)
        if record.title:
            records.append(record)
        else:
            problems.append(
                note(place, "empty", "a record without a title: left out", "add a line “TI  - …”")
            )
    return Found(format="RIS", records=tuple(records), problems=tuple(problems))


def _closed(lines: list[str]) -> str:
    """Give each record its end: some programs leave `ER` out."""
    kept: list[str] = []
    is_open = False
    for line in lines:
        if line.startswith("TY  -"):
            if is_open:
                kept.append("ER  - ")
            is_open = True
        elif line.startswith("ER  -"):
            is_open = False
        kept.append(line)
    return "\n".join([*kept, *(["ER  - "] if is_open else [])])


def _record(entry: dict[str, Any], place: Place) -> Record:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in _all(entry, tag)), "")

    type_ = first("TY").upper()
    kind = _KINDS.get(type_, "other")
    people, et_al, _ = _people([*_all(entry, "AU"), *_all(entry, "A1")])
    editors, _, _ = _people(
        [*_all(entry, "ED"), *(_all(entry, "A2") if kind in ("chapter", "conference paper") else [])]
    )
    notes = [each for each in _all(entry, "N1") if not re.match(r"Export Date|Cited By", each)]
    et_al |= any("list of authors goes on" in each or re.fullmatch(r"et al\.?", each) for each in notes)
    addresses = [*_all(entry, "UR"), *_all(entry, "LK"), *_all(entry, "L2")]
    written = first("PY", "Y1")
    date = identifiers.date(_date(first("DA", "Y1", "PY"))) or identifiers.date(_date(written))
    by_year = identifiers.date(_date(written))
    date = date if not by_year or date[:4] == by_year[:4] else by_year
    container = from_html(first("T2", "JO", "JF", "BT", "JA", "J2", "T3"))
    if kind in ("thesis", "report") or (kind == "preprint" and not container):
        container = from_html(first("PB")) or container
    publisher = from_html(first("PB"))
    status = next(
        (
            each
            for each in notes
            if each
            in ("published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted")
        ),
        "",
    )
    start, end = first("SP"), first("EP")
    serial = first("SN")
    ids = {
        "doi": identifiers.doi(first("DO"), *addresses, *_all(entry, "M3")),
        "arxiv": identifiers.arxiv(*addresses, first("DO"), *_all(entry, "AN"), container),
    }
    for name in ("issn", "isbn"):
        if found := identifier(name, serial.split(" ")[0].rstrip(",;")):
            ids[name] = found.value
    if not container and "arxiv" in ids["arxiv"].casefold():
        kind = "preprint"
    return Record(
        place=place,
        kind="preprint" if kind == "other" and ids["arxiv"] else venues.kind_at(kind, container),
        key=first("ID"),
        title=from_html(first("TI", "T1", "CT") or (first("BT") if kind == "book" else "")),
        authors=people,
        et_al=et_al,
        length=start if kind in venues.WHOLE and start.isdecimal() and not end else "",
        editors=editors,
        date=date,
        date_text="" if date else written,
        status=status or identifiers.status(written),
        container=Container(
            name="arXiv" if identifiers.arxiv(container) else container,
            short="",
            volume=first("VL"),
            issue=first("IS", "M1") if kind != "thesis" else "",
            pages=""
            if kind in venues.WHOLE and not end
            else f"{start}–{end}"
            if end not in ("", start) and "-" not in start
            else start,
            publisher=publisher if publisher != container else "",
            place=from_html(first("CY", "PP")),
            edition=first("ET"),
            series=from_html(first("T3")) if first("T2") else "",
        ),
        ids={name: value for name, value in ids.items() if value},
        links=_links(entry, addresses, ids),
        abstract=from_html_blocks(first("AB", "N2")),
        notes=tuple(
            from_html(each) for each in notes if each != status and "list of authors goes on" not in each
        ),
        tags=tuple(
            dict.fromkeys(
                part.strip() for each in _all(entry, "KW") for part in each.split(";") if part.strip()
            )
        ),
        language=code if re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", code := first("LA")) else "",
    )


def _all(entry: dict[str, Any], tag: str) -> list[str]:
    value = entry.get(tag, [])
    return [text for each in (value if isinstance(value, list) else [value]) if (text := str(each).strip())]


def _date(written: str) -> str:
    """`2023/05/28/`, `2024///`, and `2023/05/28/Spring` are dates with empty parts."""
    return (
        "-".join(part for part in written.split("/")[:3] if re.fullmatch(r"\d+", part.strip()))
        if "/" in written and re.match(r"\d{4}/", written)
        else written
    )


def _people(lines: list[str]) -> tuple[tuple[Contributor, ...], bool, str]:
    """Each line is a person; one that names the same person as an earlier line, turned, is a repeat."""
    found: list[Contributor] = []
    et_al = False
    for line in lines:
        people, goes_on, _ = names.contributors(
            line
            if "," in line
            else f"{{{line}}}"
            if re.search(r"\b(?:collaboration|consortium|group|team)\b", line, re.IGNORECASE)
            else line
        )
        et_al |= goes_on
        found += [
            person
            for person in people
            if not any(
                set(person.name.casefold().split()) == set(other.name.casefold().split()) for other in found
            )
        ]
    return tuple(found), et_al, ""


def _links(entry: dict[str, Any], addresses: list[str], ids: dict[str, str]) -> dict[str, str]:
    links = {}
    if pdf := next((each for each in _all(entry, "L1") if each), ""):
        links["pdf"] = pdf
    for address in addresses:
        if address.startswith("http") and not any(
            value and value.casefold() in address.casefold() for value in ids.values()
        ):
            links.setdefault("publisher", address)
    return links
