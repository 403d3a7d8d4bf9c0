"""BibTeX entries (Patashnik, "BibTeXing", 1988, with the fields that biblatex added).

Text stays UTF-8, which biber reads and LaTeX has taken for granted since 2018; accents are not spelt out.
What LaTeX itself would act on is escaped, and signs that a text font lacks (`⁻⁶`, `√`, `ℝ`, `α`) become the
formula that prints them; the formulas of a title are written as formulas. Braces keep capitals from styles
that lower them: those within a word (`dLLM`) and in all-capital words always, those of names where the title is
written like a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from paperfolio.model import Author, Paper
from paperfolio.scholar.cite import record
from paperfolio.scholar.cite.formulas import GREEK, SIGNS, taken_out
from paperfolio.text.cleaning import clean
from paperfolio.text.folding import fold

_TYPES = {
    "article": "article",
    "conference": "inproceedings",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
}
# The field that names the whole, or whom the work was done for.
_WHOLE = {"article": "journal", "conference": "booktitle", "chapter": "booktitle"}
_FOR_WHOM = {"thesis": "school", "report": "institution"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NOTES = {
    "accepted": "To appear",
    "under review": "Under review",
    "draft": "Draft",
    "withdrawn": "Withdrawn",
    "retracted": "Retracted",
}

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # `\{` would still count as a brace for BibTeX
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_LITERAL = str.maketrans(_ESCAPES)
_SUPER = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
_SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", "0123456789+-=()aeoxhklmnpstij", strict=True))
# Greek is a formula where it stands alone, and text where it makes a word.
_FORMULA = re.compile(
    rf"[{''.join(_SUPER)}]+|[{''.join(_SUB)}]+|[{''.join(SIGNS)}]"
    rf"|(?<![\u0370-\u03ff])[{''.join(GREEK)}](?![\u0370-\u03ff])"
)
_STOPS = frozenset(
    "a an the on of in for to and or with from by at is are der die das ein eine le la les un une".split()
)


def bibtex(paper: Paper, key: str = "") -> str:
    """Return a paper's entry, which ends in a line break; without `key` it has the one it asks for.

    The front matter's own BibTeX fields replace the generated ones as they are written; an empty one
    removes its field, and one whose braces don't match is taken as text.
    """
    own = {name.casefold(): value for name, value in paper.bibtex}
    written = own.pop("type", "")
    type_ = written if re.fullmatch(r"[A-Za-z]+", written) else _type(paper)
    fields = _fields(paper)
    for name, value in own.items():
        if re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            value = clean(value)
            fields[name] = "{" + (value if _balanced(value) else escaped(value)) + "}" if value else ""
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@{type_}{{{key or own_key(paper)},", *lines, "}", ""])


def keys(papers: Iterable[Paper]) -> Mapping[str, str]:
    """Return each paper's key by its slug, all different: of two alike, the later slug gets a letter."""
    taken: set[str] = set()
    found = {}
    for paper in sorted(papers, key=lambda it: (not it.bibtex_key, it.slug)):
        wanted = own_key(paper)
        suffixes = (suffix for length in (1, 2, 3) for suffix in _suffixes(length))
        key = wanted if wanted.casefold() not in taken else ""
        key = key or next(wanted + it for it in suffixes if (wanted + it).casefold() not in taken)
        taken.add(key.casefold())
        found[paper.slug] = key
    return found


def own_key(paper: Paper) -> str:
    """Return the key that the front matter gives, else first family name, year and first word: `doe2024rates`."""
    given = re.sub(r"[^\w:.+/*&-]", "", clean(paper.bibtex_key))
    if given:
        return given
    first = paper.authors[0] if paper.authors else None
    family = _folded(first.family or first.name) if first else ""
    words = [_folded(word) for word in re.split(r"[\W_]+", clean(paper.title.plain))]
    word = next((word for word in words if word and word not in _STOPS and not word.isdecimal()), "")
    year = str(paper.date.year)
    return f"{family}{year}{word}" if family else f"{paper.slug.split('-')[0]}{year}{word}"


def escaped(text: str) -> str:
    """Return plain text so that LaTeX prints it: its special characters escaped, its signs as formulas."""
    parts, end = [], 0
    for match in _FORMULA.finditer(text):
        parts += [text[end : match.start()].translate(_LITERAL), f"{{${_formula(match[0])}$}}"]
        end = match.end()
    return "".join([*parts, text[end:].translate(_LITERAL)])


def _formula(signs: str) -> str:
    if signs[0] in _SUPER:
        return "^{" + "".join(_SUPER[sign] for sign in signs) + "}"
    if signs[0] in _SUB:
        return "_{" + "".join(_SUB[sign] for sign in signs) + "}"
    return SIGNS.get(signs) or "\\" + GREEK[signs]


def _type(paper: Paper) -> str:
    kind = record.kind(paper)
    if kind == "thesis" and record.is_masters(paper):
        return "mastersthesis"
    return _TYPES.get(kind, "misc")


def _fields(paper: Paper) -> dict[str, str]:
    """Return the generated fields in the order in which they are printed."""
    kind, venue = record.kind(paper), paper.venue
    first, last = record.pages(paper)
    names = [_name(author) for author in paper.authors] + (["others"] if paper.et_al else [])
    text = {
        "author": " and ".join(names),
        "title": _whole_title(paper),
        _WHOLE.get(kind, "howpublished"): escaped(record.container(paper)),
    }
    if kind in _FOR_WHOM:
        text.pop("howpublished")
        text[_FOR_WHOM[kind]] = escaped(record.institution(paper))
    fields = {name: _braced(value) for name, value in text.items()}
    fields["year"] = _braced(str(paper.date.year))
    fields["month"] = _MONTHS[paper.date.month - 1] if paper.date.month else ""
    arxiv = record.identifier(paper, "arxiv")
    class_ = paper.category.label if arxiv and paper.category else ""
    more = {
        "volume": escaped(clean(venue.volume)) if venue else "",
        "number": escaped(clean(venue.issue)) if venue else "",
        "pages": escaped(first) + (f"--{escaped(last)}" if last else ""),
        "publisher": escaped(clean(venue.publisher)) if venue and kind not in _FOR_WHOM else "",
        "address": escaped(clean(venue.place)) if venue else "",
        "doi": _verbatim(record.identifier(paper, "doi")),
        "eprint": _verbatim(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "primaryclass": class_ if re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", class_) else "",
        "isbn": record.identifier(paper, "isbn"),
        "issn": record.identifier(paper, "issn"),
        "url": _verbatim(record.address(paper)),
        "note": _NOTES.get(paper.status or "", ""),
    }
    return {**fields, **{name: _braced(value) for name, value in more.items()}}


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _name(author: Author) -> str:
    """Return `von Last, Jr, First`; a name that isn't split stands in braces, so that BibTeX doesn't split it."""
    family, given = clean(author.family), clean(author.given)
    if not family or not given or "," in given:
        return "{" + escaped(clean(author.name)) + "}"
    family, suffix = record.without_suffix(family)
    parts = [escaped(part) for part in (family, suffix, given) if part]
    if any(re.search(r"(^|\s)and(\s|$)|,", part, re.IGNORECASE) for part in parts):
        parts = ["{" + part + "}" for part in parts]
    return ", ".join(parts)


def _whole_title(paper: Paper) -> str:
    main, formulas = taken_out(paper.title)
    written = _title(record.titled(main, paper))
    return re.sub("[\ufdd0-\ufdef]", lambda mark: f"{{${formulas[mark[0]]}$}}", written)


def _title(title: str) -> str:
    words = title.split(" ")
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    like_a_sentence = sum(word[0].isupper() for word in long) * 2 <= len(long)
    kept = []
    for position, word in enumerate(words):
        parts = word.lstrip("“‘(['\"").split("-")
        inner = any(letter.isupper() for part in parts for letter in part[1:])
        name = word[:1].isupper() and (like_a_sentence or len(word) == 1) and position > 0
        protected = (inner or name) and not _FORMULA.fullmatch(word)
        kept.append("{" + escaped(word) + "}" if protected else escaped(word))
    return " ".join(kept)


def _verbatim(value: str) -> str:
    """Return an address for a field that is read as it is: only what would end or unbalance it is encoded."""
    return value.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _balanced(value: str) -> bool:
    depth = 0
    for letter in value:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0 and not value.endswith("\\")


def _folded(word: str) -> str:
    return "".join(letter for letter in fold(word) if letter.isascii() and letter.isalnum())


def _suffixes(length: int) -> Iterable[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters if length == 1 else (one + rest for one in letters for rest in _suffixes(length - 1))
