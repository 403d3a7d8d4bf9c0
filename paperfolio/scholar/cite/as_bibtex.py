"""BibTeX entries (Patashnik, "BibTeXing", 1988, with the types and fields that biblatex added).

Text stays UTF-8, which biber reads and LaTeX has taken for granted since 2018; accents are not spelled out.
LaTeX's special characters are escaped, and `bibtex_signs` writes what a text font lacks. Titles are written from the
LaTeX of their authors, formulas included. Braces protect capitals from styles that lower them: always those within a
word (`dLLM`) and in all-capital words, those of names where the title is in sentence case, and all of them where the
paper's language is not English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from paperfolio.model import Author, Paper, Text, Venue
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.scholar.cite.bibtex_signs import FORMULA, printed
from paperfolio.text.cleaning import clean
from paperfolio.text.folding import fold
from paperfolio.text.latex.characters import typed

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NOTES = {
    "accepted": "To appear",
    "under review": "Under review",
    "draft": "Draft",
    "withdrawn": "Withdrawn",
    "retracted": "Retracted",
}
# A formula of a title, and a macro with its arguments, which may contain one further pair of braces.
_MATH = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$")
_MACRO = re.compile(r"\\[A-Za-z]+\*?(?:\{(?:[^{}]|\{[^{}]*\})*\})+")
_MARKS = [chr(0xFDD0 + number) for number in range(32)]  # noncharacters, which no clean text contains
_STOPS = frozenset(
    "a an the on of in for to and or with from by at is are der die das ein eine le la les un une".split()
)


def bibtex(paper: Paper, key: str = "") -> str:
    """Return a paper's entry, which ends in a line break; without `key` it has its own (see `own_key`).

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
    """Return each paper's key by its slug, all different: of two equal keys, the later slug's gets a letter."""
    taken: set[str] = set()
    found = {}
    for paper in sorted(papers, key=lambda paper: (not paper.bibtex_key, paper.slug)):
        wanted = own_key(paper)
        suffixes = (suffix for length in (1, 2, 3) for suffix in _suffixes(length))
        key = wanted if wanted.casefold() not in taken else ""
        key = key or next(wanted + suffix for suffix in suffixes if (wanted + suffix).casefold() not in taken)
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
    """Return plain text as LaTeX that prints it: special characters escaped, signs as formulas."""
    return printed(typed(text))


def _type(paper: Paper) -> str:
    kind = kinds.of(paper)
    return "mastersthesis" if kind.name == "thesis" and record.is_masters(paper) else kind.bibtex


def _fields(paper: Paper) -> dict[str, str]:
    """Return the generated fields in the order in which they are printed."""
    kind, venue = kinds.of(paper), paper.venue or Venue()
    first, last = record.pages(paper)
    whole, publisher = record.container(paper), record.publisher(paper)
    arxiv = record.identifier(paper, "arxiv")
    class_ = paper.category.label if arxiv and paper.category else ""
    issuer = "howpublished" if kind.bibtex == "misc" else kind.issuer
    notes = (_NOTES.get(paper.status or "", ""), *(_latex(note) for note in paper.notes))
    number = "edition" if kind.bibtex not in ("dataset", "software") else "version"
    text = {
        "author": " and ".join([*map(_name, record.authors(paper)), *(["others"] if paper.et_al else [])]),
        "editor": " and ".join(map(_name, record.editors(paper))),
        "title": bibtex_title(paper),
        kind.part_of: escaped(whole),
        issuer: escaped(publisher or (record.appeared(paper) if kind.bibtex == "misc" else "")),
        "type": escaped(_genre(paper)),
        "series": escaped(record.series(paper)),
        "volume": escaped(clean(venue.volume)),
        "number": escaped(clean(venue.issue)),
        number: escaped(clean(paper.edition)),
        "chapter": escaped(clean(paper.chapter)),
        "pages": escaped(first) + (f"--{escaped(last)}" if last else ""),
        "pagetotal": str(paper.number_of_pages or ""),
        "address": escaped(clean(venue.place)),
        "year": str(paper.date.year),
        "month": "",
        "doi": _verbatim(record.identifier(paper, "doi")),
        "eprint": _verbatim(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "primaryclass": class_ if re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", class_) else "",
        "isbn": record.identifier(paper, "isbn"),
        "issn": record.identifier(paper, "issn"),
        "url": _verbatim(record.address(paper)),
        "language": paper.language,
        "keywords": escaped(", ".join(clean(tag) for tag in paper.tags)),
        "note": ". ".join(filter(None, notes)),
        "abstract": escaped(clean(paper.abstract.plain)),
    }
    text.pop("", None)
    fields = {name: _braced(value) for name, value in text.items()}
    fields["month"] = _MONTHS[paper.date.month - 1] if paper.date.month else ""
    return fields


def _genre(paper: Paper) -> str:
    """Return what kind of thesis or report it is, or whose patent, where the entry's type doesn't say it."""
    match kinds.of(paper).name:
        case "thesis" | "report":
            genre = record.genre(paper)
            return "" if genre.casefold() in ("phd thesis", "master’s thesis", "technical report") else genre
        case "patent":
            return record.appeared(paper)
    return ""


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _name(author: Author) -> str:
    """Return `von Last, Jr, First`; a name that isn't split is in braces, so that BibTeX doesn't split it."""
    family, given = clean(author.family), clean(author.given)
    if not family or not given or "," in given:
        return "{" + escaped(clean(author.name)) + "}"
    family, suffix = record.without_suffix(family)
    parts = [escaped(part) for part in (family, suffix, given) if part]
    if any(re.search(r"(^|\s)and(\s|$)|,", part, re.IGNORECASE) for part in parts):
        parts = ["{" + part + "}" for part in parts]
    return ", ".join(parts)


def _latex(text: Text) -> str:
    """Return a text as its author wrote it in LaTeX, or as plain text where that isn't known or has loose braces."""
    source = clean(text.tex)
    return printed(source) if source and _balanced(_MATH.sub(_kept, source)) else escaped(clean(text.plain))


def _kept(formula: re.Match[str]) -> str:
    r"""Return a formula in braces; BibTeX would count those of `\{` and `\}`."""
    source = re.sub(r"\\([{}])", lambda brace: r"\lbrace " if brace[1] == "{" else r"\rbrace ", formula[1])
    return f"{{${source}$}}"


def bibtex_title(paper: Paper) -> str:
    """Return a paper's title and subtitle as LaTeX, with braces around the capitals to protect."""
    source = record.titled(*(_source(text) for text in (paper.title, paper.subtitle)))
    hidden: dict[str, str] = {}

    def hide(match: re.Match[str]) -> str:
        if len(hidden) == len(_MARKS):
            return match[0]
        mark = _MARKS[len(hidden)]
        hidden[mark] = _kept(match) if match[0].startswith("$") else printed(match[0])
        return mark

    shown = _protected(_MACRO.sub(hide, _MATH.sub(hide, source)), paper.language)
    for mark, written in reversed(hidden.items()):
        shown = shown.replace(mark, written)
    return shown


def _source(text: Text) -> str:
    source = clean(text.tex)
    return source if source and _balanced(_MATH.sub(_kept, source)) else typed(clean(text.plain))


def _protected(title: str, language: str) -> str:
    """Return a title whose capitals are protected by braces."""
    words = title.split(" ")
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    foreign = bool(language) and language.split("-")[0].casefold() != "en"
    like_a_sentence = foreign or sum(word[0].isupper() for word in long) * 2 <= len(long)
    kept = []
    for position, word in enumerate(words):
        parts = word.lstrip("“‘(['\"").split("-")
        inner = any(letter.isupper() for part in parts for letter in part[1:])
        name = any(part[:1].isupper() for part in parts[: None if foreign else 1])
        name = name and (like_a_sentence or len(word) == 1) and position > 0
        protected = (inner or name) and not FORMULA.fullmatch(word)
        kept.append("{" + printed(word) + "}" if protected else printed(word))
    return " ".join(kept)


def _verbatim(value: str) -> str:
    """Return an address for a verbatim field: only what would end or unbalance it is encoded."""
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
