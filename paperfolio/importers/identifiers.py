"""DOIs, arXiv ids and dates, wherever other programs' fields hide them, in one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from paperfolio.content.dates import read_date
from paperfolio.content.paper_fields import PAPER_IDS
from paperfolio.scholar.registers import identifier

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'{}|\\^`“”]+")
_DOI_TAIL = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|pdfdirect|epdf|meta|html|summary|fulltext|full-text|references|citations))+/?$"
    r"|\.(?:full|abstract|pdf|full\.pdf|full-text|short|long)$",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org)?[\s:./]*(?:abs/|pdf/|html/|preprint\s*|e-prints?\s*|arxiv:\s*)*|(?<![\w/])abs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)(?!\d)",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january enero janvier januar janeiro gennaio januari",
            "feb february febrero février fevrier februar fevereiro febbraio februari",
            "mar march marzo mars märz marco março maart",
            "apr april abril avril aprile",
            "may mayo mai maio maggio mei",
            "jun june junio juin juni junho giugno",
            "jul july julio juillet juli julho luglio",
            "aug august agosto août aout augustus",
            "sep sept september septiembre septembre setembro settembre",
            "oct october octubre octobre oktober outubro ottobre okt",
            "nov november noviembre novembre novembro",
            "dec december diciembre décembre decembre dezember dezembro dicembre dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
IN_PREPARATION = "in preparation"
_STATUSES = (
    (
        r"\b(?:in|under)\s+prep|\bworking paper|\bunpublished|\bmanuscript\b|\bongoing\b|\bdraft\b",
        IN_PREPARATION,
    ),
    (r"\bunder\s+review|\bsubmitted|\bin\s+review|\brevise|\bR&R\b|\bresubmit", "under review"),
    (
        r"\bto\s+appear|\bforthcoming|\bin\s+press|\baccepted|\binpress|\bonline\s+first|\bahead\s+of\s+print",
        "accepted",
    ),
)


def doi(*sources: str) -> str:
    """Return the first DOI in the texts, bare; empty where there is none."""
    for source in sources:
        for text in dict.fromkeys((source, unquote(source))):
            if found := _DOI.search(re.sub(r"(?<=10\.\d{4}/)\s+|\\(?=[_%&#])", "", text)):
                value = unquote(found.group()) if "%" in found.group() else found.group()
                if "://" in text and "doi.org" not in text:
                    value = re.sub(r"[?#&].*$", "", value)
                value = _balanced(_DOI_TAIL.sub("", _balanced(value)))
                value = re.sub(r"(10\.1101/[\d.]+)v\d+.*$", r"\1", value)
                if identifier("doi", value):
                    return value
        if nature := re.search(r"nature\.com/articles/([\w.-]+?)(?:\.pdf)?(?:[?#]|$)", source):
            return f"10.1038/{nature[1]}"
    return ""


def _balanced(value: str) -> str:
    """Drop what a sentence puts behind a DOI: punctuation, and brackets that it opened itself."""
    while value:
        last = value[-1]
        if last in ".,:;!?*_" or (
            last in ")]>" and value.count(last) > value.count({")": "(", "]": "[", ">": "<"}[last])
        ):
            value = value[:-1]
        else:
            break
    return value.split("</")[0].split("&lt;/")[0]


def arxiv(*sources: str) -> str:
    """Return the first arXiv id in the texts, where they name arXiv."""
    for source in sources:
        if (found := _ARXIV.search(unquote(source))) and identifier("arxiv", found[1].removesuffix(".pdf")):
            return found[1]
    return ""


def bare_arxiv(value: str) -> str:
    """Return the arXiv id of a field that contains nothing else."""
    found = identifier("arxiv", value.strip()) or identifier("arxiv", arxiv(value))
    return found.value if found else ""


def registered(text: Callable[[str], str], **elsewhere: str) -> dict[str, str]:
    """Return the identifiers but DOI and arXiv's in the fields; `elsewhere` maps other names of fields to registers."""
    named = ((name, name) for name in PAPER_IDS if name not in ("doi", "arxiv"))
    found: dict[str, str] = {}
    for field, name in (*named, *elsewhere.items()):
        if written := text(field):
            several = (written, re.split(r"\s*[,;]", written)[0], written.split()[0])
            if value := next(filter(None, (identifier(name, each) for each in several)), None):
                found.setdefault(name, value.value)
    return found


def spelled(address: str, ids: Mapping[str, str]) -> bool:
    """Return whether an address is the page of one of the identifiers, which the site links by itself."""
    found = ((identifier(kind, address), value) for kind, value in ids.items() if value)
    return "/pdf/" not in address and any(
        known and without_version(known.value).startswith(without_version(value)) for known, value in found
    )


def language(tag: str) -> str:
    """Return a language as `en` or `pt-BR`, empty where it is anything else."""
    tag = tag.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2,4})?", tag) else ""


def without_version(arxiv_id: str) -> str:
    """Return an arXiv id without `v2`, in lower case."""
    return re.sub(r"v\d+$", "", arxiv_id.casefold())


def month(text: str) -> int:
    """Return the month that a word or a number names, 0 for none."""
    if word := re.search(r"[^\W\d_]{3,}", text):
        return _MONTHS.get(word.group().casefold(), 0)
    number = re.search(r"\d{1,2}", text)
    return int(number.group()) if number and 1 <= int(number.group()) <= 12 else 0


def date(text: str, *, day_first: bool = True) -> str:
    """Return a date in ISO 8601 as precisely as it is valid; empty where there is no year.

    A range counts by its beginning. `2016-02-31` is February 2016.
    """
    text = text.strip()
    if found := re.match(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d])", text):
        return _date(*found.groups())
    if found := re.search(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b", text):
        first, second, year = found.groups()
        if (not day_first and int(first) <= 12) or int(second) > 12:
            first, second = second, first
        return _date(year, second, first)
    if year := re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text):
        words = re.findall(r"[^\W\d_]{3,}", text)
        number = next((_MONTHS[word.casefold()] for word in words if word.casefold() in _MONTHS), 0)
        if not number:
            return _date(year.group())
        day = re.search(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th|\.)?(?!\d)", text.replace(year.group(), " "))
        return _date(year.group(), str(number), day[1] if day else None)
    return ""


def _date(year: str, month_: str | None = None, day: str | None = None) -> str:
    if year > "2999":
        return ""
    parts = [year, *(f"{int(part):02d}" for part in (month_, day) if part)]
    dates = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((each for each in dates if read_date(each)), "")


def status(*texts: str) -> str:
    """Return the status that words such as `in prep` or `to appear` tell, empty for none."""
    joined = " ".join(texts)
    return next((name for pattern, name in _STATUSES if re.search(pattern, joined, re.IGNORECASE)), "")


def coarsened(dates: Iterable[str]) -> bool:
    """Return whether most dates of a site fall on the first of a month: there the day isn't known."""
    days = [each[8:] for each in dates if len(each) == 10]
    return len(days) > 2 and sum(day == "01" for day in days) * 10 >= len(days) * 6


def precise(written: str, *, by_month: bool) -> str:
    """Return a date without the day, or day and month, that only fill its form."""
    if written.endswith("-01-01"):
        return written[:4]
    return written[:7] if by_month and written.endswith("-01") and len(written) == 10 else written
