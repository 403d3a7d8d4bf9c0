"""What a user writes in front matter arrives in the model, whole and as written."""

from __future__ import annotations

import pytest

from paperfolio.content import frontmatter, schema
from paperfolio.content.fields import Reading
from paperfolio.model import Author, Link, Paper, PartialDate, Profile, Version

FULL = r"""---
title: 'Sparse $k$-means: 10 \% less'
subtitle: An \emph{honest} look
authors:
  - Jane Doe
  - {name: Ada Roe, orcid: 0000-0002-1825-0097, affiliation: [Here, There], equal: true}
  - name: 'Ludwig van Beethoven'
    url: https://example.org/~lvb
    corresponding: yes
    me: true
  - et al.
date: 2024-05
category: cs.LG
tags: [clustering, sparsity]
venue:
  name: Journal of Clusters
  short: JoC 2024
  kind: journal
  volume: 012
  issue: 3
  pages: 1-10
  publisher: Press
  place: Bonn
status: under_review
doi: https://doi.org/10.1000/182
arxiv: 2410.10000
links:
  pdf: paper.pdf
  code: true
  My own label: https://example.org/x
award: ['Best \textbf{Paper}', Oral]
note: Joint work
summary: In one line
selected: true
order: 2.5
image: {file: figure.png, alt: A figure, caption: 'With $x$'}
citations: {count: 12, source: OpenAlex, date: 2026-05, by_year: {2025: 5, 2026: 7}}
scores: [{label: Novelty, value: 52%, source: S, date: 2026}]
versions: [{kind: preprint, date: 2023, venue: arXiv, url: https://arxiv.org/abs/2410.10000}]
projects: [One]
bibtex: {key: doe2024, type: misc, keywords: a}
language: en
redirects: [/publication/old-name/]
latex_macros: {'\method': SPARK}
---
We present \method{} for $x<y$.

## Data
More.
"""


def read(text: str, *, files: tuple[str, ...] = ()) -> tuple[Paper | None, list[str]]:
    """Return the paper and the codes of the problems found."""
    document, problems = frontmatter.parse("content/papers/x.md", text.encode())
    assert document is not None
    reading = Reading(
        find=lambda name: f"papers/x/{name}" if name in files else None, problems=list(problems)
    )
    paper = schema.read_paper(document, "x", reading)
    return paper, [problem.code for problem in reading.problems]


def profile(text: str) -> tuple[Profile | None, list[str]]:
    """Return the profile and the codes of the problems found."""
    document, problems = frontmatter.parse("content/profile.md", text.encode())
    assert document is not None
    reading = Reading(problems=list(problems))
    return schema.read_profile(document, reading), [problem.code for problem in reading.problems]


def test_every_field_finds_its_place_and_nothing_is_changed() -> None:
    """All that users of other programs can say about a paper can be said here, and arrives as written."""
    paper, codes = read(FULL, files=("paper.pdf", "figure.png"))
    assert codes == []
    assert paper is not None
    assert paper.title.plain == "Sparse k-means: 10 % less"
    assert "<math" in paper.title.html
    assert paper.subtitle.html == "An <em>honest</em> look"
    assert [author.name for author in paper.authors] == ["Jane Doe", "Ada Roe", "Ludwig van Beethoven"]
    assert paper.authors[1].affiliations == ("Here", "There")
    assert paper.authors[1].equal
    assert (paper.authors[2].family, paper.authors[2].given) == ("van Beethoven", "Ludwig")
    assert paper.authors[2].corresponding
    assert paper.authors[2].me
    assert paper.et_al
    assert paper.date == PartialDate(year=2024, month=5)
    assert paper.category is not None
    assert paper.category.name == "Machine Learning"
    assert paper.venue is not None
    assert (paper.venue.volume, paper.venue.pages) == ("012", "1-10")
    assert paper.status == "under review"
    assert {each.kind: each.value for each in paper.identifiers} == {
        "doi": "10.1000/182",
        "arxiv": "2410.10000",
    }
    assert paper.links == (
        Link(kind="pdf", label="PDF", url="papers/x/paper.pdf", local=True),
        Link(kind="code", label="Code"),
        Link(kind="other", label="My own label", url="https://example.org/x"),
    )
    assert [award.plain for award in paper.awards] == ["Best Paper", "Oral"]
    assert [note.plain for note in paper.notes] == ["Joint work"]
    assert (paper.summary.plain, paper.selected, paper.order) == ("In one line", True, 2.5)
    assert paper.image is not None
    assert (paper.image.url, paper.image.alt, paper.image.caption.plain) == (
        "papers/x/figure.png",
        "A figure",
        "With x",
    )
    assert paper.citations is not None
    assert paper.citations.by_year == ((2025, 5), (2026, 7))
    assert [(score.value, score.unit) for score in paper.scores] == [("52", "%")]
    assert [version.kind for version in paper.versions] == ["preprint"]
    assert isinstance(paper.versions[0], Version)
    assert (paper.projects, paper.language, paper.redirects) == (("One",), "en", ("publication/old-name",))
    assert (paper.bibtex_key, paper.bibtex) == ("doe2024", (("type", "misc"), ("keywords", "a")))
    assert paper.abstract.plain == "We present SPARK for x < y."
    assert paper.body.plain.split() == ["Data", "More."]


@pytest.mark.parametrize(
    "text", ["abc", "1. abc", "# abc", "- abc", "> abc", "snake_case_name", "A* search", "C#", "100%"]
)
def test_a_title_is_a_line_whatever_it_begins_with(text: str) -> None:
    """Nothing in a title becomes a list, a heading or a quotation."""
    paper, codes = read(f"---\ntitle: '{text}'\ndate: 2024\n---\n")
    assert paper is not None
    assert (paper.title.plain, codes) == (text, [])


@pytest.mark.parametrize(
    ("written", "precision"),
    [("2024", (2024, 0, 0)), ("2024-05", (2024, 5, 0)), ("2024-02-29", (2024, 2, 29))],
)
def test_a_date_keeps_its_precision(written: str, precision: tuple[int, int, int]) -> None:
    """A paper known to the month is not given a day."""
    paper, _ = read(f"---\ntitle: x\ndate: {written}\n---\n")
    assert paper is not None
    assert (paper.date.year, paper.date.month, paper.date.day) == precision
    assert paper.date.iso == written


@pytest.mark.parametrize("end", ["et al.", "et al", "Et Al.", "others", "and others"])
def test_et_al_says_that_the_list_goes_on(end: str) -> None:
    """However it is spelt, it is no author."""
    paper, codes = read(f"---\ntitle: x\ndate: 2024\nauthors: [A B, {end}]\n---\n")
    assert paper is not None
    assert (paper.et_al, len(paper.authors), codes) == (True, 1, [])


def test_names_with_accents_in_latex_and_written_family_first_are_printed_as_people_read_them() -> None:
    """An imported BibTeX name becomes a name."""
    paper, _ = read(
        "---\ntitle: x\ndate: 2024\nauthors: ['M{\\\"u}ller, J{\\\"o}rg', '{\\O}yvind {\\AA}s']\n---\n"
    )
    assert paper is not None
    assert paper.authors[0] == Author(name="Jörg Müller", family="Müller", given="Jörg")
    assert paper.authors[1].name == "Øyvind Ås"


def test_a_profile_knows_where_a_bare_name_leads() -> None:
    """A user name is enough; an own kind of link keeps its label."""
    found, codes = profile(
        "---\nname: Jane Doe\naffiliation: [{name: Uni, url: https://uni.example}, Lab]\nemail: j@uni.example\n"
        "links: {github: jane, orcid: 0000-0002-1825-0097, Reading list: https://example.org/r}\n"
        "metrics: [papers, {label: h-index, value: 3, source: A, date: 2026}]\n"
        "site: {url: https://jane.example.org/, language: he, theme: {accent: blue}}\n---\nHello.\n"
    )
    assert codes == []
    assert found is not None
    assert [link.url for link in found.links] == [
        "https://github.com/jane",
        "https://orcid.org/0000-0002-1825-0097",
        "https://example.org/r",
    ]
    assert [(metric.key, metric.computed) for metric in found.metrics] == [
        ("papers", True),
        ("h_index", False),
    ]
    assert (found.settings.title, found.settings.url) == ("Jane Doe", "https://jane.example.org")
    assert [place.label for place in found.affiliations] == ["Uni", "Lab"]
