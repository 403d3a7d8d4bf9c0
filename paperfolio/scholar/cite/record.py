"""What bibliographies ask of a paper: its people, its parts, and text that any format can carry.

Every format (BibTeX, RIS, CSL, Highwire, schema.org) asks the same questions of a paper; they are answered
once, here. This file knows no format's syntax.
"""

from __future__ import annotations

import re

from paperfolio.model import Author, Paper, Venue
from paperfolio.scholar import kinds
from paperfolio.scholar.people import SUFFIXES
from paperfolio.text.cleaning import clean

_NOWHERE = Venue()
_NOT_OUT = frozenset({"draft", "under review"})
_DEGREE = re.compile(
    r"\b(thesis|dissertation|habilitation|diploma?|\w+arbeit|ph\.?d|m\.?sc|b\.?sc|master|bachelor)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(r"^[\w.]* ?(report|paper|memo|deliverable)s?$", re.IGNORECASE)
_ARCHIVES = ("arxiv", "biorxiv", "ssrn", "hal", "osf", "zenodo")


def title(paper: Paper) -> str:
    """Return the title with its subtitle, as one line of plain text."""
    return titled(clean(paper.title.plain), clean(paper.subtitle.plain))


def titled(main: str, sub: str) -> str:
    """Return a title and its subtitle as one; the subtitle may be empty."""
    if not sub:
        return main
    return f"{main} {sub}" if main.endswith(("?", "!", ":", ".", "–", "—")) else f"{main}: {sub}"


def mark(paper: Paper) -> str:
    """Return the prefix for the title of a retracted or withdrawn paper, empty for any other."""
    return {"retracted": "Retracted: ", "withdrawn": "Withdrawn: "}.get(paper.status or "", "")


def marked_title(paper: Paper) -> str:
    """Return the title with this prefix, for places without a field for the status."""
    return mark(paper) + title(paper)


def authors(paper: Paper) -> tuple[Author, ...]:
    """Return the authors; those of an edited volume without editors are its editors."""
    return () if _is_edited(paper) and not paper.editors else paper.authors


def editors(paper: Paper) -> tuple[Author, ...]:
    """Return the editors of the volume that the paper is in, or of the volume itself."""
    return paper.editors or (paper.authors if _is_edited(paper) else ())


def _is_edited(paper: Paper) -> bool:
    return kinds.of(paper).name == "edited volume"


def container(paper: Paper) -> str:
    """Return what the paper is a part of: journal, proceedings, book; empty for a publication of its own."""
    return appeared(paper) if kinds.of(paper).part_of else ""


def appeared(paper: Paper) -> str:
    """Return a single name for where the paper appeared: the venue, else the publisher."""
    venue = paper.venue
    return clean(venue.name or venue.short) if venue and (venue.name or venue.short) else publisher(paper)


def publisher(paper: Paper) -> str:
    """Return who published the paper: a press, a university, an institution, an archive.

    For a publication of its own that is the venue's name where no publisher is given.
    """
    kind, venue = kinds.of(paper), paper.venue or _NOWHERE
    if kind.part_of or kind.name == "poster":
        return clean(venue.publisher)
    name = clean(venue.name or venue.short)
    if kind.name == "thesis":
        return clean(paper.school or venue.publisher or ("" if _DEGREE.search(name) else name))
    if kind.name == "patent":
        return clean(venue.publisher)
    if kind.name == "report" and not venue.publisher and _REPORT.search(name):
        return ""
    return clean(venue.publisher) or name or (archive(paper) if kind.name == "preprint" else "")


def archive(paper: Paper) -> str:
    """Return the name of the archive that the paper is in, empty where it is in no known archive."""
    labels = {each.kind: each.label for each in paper.identifiers}
    return next((labels[name] for name in _ARCHIVES if name in labels), "")


def genre(paper: Paper) -> str:
    """Return what a bibliography calls a thesis, a report or a poster, in words: `PhD thesis`."""
    name = clean(paper.venue.name) if paper.venue else ""
    match kinds.of(paper).name:
        case "thesis":
            return name if _DEGREE.search(name) else "PhD thesis"
        case "report":
            return name.removesuffix("s") if _REPORT.search(name) else "Technical report"
        case "poster":
            return "Poster"
    return ""


def series(paper: Paper) -> str:
    """Return the series that the publication belongs to; of a report, the name of its venue beside the publisher."""
    if paper.series or kinds.of(paper).name != "report" or not paper.venue or not paper.venue.publisher:
        return clean(paper.series)
    name = clean(paper.venue.name)
    return "" if _REPORT.search(name) else name


def pages(paper: Paper) -> tuple[str, str]:
    """Return first and last page (`("7362", "7371")`); an article number has no last one.

    A last page that leaves out what it shares with the first (`1201–9`) is completed.
    """
    written = clean(paper.venue.pages) if paper.venue else ""
    found = re.fullmatch(r"(?:pp?\.\s*)?(\w[\w.:]*)\s*(?:-+|–|—|‐|‑|−|to)\s*(\w[\w.:]*)", written)
    if not found:
        return re.sub(r"^pp?\.\s*", "", written), ""
    first, last = found.groups()
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def identifier(paper: Paper, name: str) -> str:
    """Return the value of a paper's identifier of one kind (`doi`), empty if it has none."""
    return next((clean(each.value) for each in paper.identifiers if each.kind == name), "")


def address(paper: Paper) -> str:
    """Return the best public address of the paper itself: DOI, then another register, then a link."""
    registered = {each.kind: each.url for each in paper.identifiers if each.url}
    for name in ("doi", "arxiv", "acl", "openreview", "hal", "biorxiv", "pmcid", "pmid"):
        if name in registered:
            return registered[name]
    links = {link.kind: link.url for link in paper.links if link.url and not link.local}
    return next((links[name] for name in ("publisher", "pdf", "website") if name in links), "")


def is_masters(paper: Paper) -> bool:
    """Return whether a thesis is below a doctorate, judging by its name."""
    return bool(re.search(r"\b(master|m\.?sc|diplom|bachelor|b\.?sc)", genre(paper), re.IGNORECASE))


def is_out(paper: Paper) -> bool:
    """Return whether the paper's date is one of publication: drafts and papers under review have none."""
    return paper.status not in _NOT_OUT


def inverted(author: Author) -> str:
    """Return `Family, Given`, or the printed name where its parts aren't known."""
    family, given = clean(author.family), clean(author.given)
    return f"{family}, {given}" if family and given else clean(author.name)


def without_suffix(family: str) -> tuple[str, str]:
    """Return (`Davis`, `Jr.`) for `Davis Jr.`; the suffix is empty where there is none."""
    rest, _, last = family.rpartition(" ")
    if rest and last.rstrip(".").casefold() in SUFFIXES:
        return rest.rstrip(","), last
    return family, ""


def without_particle(family: str) -> tuple[str, str]:
    """Return (`van der`, `Waals`) for `van der Waals`; the particle is what begins the name in lower case."""
    words = family.split()
    count = next((position for position, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])
