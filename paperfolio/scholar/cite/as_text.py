"""Citations as people read them: APA (7th edition), IEEE, and Chicago (17th edition, author–date).

Written here for the seven kinds of `record`, in the order and punctuation that the manuals give: APA
Publication Manual, chapters 9 and 10; IEEE Reference Guide (2023); The Chicago Manual of Style, chapters 14
and 15. Titles keep the capitals that their authors gave them, since no program knows which of them are names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from paperfolio.model import Author, Paper, Text
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

STYLES: Mapping[str, str] = MappingProxyType({"apa": "APA", "ieee": "IEEE", "chicago": "Chicago"})

_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sep. Oct. Nov. Dec.".split()
_ITALIC = re.compile(r"\x02(.*?)\x03")


def formatted(paper: Paper, style: str) -> Text:
    """Return a paper's citation in one of `STYLES`: HTML with `<i>` for italics, and plain text."""
    marked = {"apa": _apa, "ieee": _ieee, "chicago": _chicago}[style](paper)
    return Text(html=_ITALIC.sub(r"<i>\1</i>", escape(marked)), plain=_ITALIC.sub(r"\1", marked))


def _i(text: str) -> str:
    """Mark text as italic; `clean` has left no such character in any text of the paper."""
    return f"\x02{text}\x03" if text else ""


def _apa(paper: Paper) -> str:
    kind, title = record.kind(paper), record.title(paper)
    first, last = record.pages(paper)
    whole, pages = record.container(paper), _range(first, last)
    names = _apa_names(paper)
    parts = [_stopped(names), f"({paper.date.year}).", ""]
    if kind == "article":
        volume, issue = _volume(paper)
        number = _i(volume) + (f"({issue})" if issue else "")
        parts += [_stopped(title), _stopped(", ".join(filter(None, (_i(whole), number, pages))))]
    elif kind in ("conference", "chapter"):
        where = f"In {_i(whole)}" + (f" ({'pp.' if last else 'p.'} {pages})" if pages else "")
        parts += [_stopped(title), _stopped(where), _stopped(_publisher(paper))]
    elif kind == "thesis":
        what = "Master’s thesis" if record.is_masters(paper) else "Doctoral dissertation"
        whose = record.institution(paper)
        parts += [f"{_i(title)} [{', '.join(filter(None, (what, whose)))}]."]
    elif kind == "report":
        _, number = _volume(paper)
        parts += [
            _stopped(_i(title) + (f" (Report No. {number})" if number else "")),
            _stopped(record.institution(paper)),
        ]
    else:
        parts += [_stopped(_i(title)), _stopped(whole or _archive(paper))]
    if not names:  # without an author the title comes first (section 9.12)
        parts = [parts[3], parts[1], *parts[4:]]
    return _joined([*parts, record.address(paper)])


def _ieee(paper: Paper) -> str:
    kind, title = record.kind(paper), record.title(paper)
    first, last = record.pages(paper)
    whole, (volume, issue) = record.container(paper), _volume(paper)
    pages = f"{'pp.' if last else 'p.'} {_range(first, last)}" if first else ""
    date = f"{_MONTHS[paper.date.month - 1]} {paper.date.year}" if paper.date.month else str(paper.date.year)
    place = clean(paper.venue.place) if paper.venue else ""
    if kind == "article":
        rest = [_i(whole), _prefixed("vol.", volume), _prefixed("no.", issue), pages, date]
    elif kind in ("conference", "chapter"):
        rest = [f"in {_i(whole)}", _prefixed("vol.", volume), place, _publisher(paper), date, pages]
    elif kind == "thesis":
        what = "M.S. thesis" if record.is_masters(paper) else "Ph.D. dissertation"
        rest = [what, record.institution(paper), place, str(paper.date.year)]
    elif kind == "report":
        rest = [record.institution(paper), place, _prefixed("Rep.", issue), date]
    else:
        arxiv = record.identifier(paper, "arxiv")
        rest = [f"arXiv:{arxiv}" if arxiv else whole, date]
    doi, address = record.identifier(paper, "doi"), record.address(paper)
    rest += [f"doi: {doi}"] if doi else []
    quoted = _quoted(title, ",")
    text = f"{_ieee_names(paper)} {quoted} {', '.join(filter(None, rest))}.".strip()
    return text if doi or not address else f"{text} [Online]. Available: {address}"


def _chicago(paper: Paper) -> str:
    kind, title = record.kind(paper), record.title(paper)
    first, last = record.pages(paper)
    whole, (volume, issue) = record.container(paper), _volume(paper)
    pages = _range(first, last)
    quoted = _quoted(title, ".")
    place = clean(paper.venue.place) if paper.venue else ""
    press = ": ".join(filter(None, (place, _publisher(paper))))
    parts = [_stopped(_chicago_names(paper)), f"{paper.date.year}.", quoted]
    if kind == "article":
        number = " ".join(filter(None, (_i(whole), volume, f"({issue})" if issue else "")))
        parts += [_stopped(number + (f": {pages}" if pages else ""))]
    elif kind in ("conference", "chapter"):
        parts += [_stopped(", ".join(filter(None, (f"In {_i(whole)}", pages)))), _stopped(press)]
    elif kind == "thesis":
        parts += [
            _stopped(
                ", ".join(
                    filter(
                        None,
                        (
                            "Master’s thesis" if record.is_masters(paper) else "PhD diss.",
                            record.institution(paper),
                        ),
                    )
                )
            )
        ]
    elif kind == "report":
        parts[2] = _stopped(_i(title))
        parts += [_stopped(_prefixed("Report", issue)), _stopped(record.institution(paper))]
    else:
        parts += [_stopped(whole or _archive(paper))]
    if not parts[0]:
        parts = [parts[2], parts[1], *parts[3:]]
    return _joined([*parts, f"{record.address(paper)}." if record.address(paper) else ""])


def _apa_names(paper: Paper) -> str:
    """Up to 20 authors; of more, the first 19, an ellipsis and the last (section 9.8)."""
    names = [_inverted(author, _initials(author)) for author in paper.authors]
    if paper.et_al:
        return ", ".join([*names, "et al."]) if names else ""
    if len(names) > 20:
        return ", ".join([*names[:19], f"… {names[-1]}"])
    return _listed(names, ", & ", ", & ")


def _ieee_names(paper: Paper) -> str:
    """Up to six authors; of more, the first and “et al.”."""
    names = [" ".join(filter(None, (_initials(author), *_last(author)))) for author in paper.authors]
    if not names:
        return ""
    if paper.et_al or len(names) > 6:
        named = names if len(names) <= 6 else names[:1]
        return ", ".join(named) + (", " if len(named) > 1 else " ") + f"{_ET_AL},"
    return _listed(names, " and ", ", and ") + ","


_ET_AL = _i("et al.")


def _quoted(title: str, mark: str) -> str:
    """Return a title in quotation marks, the mark that follows it inside, and quotes within it single."""
    inner = title.translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”" if inner.endswith(("?", "!", "?’", "!’")) else f"“{inner}{mark}”"


def _chicago_names(paper: Paper) -> str:
    """Up to ten authors; of more, the first seven and “et al.” (section 14.76); only the first is inverted."""
    names = [_inverted(author, clean(author.given)) for author in paper.authors[:1]]
    names += [clean(author.name) for author in paper.authors[1:]]
    if paper.et_al or len(names) > 10:
        return ", ".join([*(names[:7] if len(names) > 10 else names), "et al."]) if names else ""
    return _listed(names, ", and ", ", and ")


def _listed(names: Sequence[str], two: str, more: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + (two if len(names) == 2 else more) + names[-1]


def _last(author: Author) -> tuple[str, ...]:
    """Return the family name and its suffix, or the whole name where it isn't split."""
    family = clean(author.family)
    return record.without_suffix(family) if family and author.given else (clean(author.name),)


def _inverted(author: Author, given: str) -> str:
    family, *suffix = _last(author)
    return ", ".join(filter(None, (family, given if suffix else "", *suffix)))


def _initials(author: Author) -> str:
    """Return `J.-L. M.` for `Jean-Luc Maria`; nothing where the name isn't split."""
    if not author.family:
        return ""
    words = re.sub(r"\.(?=\S)(?!-)", ". ", clean(author.given)).split()
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)


def _volume(paper: Paper) -> tuple[str, str]:
    return (clean(paper.venue.volume), clean(paper.venue.issue)) if paper.venue else ("", "")


def _publisher(paper: Paper) -> str:
    return clean(paper.venue.publisher) if paper.venue else ""


def _archive(paper: Paper) -> str:
    """Return the archive's name where the paper says no venue."""
    labels = {each.kind: each.label for each in paper.identifiers}
    return next((labels[name] for name in ("arxiv", "biorxiv", "ssrn", "hal", "osf") if name in labels), "")


def _range(first: str, last: str) -> str:
    return f"{first}–{last}" if last else first


def _prefixed(word: str, value: str) -> str:
    return f"{word} {value}" if value else ""


def _stopped(text: str) -> str:
    """Return text with a full stop, unless it is empty or has its mark already."""
    return text if not text or text.rstrip("\x03").endswith((".", "?", "!")) else f"{text}."


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)
