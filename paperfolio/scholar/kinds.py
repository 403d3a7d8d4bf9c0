"""Kinds of publication: what each is called, how it is recognized, and its type in every format.

`KINDS` has one row per kind, from which BibTeX, RIS, CSL, schema.org, Zotero, Highwire and COinS take theirs.
A kind that the front matter doesn't name is deduced by `deduce`: from the venue's kind, from the venue's name, and
finally from the form of that name alone; then `Deduced.sure` is false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from paperfolio.model import Paper, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationKind:
    """One kind of publication and its type in each format.

    `part_of` is the BibTeX field that names what the publication is a part of, `issuer` the one that names who
    published it. `highwire` is the tag for the first of the two that the kind has. `coins` is the OpenURL format
    and its genre (ANSI/NISO Z39.88-2004); without a genre, `zotero` is given as the type.
    """

    name: str
    spellings: tuple[str, ...] = ()
    bibtex: str = "misc"
    ris: str = "GEN"
    csl: str = "document"
    schema_org: str = "CreativeWork"
    zotero: str = "document"
    part_of: str = ""
    issuer: str = "publisher"
    highwire: str = ""
    coins: tuple[str, str] = ("dc", "")


_TABLE = (
    PublicationKind(
        name="journal article",
        spellings=("article", "journal", "journal paper", "article-journal", "magazine article"),
        bibtex="article",
        ris="JOUR",
        csl="article-journal",
        schema_org="ScholarlyArticle",
        zotero="journalArticle",
        part_of="journal",
        highwire="citation_journal_title",
        coins=("journal", "article"),
    ),
    PublicationKind(
        name="conference paper",
        spellings=("conference", "inproceedings", "proceedings paper", "paper-conference"),
        bibtex="inproceedings",
        ris="CONF",
        csl="paper-conference",
        schema_org="ScholarlyArticle",
        zotero="conferencePaper",
        part_of="booktitle",
        highwire="citation_conference_title",
        coins=("book", "proceeding"),
    ),
    PublicationKind(
        name="workshop paper",
        spellings=("workshop",),
        bibtex="inproceedings",
        ris="CONF",
        csl="paper-conference",
        schema_org="ScholarlyArticle",
        zotero="conferencePaper",
        part_of="booktitle",
        highwire="citation_conference_title",
        coins=("book", "proceeding"),
    ),
    PublicationKind(
        name="preprint",
        spellings=("e-print", "eprint", "unpublished", "manuscript"),
        ris="UNPB",
        csl="article",
        schema_org="ScholarlyArticle",
        zotero="preprint",
    ),
    PublicationKind(
        name="book",
        spellings=("monograph", "textbook"),
        bibtex="book",
        ris="BOOK",
        csl="book",
        schema_org="Book",
        zotero="book",
        coins=("book", "book"),
    ),
    PublicationKind(
        name="chapter",
        spellings=("book chapter", "book section", "incollection", "inbook"),
        bibtex="incollection",
        ris="CHAP",
        csl="chapter",
        schema_org="Chapter",
        zotero="bookSection",
        part_of="booktitle",
        highwire="citation_inbook_title",
        coins=("book", "bookitem"),
    ),
    PublicationKind(
        name="edited volume",
        spellings=("edited book", "editedbook", "collection", "proceedings"),
        bibtex="book",
        ris="EDBOOK",
        csl="book",
        schema_org="Book",
        zotero="book",
        coins=("book", "book"),
    ),
    PublicationKind(
        name="thesis",
        spellings=(
            "dissertation",
            "phd thesis",
            "phdthesis",
            "master's thesis",
            "mastersthesis",
            "habilitation",
        ),
        bibtex="phdthesis",
        ris="THES",
        csl="thesis",
        schema_org="Thesis",
        zotero="thesis",
        issuer="school",
        highwire="citation_dissertation_institution",
        coins=("dissertation", ""),
    ),
    PublicationKind(
        name="report",
        spellings=(
            "technical report",
            "techreport",
            "tech report",
            "working paper",
            "white paper",
            "deliverable",
        ),
        bibtex="techreport",
        ris="RPRT",
        csl="report",
        schema_org="Report",
        zotero="report",
        issuer="institution",
        highwire="citation_technical_report_institution",
        coins=("book", "report"),
    ),
    PublicationKind(
        name="dataset",
        spellings=("data", "data set", "database"),
        bibtex="dataset",
        ris="DATA",
        csl="dataset",
        schema_org="Dataset",
        zotero="dataset",
    ),
    PublicationKind(
        name="software",
        spellings=("code", "computer program", "package"),
        bibtex="software",
        ris="COMP",
        csl="software",
        schema_org="SoftwareSourceCode",
        zotero="computerProgram",
    ),
    PublicationKind(
        name="patent",
        bibtex="patent",
        ris="PAT",
        csl="patent",
        zotero="patent",
        coins=("patent", ""),
    ),
    PublicationKind(
        name="poster",
        spellings=("poster presentation", "presentation", "abstract"),
        ris="SLIDE",
        csl="speech",
        schema_org="Poster",
        zotero="presentation",
    ),
    PublicationKind(
        name="review",
        spellings=("book review", "review article", "survey"),
        bibtex="article",
        ris="JOUR",
        csl="article-journal",
        schema_org="ScholarlyArticle",
        zotero="journalArticle",
        part_of="journal",
        highwire="citation_journal_title",
        coins=("journal", "article"),
    ),
    PublicationKind(name="other", spellings=("misc", "miscellaneous")),
)

KINDS: Mapping[str, PublicationKind] = MappingProxyType({row.name: row for row in _TABLE})
NAMES = tuple(KINDS)
SPELLINGS: Mapping[str, str] = MappingProxyType(
    {each: row.name for row in _TABLE for each in (row.name, *row.spellings)}
)

_OF_VENUE = {
    "journal": "journal article",
    "conference": "conference paper",
    "workshop": "workshop paper",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
    "other": "other",
}

# Words in the names of venues, for venues without a kind. The first match decides.
_BY_NAME: tuple[tuple[str, str], ...] = (
    (r"\b(arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|ssrn|preprints?|corr)\b", "preprint"),
    (r"\b(thesis|dissertation|habilitation)\b|\b(diplom|master|bachelor|doktor)arbeit\b", "thesis"),
    (r"\b((technical|research|tech\.) report|working papers?|white paper|deliverable)\b", "report"),
    (r"\bpatents?\b", "patent"),
    (r"\bposters?\b", "poster"),
    (r"\b(workshops?)\b", "workshop paper"),
    (r"\b(handbook|encyclop\w+|companion to|lexikon)\b", "chapter"),
    (r"\b(proceedings of the (national academy|royal society|ieee|american mathematical))\b", "journal article"),
    (r"\b(proceedings|proc\.|conference|conf\.|symposium|meeting|congress|colloquium|lecture notes in)\b",
     "conference paper"),
    (r"^advances in neural information processing", "conference paper"),
    (r"\b(journal|j\.|transactions|trans\.|letters|lett\.|annals|ann\.|bulletin|quarterly|magazine|acta|reviews?|rev\.)"
     r"(?!\w)", "journal article"),
    (r"\b(blog|blogs|website|newsletter|medium\.com|podcast|substack)\b", "other"),
)  # fmt: skip
_PUBLISHER = re.compile(
    r"\b(press|verlag|publishers?|publishing|publications|éditions|editions|editorial|books)\b"
    r"|^(springer|wiley|elsevier|routledge|brill|palgrave|de gruyter|birkhäuser|o['’]reilly|crc|sage|pearson|"
    r"mcgraw.hill|penguin|norton)\b",
    re.IGNORECASE,
)
# Venues that can't be recognized by a word in their name, without the year and “Findings of”.
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
# An acronym, alone or with a year (`CVPR 2024`, `NeurIPS '23`), names a meeting of a conference.
_ACRONYM = re.compile(r"[A-Z]\w*[A-Z]\w*(?: \w+)?[ -]?['’]?(?:(?:19|20)\d\d|\d\d)|[A-Z][A-Z-]{2,9}")
_PREPRINTS = frozenset({"arxiv", "biorxiv", "ssrn", "osf"})


def named(text: str) -> str:
    """Return the name of the kind that a word names, in any case, or an empty string."""
    wanted = re.sub(r"[-_\s]+", " ", text.casefold().replace("’", "'")).strip()
    return next((name for spelling, name in SPELLINGS.items() if spelling.replace("-", " ") == wanted), "")


def of(paper: Paper) -> PublicationKind:
    """Return the kind of a paper: the one that its front matter names, else the deduced one."""
    return KINDS.get(paper.kind) or KINDS[deduce(paper).name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduced:
    """The name of a kind, and whether it rests on more than the form of the venue's name."""

    name: str
    sure: bool = True


def deduce(paper: Paper) -> Deduced:
    """Return the kind that follows from the rest of a paper."""
    venue = paper.venue
    if paper.school:
        return Deduced(name="thesis")
    if venue is None or not (venue.name or venue.short or venue.kind):
        registers = {each.kind for each in paper.identifiers}
        if paper.status == "preprint" or (venue is None and registers & _PREPRINTS):
            return Deduced(name="preprint")
        if venue is not None or "isbn" in registers:
            return Deduced(name="edited volume" if paper.editors and not paper.authors else "book")
        return Deduced(name="other")
    return _of_venue(venue, bool(paper.editors or paper.chapter))


@lru_cache(maxsize=4096)
def _of_venue(venue: Venue, edited: bool) -> Deduced:
    if venue.kind in _OF_VENUE:
        return Deduced(name=_OF_VENUE[venue.kind])
    called = venue.name or venue.short
    part = bool(venue.pages or edited)
    if venue.kind == "book":
        whole = not part and (not called or (not venue.publisher and _PUBLISHER.search(called)))
        return Deduced(name="book" if whole else "chapter")
    for pattern, name in _BY_NAME:
        if re.search(pattern, called, re.IGNORECASE):
            return Deduced(name=name)
    bare = re.sub(r"\b(findings of( the)?|(19|20)\d\d|['’]?\d\d)\b", "", called, flags=re.IGNORECASE)
    bare = bare.strip(" ,:-'’").casefold()
    if bare in _CONFERENCES:
        return Deduced(name="conference paper")
    if bare in _JOURNALS or venue.volume or venue.issue:
        return Deduced(name="journal article")
    if not part and not venue.publisher and _PUBLISHER.search(called):
        return Deduced(name="book")
    if edited:
        return Deduced(name="chapter")
    if any(_ACRONYM.fullmatch(each) for each in (venue.name, venue.short)):
        return Deduced(name="conference paper")
    return Deduced(name="journal article", sure=False)
