"""BibTeX and BibLaTeX (biblatex manual, chapter 2) to records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from paperfolio.importers import identifiers, names, venues
from paperfolio.importers.bibtex_blocks import Raw, split
from paperfolio.importers.bibtex_links import LINKS, ids_of, links_of
from paperfolio.importers.conversion import from_tex, from_tex_blocks, plain, verbatim, words
from paperfolio.importers.grouping import grouped
from paperfolio.importers.journals import JOURNALS
from paperfolio.importers.records import Container, Found, Record, note
from paperfolio.model import Paper, PartialDate, Text
from paperfolio.problems import Problem
from paperfolio.scholar.cite import bibtex
from paperfolio.text import markup

_KINDS = grouped(
    {
        "journal article": "article periodical suppperiodical",
        "conference paper": "inproceedings conference",
        "chapter": "inbook incollection suppbook suppcollection bookinbook inreference",
        "book": "book mvbook booklet",
        "edited volume": "collection mvcollection reference mvreference proceedings mvproceedings",
        "thesis": "phdthesis mastersthesis thesis bachelorsthesis",
        "report": "techreport report manual",
        "patent": "patent",
        "dataset": "dataset data",
        "software": "software softwareversion",
        "preprint": "unpublished preprint",
        "other": "online electronic www misc",
        "poster": "poster",
        "review": "review",
    }
)
_ALIASES = grouped(
    {
        "journal": "journaltitle",
        "address": "location",
        "annotation": "annote",
        "eprinttype": "archiveprefix",
        "eprintclass": "primaryclass",
        "institution": "school",
        "sortkey": "key",
        "": "pagination issuetitle",
        "langid": "hyphenation",
        "ads": "bibcode",
        "adsurl": "adsurl",
        "shortjournal": "journal-iso",
        "issue": "issue",
    }
)
# Fields that say how another program shows an entry, or describe nothing of the work.
_SHOWN_ONLY = frozenset(
    "bibtex_show bibtexshow altmetric dimensions google_scholar_id inspirehep_id preview file keywords mendeley-groups "
    "owner timestamp date-added date-modified bdsk-url-1 bdsk-url-2 bdsk-url-3 bdsk-file-1 bdsk-file-2 creationdate "
    "modificationdate urldate accessed abbr selected shorthand options pubcls pubtype sortkey sortname sortyear "
    "langid language "
    "adsnote adsurl archive added-at biburl intrahash interhash bibsource groups __markedentry internal-note pubstate "
    "entrysubtype ids related relatedtype relatedstring entryset origdate heading month_numeric page-count readstatus "
    "ranking "
    "priority printed comment author+an numpages eprintclass eprinttype".split()
)


def read(path: str, text: str) -> Found:
    """Return the publications of a BibTeX file."""
    entries, problems = split(path, text)
    records = []
    for entry in entries:
        record, doubts = read_entry(entry)
        problems += doubts
        records.append(record)
    return Found(format="BibTeX", records=tuple(records), problems=tuple(problems))


def read_entry(entry: Raw) -> tuple[Record, list[Problem]]:
    """Return the publication that an entry describes, and what is doubtful about it."""
    fields = {_ALIASES.get(name, name) or name: value for name, value in entry.fields.items()}
    problems: list[Problem] = []
    title = from_tex(fields.get("title", ""))
    authors, et_al, doubt = names.contributors(fields.get("author", ""))
    if doubt:
        problems.append(
            note(entry.place, "authors", f"“{entry.key}”: {doubt}", "check the authors of the imported file")
        )
    editors, _, _ = names.contributors(fields.get("editor", ""))
    date, date_text = _date(fields)
    addresses = [
        verbatim(fields[name])
        for name in ("url", "html", "link", "howpublished", "note", "website")
        if name in fields
    ]
    ids = ids_of(entry.key, fields, addresses)
    kind = _kind(entry.type, fields, ids)
    notes = [
        from_tex(fields[name])
        for name in ("note", "addendum", "additional_info", "annotation")
        if name in fields
    ]
    notes = [each for each in notes if not _says_nothing(plain(each), ids)]
    status = identifiers.status(
        date_text, *map(plain, notes), fields.get("pubstate", ""), fields.get("journal", "")
    )
    notes = [each for each in notes if not (status and len(plain(each)) < 14)]
    if date_text and identifiers.status(date_text) != status:
        notes.append(date_text)
    container, more = _container(entry.type, kind, fields)
    if not container.name and "arxiv" in ids and kind in ("journal article", "conference paper"):
        kind = "preprint"
        container = replace(container, short="" if container.short.casefold() == "arxiv" else container.short)
    length = _named(fields.get("pagetotal", fields.get("numpages", container.pages)))
    length = length if length.isdecimal() and kind in venues.WHOLE else ""
    awards = [from_tex(fields[name]) for name in ("award_name", "award") if name in fields]
    image = verbatim(fields.get("preview", ""))
    record = Record(
        place=entry.place,
        kind=kind,
        key=entry.key,
        title=title,
        subtitle=from_tex(fields.get("subtitle", "")),
        authors=authors,
        et_al=et_al,
        editors=editors,
        date=date,
        date_text=date_text,
        status=status,
        container=container if not length else replace(container, pages=""),
        length=length,
        ids=ids,
        links=links_of(fields, addresses, ids),
        abstract=from_tex_blocks(fields.get("abstract", "")),
        notes=tuple(dict.fromkeys([*notes, *more])),
        awards=tuple(dict.fromkeys(awards[:1])),
        tags=_tags(fields.get("keywords", "")),
        selected=fields.get("selected", "").casefold() == "true" or "feature" in fields.get("options", ""),
        image=image,
        language=_language(fields.get("langid", fields.get("language", ""))),
        extra=_extra(entry, fields, title),
    )
    return record, problems


def _says_nothing(text: str, ids: Mapping[str, str]) -> bool:
    bare = re.sub(
        r"https?://\S+|arxiv(?:\s+preprint)?:?\s*[\w./-]*(?:\s*\[[\w.-]+\])?|doi:?\s*\S+|publisher:.*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return not re.search(r"\w{3}", bare) and (bool(ids) or "://" in text)


def _date(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the date, and the words that stand for one."""
    full = plain(from_tex(fields.get("date", "")))
    year = plain(from_tex(fields.get("year", "")))
    exact, by_year = identifiers.date(re.split(r"/(?!\d\d?(?:/|$))", full)[0]), identifiers.date(year)
    if not by_year or (exact and exact[:4] == by_year[:4]):
        return exact or by_year, "" if exact or by_year else (full or year)
    if len(by_year) == 4 and (month := identifiers.month(plain(from_tex(fields.get("month", ""))))):
        day = re.search(
            r"(?<!\d)[0-3]?\d(?!\d)",
            fields.get("day", "") or (fields["month"] if re.search(r"[A-Za-z]{3}", fields["month"]) else ""),
        )
        by_year = identifiers.date(f"{by_year}-{month}-{day[0]}" if day else f"{by_year}-{month}")
    return by_year, year if identifiers.status(year) else ""


def _kind(type_: str, fields: Mapping[str, str], ids: Mapping[str, str]) -> str:
    kind = _KINDS.get(type_, "other")
    whole = " ".join(
        fields.get(name, "")
        for name in ("journal", "booktitle", "howpublished", "note", "publisher", "series")
    )
    if kind in ("journal article", "other", "preprint") and re.search(
        r"\b(?:arxiv|bi?orxiv|medrxiv|chemrxiv|psyarxiv|ssrn|preprint|corr)\b", whole, re.IGNORECASE
    ):
        return "preprint"
    if kind == "conference paper":
        return venues.kind_at(kind, whole)
    if kind == "other":
        if (
            re.search(r"\bdata\s?set\b", fields.get("title", ""), re.IGNORECASE)
            or "dataset" in fields.get("type", "").casefold()
        ):
            return "dataset"
        if fields.get("booktitle"):
            return "conference paper"
        if fields.get("journal"):
            return "journal article"
        if "arxiv" in ids:
            return "preprint"
    return kind


def _container(type_: str, kind: str, fields: Mapping[str, str]) -> tuple[Container, list[str]]:
    """Return where it appeared, and the words that were no name of a place."""

    def text(*each: str) -> str:
        return next((line for name in each if name in fields and (line := _named(fields[name]))), "")

    notes: list[str] = []
    name = (
        text("journal") or text("booktitle")
        if type_ in ("article", "periodical")
        else text("booktitle") or text("journal")
    )
    if kind in ("thesis", "report"):
        name = text("institution", "publisher", "organization") or name
    name = (
        name
        or text("eventtitle", "conference", "howpublished")
        or (text("institution", "organization") if kind != "book" else "")
    )
    if re.fullmatch(r"(?:https?://|www\.)\S+", name) or (
        kind not in ("thesis", "report", "book")
        and re.fullmatch(
            r"\W*(?:available (?:at|from)|online|web ?page|website|url)\W*.*", name, re.IGNORECASE
        )
    ):
        name = ""
    volume, issue, pages = text("volume"), text("issue", "number"), text("pages").replace("--", "–")
    if re.search(r"\barxiv\b", name, re.IGNORECASE) and identifiers.arxiv(name):
        name = "arXiv"
    if re.fullmatch(r"corr|arxiv e-?prints?|arxiv preprints?", name, re.IGNORECASE):
        name = "arXiv"
    if re.match(r"abs/\d", volume):
        volume = ""
    if (
        (glued := re.fullmatch(r"(.*\b[A-Z])(\d{1,3})", name))
        and volume in ("", glued[2])
        and type_ == "article"
    ):
        name, volume = glued.groups()
    if (
        kind == "journal article"
        and identifiers.status(name)
        and re.search(r"^\W*(?:revise|r&r|under|submitted|in prep|working)", name, re.IGNORECASE)
    ):
        notes.append(name)
        name = ""
    short = text("abbr", "shorthand", "shortjournal", "journalabbr")
    return Container(
        name=name,
        short="" if short == name else short,
        volume=volume,
        issue=issue,
        pages=re.sub(r"\s*[–—−]+\s*|(?<=\d)-(?=[A-Z]?\d+$)", "–", pages),
        publisher=text("publisher") or (text("organization") if kind not in ("thesis", "report") else ""),
        place=text("address"),
        series=text("series"),
        edition=text("edition"),
        chapter=text("chapter"),
    ), notes


def _named(source: str) -> str:
    macro = re.fullmatch(r"\s*\\(\w+)\s*", source)
    if macro and macro[1].casefold() in JOURNALS:
        return JOURNALS[macro[1].casefold()]
    if "\\url" in source or "\\href" in source:
        return verbatim(source)
    return words(from_tex(source)).strip(" ,;")


def _tags(source: str) -> tuple[str, ...]:
    text = words(from_tex(source)) if source else ""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,]\s*", text) if part.strip()))


_LANGUAGES = grouped(
    {
        "en": "english american british usenglish ukenglish eng",
        "de": "german ngerman deutsch",
        "fr": "french français francais",
        "es": "spanish español",
        "it": "italian",
        "pt": "portuguese",
        "pt-BR": "brazilian",
        "nl": "dutch",
        "pl": "polish",
        "ru": "russian",
        "zh": "chinese",
        "ja": "japanese",
        "ko": "korean",
        "sv": "swedish",
        "da": "danish",
        "no": "norwegian",
        "fi": "finnish",
        "cs": "czech",
    }
)


def _language(source: str) -> str:
    text = source.strip().replace("_", "-")
    return _LANGUAGES.get(
        text.casefold(), text if re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2,4})?", text) else ""
    )


def _extra(entry: Raw, fields: Mapping[str, str], title: str) -> dict[str, str]:
    """Return what BibTeX alone needs: the key, the type where no kind stands for it, and fields without a home."""
    known = {
        *LINKS,
        *_SHOWN_ONLY,
        *"author editor title subtitle year month day date journal booktitle volume number issue pages publisher "
        "address institution organization series edition chapter doi arxiv eprint url html link "
        "howpublished note addendum "
        "additional_info annotation abstract award award_name pmid pmcid hal hal_id isbn issn "
        "openreview ads mathscinet mrnumber zbl zblnumber ssrn "
        "urn swh osf shortjournal journalabbr eventtitle conference keywords crossref xdata type pagetotal".split(),
    }
    extra = {
        name: " ".join(value.split())
        for name, value in fields.items()
        if name not in known and re.fullmatch(r"[a-z][a-z0-9_-]*", name)
    }
    if entry.type == "mastersthesis" or re.search(r"master|diplom", fields.get("type", ""), re.IGNORECASE):
        extra["type"] = "mastersthesis"
    raw_title = " ".join(fields.get("title", "").split())
    unaccented = re.sub(r"\\(?:[A-Za-z]+|[^A-Za-z\s])\s*\{[^{}]*\}|\{\\[^{}]*\}", "", raw_title)
    protected = re.search(r"\{[^{}$\\]*[A-Z][^{}]*\}", re.sub(r"^\{(.*)\}$", r"\1", unaccented))
    if protected and raw_title != _generated(title, fields.get("language", "")):
        extra["title"] = raw_title
    return {"key": entry.key, **extra} if entry.key else extra


def _generated(title: str, language: str) -> str:
    """Return the title of the entry that this program makes: capitals that it protects itself need no copy."""
    rendered = markup.inline(title)
    text = Text(html=rendered.html, plain=rendered.text, tex=rendered.tex)
    paper = Paper(slug="x", path="x", title=text, date=PartialDate(year=2000), language=_language(language))
    made = re.search(r"^  title = \{(.*)\},$", bibtex(paper), re.MULTILINE)
    return made[1] if made else ""
