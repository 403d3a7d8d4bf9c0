"""CSL-JSON (Citation Style Language 1.0.2, `csl-data.json`), as Zotero and Crossref write it, to records."""

from __future__ import annotations

import json
import re
from typing import Any

from paperfolio.content.paper_fields import STATUSES
from paperfolio.importers import identifiers, venues
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
from paperfolio.problems import Place, Problem
from paperfolio.scholar import people
from paperfolio.scholar.registers import identifier

_KINDS = grouped(
    {
        "journal article": "article-journal article-magazine journal-article",
        "other": "article-newspaper speech",
        "conference paper": "paper-conference proceedings-article",
        "chapter": "chapter book-chapter entry-encyclopedia entry-dictionary",
        "book": "book monograph",
        "edited volume": "edited-book collection",
        "thesis": "thesis dissertation",
        "report": "report standard",
        "patent": "patent",
        "dataset": "dataset",
        "software": "software",
        "preprint": "article manuscript posted-content",
        "review": "review review-book",
    }
)


def items(text: str) -> list[Any]:
    """Return the items of CSL-JSON: of a list, of an object with `items`, or a single one; none of any other text."""
    try:
        value = json.loads(text) if text.lstrip()[:1] in ("[", "{") else []
    except (ValueError, RecursionError):
        return []
    value = value.get("items", value) if isinstance(value, dict) else value
    found = value if isinstance(value, list) else [value]
    sound = all(isinstance(item, dict) for item in found)
    return found if sound and any("title" in item and "type" in item for item in found) else []


def read(path: str, text: str) -> Found:
    """Return the publications of a CSL-JSON file."""
    found = items(text)
    if len(found) > MAX_RECORDS:
        return Found(
            format="CSL-JSON", problems=(note(path, "too-large", f"more than {MAX_RECORDS:,} items"),)
        )
    records: list[Record] = []
    problems: list[Problem] = []
    position, line = 0, 1
    for number, item in enumerate(found, start=1):
        identity = re.escape(json.dumps(item.get("id"), ensure_ascii=False))
        if at := re.compile(rf'"id"\s*:\s*{identity}').search(text, position):
            line += text.count("\n", position, at.end())
            position = at.end()
        place = Place(path=path, line=line)
        if _text(item.get("title")):
            records.append(_record(item, place))
        else:
            problems.append(note(place, "empty", f"item {number} has no title: left out", "add “title”"))
    return Found(format="CSL-JSON", records=tuple(records), problems=tuple(problems))


def _record(item: dict[str, Any], place: Place) -> Record:
    def text(*fields: str) -> str:
        return next((line for field in fields if (line := _text(item.get(field)))), "")

    def line(*fields: str) -> str:
        return from_html(text(*fields))

    kind = _KINDS.get(text("type"), "other")
    url, publisher = text("URL"), line("publisher")
    archived = f"{text('archive')}:{text('archive_location')}"
    ids = {
        **identifiers.registered(lambda name: text(name.upper())),
        "doi": identifiers.doi(text("DOI"), url),
        "arxiv": identifiers.arxiv(
            *map(text, ("number", "URL", "note", "publisher", "container-title", "DOI")), archived
        ),
    }
    date = _date(item.get("issued"))
    authors, et_al = _people(item.get("author"))
    custom = item.get("custom")
    whole = publisher if kind == "thesis" else line("container-title")
    if kind == "other" and ids["arxiv"]:
        kind = "preprint"
    if kind == "preprint" and not whole:
        in_arxiv = re.search(r"\barxiv\b", f"{publisher} {text('number')} {text('archive')}", re.IGNORECASE)
        whole = "arXiv" if in_arxiv else publisher
    status, length, remark = text("status"), text("number-of-pages"), text("note")
    return Record(
        place=place,
        kind=venues.kind_at(kind, whole),
        length=length if length.isdecimal() and kind in venues.WHOLE else "",
        key=text("citation-key", "id"),
        title=line("title"),
        authors=authors,
        et_al=et_al or (isinstance(custom, dict) and custom.get("et-al") is True),
        editors=_people(item.get("editor"))[0],
        date=date,
        date_text="" if date else _literal(item.get("issued")),
        status=status if status in STATUSES else identifiers.status(status),
        container=Container(
            name="arXiv" if identifiers.arxiv(whole) else whole,
            short=line("container-title-short", "journalAbbreviation"),
            volume=text("volume"),
            issue=text("issue") or (text("number") if kind == "report" else ""),
            pages=re.sub(r"\s*[-–]+\s*", "–", text("page")),
            publisher="" if publisher == whole or identifiers.arxiv(publisher) else publisher,
            place=line("event-place", "publisher-place"),
            series=line("collection-title"),
            edition=text("edition"),
            chapter=text("chapter-number"),
        ),
        ids=ids,
        links={"publisher": url} if url and not identifiers.spelled(url, ids) else {},
        abstract=from_html_blocks(text("abstract")),
        notes=(from_html(remark),) if remark and not identifiers.arxiv(remark) else (),
        tags=unique(re.split("[;,]", text("keyword"))),
        language=identifiers.language(text("language")),
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _literal(issued: Any) -> str:
    return _text(issued.get("literal")) or _text(issued.get("raw")) if isinstance(issued, dict) else ""


def _date(issued: Any) -> str:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    given = "-".join(filter(None, map(_text, first[:3])))
    return identifiers.date(given or _literal(issued) or _text(issued))


def _people(value: Any) -> tuple[tuple[Contributor, ...], bool]:
    found, et_al = [], False
    for each in value if isinstance(value, list) else []:
        if not isinstance(each, dict):
            continue
        part = {name: _text(text) for name, text in each.items()}

        def joined(*names: str, part: dict[str, str] = part) -> str:
            return " ".join(filter(None, map(part.get, names)))

        family = joined("non-dropping-particle", "family", "suffix")
        given = re.sub(r"(?<=\b[A-Z]\.)\s+(?=-)", "", joined("given", "dropping-particle"))
        literal = part.get("literal") or part.get("name", "")
        name = literal or f"{given} {family}".strip()
        if literal.casefold() in ("others", "et al.", "et al"):
            et_al = True
        elif name:
            orcid = identifier("orcid", part.get("ORCID", ""))
            if literal or not given or people.split(name) == (family, given):
                family = given = ""
            found.append(
                Contributor(name=name, family=family, given=given, orcid=orcid.value if orcid else "")
            )
    return tuple(found), et_al
