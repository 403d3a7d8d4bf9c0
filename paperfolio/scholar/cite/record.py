"""A paper as bibliographies see it: its kind, its parts, and text that any format can carry.

Every format (BibTeX, RIS, CSL, Highwire, schema.org) asks the same questions of a paper; they are answered
once, here. No format's own syntax is known in this file.
"""

from __future__ import annotations

import re
from typing import Literal

from paperfolio.model import Author, Paper
from paperfolio.scholar.people import SUFFIXES
from paperfolio.text.cleaning import clean

Kind = Literal["article", "conference", "chapter", "thesis", "report", "preprint", "other"]

_OF_VENUE: dict[str, Kind] = {
    "journal": "article",
    "conference": "conference",
    "workshop": "conference",
    "book": "chapter",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
    "other": "other",
}

# What a venue is called where its kind isn't given. The first that fits decides.
_BY_NAME: tuple[tuple[str, Kind], ...] = (
    (r"\b(arxiv|biorxiv|medrxiv|chemrxiv|ssrn|preprints?)\b", "preprint"),
    (r"\b(thesis|dissertation)\b", "thesis"),
    (r"\b(technical|research|tech\.) report\b", "report"),
    (r"\b(proceedings|proc\.|conference|conf\.|symposium|workshops?|meeting|congress)\b", "conference"),
    (r"^advances in neural information processing", "conference"),
    (r"\b(journal|transactions|letters|annals|bulletin|quarterly|magazine|acta|reviews?)\b", "article"),
)
# Venues whose bare name tells nothing to those who don't know them, after the year and “Findings of” are gone.
_CONFERENCES = frozenset(
    "aaai acl aistats asplos cav ccs chi coling colm colt conext corl cvpr dac eacl eccv emnlp eurocrypt "
    "crypto focs hpca iccv icdm icassp icfp iclr icml icra icse ijcai interspeech iros isca issta kdd micro "
    "miccai mlsys naacl ndss neurips nips nsdi oopsla osdi pldi podc popl recsys rss sc sigcomm siggraph sigir "
    "sigmod soda sosp stoc uai uist usenix wacv wsdm www".split()
)
_JOURNALS = frozenset(
    "cell elife jacm jasa jhep jmlr nature pnas science tacl tmlr tods tog toplas "
    "tpami ijcv neuron prl prd apj mnras".split()
)
# An acronym with a year (`CVPR 2024`, `NeurIPS '23`) names one meeting of a conference.
_EDITION = re.compile(r"[A-Z]\w*[A-Z]\w*(?: \w+)?[ -]?['’]?(?:(?:19|20)\d\d|\d\d)")

_NOT_OUT = frozenset({"draft", "under review"})


def kind(paper: Paper) -> Kind:
    """Return what kind of publication a paper is, from its venue, or where there is none from its status."""
    venue = paper.venue
    if venue is None or not (venue.name or venue.short):
        register = {each.kind for each in paper.identifiers}
        return (
            "preprint" if paper.status == "preprint" or register & {"arxiv", "biorxiv", "ssrn"} else "other"
        )
    if venue.kind:
        return _OF_VENUE[venue.kind]
    named = venue.name or venue.short
    for pattern, found in _BY_NAME:
        if re.search(pattern, named, re.IGNORECASE):
            return found
    bare = re.sub(r"\b(findings of( the)?|(19|20)\d\d|['’]?\d\d)\b", "", named, flags=re.IGNORECASE)
    bare = bare.strip(" ,:-'’").casefold()
    if bare in _CONFERENCES:
        return "conference"
    if bare in _JOURNALS or venue.volume or venue.issue:
        return "article"
    return "conference" if any(_EDITION.fullmatch(each) for each in (venue.name, venue.short)) else "other"


def title(paper: Paper) -> str:
    """Return the title with its subtitle, as one line of plain text."""
    return titled(clean(paper.title.plain), paper)


def titled(main: str, paper: Paper) -> str:
    """Return `main`, a form of the paper's title, with the subtitle."""
    sub = clean(paper.subtitle.plain)
    if not sub:
        return main
    return f"{main} {sub}" if main.endswith(("?", "!", ":", ".", "–", "—")) else f"{main}: {sub}"


def container(paper: Paper) -> str:
    """Return the whole that the paper is a part of: journal, proceedings, book; empty if there is none."""
    venue = paper.venue
    return clean(venue.name or venue.short) if venue else ""


def institution(paper: Paper) -> str:
    """Return who a thesis or a report was done for: the venue's publisher, else its name."""
    venue = paper.venue
    return clean(venue.publisher or venue.name) if venue else ""


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
    """Whether a thesis is one below a doctorate, by what its venue is called."""
    return bool(
        paper.venue and re.search(r"\b(master|m\.?sc|diplom|bachelor)", paper.venue.name, re.IGNORECASE)
    )


def is_out(paper: Paper) -> bool:
    """Whether the paper's date is one of publication: a draft and a paper under review have none."""
    return paper.status not in _NOT_OUT


def inverted(author: Author) -> str:
    """Return `Family, Given`, or the printed name where it isn't known how it splits."""
    family, given = clean(author.family), clean(author.given)
    return f"{family}, {given}" if family and given else clean(author.name)


def without_suffix(family: str) -> tuple[str, str]:
    """Return (`Davis`, `Jr.`) for `Davis Jr.`; the suffix is empty where there is none."""
    rest, _, last = family.rpartition(" ")
    if rest and last.rstrip(".").casefold() in SUFFIXES:
        return rest.rstrip(","), last
    return family, ""
