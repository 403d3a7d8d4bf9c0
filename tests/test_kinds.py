"""Kinds of publication: what a paper is taken for, and that each kind is the same thing in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import bibtexparser
import pytest
import rispy

from paperfolio.model import Author, Identifier, Paper, PartialDate, Text, Venue
from paperfolio.scholar import cite, kinds

DOE = Author(name="Jane Doe", family="Doe", given="Jane")
PAPER = {
    "slug": "x",
    "path": "content/papers/x.md",
    "title": Text(plain="A title"),
    "date": PartialDate(year=2024),
    "authors": (DOE,),
}
ARXIV = Identifier(kind="arxiv", label="arXiv", value="2405.00001", url="https://arxiv.org/abs/2405.00001")
ISBN = Identifier(kind="isbn", label="ISBN", value="978-3-16-148410-0")


def paper(**values: object) -> Paper:
    """Return a paper with these values."""
    return Paper(**{**PAPER, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        (Venue(name="NeurIPS 2024"), "conference paper"),
        (Venue(name="Conference on X", short="X"), "conference paper"),
        (Venue(name="Physical Review Letters"), "journal article"),
        (Venue(name="Nature", volume="12"), "journal article"),
        (Venue(name="arXiv"), "preprint"),
        (Venue(name="My blog"), "other"),
        (Venue(name="ICML"), "conference paper"),
        (Venue(name="VLDB"), "conference paper"),
        (Venue(name="Findings of EMNLP 2023"), "conference paper"),
        (Venue(name="Nature"), "journal article"),
        (Venue(name="Advances in Neural Information Processing Systems"), "conference paper"),
        (Venue(name="Proceedings of the Academy", kind="journal"), "journal article"),
        (Venue(name="Proceedings of the National Academy of Sciences"), "journal article"),
        (Venue(name="ICML Workshop on Data"), "workshop paper"),
        (Venue(name="Red Globe Press", kind="book"), "book"),
        (Venue(name="Red Globe Press"), "book"),
        (Venue(publisher="Red Globe Press"), "book"),
        (Venue(name="Essays on Science", kind="book", publisher="Wiley"), "chapter"),
        (Venue(name="Handbook of Rates", pages="1-20"), "chapter"),
        (Venue(name="Master’s thesis", publisher="MIT"), "thesis"),
        (Venue(name="Working paper", issue="7"), "report"),
        (Venue(name="US Patent"), "patent"),
        (Venue(name="Red Globe Press", kind="book", pages="1-20"), "chapter"),
        (Venue(name="Gezeiten", volume="3"), "journal article"),
    ],
)
def test_a_kind_follows_from_the_venue(venue: Venue, kind: str) -> None:
    """A declared kind of venue decides; else well-known words and names, a volume, or the form of the name."""
    assert kinds.deduce(paper(venue=venue)) == kinds.Deduced(name=kind)


def test_a_kind_follows_from_other_fields_where_there_is_no_venue() -> None:
    """A school makes a thesis, an arXiv number a preprint, an ISBN a book, editors alone an edited volume."""
    assert kinds.deduce(paper(school="ETH")).name == "thesis"
    assert kinds.deduce(paper(identifiers=(ARXIV,))).name == "preprint"
    assert kinds.deduce(paper(identifiers=(ISBN,))).name == "book"
    assert kinds.deduce(paper(identifiers=(ISBN,), authors=(), editors=(DOE,))).name == "edited volume"
    assert kinds.deduce(paper()).name == "other"


def test_a_guess_is_known_to_be_one() -> None:
    """A venue that nothing speaks for is taken for a journal, and that this was a guess can be reported."""
    assert kinds.deduce(paper(venue=Venue(name="Sudoku Horizons"))) == kinds.Deduced(
        name="journal article", sure=False
    )


@pytest.mark.parametrize(
    "written", ["Journal article", "journal-article", "PhD thesis", "book chapter", "PhD_thesis"]
)
def test_kinds_are_read_as_people_write_them(written: str) -> None:
    """Case, hyphens and the words of BibTeX and CSL don't matter."""
    assert kinds.named(written) in kinds.KINDS


def test_no_spelling_names_two_kinds() -> None:
    """Each word means one kind."""
    every = [said for row in kinds.KINDS.values() for said in (row.name, *row.spellings)]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("kind", kinds.NAMES)
def test_each_kind_has_its_type_and_fields_in_every_format(kind: str) -> None:
    """Editors, series, edition, publisher, pages, abstract, tags, language and notes reach every format."""
    whole = paper(
        kind=kind,
        editors=(Author(name="Ed Itor", family="Itor", given="Ed"),),
        venue=Venue(
            name="The Venue", publisher="The Press", place="Kiel", volume="3", issue="2", pages="1-9"
        ),
        series="The Series",
        edition="2",
        chapter="4",
        number_of_pages=300,
        identifiers=(ARXIV, ISBN),
        tags=("one", "two"),
        abstract=Text(plain="We count."),
        language="en",
        notes=(Text(plain="A note."),),
    )
    row = kinds.KINDS[kind]
    [entry] = bibtexparser.parse_string(cite.bibtex(whole)).entries
    fields = {field.key: field.value for field in entry.fields}
    assert entry.entry_type == row.bibtex
    assert (fields["editor"], fields["series"], fields["chapter"]) == ("Itor, Ed", "The Series", "4")
    assert (fields["keywords"], fields["language"], fields["note"]) == ("one, two", "en", "A note.")
    assert (fields["abstract"], fields["eprint"], fields["pagetotal"]) == ("We count.", "2405.00001", "300")
    assert not row.part_of or fields[row.part_of] == "The Venue"
    assert "The Press" in (fields.get(row.issuer), fields.get("howpublished"))
    [record] = rispy.loads(cite.ris(whole))
    assert record["type_of_reference"] == row.ris
    assert record["abstract"] == "We count."
    item = cite.csl_json(whole)
    assert item["type"] == row.csl
    assert (item["abstract"], item["keyword"], item["note"]) == ("We count.", "one, two", "A note.")
    json.dumps(item)


def test_the_documents_list_every_kind_as_it_is() -> None:
    """The table of kinds in the documents has one row per kind, with its type in each format."""
    text = (Path(__file__).parents[1] / "docs" / "citations.md").read_text("utf-8")
    listed = [re.split(r" ?\| ?", line.strip("| ")) for line in text.splitlines() if line.startswith("| ")][
        1:
    ]
    assert listed == [
        [
            row.name,
            ", ".join(row.spellings),
            f"`@{row.bibtex}`",
            f"`{row.ris}`",
            f"`{row.csl}`",
            f"`{row.schema_org}`",
        ]
        for row in kinds.KINDS.values()
    ]
