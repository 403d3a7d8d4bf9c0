"""Venues written as a sentence, with volume, pages and the like in them, to their parts."""

from __future__ import annotations

import re

from paperfolio.importers import identifiers
from paperfolio.importers.conversion import from_html, plain
from paperfolio.importers.records import Container

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(?P<name>.+?)(?<=\S)\1(?![\w*])")
_WORD = r"(?:pp?\.?|pages?|p[aá]gs?\.?|S\.)?"
_PAGES = _WORD + (
    r"\s*(?P<pages>[A-Za-z]?\d[\w.]*\s*(?:-{1,3}|–|—|−|‐|‑)\s*[A-Za-z]?\d[\w.]*|e\d{3,}|\d{3,})"
)
_TAILS = (
    # ABNT: `v. 125, n. 4, p. 841--872`
    re.compile(
        r",?\s*v(?:ol)?\.\s*(?P<volume>[\w-]+)(?:,\s*(?:n|no|num)\.\s*(?P<issue>[\w./–-]+))?(?:,\s*p(?:p|ages)?\.?\s*(?P<pages>[\w.–-]+(?:\s*-+\s*\w+)?))?\.?\s*$",
        re.IGNORECASE,
    ),
    # IEEE Xplore: `( Volume: 20 , Issue: 1 , Feb. 2016 )`
    re.compile(
        r"\s*\(?\s*Volume:?\s*(?P<volume>\w+)\s*(?:,\s*Issue:?\s*(?P<issue>[\w/-]+)\s*)?(?:,[^)]*)?\)?\s*$",
        re.IGNORECASE,
    ),
    # `vol. 16, no. 5, pp. 1204-1227, Sept.-Oct. 2024`
    re.compile(
        r",?\s*vol(?:ume)?\.?\s*(?P<volume>\w+)(?:\s*,?\s*(?:no|issue|number|iss)\.?\s*(?P<issue>[\w/–-]+))?(?:\s*,\s*"
        + _PAGES
        + r")?(?:,\s*[\w.\s–-]*(?:19|20)\d\d)?[.,]?\s*$",
        re.IGNORECASE,
    ),
    # APA and Chicago: `44(3): 459-470`, `39(3), 605–629`
    re.compile(
        r"[,;:]?\s*(?P<volume>\d{1,4}[A-Z]?)\s*\((?P<issue>[^()]{1,20})\)\s*(?:[,:;.]\s*"
        + _PAGES
        + r")?[.,]?\s*$"
    ),
    # `13, 77-86`, `146, 31–40`
    re.compile(r"[,;:]?\s+(?P<volume>\d{1,4}[A-Z]?)\s*[,:;]\s*" + _PAGES + r"[.,]?\s*$"),
    re.compile(r",\s*(?P<volume>\d{1,3})[.,]?\s*$"),
    re.compile(
        r"[,.;:]\s*(?:pp?\.|pages?)\s*" + _PAGES.removeprefix(_WORD) + r"[.,]?\s*$",
        re.IGNORECASE,
    ),
)
_REMARK = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:oral|spotlight|poster|highlight|accepted|to appear"
    r"|under review|in press|best paper|top \d|acceptance|arxiv|preprint|also appear"
    r"|forthcoming|h5|JCR|CCF|SCI|IF)\b[^()\[\]]*)[)\]]\s*",
    re.IGNORECASE,
)


def container(written: str, short: str = "") -> tuple[Container, list[str]]:
    """Return the parts of a venue, and remarks in parentheses that belong to the work, not to its venue."""
    text = re.sub(r"(?<!\w)([*_])\s+(?=[^*_]+\1)", r"\1", from_html(written).strip())
    remarks = [plain(each).strip("() []") for each in _REMARK.findall(text)]
    bare = re.sub(r"\s+([*_]+)$", r"\1", _REMARK.sub(" ", text).strip(" ,;"))
    text = bare if bare.strip(" *_.") else text
    if acronym := re.search(r"\s*\(([A-Z][\w/-]*[A-Z]\w*,? ['’]?\d{2,4})\)([*_]*)$", text):
        text, short = text[: acronym.start()] + acronym[2], short or acronym[1]
    if identifiers.arxiv(text) or re.fullmatch(
        r"[*_]*arxiv(?: e-?prints?| preprints?)?[*_]*", text, re.IGNORECASE
    ):
        return Container(name="arXiv", short=_short(short)), [
            each for each in remarks if not identifiers.arxiv(each)
        ]
    parts: dict[str, str] = {}
    emphasised = [each for each in _EMPHASIS.finditer(text) if re.search(r"\w{3}", each["name"])]
    if emphasised and (match := emphasised[0]):
        rest = text[match.end() :]
        name = match["name"]
        bare = f"{name}{rest}" if re.match(r"\s*[,(:;]?\s*\d|\s*,?\s*v(?:ol)?\.", rest) else name
        publisher = re.match(r"[.,]?\s*(?:\([^()]*\)[.,]?\s*)?([\w .&-]+):\s*([^,.;]+)", rest)
        if publisher:
            parts = {"place": publisher[1].strip(), "publisher": publisher[2].strip()}
        if pages := re.search(r"\bpp?\.\s*(\w+\s*[-–]+\s*\w+)", rest):
            parts["pages"] = pages[1]
        text = bare
    text = plain(text)
    text = re.sub(r"^\s*(?:In:?|Published in:?|Presented at:?|Proc\. of:?)\s+(?=\S)", "", text)
    for tail in _TAILS:
        if (found := tail.search(text)) and found.start() > 2:
            given = {name: value.strip() for name, value in found.groupdict().items() if value}
            if _only_year(given):
                continue
            parts |= given
            text = text[: found.start()]
            break
    text = re.sub(
        r"\s*[,;:]?\s*\((?:19|20)\d\d\)$",
        lambda year: year[0] if not parts.get("volume") else "",
        text.strip(" ,;:"),
    )
    if (
        not emphasised
        and (publisher := re.fullmatch(r"([A-Z][\w .-]{2,25}):\s+([^:]{3,80})", text))
        and re.search(r"\b(?:Press|Universi\w+|Verlag|Publish\w*|Books|Institut\w*)\b", publisher[2])
    ):
        parts |= {"place": publisher[1]}
        text = publisher[2]
    page_range = re.sub(r"\s*(?:-{1,3}|–|—|−|‐|‑)\s*", "–", parts.pop("pages", ""))
    text = text.strip(" ,;")
    if text.endswith(".") and not re.search(r"\b\w{1,5}\.$", text):
        text = text[:-1]
    return Container(name=text, short=_short(short), pages=page_range, **parts), [
        each for each in remarks if each
    ]


# Kinds of publications that are no part of another one, so that they have a length and not a range of pages.
WHOLE = frozenset(("thesis", "book", "edited volume", "report", "software", "dataset"))


def kind_at(kind: str, name: str) -> str:
    """Return the kind of a publication that appeared in a venue of this name."""
    part = kind in ("conference paper", "journal article")
    workshop = part and re.search(r"\bworkshops?\b", name, re.IGNORECASE)
    return "workshop paper" if workshop else kind


def _only_year(given: dict[str, str]) -> bool:
    """Return whether `, 2020` was taken for a volume."""
    return set(given) == {"volume"} and bool(re.fullmatch(r"(?:19|20)\d\d", given["volume"]))


def _short(written: str) -> str:
    return re.sub(r"^\s*In:?\s+", "", plain(from_html(written))).strip(" ()") if written else ""
