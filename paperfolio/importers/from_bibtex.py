"""BibTeX and BibLaTeX (biblatex manual, chapter 2) to records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from paperfolio.importers import identifiers, names, venues
from paperfolio.importers.bibtex_blocks import Raw, split
from paperfolio.importers.bibtex_links import addresses_of, ids_of, links_of
from paperfolio.importers.conversion import from_tex, from_tex_blocks, plain, tex, verbatim, words
from paperfolio.importers.journals import JOURNALS
from paperfolio.importers.link_fields import FIELDS
from paperfolio.importers.records import Container, Found, Record, grouped, note, unique
from paperfolio.model import Paper, PartialDate, Text
from paperfolio.problems import Problem
from paperfolio.scholar.cite import bibtex_title

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
        "shortjournal": "journal-iso",
    }
)
_NOTES = ("note", "addendum", "additional_info", "annotation")
# Fields that have a home here, say how another program shows an entry, or describe nothing of the work.
_KNOWN = frozenset(
    "abbr abstract accessed added-at addendum additional_info address adsnote ads adsurl altmetric annotation archive "
    "arxiv author author+an award award_name bdsk-file-1 bdsk-file-2 bdsk-url-1 bdsk-url-2 bdsk-url-3 bibsource "
    "bibtex_show bibtexshow biburl booktitle chapter comment conference creationdate crossref date date-added "
    "date-modified day dimensions doi edition editor entrysubtype eprint eprintclass eprinttype eventtitle "
    "file google_scholar_id groups hal_id heading howpublished html ids inspirehep_id institution interhash "
    "internal-note intrahash journal journalabbr keywords langid language link mendeley-groups modificationdate month "
    "month_numeric mrnumber note number numpages options organization owner page-count pages pagetotal "
    "preview printed priority pubcls publisher pubstate pubtype ranking readstatus "
    "selected series shorthand shortjournal sortkey sortname sortyear subtitle timestamp title type url urldate "
    "volume xdata year zblnumber __markedentry".split()
).union(FIELDS)


def read(path: str, text: str) -> Found:
    """Return the publications of a BibTeX file."""
    entries, problems = split(path, text)
    records = tuple(_record(entry, problems) for entry in entries)
    return Found(format="BibTeX", records=records, problems=tuple(problems))


def completed(record: Record, entry: Record | None) -> Record:
    """Return the record of a page with what it lacks taken from its own BibTeX entry, if there is one."""
    if not entry:
        return record
    same = plain(record.title) == plain(entry.title)
    extra = {name: value for name, value in entry.extra.items() if same or name != "title"}
    return record.filled(replace(entry, extra=extra))


def _record(entry: Raw, problems: list[Problem]) -> Record:
    fields = {_ALIASES.get(name, name) or name: value for name, value in entry.fields.items()}

    def text(name: str) -> str:
        return plain(from_tex(fields.get(name, "")))

    title = from_tex(fields.get("title", ""))
    authors, et_al, doubt = names.contributors(fields.get("author", ""))
    if doubt:
        problems.append(note(entry.place, "authors", f"“{entry.key}”: {doubt}"))
    date, date_text = _date(text, fields)
    addresses = addresses_of(fields)
    ids = ids_of(entry.key, fields, addresses)
    kind = _kind(entry.type, fields, ids)
    notes = [from_tex(fields.get(name, "")) for name in _NOTES]
    notes = [each for each in notes if each and not _says_nothing(plain(each), ids)]
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
    return Record(
        place=entry.place,
        kind=kind,
        key=entry.key,
        title=title,
        subtitle=from_tex(fields.get("subtitle", "")),
        authors=authors,
        et_al=et_al,
        editors=names.contributors(fields.get("editor", ""))[0],
        date=date,
        date_text=date_text,
        status=status,
        container=container if not length else replace(container, pages=""),
        length=length,
        ids=ids,
        links=links_of(fields, addresses, ids),
        abstract=from_tex_blocks(fields.get("abstract", "")),
        notes=unique([*notes, *more]),
        awards=unique([from_tex(fields.get("award_name", fields.get("award", "")))]),
        tags=unique(re.split("[;,]", words(from_tex(fields.get("keywords", ""))))),
        selected=fields.get("selected", "").casefold() == "true" or "feature" in fields.get("options", ""),
        image=verbatim(fields.get("preview", "")),
        language=_language(fields.get("langid", fields.get("language", ""))),
        extra=_extra(entry, fields, title, ids),
    )


# What reference managers write into notes: `ISSN: 1945-8452`, `Number: 7 Publisher: …`, `Export Date: …`.
_GENERATED = re.compile(
    r"(?:_eprint|(?:conference|meeting) name|is[sb]n|number|pages|section|publisher|(?:event-?)?place|series|volume"
    r"|issue|type|citation key|zscc|pmc?id|google-books-id|tex\.\w+|export date|cited by)\s*:",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"https?://\S+|arxiv(?:\s+preprint)?:?\s*[\w./-]*(?:\s*\[[\w., -]+\])?|doi:?\s*\S+", re.IGNORECASE
)


def _says_nothing(text: str, ids: Mapping[str, str]) -> bool:
    """Return whether a note has nothing but what other fields say."""
    if _GENERATED.match(text):
        return True
    return not re.search(r"\w{3}", _REFERENCE.sub("", text)) and (bool(ids) or "://" in text)


def _date(text: Callable[[str], str], fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the date, and the words that stand for one."""
    full, year = text("date"), text("year")
    exact, by_year = identifiers.date(re.split(r"/(?!\d\d?(?:/|$))", full)[0]), identifiers.date(year)
    if not by_year or (exact and exact[:4] == by_year[:4]):
        return exact or by_year, "" if exact or by_year else (full or year)
    if len(by_year) == 4 and (month := identifiers.month(text("month"))):
        days = fields.get("day", "") or (
            fields["month"] if re.search(r"[A-Za-z]{3}", fields["month"]) else ""
        )
        day = re.search(r"(?<!\d)[0-3]?\d(?!\d)", days)
        by_year = identifiers.date(f"{by_year}-{month}-{day[0]}" if day else f"{by_year}-{month}")
    return by_year, year if identifiers.status(year) else ""


# Crossref's and DataCite's prefixes of bioRxiv, arXiv, OSF, Research Square, SSRN, ChemRxiv, Preprints.org, TechRxiv.
_OF_PREPRINTS = re.compile(r"10\.(?:1101|48550|3123[0-5]|31219|21203|2139|26434|20944|36227)/")


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
        if re.search(r"\bdata\s?set\b", f"{fields.get('title')} {fields.get('type')}", re.IGNORECASE):
            return "dataset"
        if fields.get("booktitle"):
            return "conference paper"
        if fields.get("journal"):
            return "journal article"
        if "arxiv" in ids or _OF_PREPRINTS.match(ids.get("doi", "")):
            return "preprint"
    return venues.kind_at(kind, fields.get("journal", ""))


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
        pages=re.sub(r"\s*[–—−]+\s*|(?<=\d)(?:-| +-+ +)(?=[A-Z]?\d+$)", "–", pages),
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
    return _LANGUAGES.get(source.strip().casefold(), "") or identifiers.language(source)


def _extra(entry: Raw, fields: Mapping[str, str], title: str, ids: Mapping[str, str]) -> dict[str, str]:
    """Return what BibTeX alone needs: the key, the type where no kind stands for it, and fields without a home."""
    extra = {
        name: " ".join(value.split())
        for name, value in fields.items()
        if name not in _KNOWN and name not in ids and re.fullmatch(r"[a-z][a-z0-9_-]*", name)
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
    text = Text(html="", plain=plain(title), tex=tex(title))
    paper = Paper(slug="x", path="x", title=text, date=PartialDate(year=2000), language=_language(language))
    return bibtex_title(paper)
