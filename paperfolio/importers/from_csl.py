"""CSL-JSON (Citation Style Language 1.0.2, `csl-data.json`), as Zotero and Crossref write it, to records."""

from __future__ import annotations

import json
import re
from typing import Any

from paperfolio.importers import identifiers, venues
from paperfolio.importers.conversion import from_html, from_html_blocks
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import MAX_RECORDS, Container, Contributor, Found, Record, note
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


def is_csl(value: Any) -> bool:
    """Whether a JSON value is a list of CSL items, or one."""
    items = value if isinstance(value, list) else [value]
    return (
        bool(items)
        and all(isinstance(item, dict) for item in items)
        and any("title" in item and "type" in item for item in items)
    )


def read(path: str, text: str) -> Found:
    """Return the publications of a CSL-JSON file; `_lines` gives the line of each item."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Found(
            format="CSL-JSON",
            problems=(note(Place(path=path), "json", f"not JSON ({error})", "export it again"),),
        )
    items = (
        value if isinstance(value, list) else value.get("items", [value]) if isinstance(value, dict) else []
    )
    records: list[Record] = []
    problems: list[Problem] = []
    position = 0
    if len(items) > MAX_RECORDS:
        problems.append(
            note(
                Place(path=path), "too-large", f"more than {MAX_RECORDS:,} items", "import the file in parts"
            )
        )
        items = []
    for number, item in enumerate(items, start=1):
        identity = json.dumps(item.get("id"), ensure_ascii=False) if isinstance(item, dict) else ""
        found = re.compile(rf'"id"\s*:\s*{re.escape(identity)}').search(text, position) if identity else None
        position = found.end() if found else position
        place = Place(path=path, line=text.count("\n", 0, position) + 1)
        if not isinstance(item, dict) or not _text(item.get("title")):
            problems.append(note(place, "empty", f"item {number} has no title: left out", "add “title”"))
        else:
            records.append(_record(item, place))
    return Found(format="CSL-JSON", records=tuple(records), problems=tuple(problems))


def _record(item: dict[str, Any], place: Place) -> Record:
    def text(*fields: str) -> str:
        return next((line for field in fields if (line := _text(item.get(field)))), "")

    kind = _KINDS.get(text("type"), "other")
    url = text("URL")
    ids = {
        "doi": identifiers.doi(text("DOI"), url),
        "arxiv": identifiers.arxiv(
            text("number"),
            url,
            text("note"),
            text("publisher"),
            text("container-title"),
            text("archive") + ":" + text("archive_location"),
            text("DOI"),
        ),
    }
    for field, name in (("ISSN", "issn"), ("ISBN", "isbn"), ("PMID", "pmid"), ("PMCID", "pmcid")):
        if value := identifier(name, re.split(r"[\s,]", text(field))[0] if text(field) else ""):
            ids[name] = value.value
    date = _date(item.get("issued"))
    names_, et_al = _people(item.get("author"))
    whole = from_html(text("container-title"))
    if kind == "thesis":
        whole = from_html(text("publisher"))
    preprint = kind == "preprint" or (kind == "other" and ids["arxiv"])
    if preprint and not whole:
        whole = (
            "arXiv"
            if re.search(
                r"\barxiv\b", f"{text('publisher')} {text('number')} {text('archive')}", re.IGNORECASE
            )
            else from_html(text("publisher"))
        )
    publisher = from_html(text("publisher"))
    custom = item.get("custom")
    return Record(
        place=place,
        kind="preprint" if preprint else venues.kind_at(kind, whole),
        length=pages if kind in venues.WHOLE and (pages := text("number-of-pages")).isdecimal() else "",
        key=text("citation-key", "id"),
        title=from_html(text("title")),
        authors=names_,
        et_al=et_al or (isinstance(custom, dict) and custom.get("et-al") is True),
        editors=_people(item.get("editor"))[0],
        date=date,
        date_text=""
        if date
        else _text((item.get("issued") or {}).get("literal") if isinstance(item.get("issued"), dict) else ""),
        status=text("status")
        if text("status")
        in ("published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted")
        else identifiers.status(text("status")),
        container=Container(
            name="arXiv" if identifiers.arxiv(whole) else whole,
            short=from_html(text("container-title-short", "journalAbbreviation")),
            volume=text("volume"),
            issue=text("issue") or (text("number") if kind == "report" else ""),
            pages=re.sub(r"\s*[-–]+\s*", "–", text("page")),
            publisher="" if publisher == whole or identifiers.arxiv(publisher) else publisher,
            place=from_html(text("event-place", "publisher-place")),
            series=from_html(text("collection-title")),
            edition=text("edition"),
            chapter=text("chapter-number"),
        ),
        ids={name: value for name, value in ids.items() if value},
        links={"publisher": url}
        if url and not any(value and value.casefold() in url.casefold() for value in ids.values())
        else {},
        abstract=from_html_blocks(text("abstract")),
        notes=(from_html(text("note")),) if text("note") and not identifiers.arxiv(text("note")) else (),
        tags=tuple(
            dict.fromkeys(part.strip() for part in re.split(r"[;,]", text("keyword")) if part.strip())
        ),
        language=text("language") if re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", text("language")) else "",
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _date(issued: Any) -> str:
    if not isinstance(issued, dict):
        return identifiers.date(_text(issued))
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    given = "-".join(part for each in first[:3] if (part := _text(each)))
    return (
        identifiers.date(given)
        if given
        else identifiers.date(_text(issued.get("raw")) or _text(issued.get("literal")))
    )


def _people(value: Any) -> tuple[tuple[Contributor, ...], bool]:
    found, et_al = [], False
    for each in value if isinstance(value, list) else []:
        if not isinstance(each, dict):
            continue
        family = " ".join(
            part for name in ("non-dropping-particle", "family") if (part := _text(each.get(name)))
        )
        given = " ".join(part for name in ("given", "dropping-particle") if (part := _text(each.get(name))))
        suffix = _text(each.get("suffix"))
        literal = _text(each.get("literal")) or _text(each.get("name"))
        if literal.casefold() in ("others", "et al.", "et al"):
            et_al = True
            continue
        family = f"{family} {suffix}".strip()
        given = re.sub(r"(?<=\b[A-Z]\.)\s+(?=-)", "", given)
        name = literal or f"{given} {family}".strip()
        if not name:
            continue
        orcid = identifier("orcid", _text(each.get("ORCID")))
        split = people.split(name)
        if literal or split == (family, given) or not given:
            family = given = ""
        found.append(Contributor(name=name, family=family, given=given, orcid=orcid.value if orcid else ""))
    return tuple(found), et_al
